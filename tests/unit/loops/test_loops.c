/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Known counts and hand-made cases; tests/brute_force/loops.c tries every way of small networks. */
#include "circfin/loops.h"
#include "loops/ranked.h"
#include "loops/through_flow.h"
#include "oracles/oracles.h"
#include "unit/loops/large_network.h"
#include "unit/testlib.h"

/* ---- known counts ---- */

/* C(n, k) (k-1)!: cycles of k of n entities. */
static double cycles_of(int n, int k)
{
    double count = 1;

    for (int i = 0; i < k; i++)
        count *= n - i;
    return count / k;
}

Test(loops, a_complete_digraph_has_every_cycle_of_every_length)
{
    for (int n = 3; n <= 9; n++) {
        large_network graph;
        double sum = 0;

        graph_complete(&graph, n);
        for (int k = 2; k <= n; k++) {
            sum += cycles_of(n, k);
            expect_near(graph_loops_found(&graph, CF_LOOPS_ALL, k), sum);
        }
        expect_near(graph_loops_found(&graph, CF_LOOPS_ALL, 0), sum);
        graph_close(&graph);
    }
}

Test(loops, of_a_complete_digraph_all_but_those_of_one_class_are_financing_loops)
{
    large_network graph;
    double capital = cycles_of(4, 2) + cycles_of(4, 3) + cycles_of(4, 4);
    double trade = cycles_of(3, 2) + cycles_of(3, 3);

    graph_complete(&graph, 7); /* 4 payers invest, 3 buy */
    expect_near(graph_loops_found(&graph, CF_LOOPS_CAPITAL, 0), capital);
    expect_near(graph_loops_found(&graph, CF_LOOPS_TRADE, 0), trade);
    expect_near(graph_loops_found(&graph, CF_LOOPS_FINANCING, 0),
                graph_loops_found(&graph, CF_LOOPS_ALL, 0) - capital - trade);
    graph_close(&graph);
}

Test(loops, a_network_without_a_way_back_has_none)
{
    large_network graph;

    graph_open(&graph, 40, 40 * 40);
    for (int i = 0; i < 40; i++)
        for (int j = i + 1; j < 40; j++)
            graph_pay(&graph, i, j, i % 2 == 0, 1);
    graph_finish(&graph);
    expect_near(graph_loops_found(&graph, CF_LOOPS_ALL, 0), 0);
    expect_near(graph_loops_found(&graph, CF_LOOPS_ALL, 5), 0);
    graph_close(&graph);
}

Test(loops, rings_that_share_an_entity_stay_two)
{
    large_network graph;

    graph_open(&graph, 5, 8);
    graph_pay(&graph, 0, 1, true, 1);
    graph_pay(&graph, 1, 2, false, 1);
    graph_pay(&graph, 2, 0, false, 1);
    graph_pay(&graph, 0, 3, true, 1);
    graph_pay(&graph, 3, 4, false, 1);
    graph_pay(&graph, 4, 0, false, 1);
    graph_finish(&graph);
    expect_near(graph_loops_found(&graph, CF_LOOPS_FINANCING, 0), 2);
    expect_near(graph_loops_found(&graph, CF_LOOPS_FINANCING, 2), 0);
    graph_close(&graph);
}

Test(loops, parallel_hops_of_both_classes_make_a_loop_each)
{
    large_network graph;

    graph_open(&graph, 2, 8);
    graph_pay(&graph, 0, 1, true, 5);
    graph_pay(&graph, 0, 1, true, 6);
    graph_pay(&graph, 0, 1, false, 7);
    graph_pay(&graph, 1, 0, true, 1);
    graph_pay(&graph, 1, 0, false, 2);
    graph_finish(&graph);
    cr_expect_eq(cf_hops_count(graph.hops), 4);
    expect_near(graph_loops_found(&graph, CF_LOOPS_ALL, 0), 4);
    expect_near(graph_loops_found(&graph, CF_LOOPS_FINANCING, 0), 2);
    graph_close(&graph);
}

