/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/settlement.h"

#include "unit/testlib.h"

static const char three[] =
    "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': ["
    " {'id': 'some', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 30, 'rank': 2},"
    " {'id': 'open', 'relation': 'customer', 'payer': 'a', 'payee': 'b'},"
    " {'id': 'none', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 10,"
    "  'status': 'rumoured'},"
    " {'id': 'more', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 90},"
    " {'id': 'share', 'relation': 'supplier', 'payer': 'b', 'payee': 'a',"
    "  'amount': {'share': 0.5, 'of': ['some', 'open', 'none', 'more']}}]";

Test(view_dues, deals_with_an_amount_are_due)
{
    cf_scenario *scenario = scenario_from(three);
    cf_view *view = view_of(scenario, "");
    cf_view_dues *dues = NULL;

    assert_ok(cf_view_dues_new(&dues, view, false));
    cr_assert_eq(dues->owed.due_count, 3);
    cr_expect_eq(dues->owed.entity_count, 2);
    cr_expect_eq(dues->owed.guarantee_count, 0);
    cr_expect_eq(dues->owed.dues[0].rank, 2);
    expect_near(dues->owed.dues[1].amount, 90);
    cr_expect_eq(dues->due_of[1], -1);
    cr_expect_eq(dues->due_of[3], 1);
    cr_expect_eq(dues->view_deal[1], 2); /* the rumoured one is not in the view */
    cf_view_dues_free(dues);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(view_dues, a_share_weighs_its_deals_by_what_each_is_worth)
{
    cf_scenario *scenario = scenario_from(three);
    cf_view *view = view_of(scenario, "");
    cf_view_dues *dues = NULL;
    const cf_share_due *share;

    assert_ok(cf_view_dues_new(&dues, view, false));
    cr_assert_eq(dues->owed.share_count, 1);
    share = &dues->owed.shares[0];
    cr_expect_eq(share->due, 2);
    cr_assert_eq(share->of_count, 2);
    expect_near(share->of[0].weight, 0.25);
    expect_near(share->of[1].weight, 0.75);
    cr_expect_eq(share->of[1].due, 1);
    cr_expect_eq(dues->of[0][1], 3); /* a deal of the scenario */
    cf_view_dues_free(dues);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(view_dues, all_have_one_for_each_deal_as_before_anything_was_cut)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a', 'outside_funds': 6}, {'id': 'b'}], 'deals': ["
        " {'id': 'some', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 30},"
        " {'id': 'open', 'relation': 'customer', 'payer': 'a', 'payee': 'b'}]");
    cf_view *view = view_of(scenario, "--gap cut");
    cf_view_dues *dues = NULL;

    assert_ok(cf_view_dues_new(&dues, view, true));
    cr_assert_eq(dues->owed.due_count, 2);
    expect_near(dues->owed.dues[0].amount, 30);
    expect_near(dues->owed.dues[1].amount, 0);
    cf_view_dues_free(dues);
    assert_ok(cf_view_dues_new(&dues, view, false));
    cr_assert_eq(dues->owed.due_count, 1);
    expect_near(dues->owed.dues[0].amount, 6);
    cf_view_dues_free(dues);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
