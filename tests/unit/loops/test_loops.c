/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Known counts and hand-made cases; tests/brute_force/loops.c tries every way of small networks. */
#include "circfin/loops.h"
#include "loops/ranked.h"
#include "loops/through_flow.h"
#include "oracles/oracles.h"
#include "unit/testlib.h"

/* ---- networks of any size ---- */

typedef struct large_network {
    cf_network network;
    cf_node *nodes;
    cf_payment *payments;
    int room;
    cf_flow *flow;
    cf_hops *hops;
} large_network;

/* The flow refers to the network, so a network stays where it is. */
static void open_graph(large_network *out, int nodes, int room)
{
    *out = (large_network){ .room = room };
    out->nodes = calloc((size_t)nodes, sizeof *out->nodes);
    out->payments = calloc((size_t)room, sizeof *out->payments);
    cr_assert(out->nodes != NULL && out->payments != NULL);
    out->network = (cf_network){ out->nodes, nodes, out->payments, 0 };
}

static void pay(large_network *graph, int payer, int payee, bool capital, double amount)
{
    cr_assert_lt(graph->network.payment_count, graph->room);
    graph->payments[graph->network.payment_count++] = (cf_payment){
        .payer = payer, .payee = payee, .capital = capital, .open = amount <= 0, .amount = amount
    };
}

static void finish(large_network *graph)
{
    assert_ok(cf_flow_new(&graph->flow, &graph->network, true));
    assert_ok(cf_hops_new(&graph->hops, graph->flow, NULL));
}

static void drop(large_network *graph)
{
    cf_hops_free(graph->hops);
    cf_flow_free(graph->flow);
    free(graph->nodes);
    free(graph->payments);
}

/* Everybody pays everybody. Where the payer's number is even, as an investment. */
static void complete(large_network *out, int nodes)
{
    open_graph(out, nodes, nodes * nodes);

    for (int i = 0; i < nodes; i++)
        for (int j = 0; j < nodes; j++)
            if (i != j)
                pay(out, i, j, i % 2 == 0, 1);
    finish(out);
}

/* Diamonds in a ring: 2^diamonds loops, one investment on each. */
static void diamonds(large_network *out, int count)
{
    open_graph(out, 3 * count, 4 * count);

    for (int i = 0; i < count; i++) {
        for (int side = 1; side <= 2; side++) {
            pay(out, 3 * i, 3 * i + side, i == 0, 1);
            pay(out, 3 * i + side, 3 * ((i + 1) % count), false, 1);
        }
    }
    finish(out);
}

static cf_loop_limits limits_for(cf_loop_kind kind)
{
    return (cf_loop_limits){ .kind = kind, .through = -1, .threads = 1 };
}

static cf_loop_count count_loops(const large_network *graph, cf_loop_limits limits)
{
    cf_loop_count count;

    assert_ok(cf_loops_count(graph->hops, &limits, &count));
    return count;
}

static double found(const large_network *graph, cf_loop_kind kind, int max_length)
{
    cf_loop_limits limits = limits_for(kind);

    limits.max_length = max_length;
    return count_loops(graph, limits).found;
}

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

        complete(&graph, n);
        for (int k = 2; k <= n; k++) {
            sum += cycles_of(n, k);
            expect_near(found(&graph, CF_LOOPS_ALL, k), sum);
        }
        expect_near(found(&graph, CF_LOOPS_ALL, 0), sum);
        drop(&graph);
    }
}

Test(loops, of_a_complete_digraph_all_but_those_of_one_class_are_financing_loops)
{
    large_network graph;
    double capital = cycles_of(4, 2) + cycles_of(4, 3) + cycles_of(4, 4);
    double trade = cycles_of(3, 2) + cycles_of(3, 3);

    complete(&graph, 7); /* 4 payers invest, 3 buy */
    expect_near(found(&graph, CF_LOOPS_CAPITAL, 0), capital);
    expect_near(found(&graph, CF_LOOPS_TRADE, 0), trade);
    expect_near(found(&graph, CF_LOOPS_FINANCING, 0),
                found(&graph, CF_LOOPS_ALL, 0) - capital - trade);
    drop(&graph);
}