/* Cross-holdings as in Korean groups before 2014: a ring of holdings, a shortcut, a second ring
 * through the same affiliate; and a trading arm that buys from the top. */
Test(loops, cross_holdings_are_capital_loops_until_somebody_buys)
{
    enum { TOP, LIFE, CARD, ELECTRONICS, HEAVY, TRADING };
    large_network graph;

    graph_open(&graph, 6, 12);
    graph_pay(&graph, TOP, LIFE, true, 19);
    graph_pay(&graph, LIFE, ELECTRONICS, true, 7);
    graph_pay(&graph, ELECTRONICS, CARD, true, 38);
    graph_pay(&graph, CARD, TOP, true, 5);
    graph_pay(&graph, ELECTRONICS, HEAVY, true, 17);
    graph_pay(&graph, HEAVY, TOP, true, 2);
    graph_pay(&graph, TOP, ELECTRONICS, true, 4);
    graph_finish(&graph);
    expect_near(graph_loops_found(&graph, CF_LOOPS_CAPITAL, 0), 4);
    expect_near(graph_loops_found(&graph, CF_LOOPS_FINANCING, 0), 0);
    graph_close(&graph);

    graph_open(&graph, 6, 12);
    graph_pay(&graph, TOP, TRADING, true, 3);
    graph_pay(&graph, TRADING, TOP, false, 2);
    graph_pay(&graph, TOP, LIFE, true, 19);
    graph_pay(&graph, LIFE, TOP, true, 19);
    graph_finish(&graph);
    expect_near(graph_loops_found(&graph, CF_LOOPS_CAPITAL, 0), 1);
    expect_near(graph_loops_found(&graph, CF_LOOPS_FINANCING, 0), 1);
    graph_close(&graph);
}

Test(loops, hops_below_the_least_amount_and_open_ones_are_not_used)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_ALL);
    large_network graph;

    graph_open(&graph, 3, 6);
    graph_pay(&graph, 0, 1, true, 5);
    graph_pay(&graph, 1, 0, false, 2);
    graph_pay(&graph, 1, 2, false, 9);
    graph_pay(&graph, 2, 0, false, 0); /* open */
    graph_finish(&graph);
    expect_near(graph_count_loops(&graph, limits).found, 2);
    expect_near(graph_count_loops(&graph, limits).unquantified, 1);
    limits.min_amount = 1;
    expect_near(graph_count_loops(&graph, limits).found, 1);
    limits.min_amount = 2.5;
    expect_near(graph_count_loops(&graph, limits).found, 0);
    graph_close(&graph);
}

Test(loops, through_an_entity_are_those_that_the_others_do_not_have)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_ALL);
    large_network seven, six;

    graph_complete(&seven, 7);
    graph_complete(&six, 6);
    limits.through = 6;
    expect_near(graph_count_loops(&seven, limits).found,
                graph_loops_found(&seven, CF_LOOPS_ALL, 0) -
                    graph_loops_found(&six, CF_LOOPS_ALL, 0));
    limits.max_length = 4;
    expect_near(graph_count_loops(&seven, limits).found,
                graph_loops_found(&seven, CF_LOOPS_ALL, 4) -
                    graph_loops_found(&six, CF_LOOPS_ALL, 4));
    graph_close(&seven);
    graph_close(&six);
}

/* ---- large ones ---- */

static bool note_length(const cf_loop *loop, void *payload)
{
    *(int *)payload = loop->length;
    return true;
}

Test(loops, one_loop_of_a_hundred_thousand_hops)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_list list;
    int length = 0;

    graph_open(&graph, 100000, 100000);
    for (int i = 0; i < 100000; i++)
        graph_pay(&graph, i, (i + 1) % 100000, i % 2 == 0, 1);
    graph_finish(&graph);
    assert_ok(cf_loops_each(graph.hops, &limits, note_length, &length, NULL));
    cr_expect_eq(length, 100000);
    assert_ok(cf_loops_ranked(&list, graph.hops, &limits, 50));
    cr_expect_eq(list.loop_count, 1);
    expect_near(list.loops[0].through_flow, 1);
    cf_loop_list_free(&list);
    limits.max_length = 99999;
    expect_near(graph_count_loops(&graph, limits).found, 0);
    graph_close(&graph);
}

