/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/branch_and_bound.h"

#include "loops/ranked.h"
#include "unit/loops/large_network.h"
#include "unit/testlib.h"

/* A sparse network: everybody pays five others at random. */
static void sparse(large_network *out, int nodes)
{
    unsigned long long state = 42;

    graph_open(out, nodes, 5 * nodes);
    for (int i = 0; i < 5 * nodes; i++) {
        int draws[3];

        for (int k = 0; k < 3; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            draws[k] = (int)(state >> 33);
        }
        graph_pay(out, i % nodes, (i + 1 + draws[0] % (nodes - 1)) % nodes, draws[1] % 3 == 0,
                  1 + draws[2] % 1000);
        if (out->payments[i].payee == out->payments[i].payer)
            out->payments[i].payee = (out->payments[i].payer + 1) % nodes;
    }
    graph_finish(out);
}

Test(branch_and_bound, the_best_of_a_sparse_network_with_countless_loops)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING), brief = limits;
    large_network graph;
    cf_loop_list list, shorter;

    sparse(&graph, 300);
    limits.seconds = 30; /* it takes a fraction of one */
    assert_ok(cf_loops_ranked(&list, graph.hops, &limits, 50));
    cr_expect(list.count.complete);
    cr_assert_eq(list.loop_count, 50);
    /* All loops of at most 5 hops, in order, are a second way to the first of them. */
    brief.max_length = 5;
    assert_ok(cf_loops_ranked(&shorter, graph.hops, &brief, 0));
    for (long i = 0, k = 0; i < list.loop_count; i++) {
        if (list.loops[i].length > 5)
            continue;
        cr_expect_eq(cf_loop_compare(graph.hops, &list.loops[i], &shorter.loops[k++]), 0);
    }
    cf_loop_list_free(&list);
    cf_loop_list_free(&shorter);
    graph_close(&graph);
}

Test(branch_and_bound, what_differs_in_the_twelfth_digit_is_ranked_in_large_networks_too)
{
    enum { PADDING = 1500 };
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_list list;

    /* 1 has as much besides, so that half of 1200 gets round; 600.00000001 all get back to 2. A
     * long way round makes all of them one block. */
    graph_open(&graph, PADDING + 4, PADDING + 12);
    graph.nodes[1] = (cf_node){ .funds_known = true, .funds = 1200 };
    graph_pay(&graph, 0, 1, true, 1200);
    graph_pay(&graph, 1, 0, false, 1200);
    graph_pay(&graph, 2, 3, true, 600.00000001);
    graph_pay(&graph, 3, 2, false, 600.00000001);
    for (int i = 0; i < PADDING + 4; i++)
        graph_pay(&graph, i, (i + 1) % (PADDING + 4), i == 1, 1e-9);
    graph_finish(&graph);
    assert_ok(cf_loops_ranked_within(&list, graph.hops, &limits, 1, 0));
    cr_assert_eq(list.loop_count, 1);
    cr_expect_eq(list.loops[0].supplier, 2);
    cf_loop_list_free(&list);
    graph_close(&graph);
}

Test(branch_and_bound, more_than_a_number_can_hold_are_infinitely_many)
{
    large_network graph;
    cf_loop_count count;

    graph_open(&graph, 1100, 2200);
    for (int i = 0; i < 1100; i++) {
        graph_pay(&graph, i, (i + 1) % 1100, true, 1);
        graph_pay(&graph, i, (i + 1) % 1100, false, 1);
    }
    graph_finish(&graph);
    count = graph_count_loops(&graph, loop_limits_for(CF_LOOPS_ALL));
    cr_expect(isinf(count.found) && isinf(count.financing));
    cr_expect_eq(count.unquantified, 0);
    graph_close(&graph);
}
