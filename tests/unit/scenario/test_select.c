/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

#define BETWEEN "'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 1"
#define ENTITIES "'entities': [{'id': 'a'}, {'id': 'b'}], "

/* The ids of the deals in a view, joined by spaces. */
static void expect_deals(const cf_scenario *scenario, const char *options, const char *expected)
{
    cf_view *view = view_of(scenario, options);
    char found[200] = "";

    for (int i = 0; i < view->deal_count; i++) {
        strcat(found, i == 0 ? "" : " ");
        strcat(found, scenario->deals[view->deals[i].deal].id);
    }
    cr_expect_str_eq(found, expected, "%s: \"%s\", not \"%s\"", options, found, expected);
    cf_view_free(view);
}

Test(select, status_cash_contingent_and_basis)
{
    cf_scenario *scenario =
        scenario_from(ENTITIES "'deals': ["
                               "{'id': 'r', " BETWEEN ", 'status': 'rumoured'},"
                               "{'id': 'l', " BETWEEN ", 'status': 'letter_of_intent'},"
                               "{'id': 'a', " BETWEEN "},"
                               "{'id': 's', " BETWEEN ", 'status': 'signed'},"
                               "{'id': 'c', " BETWEEN ", 'status': 'completed'},"
                               "{'id': 'x', " BETWEEN ", 'status': 'cancelled'},"
                               "{'id': 'n', " BETWEEN ", 'cash': false},"
                               "{'id': 'g', " BETWEEN ", 'contingent': true},"
                               "{'id': 'ng', " BETWEEN ", 'cash': false, 'contingent': true},"
                               "{'id': 'e', " BETWEEN ", 'basis': 'estimate'},"
                               "{'id': 'z', " BETWEEN ", 'basis': 'assumption'}]");

    expect_deals(scenario, "", "a s c e z");
    expect_deals(scenario, "--view firm", "s c");
    expect_deals(scenario, "--view headline", "l a s c n e z");
    expect_deals(scenario, "--status rumoured,cancelled", "r x");
    expect_deals(scenario, "--non-cash", "a s c n e z");
    expect_deals(scenario, "--contingent", "a s c g e z");
    expect_deals(scenario, "--contingent --non-cash", "a s c n g ng e z");
    expect_deals(scenario, "--reported-only", "a s c");
    cf_scenario_free(scenario);
}

static const char days[] =
    ENTITIES "'deals': ["
             "{'id': 'undated', " BETWEEN "},"
             "{'id': 'march', " BETWEEN ", 'announced': '2025-03'},"
             "{'id': 'may', " BETWEEN ", 'announced': '2025-05-15'},"
             "{'id': 'gone', " BETWEEN ", 'announced': '2025-01', 'cancelled': '2025-04',"
             " 'status': 'cancelled'},"
             "{'id': 'signed', " BETWEEN ", 'announced': '2025-01', 'cancelled': '2025-04-10',"
             " 'status': 'signed'}]";

Test(select, the_day_of_the_view_decides_what_is_known_by_then)
{
    cf_scenario *scenario = scenario_from(days);

    expect_deals(scenario, "", "undated march may");
    /* not announced yet; what is cancelled later still was */
    expect_deals(scenario, "--as-of 2025-02", "undated gone signed");
    expect_deals(scenario, "--as-of 2025-03-01", "undated march gone signed");
    expect_deals(scenario, "--as-of 2025-04-09", "undated march gone signed");
    expect_deals(scenario, "--as-of 2025-04-10", "undated march gone"); /* on the day: out */
    expect_deals(scenario, "--as-of 2025-04-29", "undated march gone");
    expect_deals(scenario, "--as-of 2025-04-30", "undated march");
    expect_deals(scenario, "--as-of 2025-05", "undated march may");
    expect_deals(scenario, "--as-of 2025-02 --status signed", "signed");
    /* once cancelled, it is not there for any status */
    expect_deals(scenario, "--as-of 2025-05 --status cancelled,signed", "");
    cf_scenario_free(scenario);
}

Test(select, a_deal_cancelled_later_counts_as_announced)
{
    cf_scenario *scenario = scenario_from(days);
    cf_view *view = view_of(scenario, "--as-of 2025-02");

    cr_expect_eq((int)view->deals[1].status, (int)CF_ANNOUNCED);
    cr_expect_eq((int)view->deals[2].status, (int)CF_SIGNED);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(select, the_day_of_the_scenario_is_used_where_none_is_given)
{
    cf_scenario *scenario =
        scenario_from("'as_of': '2025-04', " ENTITIES "'deals': ["
                      "{'id': 'early', " BETWEEN ", 'announced': '2025-04-30'},"
                      "{'id': 'late', " BETWEEN ", 'announced': '2025-05-01'}]");

    expect_deals(scenario, "", "early");
    expect_deals(scenario, "--as-of 2025-05-01", "early late");
    cf_scenario_free(scenario);
}

Test(select, what_supersedes_puts_out_whatever_its_own_fate_and_so_on)
{
    cf_scenario *scenario = scenario_from(
        ENTITIES "'deals': ["
                 "{'id': 'first', " BETWEEN "},"
                 "{'id': 'second', " BETWEEN ", 'announced': '2025-02', 'supersedes': ['first']},"
                 "{'id': 'third', " BETWEEN ", 'announced': '2025-03', 'supersedes': ['second'],"
                 " 'status': 'cancelled', 'cancelled': '2025-04'},"
                 "{'id': 'other', " BETWEEN "},"
                 "{'id': 'rumour', " BETWEEN ", 'status': 'rumoured', 'supersedes': ['other']}]");

    expect_deals(scenario, "", "");
    expect_deals(scenario, "--status rumoured", "rumour");
    expect_deals(scenario, "--as-of 2025-01", "first");
    expect_deals(scenario, "--as-of 2025-02", "second");
    expect_deals(scenario, "--as-of 2025-03", "third");
    expect_deals(scenario, "--as-of 2025-04", "");
    cf_scenario_free(scenario);
}

/* `second` is not known yet, and still stands between `third` and `first`. */
Test(select, supersession_passes_through_deals_that_are_out_themselves)
{
    cf_scenario *scenario = scenario_from(
        ENTITIES "'deals': ["
                 "{'id': 'first', " BETWEEN "},"
                 "{'id': 'second', " BETWEEN ", 'announced': '2026', 'supersedes': ['first']},"
                 "{'id': 'third', " BETWEEN ", 'announced': '2025', 'supersedes': ['second']}]");

    expect_deals(scenario, "--as-of 2025", "third");
    expect_deals(scenario, "--as-of 2024", "first");
    cf_scenario_free(scenario);
}