Test(loops, a_network_without_a_way_back_has_none)
{
    large_network graph;

    open_graph(&graph, 40, 40 * 40);
    for (int i = 0; i < 40; i++)
        for (int j = i + 1; j < 40; j++)
            pay(&graph, i, j, i % 2 == 0, 1);
    finish(&graph);
    expect_near(found(&graph, CF_LOOPS_ALL, 0), 0);
    expect_near(found(&graph, CF_LOOPS_ALL, 5), 0);
    drop(&graph);
}

Test(loops, rings_that_share_an_entity_stay_two)
{
    large_network graph;

    open_graph(&graph, 5, 8);
    pay(&graph, 0, 1, true, 1);
    pay(&graph, 1, 2, false, 1);
    pay(&graph, 2, 0, false, 1);
    pay(&graph, 0, 3, true, 1);
    pay(&graph, 3, 4, false, 1);
    pay(&graph, 4, 0, false, 1);
    finish(&graph);
    expect_near(found(&graph, CF_LOOPS_FINANCING, 0), 2);
    expect_near(found(&graph, CF_LOOPS_FINANCING, 2), 0);
    drop(&graph);
}

Test(loops, parallel_hops_of_both_classes_make_a_loop_each)
{
    large_network graph;

    open_graph(&graph, 2, 8);
    pay(&graph, 0, 1, true, 5);
    pay(&graph, 0, 1, true, 6);
    pay(&graph, 0, 1, false, 7);
    pay(&graph, 1, 0, true, 1);
    pay(&graph, 1, 0, false, 2);
    finish(&graph);
    cr_expect_eq(cf_hops_count(graph.hops), 4);
    expect_near(found(&graph, CF_LOOPS_ALL, 0), 4);
    expect_near(found(&graph, CF_LOOPS_FINANCING, 0), 2);
    drop(&graph);
}

/* Cross-holdings as in Korean groups before 2014: a ring of holdings, a shortcut, a second ring
 * through the same affiliate; and a trading arm that buys from the top. */
Test(loops, cross_holdings_are_capital_loops_until_somebody_buys)
{
    enum { TOP, LIFE, CARD, ELECTRONICS, HEAVY, TRADING };
    large_network graph;

    open_graph(&graph, 6, 12);
    pay(&graph, TOP, LIFE, true, 19);
    pay(&graph, LIFE, ELECTRONICS, true, 7);
    pay(&graph, ELECTRONICS, CARD, true, 38);
    pay(&graph, CARD, TOP, true, 5);
    pay(&graph, ELECTRONICS, HEAVY, true, 17);
    pay(&graph, HEAVY, TOP, true, 2);
    pay(&graph, TOP, ELECTRONICS, true, 4);
    finish(&graph);
    expect_near(found(&graph, CF_LOOPS_CAPITAL, 0), 4);
    expect_near(found(&graph, CF_LOOPS_FINANCING, 0), 0);
    drop(&graph);

    open_graph(&graph, 6, 12);
    pay(&graph, TOP, TRADING, true, 3);
    pay(&graph, TRADING, TOP, false, 2);
    pay(&graph, TOP, LIFE, true, 19);
    pay(&graph, LIFE, TOP, true, 19);
    finish(&graph);
    expect_near(found(&graph, CF_LOOPS_CAPITAL, 0), 1);
    expect_near(found(&graph, CF_LOOPS_FINANCING, 0), 1);
    drop(&graph);
}

Test(loops, hops_below_the_least_amount_and_open_ones_are_not_used)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_ALL);
    large_network graph;

    open_graph(&graph, 3, 6);
    pay(&graph, 0, 1, true, 5);
    pay(&graph, 1, 0, false, 2);
    pay(&graph, 1, 2, false, 9);
    pay(&graph, 2, 0, false, 0); /* open */
    finish(&graph);
    expect_near(count_loops(&graph, limits).found, 2);
    expect_near(count_loops(&graph, limits).unquantified, 1);
    limits.min_amount = 1;
    expect_near(count_loops(&graph, limits).found, 1);
    limits.min_amount = 2.5;
    expect_near(count_loops(&graph, limits).found, 0);
    drop(&graph);
}

