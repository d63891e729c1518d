/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

Test(flow, deals_between_the_same_entities_stay_separate)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b 1 customer; a -> b 2 investor; a -> b 2 customer");

    cr_assert_eq(flow->edge_count, 3);
    for (int e = 0; e < 3; e++) {
        cr_expect_eq(flow->edges[e].payment, e);
        cr_expect_eq(flow->edges[e].carries == CF_CAPITAL, e == 1);
    }
    cf_flow_free(flow);
}

Test(flow, open_and_empty_payments_are_edges_without_an_amount)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b ? customer; b -> a 0 customer; a -> b 1 customer");

    cr_assert_eq(flow->edge_count, 3);
    for (int e = 0; e < 3; e++)
        expect_near(flow->edges[e].amount, e == 2 ? 1 : 0);
    cf_flow_free(flow);
}

Test(flow, every_vertex_knows_its_edges)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b 1 customer; b -> c 2 customer; a -> c 3 customer;"
                                        "c -> a 4 customer; a -> b 5 customer");

    for (int v = 0; v < flow->vertex_count; v++) {
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++)
            cr_expect_eq(flow->edges[flow->out_edges.at[k]].tail, v);
        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++)
            cr_expect_eq(flow->edges[flow->in_edges.at[k]].head, v);
    }
    cr_expect_eq(flow->out_edges.start[flow->vertex_count], flow->edge_count);
    cr_expect_eq(flow->in_edges.start[flow->vertex_count], flow->edge_count);
    cf_flow_free(flow);
}

/*                 30 ──► (tied) ──► 30
 *   s ──60──►  ╱                       ╲
 *              ╲ 30 ──► b ──► 15       s
 */
Test(flow, tied_money_goes_past_its_payee)
{
    small_network network;
    cf_flow *flow = flow_from(
        &network, "s -> b 60 investor for k; v -> b 30 investor for k; k: b -> s 45 supplier");
    int s = node_of(&network, "s"), b = node_of(&network, "b"), v = node_of(&network, "v");

    cr_assert_eq(flow->vertex_count, 5);
    cr_expect_eq(flow->tied[0], 0);
    cr_expect_eq(flow->tied[1], 1);
    expect_near(amount_between(flow, s, 3), 30);
    expect_near(amount_between(flow, 3, s), 30);
    expect_near(amount_between(flow, v, 4), 15);
    expect_near(amount_between(flow, 4, s), 15);
    expect_near(amount_between(flow, s, b), 30);
    expect_near(amount_between(flow, v, b), 15);
    expect_near(amount_between(flow, b, s), 0);
    cf_flow_free(flow);
}

Test(flow, there_is_an_edge_for_all_that_could_be_placed)
{
    small_network network;
    cf_flow *flow = flow_from(
        &network, "s -> b 60 investor for k l m; v -> b 5 investor; x -> y 3 investor for n;"
                  "k: b -> s 45 supplier; l: b -> c ? customer; m: b -> c 5 customer;"
                  "n: y -> s ? customer");

    cr_expect_eq(flow->edge_count, 7 + (1 + 3) + (1 + 1));
    cr_expect_eq(flow->tied_count, 2);
    cr_expect_eq(flow->vertex_count, network.network.node_count + 2);
    expect_near(flow->edges[0].amount, 10);                 /* left of the first */
    expect_near(flow->edges[flow->into[0]].amount, 50);     /* placed by it: */
    expect_near(flow->edges[flow->into[0] + 1].amount, 45); /* on k */
    expect_near(flow->edges[flow->into[0] + 2].amount, 0);  /* on l, which has no amount */
    expect_near(flow->edges[flow->into[0] + 3].amount, 5);  /* on m */
    expect_near(flow->edges[flow->into[1]].amount, 0);      /* n takes nothing: x keeps 3 */
    cr_expect_eq(flow->edges[flow->into[0] + 1].head, node_of(&network, "s"));
    cr_expect_not(flow->edges[flow->into[0] + 1].carries == CF_CAPITAL);
    cr_expect(flow->edges[flow->into[0]].carries == CF_CAPITAL);
    cf_flow_free(flow);
}

Test(flow, without_earmarks_it_is_as_if_nothing_were_tied)
{
    small_network network;
    cf_flow *flow = NULL;

    network_from(&network, "s -> b 60 investor for k; k: b -> s 45 supplier");
    assert_ok(cf_flow_new(&flow, &network.network, false));
    cr_expect_eq(flow->vertex_count, 2);
    cr_expect_eq(flow->edge_count, 2);
    cf_flow_free(flow);
}

Test(flow, money_tied_for_a_supplier_counts_as_the_supplier)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "v -> s 5 investor for k; k: s -> x 5 supplier;"
                                        "s -> x 1 investor; x -> s 1 customer");
    int s = node_of(&network, "s"), x = node_of(&network, "x");

    cr_assert_eq(flow->vertex_count, 4);
    cr_expect(cf_flow_counts_as(flow, 3, s));
    cr_expect(cf_flow_counts_as(flow, s, s));
    cr_expect_not(cf_flow_counts_as(flow, 3, x));
    cr_expect_not(cf_flow_counts_as(flow, x, s));
    cf_flow_free(flow);
}

Test(flow, origins_are_capital_or_all_that_the_supplier_pays_itself)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> x 1 investor; s -> x 2 supplier; x -> s 3 customer;"
                                        "v -> s 5 investor for k; k: s -> x 5 supplier");
    int s = node_of(&network, "s"), capital = 0, all = 0;

    for (int e = 0; e < flow->edge_count; e++) {
        if (flow->edges[e].amount > 0) {
            capital += cf_flow_is_origin(&flow->edges[e], s, false);
            all += cf_flow_is_origin(&flow->edges[e], s, true);
        }
    }
    cr_expect_eq(capital, 1);
    cr_expect_eq(all, 2); /* what v pays on behalf of s is not money of s */
    cf_flow_free(flow);
}

Test(flow, a_network_without_anything_is_a_flow)
{
    cf_network network = { 0 };
    cf_flow *flow = NULL;

    assert_ok(cf_flow_new(&flow, &network, true));
    cr_expect_eq(flow->vertex_count + flow->edge_count + flow->component_count, 0);
    cf_flow_free(flow);
    cf_flow_free(NULL);
}

Test(flow, for_hops_it_has_all_but_components)
{
    small_network network;
    cf_flow *whole = flow_from(&network, "a -> b 1 customer; b -> c 2 customer; c -> a 4 investor;"
                                         "a -> c 3 customer; c -> b ? customer");
    cf_flow *flow;

    assert_ok(cf_flow_new_for_hops(&flow, whole->network, true));
    cr_assert_eq(flow->edge_count, whole->edge_count);
    cr_expect_eq(flow->component_count, 0);
    for (int e = 0; e < flow->edge_count; e++)
        expect_near(flow->edges[e].amount, whole->edges[e].amount);
    for (int v = 0; v < flow->vertex_count; v++) {
        expect_near(flow->balances[v].in, whole->balances[v].in);
        expect_near(flow->balances[v].funds, whole->balances[v].funds);
        expect_near(flow->balances[v].assumed, whole->balances[v].assumed);
    }
    cf_flow_free(flow);
    cf_flow_free(whole);
}
