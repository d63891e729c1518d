/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/build.h"
#include "unit/testlib.h"

static const char text[] =
    "s -> a 30 investor; t -> a 20 investor; a -> s 25 supplier; a -> b 40 customer;"
    "b -> s 12 customer; b -> c 9 customer; c -> b 9 customer; d -> c 4 supplier;"
    "s -> d 3 investor; e -> d 1 customer; a has 5; c has 0; s earns 50";

/* A number below `limit`: a linear congruence, the same in every run. */
static unsigned below(unsigned *state, unsigned limit)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % limit;
}

static void expect_same_edges(const cf_adjacency *a, const cf_adjacency *b, const cf_flow *flow,
                              int round)
{
    for (int v = 0; v <= flow->vertex_count; v++)
        cr_assert_eq(a->start[v], b->start[v], "round %d, vertex %d", round, v);
    for (int k = 0; k < flow->edge_count; k++)
        cr_assert_eq(a->at[k], b->at[k], "round %d, place %d", round, k);
}

static void expect_same(const cf_flow *flow, const cf_flow *fresh, int round)
{
    cr_assert_eq(flow->edge_count, fresh->edge_count, "round %d", round);
    cr_assert_eq(flow->component_count, fresh->component_count, "round %d", round);
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *a = &flow->edges[e], *b = &fresh->edges[e];

        cr_assert(a->tail == b->tail && a->head == b->head && a->amount == b->amount &&
                      a->payment == b->payment && a->carries == b->carries,
                  "round %d, edge %d", round, e);
    }
    expect_same_edges(&flow->out_edges, &fresh->out_edges, flow, round);
    expect_same_edges(&flow->in_edges, &fresh->in_edges, flow, round);
    for (int v = 0; v < flow->vertex_count; v++) {
        const cf_balance *a = &flow->balances[v], *b = &fresh->balances[v];

        cr_assert_eq(flow->component[v], fresh->component[v], "round %d, vertex %d", round, v);
        cr_assert(a->in == b->in && a->out == b->out && a->funds == b->funds &&
                      a->assumed == b->assumed && a->gap == b->gap && a->kept == b->kept &&
                      a->bounded == b->bounded,
                  "round %d, vertex %d: kept %.17g, not %.17g", round, v, a->kept, b->kept);
    }
}

Test(renew, gives_the_flow_that_other_payees_and_fewer_payments_have_from_scratch)
{
    static const double amounts[] = { 0, 4, 9, 12, 0.1, 0.3, 25, 30, 1e9, 1e-9 };
    enum { AMOUNTS = sizeof amounts / sizeof *amounts, ROUNDS = 2000 };
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    int all = network.network.payment_count;
    unsigned state = 11;

    for (int round = 0; round < ROUNDS; round++) {
        cf_flow *fresh = NULL;

        network.network.payment_count = all - (int)below(&state, 3);
        for (int i = 0; i < all; i++) {
            cf_payment *payment = &network.payments[i];

            payment->amount = amounts[below(&state, AMOUNTS)];
            do
                payment->payee = (int)below(&state, (unsigned)network.network.node_count);
            while (payment->payee == payment->payer);
        }
        assert_ok(cf_flow_renew(flow));
        assert_ok(cf_flow_new(&fresh, &network.network, false));
        expect_same(flow, fresh, round);
        cf_flow_free(fresh);
    }
    cf_flow_free(flow);
}
