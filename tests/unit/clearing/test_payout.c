/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "circfin/settlement.h"

#include "unit/testlib.h"

/* s → u 30, u → s 60, u → x 60: u has 30 of its own. */
Test(payout, who_has_less_than_is_due_pays_each_the_same_share)
{
    const cf_due dues[] = { { 0, 1, 30, 1 }, { 1, 0, 60, 1 }, { 1, 2, 60, 1 } };
    const cf_obligations owed = { .entity_count = 3, .dues = dues, .due_count = 3 };
    const double short_of[] = { (double)INFINITY, 30, 0 }, enough[] = { (double)INFINITY, 90, 0 };
    cf_payout *payout = NULL;
    const double *paid;

    assert_ok(cf_payout_new(&payout, &owed));
    assert_ok(cf_payout_run(&paid, payout, short_of));
    expect_near(paid[0], 30);
    expect_near(paid[1], 30);
    expect_near(paid[2], 30);
    assert_ok(cf_payout_run(&paid, payout, enough));
    expect_near(paid[1], 60);
    assert_ok(cf_payout_run(&paid, payout, short_of)); /* nothing is left of the last run */
    expect_near(paid[1], 30);
    cf_payout_free(payout);
}

Test(payout, lower_ranks_wait)
{
    const cf_due dues[] = { { 0, 1, 60, 2 }, { 0, 2, 60, 1 } };
    const cf_obligations owed = { .entity_count = 3, .dues = dues, .due_count = 2 };
    const double cash[] = { 80, 0, 0 };
    cf_payout *payout = NULL;
    const double *paid;

    assert_ok(cf_payout_new(&payout, &owed));
    assert_ok(cf_payout_run(&paid, payout, cash));
    expect_near(paid[0], 20);
    expect_near(paid[1], 60);
    cf_payout_free(payout);
}

Test(payout, a_share_follows_what_is_paid_of_what_it_is_a_share_of)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'lab', 'outside_funds': 90}, {'id': 'cloud'}, {'id': 's'},"
        " {'id': 'rich'}], 'deals': ["
        " {'id': 'buy', 'relation': 'customer', 'payer': 'lab', 'payee': 'cloud', 'amount': 120},"
        " {'id': 'too', 'relation': 'customer', 'payer': 'rich', 'payee': 'cloud', 'amount': 40},"
        " {'id': 'chips', 'relation': 'supplier', 'payer': 'cloud', 'payee': 's',"
        "  'amount': {'share': 0.5, 'of': ['buy', 'too']}}]");
    cf_view *view = view_of(scenario, "");
    double paid[3];

    assert_ok(cf_view_paid(paid, view));
    expect_near(paid[0], 90);
    expect_near(paid[1], 40); /* whoever states no funds pays in full */
    expect_near(paid[2], 65); /* half of 130 */
    cf_view_free(view);
    cf_scenario_free(scenario);
}