Test(loops, through_an_entity_are_those_that_the_others_do_not_have)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_ALL);
    large_network seven, six;

    complete(&seven, 7);
    complete(&six, 6);
    limits.through = 6;
    expect_near(count_loops(&seven, limits).found,
                found(&seven, CF_LOOPS_ALL, 0) - found(&six, CF_LOOPS_ALL, 0));
    limits.max_length = 4;
    expect_near(count_loops(&seven, limits).found,
                found(&seven, CF_LOOPS_ALL, 4) - found(&six, CF_LOOPS_ALL, 4));
    drop(&seven);
    drop(&six);
}

/* ---- large ones ---- */

static bool note_length(const cf_loop *loop, void *payload)
{
    *(int *)payload = loop->length;
    return true;
}

Test(loops, one_loop_of_a_hundred_thousand_hops)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_list list;
    int length = 0;

    open_graph(&graph, 100000, 100000);
    for (int i = 0; i < 100000; i++)
        pay(&graph, i, (i + 1) % 100000, i % 2 == 0, 1);
    finish(&graph);
    assert_ok(cf_loops_each(graph.hops, &limits, note_length, &length, NULL));
    cr_expect_eq(length, 100000);
    assert_ok(cf_loops_ranked(&list, graph.hops, &limits, 50));
    cr_expect_eq(list.loop_count, 1);
    expect_near(list.loops[0].through_flow, 1);
    cf_loop_list_free(&list);
    limits.max_length = 99999;
    expect_near(count_loops(&graph, limits).found, 0);
    drop(&graph);
}

Test(loops, the_first_of_a_thousand_million_are_found_without_the_others)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_list list;

    diamonds(&graph, 30);
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
    drop(&graph);
}

Test(loops, lengths_are_bounded_from_the_start)
{
    large_network graph;

    diamonds(&graph, 30);
    expect_near(found(&graph, CF_LOOPS_ALL, 59), 0);
    drop(&graph);
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
        cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING);
        large_network graph;
        cf_loop_count count;

        diamonds(&graph, 30);
        limits.threads = threads;
        limits.progress = &progress;
        count = count_loops(&graph, limits);
        cr_expect_not(count.complete);
        cr_expect_gt(count.found, 0);
        cr_expect_eq(stopper.calls, 3);
        drop(&graph);
    }
}

Test(loops, the_time_limit_ends_the_search_with_what_was_found)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_count count;

    diamonds(&graph, 30);
    limits.seconds = 0.02;
    limits.threads = 2;
    count = count_loops(&graph, limits);
    cr_expect_not(count.complete);
    cr_expect_gt(count.found, 0);
    drop(&graph);
}

static bool count_visits(const cf_loop *loop, void *payload)
{
    cr_expect_gt(loop->length, 1);
    return ++*(long *)payload < 100;
}

Test(loops, a_visitor_or_a_limit_ends_it_at_exactly_so_many)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_count count;
    long visits = 0;
    double all;

    complete(&graph, 8);
    all = found(&graph, CF_LOOPS_FINANCING, 0);
    assert_ok(cf_loops_each(graph.hops, &limits, count_visits, &visits, &count));
    cr_expect_eq(visits, 100);
    cr_expect_not(count.complete);
    limits.most = 7;
    count = count_loops(&graph, limits);
    expect_near(count.found, 7);
    cr_expect_not(count.complete);
    limits.most = all;
    count = count_loops(&graph, limits);
    expect_near(count.found, all);
    cr_expect(count.complete, "there are exactly so many");
    drop(&graph);
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

    complete(&graph, 9);
    for (int threads = 1; threads <= 5; threads++) {
        cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING);
        unsigned long long hash = 0;
        cf_loop_count count;

        limits.threads = threads;
        limits.through = threads == 5 ? -1 : 8; /* one root, to be shared */
        assert_ok(cf_loops_each(graph.hops, &limits, add_hash, &hash, &count));
        if (threads == 1)
            first = hash;
        if (threads < 5)
            cr_expect_eq(hash, first);
        expect_near(count_loops(&graph, limits).found, count.found);
    }
    drop(&graph);
}

