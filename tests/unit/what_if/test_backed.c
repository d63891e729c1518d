/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/what_if.h"

#include "unit/testlib.h"

/* A lender lends a lab 100, s guarantees 60; the lab has 100 more, buys from s 50, from x 150. */
static const char loan[] =
    "'entities': [{'id': 's'}, {'id': 'lender'}, {'id': 'lab', 'outside_funds': 100}, {'id': 'x'}],"
    "'deals': ["
    " {'id': 'loan', 'relation': 'investor', 'payer': 'lender', 'payee': 'lab', 'amount': 100,"
    "  'backed_by': ['word']},"
    " {'id': 'word', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 60,"
    "  'contingent': true},"
    " {'id': 'back', 'relation': 'customer', 'payer': 'lab', 'payee': 's', 'amount': 50},"
    " {'id': 'away', 'relation': 'customer', 'payer': 'lab', 'payee': 'x', 'amount': 150}]";

Test(backed, what_a_supplier_backs_is_followed_as_its_own)
{
    cf_scenario *scenario = scenario_from(loan);
    cf_view *view = view_of(scenario, "--origin backed");
    cf_view_network *network = NULL;
    cf_what_if *bench = NULL;
    cf_loopback found;
    const cf_flow *flow;

    assert_ok(cf_view_network_new(&network, view, false));
    assert_ok(cf_what_if_new(&bench, &network->network, false));
    assert_ok(cf_what_if_follow_backing(bench, view, false));
    cr_expect(cf_what_if_backs(bench, 0));
    cr_expect_not(cf_what_if_backs(bench, 1));
    assert_ok(cf_what_if_measure(&found, bench, 0, CF_MEASURES_KNOWN));
    expect_near(found.invested, 60);
    expect_near(found.pro_rata, 15);
    expect_near(found.min, 0);
    expect_near(found.max, 50);
    assert_ok(cf_what_if_flow(&flow, bench));
    expect_near(flow->balances[1].funds, 100); /* the lender has lent all of it */
    expect_near(cf_what_if_flow_of(bench, 0)->balances[1].funds, 100);
    cf_what_if_set_amount(bench, 0, 200); /* 60 in 300 */
    assert_ok(cf_what_if_measure(&found, bench, 0, CF_MEASURES_KNOWN));
    expect_near(found.invested, 60);
    expect_near(found.pro_rata, 10);
    cf_what_if_set_funds(bench, 2, true, 0); /* 60 in 200 again */
    assert_ok(cf_what_if_measure(&found, bench, 0, CF_MEASURES_KNOWN));
    expect_near(found.pro_rata, 15);
    cf_what_if_free(bench);
    cf_view_network_free(network);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
