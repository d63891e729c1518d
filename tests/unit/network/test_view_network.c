/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

static const char members[] =
    "'entities': [{'id': 's', 'outside_funds': 7}, {'id': 't'},"
    "             {'id': 'b', 'revenue': {'amount': 9}}],"
    "'deals': ["
    " {'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 10,"
    "  'earmark': ['k', 'rumour', 'o']},"
    " {'id': 'k', 'relation': 'supplier', 'payer': 'b', 'payee': 't', 'amount': 4},"
    " {'id': 'rumour', 'relation': 'supplier', 'payer': 'b', 'payee': 's', 'amount': 4,"
    "  'status': 'rumoured'},"
    " {'id': 'o', 'relation': 'customer', 'payer': 'b', 'payee': 's'},"
    " {'id': 'st', 'relation': 'customer', 'payer': 's', 'payee': 't', 'amount': 3}]";

Test(view_network, is_the_network_of_the_view)
{
    cf_scenario *scenario = scenario_from(members);
    cf_view *view = view_of(scenario, "");
    cf_view_network *built = NULL;
    const cf_network *network;

    assert_ok(cf_view_network_new(&built, view, false));
    network = &built->network;
    cr_assert_eq(network->node_count, 3);
    cr_assert_eq(network->payment_count, 4); /* not the rumour */
    cr_expect(network->nodes[0].funds_known);
    expect_near(network->nodes[0].funds, 7);
    cr_expect_not(network->nodes[1].funds_known);
    expect_near(network->nodes[2].revenue, 9);
    cr_expect(network->payments[0].carries == CF_CAPITAL);
    cr_expect_eq(network->payments[0].earmark_count, 2); /* the rumour is passed over */
    cr_expect_eq(network->payments[0].earmark[0], 1);
    cr_expect(network->payments[2].open);
    cr_expect_not(network->payments[3].carries == CF_CAPITAL);
    for (int i = 0; i < network->payment_count; i++)
        cr_expect_eq(built->view_deal[i], i);
    cf_view_network_free(built);
    cf_view_network_free(NULL);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(view_network, joint_entities_are_one_node_and_deals_among_them_vanish)
{
    cf_scenario *scenario = scenario_from(members);
    cf_view *view = view_of(scenario, "--joint t,s");
    cf_view_network *built = NULL;
    const cf_network *network;

    assert_ok(cf_view_network_new(&built, view, true));
    network = &built->network;
    cr_expect_eq(network->node_count, 3);
    cr_assert_eq(network->payment_count, 3);
    cr_expect_eq(network->payments[0].payer, 0);
    cr_expect_eq(network->payments[1].payee, 0); /* paid to t, which is s now */
    cr_expect_eq(built->view_deal[2], 2);
    cf_view_network_free(built);

    assert_ok(cf_view_network_new(&built, view, false)); /* unless it is asked for */
    cr_expect_eq(built->network.payment_count, 4);
    cf_view_network_free(built);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
