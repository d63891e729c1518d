/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest circulation, one strong component at a time:
 *
 *   max Σ y_e   with   in = out at every vertex,   0 ≤ y_e ≤ a_e
 *
 * by the primal-dual method: L. R. Ford, D. R. Fulkerson (1962), Flows in Networks, III.11.
 *
 * With a price at every vertex, an arc has the profit 1 − price_tail + price_head. Arcs with a
 * profit are full, arcs with a loss empty; at first all prices are 0 and all arcs full. Some
 * vertices then receive more than they pay, others less:
 *
 *      a ──5──► b ──3──► c ──3──► a       b receives 2 too much and a 2 too little: when the
 *                                         price of b falls to −1, a → b has no profit left, and
 *                                         the excess moves back along it
 *
 * The excess moves to the deficits as a maximum flow over arcs that make neither profit nor loss.
 * Where it cannot, prices fall by the distance from the excess (Dijkstra, in units of lost profit)
 * until it can. Prices are whole numbers, and the amounts are put on a grid of whole numbers, so
 * the method ends and needs no tolerance. Only the prices leave the grid: Σ a_e max(0, profit_e)
 * is the value, by duality.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/heap.h"
#include "base/sum.h"
#include "bounds/max_flow.h"
#include "circfin/bounds.h"

struct arc {
    int tail, head; /* by place in the component */
    double amount;
    int64_t capacity, flow; /* on the grid */
};

struct entry { /* of the heap */
    int distance, vertex;
};

/* One strong component. In `moving`, the first vertex_count arcs bring the excess from a source,
 * the next take the deficits to a target, and the rest are `arcs`. */
struct part {
    int vertex_count, arc_count;
    struct arc *arcs;
    int *price;
    int *distance;   /* from the vertices that receive too much */
    int64_t *excess; /* what a vertex receives less what it pays */
    struct entry *heap;
    cf_max_flow moving;
};

enum { GRID_BITS = 61, FAR = INT_MAX };

static inline bool is_nearer(const struct entry *a, const struct entry *b)
{
    return a->distance < b->distance;
}
CF_HEAP(nearest, struct entry, is_nearer)

static int profit(const struct part *part, int arc)
{
    return 1 - part->price[part->arcs[arc].tail] + part->price[part->arcs[arc].head];
}

/* ---- moving the excess, at no cost ---- */

static void open_arcs(struct part *part)
{
    int64_t *room = part->moving.room;
    int n = part->vertex_count;

    for (int v = 0; v < n; v++) {
        int64_t excess = part->excess[v];

        room[2 * v] = excess > 0 ? excess : 0;
        room[2 * (n + v)] = excess < 0 ? -excess : 0;
        room[2 * v + 1] = room[2 * (n + v) + 1] = 0;
    }
    for (int i = 0; i < part->arc_count; i++) {
        const struct arc *arc = &part->arcs[i];
        bool open = profit(part, i) == 0;

        room[2 * (2 * n + i)] = open ? arc->capacity - arc->flow : 0;
        room[2 * (2 * n + i) + 1] = open ? arc->flow : 0;
    }
}

static void move_at_no_cost(struct part *part)
{
    const int64_t *room = part->moving.room;
    int n = part->vertex_count;

    open_arcs(part);
    (void)cf_max_flow_augment(&part->moving, n, n + 1, INT64_MAX);
    for (int v = 0; v < n; v++)
        part->excess[v] += room[2 * (n + v) + 1] - room[2 * v + 1];
    for (int i = 0; i < part->arc_count; i++) {
        if (profit(part, i) == 0)
            part->arcs[i].flow = room[2 * (2 * n + i) + 1];
    }
}

/* ---- prices ---- */

/* What a move costs per unit; FAR where there is no room. Never less than 0, for arcs with a
 * profit are full. */
static int cost(const struct part *part, int move)
{
    int i = move / 2 - 2 * part->vertex_count;
    const struct arc *arc = &part->arcs[i];

    if (i < 0 || (move % 2 == 0 ? arc->flow == arc->capacity : arc->flow == 0))
        return FAR;
    return abs(profit(part, i));
}

/* The cost of the cheapest path from a vertex with too much to one with too little, or FAR. */
static int find_distances(struct part *part)
{
    const cf_max_flow *moving = &part->moving;
    int count = 0;

    for (int v = 0; v < part->vertex_count; v++) {
        part->distance[v] = part->excess[v] > 0 ? 0 : FAR;
        if (part->excess[v] > 0)
            nearest_push(part->heap, &count, (struct entry){ 0, v });
    }
    while (count > 0) {
        struct entry top = nearest_pop(part->heap, &count);
        int v = top.vertex;

        if (part->excess[v] < 0)
            return top.distance;
        for (int k = moving->start[v];
             top.distance == part->distance[v] && k < moving->start[v + 1]; k++) {
            int more = cost(part, moving->at[k]), to = moving->head[moving->at[k]];

            if (more == FAR || top.distance + more >= part->distance[to])
                continue;
            part->distance[to] = top.distance + more;
            nearest_push(part->heap, &count, (struct entry){ part->distance[to], to });
        }
    }
    return FAR;
}

