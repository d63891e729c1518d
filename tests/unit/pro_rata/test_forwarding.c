/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

enum { MOST = 64 };

/* Nodes in the order of their names. */
#define NUMBERED "0 has 0; 1 has 0; 2 has 0; 3 has 0; 4 has 0; 5 has 0; 6 has 0; 7 has 0; 8 has 0;"

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

    expect_near(circular_of("a -> b 5 customer; b -> c 4 customer; a -> c 1 investor", circular),
                0);
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

/* Payments of 10^9 beside some of 10^-4: the stationary distribution spans many orders. */
Test(forwarding, what_is_circular_stays_finite_and_balanced_whatever_the_amounts)
{
    static const char *const texts[] = {
        NUMBERED "4 -> 0 0.0001 customer; 4 -> 3 1e9 customer; 8 -> 6 64625000 customer;"
                 "3 -> 2 2.94 customer; 5 -> 8 654000 customer; 6 -> 3 62099993.6974 customer;"
                 "2 -> 4 3120000 customer; 3 -> 5 9520000 customer; 0 -> 7 308000 customer;"
                 "7 -> 5 4570000 customer",
        NUMBERED "6 -> 0 0.0624 customer; 6 -> 8 0.0001 customer; 6 -> 1 1e9 customer;"
                 "2 -> 3 1e9 customer; 4 -> 6 0.015 customer; 1 -> 6 249999999.90475 customer;"
                 "4 -> 2 4175000 customer; 1 -> 2 1e9 customer; 0 -> 6 0.381 customer;"
                 "8 -> 3 0.0004 customer; 3 -> 4 1380000 customer",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double circular[MOST] = { 0 }, balance[MOST_NODES] = { 0 }, through[MOST_NODES] = { 0 };
        small_network network;

        network_from(&network, texts[i]);
        cr_expect(isfinite(circular_of(texts[i], circular)), "network %zu", i);
        for (int e = 0; e < network.network.payment_count; e++) {
            const cf_payment *payment = &network.payments[e];

            cr_expect(circular[e] >= 0 && circular[e] <= payment->amount, "%zu: %g", i,
                      circular[e]);
            balance[payment->payer] -= circular[e];
            balance[payment->payee] += circular[e];
            through[payment->payee] += circular[e];
        }
        for (int v = 0; v < network.network.node_count; v++)
            cr_expect(fabs(balance[v]) <= 1e-9 * through[v], "%zu: %g at %d", i, balance[v], v);
    }
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
