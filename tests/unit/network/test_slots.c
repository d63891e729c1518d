/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/slots.h"
#include "unit/testlib.h"

static const char tied[] =
    "s -> b 60 investor for k l m; v -> b 5 investor; x -> y 3 investor for n;"
    "k: b -> s 45 supplier; l: b -> c ? customer; m: b -> c 5 customer;"
    "n: y -> s ? customer";

Test(slots, there_is_one_for_every_edge_that_could_be)
{
    small_network network;
    cf_flow *flow = flow_from(&network, tied);
    cf_slots slots;

    assert_ok(cf_slots_new(&slots, flow));
    cr_expect_eq(slots.count, 7 + (1 + 3) + (1 + 1));
    cr_expect_eq(slots.tied_count, 2);
    cr_expect_eq(slots.vertex_count, network.network.node_count + 2);
    expect_near(slots.at[0].amount, 10);                 /* left of the first */
    expect_near(slots.at[slots.into[0]].amount, 50);     /* placed by it: */
    expect_near(slots.at[slots.into[0] + 1].amount, 45); /* on k */
    expect_near(slots.at[slots.into[0] + 2].amount, 0);  /* on l, which has no amount */
    expect_near(slots.at[slots.into[0] + 3].amount, 5);  /* on m */
    expect_near(slots.at[slots.into[1]].amount, 0);      /* n takes nothing: its payer keeps 3 */
    cr_expect_eq(slots.at[slots.into[0] + 1].head, node_of(&network, "s"));
    cr_expect_not(slots.at[slots.into[0] + 1].capital);
    cr_expect(slots.at[slots.into[0]].capital);
    cf_slots_free(&slots);
    cf_flow_free(flow);
}

Test(slots, a_tied_vertex_without_money_is_none_of_the_flow)
{
    small_network network;
    cf_flow *flow = flow_from(&network, tied);
    int nodes = network.network.node_count;
    cf_slots slots;

    assert_ok(cf_slots_new(&slots, flow));
    cr_expect_eq(slots.flow_vertex[nodes], nodes);
    cr_expect_eq(slots.flow_vertex[nodes + 1], -1);
    cr_expect(cf_slots_counts_as(&slots, nodes, node_of(&network, "b")));
    cr_expect_not(cf_slots_counts_as(&slots, nodes, node_of(&network, "s")));
    cr_expect(cf_slots_counts_as(&slots, nodes + 1, node_of(&network, "y")));
    cf_slots_free(&slots);
    cf_flow_free(flow);
}

Test(slots, payments_are_grouped_by_whose_purchases_they_are)
{
    small_network network;
    cf_flow *flow = flow_from(&network, tied);
    cf_slots slots;

    assert_ok(cf_slots_new(&slots, flow));
    cr_expect_eq(slots.group_count, 2);
    cr_expect_eq(slots.group_of[0], slots.group_of[payment_of(&network, "k")]);
    cr_expect_eq(slots.group_of[0], slots.group_of[payment_of(&network, "l")]);
    cr_expect_eq(slots.group_of[1], -1); /* nor an earmark, nor listed */
    cr_expect_eq(slots.group_of[2], slots.group_of[payment_of(&network, "n")]);
    cr_expect_neq(slots.group_of[0], slots.group_of[2]);
    cf_slots_free(&slots);
    cf_flow_free(flow);
}
