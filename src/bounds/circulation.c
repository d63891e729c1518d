/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest circulation, one strong component at a time:
 *
 *   max Σ y_e   with   in = out at every vertex,   0 ≤ y_e ≤ a_e
 *
 * The amounts are put on a grid of whole numbers, and cost_scaling.c finds whole-number prices that
 * prove a circulation on the grid to be the largest. An arc then earns 1 − price_tail + price_head,
 * and only the prices leave the grid: Σ a_e max(0, what e earns) is the value, by duality.
 */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bounds/circulation.h"
#include "bounds/cost_scaling.h"
#include "circfin/bounds.h"

/* One strong component. */
struct part {
    int vertex_count, arc_count;
    cf_circulation_arc *arcs;
    int *edge; /* of an arc: its edge of the flow; or NULL */
    cf_cost_scaling graph;
};

/* What the last search of a strong component found, kept at its first vertex. */
struct found {
    int64_t search; /* its number */
    int arc_count;
    double value;
};

struct cf_circulation {
    const cf_flow *flow;
    struct part part;
    int *place;          /* of a vertex, in its component */
    int64_t *begin;      /* of an arc of `part` */
    int64_t searches;    /* so far */
    int64_t *search;     /* of an edge: the last one that it was in; 0: none */
    double *amount;      /* of an edge: at that search */
    int64_t *moved;      /* of an edge: what flowed then, in steps of its component's grid */
    int *exponent;       /* of a vertex: of that grid */
    int *price;          /* of a vertex */
    struct found *found; /* of a vertex */
    cf_arena arena;
};

enum { GRID_BITS = 61 };

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
    const int *price = part->graph.whole_price;
    cf_sum sum = { 0 };

    for (int i = 0; i < part->arc_count; i++) {
        const cf_circulation_arc *arc = &part->arcs[i];
        int earns = 1 - price[arc->tail] + price[arc->head];

        if (earns > 0)
            cf_sum_add_product(&sum, arc->amount, earns);
    }
    return cf_sum_value(sum);
}

/* An amount too small for the grid gets one step of it: the component must stay connected. Returns
 * the exponent of the grid: 2^GRID_BITS steps are 2^exponent. */
static int put_on_grid(struct part *part)
{
    double sum = 0.0;
    int exponent;

    for (int i = 0; i < part->arc_count; i++)
        sum += part->arcs[i].amount;
    (void)frexp(sum, &exponent);
    for (int i = 0; i < part->arc_count; i++) {
        int64_t steps = (int64_t)ldexp(part->arcs[i].amount, GRID_BITS - exponent);

        part->arcs[i].capacity = steps > 0 ? steps : 1;
    }
    return exponent;
}

/* A value far below the largest amount deserves a finer grid: no arc carries more. */
static double value_on_finer_grids(struct part *part, double value)
{
    const double fine = 1e-3;

    while (value > 0 && value < fine * largest_amount(part)) {
        for (int i = 0; i < part->arc_count; i++)
            part->arcs[i].amount = fmin(part->arcs[i].amount, value);
        (void)put_on_grid(part);
        cf_cost_scaling_solve(&part->graph, part->vertex_count, part->arcs, part->arc_count);
        value = dual_value(part);
    }
    return value;
}

static double solve_part(struct part *part)
{
    (void)put_on_grid(part);
    cf_cost_scaling_solve(&part->graph, part->vertex_count, part->arcs, part->arc_count);
    return value_on_finer_grids(part, dual_value(part));
}

/* ---- all components ---- */

static bool is_on_circuit(const cf_flow *flow, const cf_edge *edge)
{
    return edge->amount > 0 && flow->component[edge->tail] == flow->component[edge->head];
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

            if (!is_on_circuit(flow, edge))
                continue;
            if (part->edge != NULL)
                part->edge[part->arc_count] = flow->out_edges.at[k];
            part->arcs[part->arc_count++] = (cf_circulation_arc){ .tail = i,
                                                                  .head = place[edge->head],
                                                                  .amount = edge->amount };
        }
    }
}

/* Makes room for the largest component. */
static cf_status part_new(struct part *out, cf_arena *arena, const cf_flow *flow)
{
    int vertices = 0, edges = 0;

    for (int c = 0; c < flow->component_count; c++) {
        int size = flow->component_start[c + 1] - flow->component_start[c];

        vertices = size > vertices ? size : vertices;
    }
    for (int e = 0; e < flow->edge_count; e++)
        edges += is_on_circuit(flow, &flow->edges[e]);
    *out = (struct part){ .arcs = cf_arena_new(arena, (size_t)edges, sizeof *out->arcs) };
    return out->arcs == NULL ? CF_NO_MEMORY : cf_cost_scaling_new(&out->graph, vertices, edges);
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
    cf_cost_scaling_free(&part.graph);
    cf_arena_free(&arena);
    return status;
}

/* ---- again and again ---- */

