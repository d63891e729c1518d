/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cost scaling: A. V. Goldberg, R. E. Tarjan (1990), https://doi.org/10.1287/moor.15.3.430, with
 * the first-in, first-out order and global price updates of A. V. Goldberg (1997), An efficient
 * implementation of a scaling minimum-cost flow algorithm,
 * https://doi.org/10.1006/jagm.1995.0805.
 *
 * The cost of a move is -1 for more on an arc, which earns 1, and 1 for less. With a price at every
 * vertex, its reduced cost is cost + price_tail - price_head. A circulation is largest if there are
 * prices at which no move with room left has a negative reduced cost.
 *
 *      a ──5──► b ──3──► c ──3──► a       all arcs full: b receives 2 too much. When its price has
 *                                         fallen far enough, the move back to a costs less than 0,
 *                                         and the excess goes to a, which lacks 2
 *
 * Refining fills every move of negative cost and then pushes the excess along such moves; a price
 * falls by what its vertex needs for one, plus 1. So costs stay at -1 or above. Costs are counted
 * in parts of a unit; with more parts than vertices, no circuit has a negative cost in whole units.
 * 256 parts are nearly always enough, because only a circuit of more than 256 moves could be left.
 * So whole prices are sought after each refining, and only if there are none is the unit divided
 * into more parts.
 */
#include "bounds/cost_scaling.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/heap.h"

struct cf_circulation_entry {
    int64_t distance;
    int vertex;
};

static inline bool is_nearer(const struct cf_circulation_entry *a,
                             const struct cf_circulation_entry *b)
{
    return a->distance < b->distance;
}
CF_HEAP(nearest, struct cf_circulation_entry, is_nearer)

enum {
    FIRST_UNIT = 256,
    FINER = 16, /* times as many parts if there were too few */
    FARTHEST = 40000
};

cf_status cf_cost_scaling_new(cf_cost_scaling *out, int vertices, int arcs)
{
    cf_arena arena = { 0 };
    size_t v = (size_t)vertices, moves = 2 * (size_t)arcs;
    double longest = (vertices + 1.0) * (vertices + 2.0); /* of any path, at first */
    double most = FARTHEST + 4.0 * vertices;              /* higher ranks count as equal */
    int farthest = (int)fmin(longest, most);

    *out = (cf_cost_scaling){ .moves = cf_arena_new(&arena, moves, sizeof *out->moves),
                              .start = cf_arena_new(&arena, v + 1, sizeof *out->start),
                              .more = cf_arena_new(&arena, v, sizeof *out->more),
                              .excess = cf_arena_new(&arena, v, sizeof *out->excess),
                              .price = cf_arena_new(&arena, v, sizeof *out->price),
                              .whole_price = cf_arena_new(&arena, v, sizeof *out->whole_price),
                              .current = cf_arena_new(&arena, v, sizeof *out->current),
                              .queue = cf_arena_new(&arena, v, sizeof *out->queue),
                              .is_queued = cf_arena_new(&arena, v, sizeof *out->is_queued),
                              .rank = cf_arena_new(&arena, v, sizeof *out->rank),
                              .first = cf_arena_new(&arena, (size_t)farthest, sizeof *out->first),
                              .after = cf_arena_new(&arena, v, sizeof *out->after),
                              .before = cf_arena_new(&arena, v, sizeof *out->before),
                              .heap = cf_arena_new(&arena, moves + 1, sizeof *out->heap) };
    out->arena = arena;
    out->farthest = farthest;
    out->first_unit = FIRST_UNIT;
    if (arena.failed) {
        cf_cost_scaling_free(out);
        return CF_NO_MEMORY;
    }
    for (int rank = 0; rank < farthest; rank++)
        out->first[rank] = -1;
    return CF_OK;
}

void cf_cost_scaling_free(cf_cost_scaling *graph)
{
    cf_arena_free(&graph->arena);
    *graph = (cf_cost_scaling){ 0 };
}

/* ---- the graph ---- */

/* Counts the moves of each vertex: more[v] for arcs out of it, start[v + 1] for all. */
static void count_moves(cf_cost_scaling *graph, const cf_circulation_arc *arcs, int arc_count)
{
    size_t vertices = (size_t)graph->vertex_count;

    memset(graph->start, 0, (vertices + 1) * sizeof *graph->start);
    memset(graph->more, 0, vertices * sizeof *graph->more);
    for (int i = 0; i < arc_count; i++) {
        graph->more[arcs[i].tail]++;
        graph->start[arcs[i].tail + 1]++;
        graph->start[arcs[i].head + 1]++;
    }
    for (int v = 0; v < graph->vertex_count; v++)
        graph->start[v + 1] += graph->start[v];
}

