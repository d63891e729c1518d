/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

enum { MOST = 64 };

static double circular_of(const char *text, double *circular)
{
    small_network network;
    cf_flow *flow = NULL;
    double sum = 0.0;

    network_from(&network, text);
    assert_ok(cf_flow_new(&flow, &network.network, false));
    assert_ok(cf_flow_circular(flow, circular));
    for (int e = 0; e < flow->edge_count; e++)
        sum += circular[e];
    cf_flow_free(flow);
    return sum;
}

/* Homs-Dones, MacKay, Sansom, Zhou (2025), https://doi.org/10.48550/arXiv.2506.12546. First:
 * p(1) = p(4) = 1/3, p(2) = p(3) = 1/6; scaled by 3, 4→1 is used up and the others by half. */
Test(forwarding, the_published_circularity_0_6)
{
    double circular[MOST], sum = circular_of("1 -> 2 1 customer; 2 -> 4 1 customer;"
                                             "1 -> 3 1 customer; 3 -> 4 1 customer;"
                                             "4 -> 1 1 customer",
                                             circular);

    expect_near(sum / 5, 0.6);
    for (int e = 0; e < 4; e++)
        expect_near(circular[e], 0.5);
    expect_near(circular[4], 1);
}

/* p(1) = p(3) = 2/5, p(2) = 1/5; scaled by 2.5, 3→1 is used up and the others by half. */
Test(forwarding, the_published_circularity_0_625)
{
    double circular[MOST], sum = circular_of("1 -> 2 1 customer; 2 -> 3 1 customer;"
                                             "1 -> 3 1 customer; 3 -> 1 1 customer",
                                             circular);

    expect_near(sum / 4, 0.625);
    for (int e = 0; e < 3; e++)
        expect_near(circular[e], 0.5);
    expect_near(circular[3], 1);
}

Test(forwarding, without_a_cycle_nothing_is_circular)
{
    double circular[MOST];

    expect_near(circular_of("a -> b 5 customer; b -> c 4 customer; a -> c 1 investor", circular), 0);
    expect_near(circular_of("a has 1", circular), 0);
}

Test(forwarding, parallel_deals_share_in_proportion)
{
    double circular[MOST], sum = circular_of("a -> b 1 customer; a -> b 3 investor;"
                                             "b -> a 2 customer; b -> c 9 customer",
                                             circular);

    expect_near(sum, 4);
    expect_near(circular[0], 0.5);
    expect_near(circular[1], 1.5);
    expect_near(circular[2], 2);
    expect_near(circular[3], 0);
}

/* After the first step a ring is left over: a→b 10, b→c 6, c→a 2, b→a 4. First step: p is
 * proportional to 5, 5, 3 (b pays 6/10 to c, which pays all to a); scaled until an edge is used
 * up, c→a 2 with b→c 2, b→a 4/3, a→b 10/3. Then a→b 20/3 and b→a 8/3 are left, a ring of 8/3. */
Test(forwarding, goes_on_until_no_cycle_is_left)
{
    double circular[MOST], sum = circular_of("a -> b 10 customer; b -> c 6 customer;"
                                             "c -> a 2 customer; b -> a 4 customer",
                                             circular);

    expect_near(circular[0], 6);
    expect_near(circular[1], 2);
    expect_near(circular[2], 2);
    expect_near(circular[3], 4);
    expect_near(sum, 14);
}

Test(forwarding, a_closed_circuit_is_all_circular_even_if_its_sums_miss_by_a_rounding)
{
    double circular[MOST], sum = circular_of("p -> q 0.1 customer; p -> q 0.2 customer;"
                                             "q -> p 0.3 customer",
                                             circular);

    expect_near(sum, 0.6);
    expect_near(circular[1], 0.2);
}

/* ---- a component large enough to be solved by sweeps ---- */

enum { NODES = 300, CHORDS = 900 };

Test(forwarding, the_circular_part_of_a_large_component_is_balanced)
{
    static cf_node nodes[NODES];
    static cf_payment payments[NODES + CHORDS];
    static double circular[NODES + CHORDS], balance[NODES], left[NODES + CHORDS];
    cf_network network = { nodes, NODES, payments, NODES + CHORDS };
    cf_flow *flow = NULL;
    double most = 0.0;
    unsigned random = 1;

    for (int i = 0; i < NODES + CHORDS; i++) {
        int payer = i % NODES, step;

        random = random * 1103515245u + 12345u;
        step = i < NODES ? 1 : 1 + (int)(random >> 16) % (NODES - 1);
        random = random * 1103515245u + 12345u;
        payments[i] = (cf_payment){ .payer = payer,
                                    .payee = (payer + step) % NODES,
                                    .amount = 1 + (random >> 16) % 100 };
    }
    assert_ok(cf_flow_new(&flow, &network, false));
    assert_ok(cf_flow_circular(flow, circular));
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        cr_expect_geq(circular[e], 0.0);
        cr_expect_leq(circular[e], edge->amount * (1 + 1e-12));
        balance[edge->tail] -= circular[e];
        balance[edge->head] += circular[e];
        left[e] = edge->amount - circular[e];
    }
    for (int v = 0; v < NODES; v++)
        most = fmax(most, fabs(balance[v]));
    cr_expect_lt(most, 1e-8);

    /* What is left has no cycle: peeling off the nodes that nobody pays takes all of them. */
    for (int round = 0; round < NODES; round++) {
        static bool paid[NODES];

        memset(paid, 0, sizeof paid);
        for (int e = 0; e < flow->edge_count; e++)
            paid[flow->edges[e].head] |= left[e] > 1e-9 * flow->edges[e].amount;
        for (int e = 0; e < flow->edge_count; e++)
            left[e] = paid[flow->edges[e].tail] ? left[e] : 0.0;
    }
    for (int e = 0; e < flow->edge_count; e++)
        cr_expect_leq(left[e], 1e-9 * flow->edges[e].amount);
    cf_flow_free(flow);
}
