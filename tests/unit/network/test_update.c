/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/build.h"
#include "unit/testlib.h"

static const char text[] =
    "s -> a 30 investor for p q; t -> a 20 investor for q; p: a -> s 25 supplier;"
    "q: a -> b 40 customer; b -> s 12 customer; b -> c 9 customer; c -> b 9 customer;"
    "c -> s ? customer; d -> c 4 supplier; s -> d 3 investor; a has 5; c has 0";

/* A number below `limit`: a linear congruence, the same in every run. */
static unsigned below(unsigned *state, unsigned limit)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % limit;
}

static void expect_same(const cf_flow *flow, const cf_flow *fresh, int round)
{
    cr_assert_eq(flow->component_count, fresh->component_count, "round %d", round);
    for (int e = 0; e < flow->edge_count; e++)
        cr_assert_eq(flow->edges[e].amount, fresh->edges[e].amount, "round %d, edge %d", round, e);
    for (int v = 0; v < flow->vertex_count; v++) {
        const cf_balance *a = &flow->balances[v], *b = &fresh->balances[v];

        cr_assert_eq(flow->component[v], fresh->component[v], "round %d, vertex %d", round, v);
        cr_assert(a->in == b->in && a->out == b->out && a->funds == b->funds &&
                      a->assumed == b->assumed && a->gap == b->gap && a->kept == b->kept &&
                      a->bounded == b->bounded,
                  "round %d, vertex %d: kept %.17g, not %.17g", round, v, a->kept, b->kept);
    }
}

/* Amounts with ties, circuits that close, and payments that come and go. */
Test(update, gives_the_flow_that_the_network_has_from_scratch_to_the_last_bit)
{
    static const double amounts[] = { 0, 0, 4, 9, 12, 0.1, 0.3, 25, 30, 1e9, 1e-9 };
    enum { AMOUNTS = sizeof amounts / sizeof *amounts, ROUNDS = 2000 };
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    unsigned state = 7;

    for (int round = 0; round < ROUNDS; round++) {
        int payments[3], node = (int)(below(&state, (unsigned)network.network.node_count));
        cf_changes changes = { .payments = payments,
                               .payment_count = 1 + (int)below(&state, 3),
                               .nodes = &node,
                               .node_count = (int)below(&state, 2) };
        cf_flow *fresh = NULL;

        for (int i = 0; i < changes.payment_count; i++) {
            payments[i] = (int)below(&state, (unsigned)network.network.payment_count);
            network.payments[payments[i]].amount = amounts[below(&state, AMOUNTS)];
            network.payments[payments[i]].open = false;
        }
        if (changes.node_count > 0)
            network.nodes[node] = (cf_node){ .funds_known = below(&state, 2) == 0,
                                             .funds = amounts[below(&state, AMOUNTS)],
                                             .revenue = amounts[below(&state, AMOUNTS)] };
        assert_ok(cf_flow_update((cf_flow_build *)flow, &changes));
        assert_ok(cf_flow_new(&fresh, &network.network, true));
        expect_same(flow, fresh, round);
        cf_flow_free(fresh);
    }
    cf_flow_free(flow);
}

/* Found again on the flow itself, in the order that igraph's components get in a new flow. */
Test(update, components_that_merge_and_split_are_those_of_a_new_flow, .timeout = 60)
{
    enum { NODES = 14, PAYMENTS = 40, ROUNDS = 6000 };
    cf_node nodes[NODES] = { { 0 } };
    cf_payment payments[PAYMENTS];
    cf_network network = { nodes, NODES, payments, PAYMENTS };
    cf_flow *flow = NULL;
    unsigned state = 5;
    int counts[NODES + 1] = { 0 };

    for (int i = 0; i < PAYMENTS; i++) {
        int payer = (int)below(&state, NODES);

        payments[i] = (cf_payment){ .payer = payer,
                                    .payee = (payer + 1 + (int)below(&state, NODES - 1)) % NODES };
    }
    assert_ok(cf_flow_new(&flow, &network, true));
    for (int round = 0; round < ROUNDS; round++) {
        int changed[] = { (int)below(&state, PAYMENTS), (int)below(&state, PAYMENTS) };
        cf_changes changes = { .payments = changed, .payment_count = 1 + (int)below(&state, 2) };
        cf_flow *fresh = NULL;

        for (int i = 0; i < changes.payment_count; i++)
            payments[changed[i]].amount = below(&state, 10) < 4 ? 0 : 1 + (int)below(&state, 9);
        assert_ok(cf_flow_update((cf_flow_build *)flow, &changes));
        assert_ok(cf_flow_new(&fresh, &network, true));
        expect_same(flow, fresh, round);
        counts[flow->component_count]++;
        cf_flow_free(fresh);
    }
    cf_flow_free(flow);
    for (int count = 4; count < 9; count++)
        cr_expect(counts[count] > 100, "%d components: %d times", count, counts[count]);
}

Test(update, notes_the_vertices_that_a_change_touches)
{
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    const cf_flow_build *build = (const cf_flow_build *)flow;
    int payment = 4; /* b -> s */
    cf_changes changes = { .payments = &payment, .payment_count = 1 };

    network.payments[payment].amount = 13;
    assert_ok(cf_flow_update((cf_flow_build *)flow, &changes));
    cr_expect_eq(build->touched_count, 2);
    cr_expect(build->touched[node_of(&network, "b")] && build->touched[node_of(&network, "s")]);
    assert_ok(cf_flow_update((cf_flow_build *)flow, &changes)); /* as it is already */
    cr_expect_eq(build->touched_count, 0);
    cf_flow_free(flow);
}