Test(loops, threads_rank_alike)
{
    large_network graph;
    cf_loop_list one, more;

    complete(&graph, 8);
    for (double counted = 0; counted < 2e6; counted += 1e6) {
        cf_loop_limits limits = limits_for(CF_LOOPS_ALL);

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
    drop(&graph);
}

/* ---- figures ---- */

static cf_loop_list rank_text(small_network *network, cf_flow **flow, cf_hops **hops,
                              const char *text, long top)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_ALL);
    cf_loop_list list;

    *flow = flow_from(network, text);
    assert_ok(cf_hops_new(hops, *flow, NULL));
    assert_ok(cf_loops_ranked(&list, *hops, &limits, top));
    return list;
}

Test(loops, through_flow_is_what_the_ways_shares_leave)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    /* b has 50 besides the 100 and pays 60 of 150 to c, c 30 of 60 to a. */
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 100 investor; b -> c 60 customer; c -> a 30 customer;"
                                  "c -> d 30 customer; b has 50",
                                  0);

    cr_assert_eq(list.loop_count, 1);
    expect_near(list.loops[0].through_flow, 100 * (60 / 150.0) * (30 / 60.0));
    expect_near(list.loops[0].amount, 30);
    cr_expect_eq(list.loops[0].supplier, node_of(&network, "a"));
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}

Test(loops, tied_money_goes_where_it_is_tied_to)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    /* 40 of the 100 are tied to the purchase of 50 from a. The other 60 mix with 40 of b's own: of
     * the 100 b has, it pays 10 more to a. */
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 40 investor for k; a -> b 60 investor;"
                                  "k: b -> a 50 customer; b -> c 90 customer; b has 40",
                                  0);

    cr_assert_eq(list.loop_count, 1);
    expect_near(list.loops[0].through_flow, 40 + 60 * (10 / 100.0));
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}

Test(loops, of_several_suppliers_the_one_whose_money_gets_round_most_is_named)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 10 investor; b -> c 8 customer; c -> d 100 investor;"
                                  "d -> a 60 customer; a has 100",
                                  0);

    /* From a: 10, 8 of 10, 100 of 100 (8 + 92 of its own), 60 of 100. From c: 100, 60 of 100, 10
     * of 160, 8 of 10. */
    cr_assert_eq(list.loop_count, 1);
    cr_expect_eq(list.loops[0].supplier, node_of(&network, "a"));
    expect_near(list.loops[0].through_flow, 10 * 0.8 * 1 * 0.6);
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}

Test(loops, rank_by_through_flow_then_amount_and_unknown_ones_last)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 10 investor; b -> a 10 customer;"
                                  "a -> c 20 investor; c -> a 20 customer;"
                                  "b -> c 1 customer; c -> b 5 customer;"
                                  "a -> d ? investor; d -> a 3 customer",
                                  0);

    cr_assert_eq(list.loop_count, 6);
    for (long i = 1; i < list.loop_count; i++) {
        const cf_loop *before = &list.loops[i - 1], *loop = &list.loops[i];

        cr_expect(before->quantified || !loop->quantified);
        cr_expect(before->supplier >= 0 || loop->supplier < 0);
        cr_expect(before->through_flow >= loop->through_flow);
    }
    cr_expect_eq(list.loops[4].supplier, -1, "the trade loop of b and c has none");
    expect_near(list.loops[4].amount, 1);
    cr_expect_not(list.loops[5].quantified);
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}

/* ---- the bounded search ---- */