Test(loops, the_first_of_a_thousand_million_are_found_without_the_others)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_list list;

    graph_diamonds(&graph, 30);
    assert_ok(cf_loops_ranked(&list, graph.hops, &limits, 50));
    cr_expect_eq(list.loop_count, 50);
    cr_expect(list.count.complete);
    cr_expect(isnan(list.count.found));
    for (long i = 0; i < list.loop_count; i++) {
        cr_expect_eq(list.loops[i].length, 60);
        cr_expect_eq(cf_hops_at(graph.hops, list.loops[i].hops[0])->tail, 0);
        expect_near(list.loops[i].through_flow, ldexp(1, -29));
    }
    cf_loop_list_free(&list);
    graph_close(&graph);
}

Test(loops, lengths_are_bounded_from_the_start)
{
    large_network graph;

    graph_diamonds(&graph, 30);
    expect_near(graph_loops_found(&graph, CF_LOOPS_ALL, 59), 0);
    graph_close(&graph);
}

/* ---- stopping ---- */

typedef struct asked {
    int calls, allowed;
} asked;

static bool stop_after(void *payload, const cf_progress_state *state)
{
    asked *stopper = payload;

    cr_expect(state->done <= state->total && state->unit != NULL);
    return ++stopper->calls <= stopper->allowed;
}

Test(loops, progress_may_stop_the_search_which_says_so)
{
    for (int threads = 1; threads <= 3; threads++) {
        asked stopper = { .allowed = 2 };
        cf_progress progress = { stop_after, &stopper };
        cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING);
        large_network graph;
        cf_loop_count count;

        graph_diamonds(&graph, 30);
        limits.threads = threads;
        limits.progress = &progress;
        count = graph_count_loops(&graph, limits);
        cr_expect_not(count.complete);
        cr_expect_gt(count.found, 0);
        cr_expect_eq(stopper.calls, 3);
        graph_close(&graph);
    }
}

Test(loops, the_time_limit_ends_the_search_with_what_was_found)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_count count;

    graph_diamonds(&graph, 30);
    limits.seconds = 0.02;
    limits.threads = 2;
    count = graph_count_loops(&graph, limits);
    cr_expect_not(count.complete);
    cr_expect_gt(count.found, 0);
    graph_close(&graph);
}

static bool count_visits(const cf_loop *loop, void *payload)
{
    cr_expect_gt(loop->length, 1);
    return ++*(long *)payload < 100;
}

Test(loops, a_visitor_or_a_limit_ends_it_at_exactly_so_many)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_count count;
    long visits = 0;
    double all;

    graph_complete(&graph, 8);
    all = graph_loops_found(&graph, CF_LOOPS_FINANCING, 0);
    assert_ok(cf_loops_each(graph.hops, &limits, count_visits, &visits, &count));
    cr_expect_eq(visits, 100);
    cr_expect_not(count.complete);
    limits.most = 7;
    count = graph_count_loops(&graph, limits);
    expect_near(count.found, 7);
    cr_expect_not(count.complete);
    limits.most = all;
    count = graph_count_loops(&graph, limits);
    expect_near(count.found, all);
    cr_expect(count.complete, "there are exactly so many");
    graph_close(&graph);
}

/* ---- threads ---- */

static bool add_hash(const cf_loop *loop, void *payload)
{
    unsigned long long hash = 1469598103934665603u;

    for (int i = 0; i < loop->length; i++)
        hash = (hash ^ (unsigned)loop->hops[i]) * 1099511628211u;
    *(unsigned long long *)payload += hash;
    return true;
}

