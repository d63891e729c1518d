/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "circfin/periods.h"

#include "unit/testlib.h"

/* s invests 30 in u, which has 30 more, owes s 60 and others so much. */
static cf_scenario *shop(double others)
{
    char text[600];

    snprintf(text, sizeof text,
             "'entities': [{'id': 's'}, {'id': 'u', 'outside_funds': 30}, {'id': 'x'}], 'deals': ["
             " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'u', 'amount': 30},"
             " {'id': 'back', 'relation': 'customer', 'payer': 'u', 'payee': 's', 'amount': 60},"
             " {'id': 'away', 'relation': 'customer', 'payer': 'u', 'payee': 'x', 'amount': %g}]",
             others);
    return scenario_from(text);
}

Test(cut, each_deal_counts_with_what_is_paid_of_it)
{
    cf_scenario *scenario = shop(240);
    cf_view *view = view_of(scenario, "--gap cut");

    cr_assert_eq(view->deal_count, 3);
    expect_near(view->deals[0].amount, 30);
    expect_near(view->deals[1].amount, 12); /* 60 in 300 are due to s, and 60 are there */
    expect_near(view->deals[2].amount, 48);
    expect_near(view->deals[1].due, 60);
    expect_near(view->unpaid, 240);
    expect_near(view->paid_part[2], 0.2);
    cf_view_free(view);
    view = view_of(scenario, "");
    expect_near(view->deals[1].amount, 60);
    expect_near(view->deals[1].due, 60);
    expect_near(view->unpaid, 0);
    cr_expect_null((void *)view->paid_part);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(cut, where_nobody_lacks_money_nothing_changes)
{
    cf_scenario *scenario = shop(0);
    cf_view *view = view_of(scenario, "--gap cut");

    cr_assert_eq(view->deal_count, 2);
    expect_near(view->deals[1].amount, 60);
    expect_near(view->unpaid, 0);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

static const char penniless[] =
    "'entities': [{'id': 'p', 'outside_funds': 0}, {'id': 'q'}], 'deals': ["
    " {'id': 'bill', 'relation': 'customer', 'payer': 'p', 'payee': 'q', 'amount': 5}]";

Test(cut, a_deal_of_which_nothing_is_paid_is_gone_and_says_why)
{
    cf_scenario *scenario = scenario_from(penniless);
    cf_view *view = view_of(scenario, "--gap cut");
    cf_view_options options = options_from("--gap cut");
    const char *reason = NULL, *remedy = NULL;

    cr_expect_eq(view->deal_count, 0);
    expect_near(view->unpaid, 5);
    assert_ok(cf_view_exclusion(&reason, &remedy, view, 0));
    cr_expect_str_eq(reason, "nothing is paid of it");
    cr_expect_not_null(strstr(remedy, "--gap cut"));
    cf_view_free(view);
    options.empty = true;
    assert_ok(cf_view_new(&view, scenario, &options, NULL));
    cr_assert_eq(view->deal_count, 1);
    expect_near(view->deals[0].amount, 0);
    expect_near(view->deals[0].due, 5);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(cut, what_is_paid_in_a_period_is_the_part_that_is_paid_over_the_whole_time)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'p', 'outside_funds': 3}, {'id': 'q'}], 'deals': ["
        " {'id': 'bill', 'relation': 'customer', 'payer': 'p', 'payee': 'q', 'amount': 12,"
        "  'schedule': [{'date': '2026', 'amount': 4}, {'date': '2027', 'amount': 8}]}]");
    cf_view *view = view_of(scenario, "--gap cut");
    cf_periods *periods = NULL;

    assert_ok(cf_periods_new(&periods, view, CF_YEAR, CF_NO_DAY, CF_NO_DAY, NULL));
    cr_assert_eq(periods->count, 2);
    expect_near(periods->amounts[0], 1);
    expect_near(periods->amounts[1], 2);
    cf_periods_free(periods);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