/* A sparse network: everybody pays five others at random. */
static void sparse(large_network *out, int nodes)
{
    unsigned long long state = 42;

    open_graph(out, nodes, 5 * nodes);
    for (int i = 0; i < 5 * nodes; i++) {
        int draws[3];

        for (int k = 0; k < 3; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            draws[k] = (int)(state >> 33);
        }
        pay(out, i % nodes, (i + 1 + draws[0] % (nodes - 1)) % nodes, draws[1] % 3 == 0,
            1 + draws[2] % 1000);
        if (out->payments[i].payee == out->payments[i].payer)
            out->payments[i].payee = (out->payments[i].payer + 1) % nodes;
    }
    finish(out);
}

Test(loops, the_best_of_a_sparse_network_with_countless_loops)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING), brief = limits;
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
    drop(&graph);
}

Test(loops, what_differs_in_the_twelfth_digit_is_ranked_in_large_networks_too)
{
    enum { PADDING = 1500 };
    cf_loop_limits limits = limits_for(CF_LOOPS_FINANCING);
    large_network graph;
    cf_loop_list list;

    /* 1 has as much besides, so that half of 1200 gets round; 600.00000001 all get back to 2. A
     * long way round makes all of them one block. */
    open_graph(&graph, PADDING + 4, PADDING + 12);
    graph.nodes[1] = (cf_node){ .funds_known = true, .funds = 1200 };
    pay(&graph, 0, 1, true, 1200);
    pay(&graph, 1, 0, false, 1200);
    pay(&graph, 2, 3, true, 600.00000001);
    pay(&graph, 3, 2, false, 600.00000001);
    for (int i = 0; i < PADDING + 4; i++)
        pay(&graph, i, (i + 1) % (PADDING + 4), i == 1, 1e-9);
    finish(&graph);
    assert_ok(cf_loops_ranked_within(&list, graph.hops, &limits, 1, 0));
    cr_assert_eq(list.loop_count, 1);
    cr_expect_eq(list.loops[0].supplier, 2);
    cf_loop_list_free(&list);
    drop(&graph);
}

Test(loops, more_than_a_number_can_hold_are_infinitely_many)
{
    large_network graph;
    cf_loop_count count;

    open_graph(&graph, 1100, 2200);
    for (int i = 0; i < 1100; i++) {
        pay(&graph, i, (i + 1) % 1100, true, 1);
        pay(&graph, i, (i + 1) % 1100, false, 1);
    }
    finish(&graph);
    count = count_loops(&graph, limits_for(CF_LOOPS_ALL));
    cr_expect(isinf(count.found) && isinf(count.financing));
    cr_expect_eq(count.unquantified, 0);
    drop(&graph);
}

/* ---- allocations ---- */

static cf_status try_ranking(const large_network *graph, long allowed, double counted)
{
    cf_loop_limits limits = limits_for(CF_LOOPS_ALL);
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

    complete(&graph, 5);
    pay(&graph, 0, 1, false, 0);
    for (double counted = 0; counted < 2e6; counted += 1e6) {
        for (allowed = 0; try_ranking(&graph, allowed, counted) == CF_NO_MEMORY; allowed++)
            continue;
        assert_ok(try_ranking(&graph, allowed, counted));
        cr_expect_gt(allowed, 20);
    }
    drop(&graph);
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
        open_graph(&graph, NODES, NODES * NODES);
        for (int pair = 0; pair < NODES * NODES; pair++) {
            state = state * 1103515245u + 12345u;
            if (pair / NODES == pair % NODES || (state >> 16) % 5 > 1)
                continue;
            pay(&graph, pair / NODES, pair % NODES, false, 1);
            ends[2 * arcs] = pair / NODES;
            ends[2 * arcs++ + 1] = pair % NODES;
        }
        finish(&graph);
        assert_ok(cf_loops_count(graph.hops, &limits, &count));
        assert_ok(oracle_count_cycles(ends, arcs, NODES, limits.max_length, &counted));
        cr_expect_eq((long)count.found, (long)counted, "seed %u", seed);
        drop(&graph);
    }
}
#endif