Test(loops, any_number_of_threads_finds_the_same)
{
    large_network graph;
    unsigned long long first = 0;

    graph_complete(&graph, 9);
    for (int threads = 1; threads <= 5; threads++) {
        cf_loop_limits limits = loop_limits_for(CF_LOOPS_FINANCING);
        unsigned long long hash = 0;
        cf_loop_count count;

        limits.threads = threads;
        limits.through = threads == 5 ? -1 : 8; /* one root, to be shared */
        assert_ok(cf_loops_each(graph.hops, &limits, add_hash, &hash, &count));
        if (threads == 1)
            first = hash;
        if (threads < 5)
            cr_expect_eq(hash, first);
        expect_near(graph_count_loops(&graph, limits).found, count.found);
    }
    graph_close(&graph);
}

Test(loops, threads_rank_alike)
{
    large_network graph;
    cf_loop_list one, more;

    graph_complete(&graph, 8);
    for (double counted = 0; counted < 2e6; counted += 1e6) {
        cf_loop_limits limits = loop_limits_for(CF_LOOPS_ALL);

        assert_ok(cf_loops_ranked_within(&one, graph.hops, &limits, 500, counted));
        limits.threads = 4;
        assert_ok(cf_loops_ranked_within(&more, graph.hops, &limits, 500, counted));
        cr_assert_eq(one.loop_count, more.loop_count);
        for (long i = 0; i < one.loop_count; i++) {
            cr_assert_eq(one.loops[i].length, more.loops[i].length);
            cr_expect_arr_eq(one.loops[i].hops, more.loops[i].hops,
                             (size_t)one.loops[i].length * sizeof(int));
        }
        cf_loop_list_free(&one);
        cf_loop_list_free(&more);
    }
    graph_close(&graph);
}

/* ---- allocations ---- */

static cf_status try_ranking(const large_network *graph, long allowed, double counted)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_ALL);
    cf_hops *hops = NULL;
    cf_loop_list list = { .loops = NULL };
    cf_status status;

    allow_allocations(allowed);
    status = cf_hops_new(&hops, graph->flow, NULL);
    if (status == CF_OK)
        status = cf_loops_ranked_within(&list, hops, &limits, 40, counted);
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cr_expect_eq(stop_counting_allocations(), 0, "something is lost with %ld", allowed);
    return status;
}

Test(loops, running_out_of_memory_is_a_status_and_loses_nothing)
{
    large_network graph;
    long allowed = 0;

    graph_complete(&graph, 5);
    graph_pay(&graph, 0, 1, false, 0);
    for (double counted = 0; counted < 2e6; counted += 1e6) {
        for (allowed = 0; try_ranking(&graph, allowed, counted) == CF_NO_MEMORY; allowed++)
            continue;
        assert_ok(try_ranking(&graph, allowed, counted));
        cr_expect_gt(allowed, 20);
    }
    graph_close(&graph);
}

#ifdef CIRCFIN_IGRAPH_CYCLES
/* Every second pair or so deals with each other: trade only, so that a loop is a cycle. */
Test(loops, there_are_as_many_as_igraph_counts)
{
    enum { NODES = 11, SEEDS = 40 };

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        cf_loop_limits limits = { .kind = CF_LOOPS_TRADE, .through = -1 };
        int ends[2 * NODES * NODES], arcs = 0;
        unsigned state = seed;
        large_network graph;
        cf_loop_count count;
        double counted;

        limits.max_length = seed % 2 == 0 ? 0 : 3 + (int)(seed % 5);
        graph_open(&graph, NODES, NODES * NODES);
        for (int pair = 0; pair < NODES * NODES; pair++) {
            state = state * 1103515245u + 12345u;
            if (pair / NODES == pair % NODES || (state >> 16) % 5 > 1)
                continue;
            graph_pay(&graph, pair / NODES, pair % NODES, false, 1);
            ends[2 * arcs] = pair / NODES;
            ends[2 * arcs++ + 1] = pair % NODES;
        }
        graph_finish(&graph);
        assert_ok(cf_loops_count(graph.hops, &limits, &count));
        assert_ok(oracle_count_cycles(ends, arcs, NODES, limits.max_length, &counted));
        cr_expect_eq((long)count.found, (long)counted, "seed %u", seed);
        graph_close(&graph);
    }
}
#endif
