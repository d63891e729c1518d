/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short loops are searched in a graph that was not cut into blocks. With a limit on their number
 * they are searched by rank, in strong components: both must find the same. */
#include "circfin/loops.h"
#include "loops/blocks.h"
#include "unit/loops/large_network.h"
#include "unit/testlib.h"

enum { NODES = 120, PAYMENTS = 700 };

static void open_random(large_network *out, unsigned seed)
{
    unsigned state = seed;

    graph_open(out, NODES, PAYMENTS);
    for (int i = 0; i < PAYMENTS; i++) {
        int payer, payee;

        state = state * 1103515245u + 12345u;
        payer = (int)(state >> 16) % NODES;
        state = state * 1103515245u + 12345u;
        payee = (int)(state >> 16) % (i % 3 == 0 ? 8 : NODES); /* some are paid by many */
        if (payer != payee)
            graph_pay(out, payer, payee, i % 4 == 0, 1 + i % 7);
    }
    graph_finish(out);
}

static void expect_same_lists(const cf_loop_list *a, const cf_loop_list *b)
{
    cr_assert_eq(a->loop_count, b->loop_count);
    for (long i = 0; i < a->loop_count; i++) {
        const cf_loop *x = &a->loops[i], *y = &b->loops[i];

        cr_assert_eq(x->length, y->length);
        for (int k = 0; k < x->length; k++)
            cr_assert_eq(x->hops[k], y->hops[k]);
        cr_assert_eq(x->supplier, y->supplier);
        cr_assert_float_eq(x->through_flow, y->through_flow, 0);
        cr_assert_float_eq(x->amount, y->amount, 0);
    }
}

static void compare(const large_network *graph, cf_loop_limits limits)
{
    cf_loop_limits by_rank = limits;
    cf_loop_list ours, theirs;
    cf_loop_count count = graph_count_loops(graph, limits);

    by_rank.most = 1e9;
    assert_ok(cf_loops_ranked(&ours, graph->hops, &limits, 0));
    assert_ok(cf_loops_ranked(&theirs, graph->hops, &by_rank, 0));
    expect_same_lists(&ours, &theirs);
    cr_expect_eq((long)count.found, theirs.loop_count);
    expect_near(count.financing, theirs.count.financing);
    cf_loop_list_free(&ours);
    cf_loop_list_free(&theirs);
}

Test(short_loops, they_are_those_of_the_search_by_rank)
{
    for (unsigned seed = 1; seed <= 4; seed++) {
        large_network graph;

        open_random(&graph, seed);
        for (int length = 2; length <= CF_SHORT_LOOP; length++) {
            for (int kind = 0; kind < CF_LOOP_KIND_COUNT; kind++) {
                cf_loop_limits limits = loop_limits_for((cf_loop_kind)kind);

                limits.max_length = length;
                compare(&graph, limits);
                limits.through = 5;
                compare(&graph, limits);
            }
        }
        graph_close(&graph);
    }
}

Test(short_loops, the_number_of_threads_makes_no_difference)
{
    static const int threads[] = { 1, 2, 7 };
    large_network graph;
    cf_loop_list first = { .loops = NULL };
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_ALL);

    open_random(&graph, 9);
    limits.max_length = 5;
    for (int i = 0; i < 3; i++) {
        cf_loop_list list;

        limits.threads = threads[i];
        assert_ok(cf_loops_ranked(&list, graph.hops, &limits, 0));
        if (i == 0) {
            first = list;
            continue;
        }
        expect_same_lists(&first, &list);
        cf_loop_list_free(&list);
    }
    cf_loop_list_free(&first);
    graph_close(&graph);
}