/* Lets prices fall until something can move at no cost; false where nothing is left to move. */
static bool lower_prices(struct part *part)
{
    int nearest = find_distances(part);

    for (int v = 0; nearest < FAR && v < part->vertex_count; v++) {
        if (part->distance[v] < nearest)
            part->price[v] -= nearest - part->distance[v];
    }
    return nearest < FAR;
}

/* ---- one component ---- */

static double largest_amount(const struct part *part)
{
    double most = 0.0;

    for (int i = 0; i < part->arc_count; i++)
        most = fmax(most, part->arcs[i].amount);
    return most;
}

/* For any prices this is no less than the largest circulation. */
static double dual_value(const struct part *part)
{
    cf_sum sum = { 0 };

    for (int i = 0; i < part->arc_count; i++) {
        if (profit(part, i) > 0)
            cf_sum_add_product(&sum, part->arcs[i].amount, profit(part, i));
    }
    return cf_sum_value(sum);
}

static void fill_all_arcs(struct part *part)
{
    double sum = 0.0;
    int exponent;

    for (int i = 0; i < part->arc_count; i++)
        sum += part->arcs[i].amount;
    (void)frexp(sum, &exponent);
    for (int v = 0; v < part->vertex_count; v++)
        part->price[v] = 0, part->excess[v] = 0;
    for (int i = 0; i < part->arc_count; i++) {
        struct arc *arc = &part->arcs[i];

        arc->capacity = arc->flow = (int64_t)ldexp(arc->amount, GRID_BITS - exponent);
        part->excess[arc->head] += arc->flow;
        part->excess[arc->tail] -= arc->flow;
    }
}

static double solve_part(struct part *part)
{
    const double fine = 1e-3;
    double value = INFINITY;

    /* A value far below the largest amount deserves a finer grid: no arc carries more. */
    do {
        for (int i = 0; i < part->arc_count; i++)
            part->arcs[i].amount = fmin(part->arcs[i].amount, value);
        fill_all_arcs(part);
        while (lower_prices(part))
            move_at_no_cost(part);
        value = dual_value(part);
    } while (value > 0 && value < fine * largest_amount(part));
    return value;
}

/* ---- all components ---- */

static void link_part(struct part *part)
{
    cf_max_flow *moving = &part->moving;
    int n = part->vertex_count, source = n, target = n + 1;

    cf_max_flow_clear(moving, n + 2);
    for (int v = 0; v < n; v++)
        (void)cf_max_flow_add(moving, source, v);
    for (int v = 0; v < n; v++)
        (void)cf_max_flow_add(moving, v, target);
    for (int i = 0; i < part->arc_count; i++)
        (void)cf_max_flow_add(moving, part->arcs[i].tail, part->arcs[i].head);
    cf_max_flow_link(moving);
}

/* Fills the part with component c; `place` is scratch, by vertex of the flow. */
static void list_part(struct part *part, const cf_flow *flow, int c, int *place)
{
    int first = flow->component_start[c];

    part->vertex_count = flow->component_start[c + 1] - first;
    part->arc_count = 0;
    for (int i = 0; i < part->vertex_count; i++)
        place[flow->component_vertices[first + i]] = i;
    for (int i = 0; i < part->vertex_count; i++) {
        int v = flow->component_vertices[first + i];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (edge->amount > 0 && flow->component[edge->head] == c)
                part->arcs[part->arc_count++] =
                    (struct arc){ .tail = i, .head = place[edge->head], .amount = edge->amount };
        }
    }
    link_part(part);
}

/* With room for the largest component that the flow could have. */
static cf_status part_new(struct part *out, cf_arena *arena, const cf_flow *flow)
{
    size_t vertices = (size_t)flow->vertex_count, edges = (size_t)flow->edge_count;

    *out = (struct part){ .arcs = cf_arena_new(arena, edges, sizeof *out->arcs),
                          .price = cf_arena_new(arena, vertices, sizeof *out->price),
                          .distance = cf_arena_new(arena, vertices, sizeof *out->distance),
                          .excess = cf_arena_new(arena, vertices, sizeof *out->excess),
                          .heap = cf_arena_new(arena, vertices + 2 * edges, sizeof *out->heap) };
    if (out->arcs == NULL || out->price == NULL || out->distance == NULL || out->excess == NULL ||
        out->heap == NULL)
        return CF_NO_MEMORY;
    return cf_max_flow_new(&out->moving, flow->vertex_count + 2,
                           2 * flow->vertex_count + flow->edge_count);
}

cf_status cf_circulation_max(const cf_flow *flow, double *value)
{
    cf_arena arena = { 0 };
    int *place = cf_arena_new(&arena, (size_t)flow->vertex_count, sizeof *place);
    struct part part;
    cf_status status = part_new(&part, &arena, flow);
    cf_sum sum = { 0 };

    if (place == NULL)
        status = CF_NO_MEMORY;
    for (int c = 0; status == CF_OK && c < flow->component_count; c++) {
        if (flow->component_start[c + 1] - flow->component_start[c] < 2)
            continue;
        list_part(&part, flow, c, place);
        cf_sum_add(&sum, solve_part(&part));
    }
    *value = status == CF_OK ? cf_sum_value(sum) : 0.0;
    cf_max_flow_free(&part.moving);
    cf_arena_free(&arena);
    return status;
}