cf_status cf_circulation_new(cf_circulation **out, const cf_flow *flow)
{
    cf_circulation *kept = calloc(1, sizeof *kept);
    size_t edges = (size_t)flow->edge_count, vertices = (size_t)flow->vertex_count;
    cf_status status;

    *out = NULL;
    if (kept == NULL)
        return CF_NO_MEMORY;
    kept->flow = flow;
    kept->place = cf_arena_new(&kept->arena, vertices, sizeof *kept->place);
    kept->begin = cf_arena_new(&kept->arena, edges, sizeof *kept->begin);
    kept->search = cf_arena_new(&kept->arena, edges, sizeof *kept->search);
    kept->amount = cf_arena_new(&kept->arena, edges, sizeof *kept->amount);
    kept->moved = cf_arena_new(&kept->arena, edges, sizeof *kept->moved);
    kept->exponent = cf_arena_new(&kept->arena, vertices, sizeof *kept->exponent);
    kept->price = cf_arena_new(&kept->arena, vertices, sizeof *kept->price);
    kept->found = cf_arena_new(&kept->arena, vertices, sizeof *kept->found);
    kept->part.arcs = cf_arena_new(&kept->arena, edges, sizeof *kept->part.arcs);
    kept->part.edge = cf_arena_new(&kept->arena, edges, sizeof *kept->part.edge);
    status = cf_cost_scaling_new(&kept->part.graph, flow->vertex_count, flow->edge_count);
    if (status != CF_OK || kept->arena.failed) {
        cf_circulation_free(kept);
        return CF_NO_MEMORY;
    }
    *out = kept;
    return CF_OK;
}

void cf_circulation_free(cf_circulation *circulation)
{
    if (circulation == NULL)
        return;
    cf_cost_scaling_free(&circulation->part.graph);
    cf_arena_free(&circulation->arena);
    free(circulation);
}

/* Whether the last search from this first vertex had the same arcs, with the same amounts. */
static bool is_as_found(const cf_circulation *kept, int first)
{
    const struct part *part = &kept->part;
    const struct found *found = &kept->found[first];
    bool same = found->arc_count == part->arc_count;

    for (int i = 0; same && i < part->arc_count; i++) {
        int e = part->edge[i];

        same = kept->search[e] == found->search && kept->amount[e] <= part->arcs[i].amount &&
               kept->amount[e] >= part->arcs[i].amount;
    }
    return same;
}

/* What flowed then, on the grid of now, where there is room for it. */
static void begin_where_it_ended(cf_circulation *kept, const int *vertices, int exponent)
{
    struct part *part = &kept->part;

    for (int i = 0; i < part->vertex_count; i++)
        part->graph.whole_price[i] = kept->price[vertices[i]];
    for (int i = 0; i < part->arc_count; i++) {
        int64_t capacity = part->arcs[i].capacity, moved = kept->moved[part->edge[i]];
        int finer = kept->exponent[vertices[part->arcs[i].tail]] - exponent;

        if (finer != 0)
            moved = (int64_t)fmin(ldexp((double)moved, finer), (double)capacity);
        kept->begin[i] = moved < capacity ? moved : capacity;
    }
}

static void keep_found(cf_circulation *kept, const int *vertices, int exponent)
{
    const struct part *part = &kept->part;

    kept->searches++;
    for (int i = 0; i < part->vertex_count; i++) {
        kept->price[vertices[i]] = part->graph.whole_price[i];
        kept->exponent[vertices[i]] = exponent;
    }
    for (int i = 0; i < part->arc_count; i++) {
        kept->search[part->edge[i]] = kept->searches;
        kept->moved[part->edge[i]] = kept->begin[i];
        kept->amount[part->edge[i]] = part->arcs[i].amount;
    }
}

static double find_part(cf_circulation *kept, int component)
{
    const int *vertices = &kept->flow->component_vertices[kept->flow->component_start[component]];
    struct part *part = &kept->part;
    struct found *found = &kept->found[vertices[0]];
    int exponent;

    list_part(part, kept->flow, component, kept->place);
    if (is_as_found(kept, vertices[0]))
        return found->value;
    exponent = put_on_grid(part);
    begin_where_it_ended(kept, vertices, exponent);
    cf_cost_scaling_solve_from(&part->graph, part->vertex_count, part->arcs, part->arc_count,
                               kept->begin);
    keep_found(kept, vertices, exponent);
    *found = (struct found){ kept->searches, part->arc_count,
                             value_on_finer_grids(part, dual_value(part)) };
    return found->value;
}

double cf_circulation_find(cf_circulation *circulation)
{
    const cf_flow *flow = circulation->flow;
    cf_sum sum = { 0 };

    for (int c = 0; c < flow->component_count; c++) {
        if (flow->component_start[c + 1] - flow->component_start[c] > 1)
            cf_sum_add(&sum, find_part(circulation, c));
    }
    return cf_sum_value(sum);
}