/* With what flows already, and the whole prices. */
static void list_moves(cf_cost_scaling *graph, const cf_circulation_arc *arcs, int arc_count,
                       const int64_t *flow)
{
    int *next = graph->current, *next_undo = graph->rank; /* both are scratch */

    for (int v = 0; v < graph->vertex_count; v++) {
        next[v] = graph->start[v];
        next_undo[v] = graph->start[v] + graph->more[v];
        graph->excess[v] = 0;
        graph->price[v] = graph->whole_price[v] * graph->unit;
        graph->is_queued[v] = false;
    }
    for (int i = 0; i < arc_count; i++) {
        int move = next[arcs[i].tail]++, undo = next_undo[arcs[i].head]++;
        int64_t flows = flow == NULL ? 0 : flow[i];

        graph->moves[move] = (cf_circulation_move){ arcs[i].head, undo, arcs[i].capacity - flows };
        graph->moves[undo] = (cf_circulation_move){ arcs[i].tail, move, flows };
        graph->excess[arcs[i].tail] -= flows;
        graph->excess[arcs[i].head] += flows;
    }
}

static void read_flow(cf_cost_scaling *graph, const cf_circulation_arc *arcs, int arc_count,
                      int64_t *flow)
{
    int *next = graph->current;

    memcpy(next, graph->start, (size_t)graph->vertex_count * sizeof *next);
    for (int i = 0; i < arc_count; i++)
        flow[i] = graph->moves[graph->moves[next[arcs[i].tail]++].twin].room;
}

/* Of a move out of v. */
static inline int64_t cost(const cf_cost_scaling *graph, int v, int move)
{
    return move - graph->start[v] < graph->more[v] ? -graph->unit : graph->unit;
}

static inline int64_t reduced_cost(const cf_cost_scaling *graph, int v, int move)
{
    return cost(graph, v, move) + graph->price[v] - graph->price[graph->moves[move].head];
}

/* ---- the queue ---- */

static inline void enqueue(cf_cost_scaling *graph, int v)
{
    int at = graph->oldest + graph->queued;

    if (graph->is_queued[v])
        return;
    graph->is_queued[v] = true;
    graph->queue[at < graph->vertex_count ? at : at - graph->vertex_count] = v;
    graph->queued++;
}

static inline int dequeue(cf_cost_scaling *graph)
{
    int v = graph->queue[graph->oldest];

    graph->queued--;
    if (++graph->oldest == graph->vertex_count)
        graph->oldest = 0;
    graph->is_queued[v] = false;
    return v;
}

/* ---- global price updates ---- */

static void file_under(cf_cost_scaling *graph, int v, int rank)
{
    int *first = &graph->first[rank];

    graph->rank[v] = rank;
    graph->before[v] = -1;
    graph->after[v] = *first;
    if (*first >= 0)
        graph->before[*first] = v;
    *first = v;
}

static void take_out(cf_cost_scaling *graph, int v)
{
    int before = graph->before[v], after = graph->after[v];

    if (before >= 0)
        graph->after[before] = after;
    else
        graph->first[graph->rank[v]] = after;
    if (after >= 0)
        graph->before[after] = before;
}

/* The rank of v is final: v leaves its list, and vertices with a move to v may get a lower rank. */
static void settle(cf_cost_scaling *graph, int v)
{
    int rank = graph->rank[v];

    take_out(graph, v);
    for (int i = graph->start[v]; i < graph->start[v + 1]; i++) {
        const cf_circulation_move *undo = &graph->moves[i];
        int u = undo->head;
        int64_t farther;

        if (graph->rank[u] <= rank || graph->moves[undo->twin].room == 0)
            continue;
        farther = rank + 1 - reduced_cost(graph, v, i);
        if (farther >= graph->rank[u])
            continue;
        if (graph->rank[u] < graph->farthest)
            take_out(graph, u);
        file_under(graph, u, (int)farther);
    }
}

