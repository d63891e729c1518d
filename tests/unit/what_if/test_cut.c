/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/what_if.h"

#include "unit/testlib.h"

/* A what-if on a view under --gap cut. */
struct cut {
    cf_scenario *scenario;
    cf_view *view;
    cf_view_network *network;
    cf_what_if *bench;
};

static void open_cut(struct cut *cut, const char *text)
{
    cf_view_options options = options_from("--gap cut");

    options.empty = true;
    cut->scenario = scenario_from(text);
    assert_ok(cf_view_new(&cut->view, cut->scenario, &options, NULL));
    assert_ok(cf_view_network_new(&cut->network, cut->view, false));
    assert_ok(cf_what_if_new(&cut->bench, &cut->network->network, false));
    assert_ok(cf_what_if_follow_dues(cut->bench, cut->view));
}

static void close_cut(struct cut *cut)
{
    cf_what_if_free(cut->bench);
    cf_view_network_free(cut->network);
    cf_view_free(cut->view);
    cf_scenario_free(cut->scenario);
}

static cf_loopback measured(struct cut *cut)
{
    cf_loopback found;

    assert_ok(cf_what_if_measure(&found, cut->bench, 0, CF_MEASURES_KNOWN));
    return found;
}

static const char shop[] =
    "'entities': [{'id': 's'}, {'id': 'u', 'outside_funds': 30}, {'id': 'x'}], 'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'u', 'amount': 30},"
    " {'id': 'back', 'relation': 'customer', 'payer': 'u', 'payee': 's', 'amount': 60},"
    " {'id': 'away', 'relation': 'customer', 'payer': 'u', 'payee': 'x', 'amount': 60},"
    " {'id': 'open', 'relation': 'customer', 'payer': 'u', 'payee': 'x'}]";

Test(cut_what_if, what_is_paid_follows_what_is_due_and_the_funds)
{
    struct cut cut;

    open_cut(&cut, shop);
    expect_near(measured(&cut).pro_rata, 15);
    expect_near(measured(&cut).revenue, 30);
    cf_what_if_set_amount(cut.bench, 2, 240); /* u pays s 12 of its 60 */
    expect_near(measured(&cut).revenue, 12);
    expect_near(measured(&cut).pro_rata, 6);
    cf_what_if_set_funds(cut.bench, 1, true, 330); /* u has 360 and owes 300 */
    expect_near(measured(&cut).revenue, 60);
    expect_near(measured(&cut).pro_rata, 5);
    cf_what_if_set_funds(cut.bench, 1, true, 30);
    cf_what_if_set_amount(cut.bench, 2, 60);
    expect_near(measured(&cut).pro_rata, 15);
    close_cut(&cut);
}

Test(cut_what_if, a_deal_of_unknown_amount_may_become_due)
{
    struct cut cut;

    open_cut(&cut, shop);
    expect_near(measured(&cut).revenue, 30);
    cr_expect(cf_what_if_network(cut.bench)->payments[3].open);
    cf_what_if_set_amount(cut.bench, 3, 120); /* 60 in 240 are due to s */
    expect_near(measured(&cut).revenue, 15);
    cr_expect_not(cf_what_if_network(cut.bench)->payments[3].open);
    expect_near(cf_what_if_network(cut.bench)->payments[3].amount, 30);
    close_cut(&cut);
}

Test(cut_what_if, shares_weigh_their_deals_by_what_these_are_worth_now)
{
    struct cut cut;

    open_cut(&cut,
             "'entities': [{'id': 's'}, {'id': 'u', 'outside_funds': 30}, {'id': 'x'}], 'deals': ["
             " {'id': 'p', 'relation': 'customer', 'payer': 'u', 'payee': 'x', 'amount': 60},"
             " {'id': 'q', 'relation': 'customer', 'payer': 'x', 'payee': 'u', 'amount': 0},"
             " {'id': 'r', 'relation': 'customer', 'payer': 'x', 'payee': 's',"
             "  'amount': {'share': 0.5, 'of': ['p', 'q']}}]");
    expect_near(measured(&cut).revenue, 15); /* half of p is paid */
    cf_what_if_weigh(cut.bench, (const double[]){ 40, 60, 0 });
    expect_near(measured(&cut).revenue, 24); /* nothing is missing of q */
    close_cut(&cut);
}
