/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/cost_scaling.h"
#include "oracles/oracles.h"
#include "unit/testlib.h"

enum { MOST_VERTICES = 9, MOST_ARCS = 40, ROUNDS = 4000 };

static unsigned long long next_random(unsigned long long *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static int below(unsigned long long *state, int limit)
{
    return (int)(next_random(state) % (unsigned long long)limit);
}

/* Small, all the same, or of any size: whole numbers. */
static double amount_of_kind(unsigned long long *state, int kind)
{
    if (kind == 0)
        return 1 + below(state, 10);
    return kind == 1 ? 7.0 : 1.0 + (double)(next_random(state) << 20 >> below(state, 51));
}

/* A ring through all vertices and arcs between random ones, some of them parallel. */
static int make_arcs(cf_circulation_arc *arcs, int vertices, int arc_count,
                     unsigned long long *state)
{
    int kind = below(state, 3);

    for (int i = 0; i < arc_count; i++) {
        int tail = i < vertices ? i : below(state, vertices);
        int head = i < vertices ? (i + 1) % vertices : below(state, vertices);

        if (head == tail)
            head = (tail + 1) % vertices;
        arcs[i] = (cf_circulation_arc){ .tail = tail, .head = head };
        arcs[i].amount = amount_of_kind(state, kind);
        arcs[i].capacity = (int64_t)arcs[i].amount;
    }
    return arc_count;
}

static int64_t flow_on(const cf_cost_scaling *graph, int v, int move)
{
    const cf_circulation_move *moves = graph->moves;

    return move - graph->start[v] < graph->more[v] ? moves[moves[move].twin].room : 0;
}

/* What flows is a circulation, and its prices prove it to be the largest. */
static void expect_proof(const cf_cost_scaling *graph)
{
    for (int v = 0; v < graph->vertex_count; v++) {
        int64_t net = 0;

        for (int i = graph->start[v]; i < graph->start[v + 1]; i++) {
            const cf_circulation_move *move = &graph->moves[i];
            bool is_more = i - graph->start[v] < graph->more[v];
            int cost = (is_more ? -1 : 1) + graph->whole_price[v] - graph->whole_price[move->head];

            net += is_more ? flow_on(graph, v, i) : -move->room;
            cr_assert(move->room >= 0);
            cr_assert(move->room == 0 || cost >= 0, "a move out of %d earns something", v);
        }
        cr_assert_eq(net, 0, "%d receives and pays different amounts", v);
    }
}

Test(cost_scaling, prices_are_those_of_cancelled_cycles, .timeout = 60)
{
    cf_cost_scaling graph;
    unsigned long long state = 7;
    int first_unit;

    assert_ok(cf_cost_scaling_new(&graph, MOST_VERTICES, MOST_ARCS));
    first_unit = graph.first_unit;
    for (int round = 0; round < ROUNDS; round++) {
        cf_circulation_arc arcs[MOST_ARCS];
        int vertices = 2 + below(&state, MOST_VERTICES - 1), price[MOST_VERTICES];
        int count =
            make_arcs(arcs, vertices, vertices + below(&state, MOST_ARCS - vertices + 1), &state);

        graph.first_unit = round % 2 == 0 ? 2 : first_unit; /* 2 are often too few */
        cf_cost_scaling_solve(&graph, vertices, arcs, count);
        expect_proof(&graph);
        (void)oracle_circulation(price, arcs, vertices, count);
        for (int v = 0; v < vertices; v++)
            cr_assert_eq(graph.whole_price[v], price[v], "round %d, price of %d: %d, not %d", round,
                         v, graph.whole_price[v], price[v]);
    }
    cf_cost_scaling_free(&graph);
}

/* Some arcs empty, some full, others anything between; and any prices. */
static void begin_anywhere(cf_cost_scaling *graph, int64_t *flow, const cf_circulation_arc *arcs,
                           int count, unsigned long long *state)
{
    int far = below(state, 4) == 0 ? 3000 : 4;

    for (int i = 0; i < count; i++) {
        int kind = below(state, 3);

        flow[i] = kind == 0   ? 0
                  : kind == 1 ? arcs[i].capacity
                              : (int64_t)((double)arcs[i].capacity * below(state, 100) / 100.0);
    }
    for (int v = 0; v < MOST_VERTICES; v++)
        graph->whole_price[v] = below(state, 2 * far) - far;
}

Test(cost_scaling, wherever_it_begins_it_ends_at_the_same_prices, .timeout = 60)
{
    cf_cost_scaling graph;
    unsigned long long state = 11;
    int first_unit;

    assert_ok(cf_cost_scaling_new(&graph, MOST_VERTICES, MOST_ARCS));
    first_unit = graph.first_unit;
    for (int round = 0; round < ROUNDS; round++) {
        cf_circulation_arc arcs[MOST_ARCS];
        int64_t flow[MOST_ARCS], net[MOST_VERTICES] = { 0 };
        int vertices = 2 + below(&state, MOST_VERTICES - 1), price[MOST_VERTICES];
        int count =
            make_arcs(arcs, vertices, vertices + below(&state, MOST_ARCS - vertices + 1), &state);

        graph.first_unit = round % 2 == 0 ? 2 : first_unit;
        begin_anywhere(&graph, flow, arcs, count, &state);
        cf_cost_scaling_solve_from(&graph, vertices, arcs, count, flow);
        expect_proof(&graph);
        (void)oracle_circulation(price, arcs, vertices, count);
        for (int v = 0; v < vertices; v++)
            cr_assert_eq(graph.whole_price[v], price[v], "round %d, price of %d: %d, not %d", round,
                         v, graph.whole_price[v], price[v]);
        for (int i = 0; i < count; i++) {
            int earns = 1 - price[arcs[i].tail] + price[arcs[i].head];

            cr_assert(earns <= 0 || flow[i] == arcs[i].capacity, "round %d, arc %d", round, i);
            cr_assert(earns >= 0 || flow[i] == 0, "round %d, arc %d", round, i);
            net[arcs[i].tail] -= flow[i];
            net[arcs[i].head] += flow[i];
        }
        for (int v = 0; v < vertices; v++)
            cr_assert_eq(net[v], 0, "round %d: the flow is no circulation", round);
    }
    cf_cost_scaling_free(&graph);
}

/* Each vertex pays the next `reach` ones, so that a circuit of the ring has many moves. */
static void solve_ring(int vertices, int reach)
{
    cf_cost_scaling graph;
    cf_circulation_arc *arcs = calloc((size_t)(vertices * reach), sizeof *arcs);
    unsigned long long state = 3;

    assert_ok(cf_cost_scaling_new(&graph, vertices, vertices * reach));
    for (int i = 0; i < vertices * reach; i++)
        arcs[i] = (cf_circulation_arc){ .tail = i / reach,
                                        .head = (i / reach + 1 + i % reach) % vertices,
                                        .capacity = 1 + below(&state, 1000) };
    cf_cost_scaling_solve(&graph, vertices, arcs, vertices * reach);
    expect_proof(&graph);
    cf_cost_scaling_free(&graph);
    free(arcs);
}

Test(cost_scaling, circuits_longer_than_a_unit_has_parts, .timeout = 60)
{
    solve_ring(2000, 1);
    solve_ring(2000, 2);
    solve_ring(1000, 3);
}

/* One unit can go from the last vertex to vertex 0, and back over either of two paths. Over the
 * longer one it earns 1 more, which is little beside the moves of both. */
static void solve_paths(int one, int other)
{
    int vertices = one + other, count = 0, last = vertices - 1;
    cf_circulation_arc *arcs = calloc((size_t)vertices + 2, sizeof *arcs);
    cf_cost_scaling graph;

    arcs[count++] = (cf_circulation_arc){ .tail = last, .head = 0, .capacity = 1 };
    for (int path = 0; path < 2; path++) {
        int first = path == 0 ? 1 : one, past = path == 0 ? one : last;

        for (int v = first; v <= past; v++)
            arcs[count++] = (cf_circulation_arc){ .tail = v == first ? 0 : v - 1,
                                                  .head = v == past ? last : v,
                                                  .capacity = 1 };
    }
    assert_ok(cf_cost_scaling_new(&graph, vertices, count));
    cf_cost_scaling_solve(&graph, vertices, arcs, count);
    expect_proof(&graph);
    cf_cost_scaling_free(&graph);
    free(arcs);
}

Test(cost_scaling, the_longer_of_two_long_paths, .timeout = 60)
{
    for (int length = 1; length < 5000; length += 1 + length / 2) {
        solve_paths(length, length + 1);
        solve_paths(length + 1, length);
        solve_paths(length, length + 7);
    }
}

Test(cost_scaling, a_large_random_component, .timeout = 60)
{
    enum { VERTICES = 2000, ARCS = 8000 };
    cf_cost_scaling graph;
    cf_circulation_arc *arcs = calloc(ARCS, sizeof *arcs);
    unsigned long long state = 11;

    assert_ok(cf_cost_scaling_new(&graph, VERTICES, ARCS));
    make_arcs(arcs, VERTICES, ARCS, &state);
    cf_cost_scaling_solve(&graph, VERTICES, arcs, ARCS);
    expect_proof(&graph);
    cf_cost_scaling_free(&graph);
    free(arcs);
}