/* All prices fall by the rank of their vertex: its distance to the nearest deficit, where the
 * length of a move is its reduced cost plus 1. Then a path of negative costs leads there from every
 * excess that is not too far away. Buckets as in R. B. Dial (1969), Algorithm 360,
 * https://doi.org/10.1145/363269.363610. */
static void update_prices(cf_cost_scaling *graph)
{
    int left = 0, rank = 0;

    for (int v = 0; v < graph->vertex_count; v++) {
        graph->rank[v] = graph->farthest;
        left += graph->excess[v] > 0;
        if (graph->excess[v] < 0)
            file_under(graph, v, 0);
    }
    for (; rank < graph->farthest && left > 0; rank++) {
        while (graph->first[rank] >= 0) {
            left -= graph->excess[graph->first[rank]] > 0;
            settle(graph, graph->first[rank]);
        }
    }
    for (int v = 0; v < graph->vertex_count; v++) {
        if (graph->rank[v] >= rank && graph->rank[v] < graph->farthest)
            graph->first[graph->rank[v]] = -1;
        graph->price[v] -= graph->rank[v] < rank ? graph->rank[v] : rank;
        graph->current[v] = graph->start[v];
    }
}

/* ---- refining ---- */

static inline void push(cf_cost_scaling *graph, int v, cf_circulation_move *move, int64_t amount)
{
    move->room -= amount;
    graph->moves[move->twin].room += amount;
    graph->excess[v] -= amount;
    graph->excess[move->head] += amount;
}

static void fill_moves_of_negative_cost(cf_cost_scaling *graph)
{
    for (int v = 0; v < graph->vertex_count; v++) {
        for (int i = graph->start[v]; i < graph->start[v + 1]; i++) {
            if (graph->moves[i].room > 0 && reduced_cost(graph, v, i) < 0)
                push(graph, v, &graph->moves[i], graph->moves[i].room);
        }
    }
}

/* Pushes the excess along moves of negative cost, from the current one on. Returns the least cost
 * of the moves that were tried and have room. */
static int64_t push_excess(cf_cost_scaling *graph, int v, int from, int past)
{
    int64_t price = graph->price[v], least = INT64_MAX, excess = graph->excess[v];
    int turn = graph->start[v] + graph->more[v];

    for (int i = from; i < past; i++) {
        cf_circulation_move *move = &graph->moves[i];
        int64_t reduced, amount;

        if (move->room == 0)
            continue;
        reduced = (i < turn ? -graph->unit : graph->unit) + price - graph->price[move->head];
        if (reduced >= 0) {
            least = reduced < least ? reduced : least;
            continue;
        }
        amount = excess < move->room ? excess : move->room;
        push(graph, v, move, amount);
        if (graph->excess[move->head] > 0)
            enqueue(graph, move->head);
        excess -= amount;
        if (excess == 0) {
            graph->current[v] = i;
            return least;
        }
    }
    graph->current[v] = past;
    return least;
}

/* Pushes all of v's excess; returns how often its price fell for that. */
static int discharge(cf_cost_scaling *graph, int v)
{
    int relabels = 0;

    while (graph->excess[v] > 0) {
        int from = graph->current[v], start = graph->start[v];
        int64_t least = push_excess(graph, v, from, graph->start[v + 1]), before;

        if (graph->excess[v] == 0)
            break;
        before = push_excess(graph, v, start, from); /* none is negative: these were tried before */
        graph->price[v] -= (before < least ? before : least) + 1;
        graph->current[v] = start;
        relabels++;
    }
    return relabels;
}

static void refine(cf_cost_scaling *graph)
{
    int relabels = graph->vertex_count; /* since the last update */

    fill_moves_of_negative_cost(graph);
    graph->queued = graph->oldest = 0;
    for (int v = 0; v < graph->vertex_count; v++) {
        graph->current[v] = graph->start[v];
        if (graph->excess[v] > 0)
            enqueue(graph, v);
    }
    while (graph->queued > 0) {
        if (relabels >= graph->vertex_count) {
            update_prices(graph);
            relabels = 0;
        }
        relabels += discharge(graph, dequeue(graph));
    }
}

/* ---- whole prices ---- */

static inline int whole_cost(const cf_cost_scaling *graph, int v, int move)
{
    return (move - graph->start[v] < graph->more[v] ? -1 : 1) + graph->whole_price[v] -
           graph->whole_price[graph->moves[move].head];
}

/* Returns how far apart they are. */
static int64_t round_prices(cf_cost_scaling *graph)
{
    int highest = INT_MIN, lowest = INT_MAX;

    for (int v = 0; v < graph->vertex_count; v++) {
        int64_t shifted = graph->price[v] + graph->unit / 2, rest = shifted % graph->unit;
        int whole = (int)((shifted - rest) / graph->unit) - (rest < 0);

        graph->whole_price[v] = whole;
        highest = whole > highest ? whole : highest;
        lowest = whole < lowest ? whole : lowest;
        enqueue(graph, v);
    }
    return (int64_t)highest - lowest;
}

/* Rounds prices and corrects them until no move with room has a negative cost: R. Bellman (1958),
 * https://doi.org/10.1090/qam/102435. If the cost of a circuit of moves is negative, that never
 * ends, and it is given up; with more parts to the unit than vertices this cannot happen. On long
 * paths prices are far apart and take more corrections: each move may be wrong by one part. */
static bool find_whole_prices(cf_cost_scaling *graph)
{
    const int64_t patience = 8, part = FIRST_UNIT / 2;
    int64_t left = (patience + round_prices(graph) / part) * graph->vertex_count;

    while (graph->queued > 0 && (left > 0 || graph->unit > graph->vertex_count)) {
        int v = dequeue(graph);

        left--;
        for (int i = graph->start[v]; i < graph->start[v + 1]; i++) {
            int head = graph->moves[i].head, below = whole_cost(graph, v, i);

            if (graph->moves[i].room == 0 || below >= 0)
                continue;
            graph->whole_price[head] += below;
            enqueue(graph, head);
        }
    }
    if (graph->queued == 0)
        return true;
    while (graph->queued > 0)
        (void)dequeue(graph);
    return false;
}

/* The highest prices with 0 at the first vertex: the distances from it, by E. W. Dijkstra (1959),
 * https://doi.org/10.1007/BF01386390, with reduced costs as lengths. */
static void raise_prices(cf_cost_scaling *graph)
{
    int64_t *distance = graph->price; /* not needed any more */
    int count = 0, first = graph->whole_price[0];

    for (int v = 0; v < graph->vertex_count; v++)
        distance[v] = INT64_MAX;
    distance[0] = 0;
    nearest_push(graph->heap, &count, (struct cf_circulation_entry){ 0, 0 });
    while (count > 0) {
        struct cf_circulation_entry top = nearest_pop(graph->heap, &count);
        int v = top.vertex;

        for (int i = graph->start[v]; top.distance == distance[v] && i < graph->start[v + 1]; i++) {
            int head = graph->moves[i].head;
            int64_t farther = top.distance + whole_cost(graph, v, i);

            if (graph->moves[i].room == 0 || farther >= distance[head])
                continue;
            distance[head] = farther;
            nearest_push(graph->heap, &count, (struct cf_circulation_entry){ farther, head });
        }
    }
    for (int v = 0; v < graph->vertex_count; v++)
        graph->whole_price[v] += (int)distance[v] - first;
}

/* A circulation of any size and any prices are a start: refining mends both. */
static void solve(cf_cost_scaling *graph, int vertices, const cf_circulation_arc *arcs,
                  int arc_count, const int64_t *flow)
{
    graph->vertex_count = vertices;
    graph->unit = vertices < graph->first_unit ? vertices + 1 : graph->first_unit;
    count_moves(graph, arcs, arc_count);
    list_moves(graph, arcs, arc_count, flow);
    refine(graph);
    while (!find_whole_prices(graph)) {
        graph->unit *= FINER;
        for (int v = 0; v < vertices; v++)
            graph->price[v] *= FINER;
        refine(graph);
    }
    raise_prices(graph);
}

void cf_cost_scaling_solve(cf_cost_scaling *graph, int vertices, const cf_circulation_arc *arcs,
                           int arc_count)
{
    memset(graph->whole_price, 0, (size_t)vertices * sizeof *graph->whole_price);
    solve(graph, vertices, arcs, arc_count, NULL);
}

void cf_cost_scaling_solve_from(cf_cost_scaling *graph, int vertices,
                                const cf_circulation_arc *arcs, int arc_count, int64_t *flow)
{
    solve(graph, vertices, arcs, arc_count, flow);
    read_flow(graph, arcs, arc_count, flow);
}
