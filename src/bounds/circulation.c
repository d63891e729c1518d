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
#include "bounds/cost_scaling.h"
#include "circfin/bounds.h"

/* One strong component. */
struct part {
    int vertex_count, arc_count;
    cf_circulation_arc *arcs;
    cf_cost_scaling graph;
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

/* An amount too small for the grid gets one step of it: the component must stay connected. */
static void put_on_grid(struct part *part)
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
}

static double solve_part(struct part *part)
{
    const double fine = 1e-3;
    double value = (double)INFINITY;

    /* A value far below the largest amount deserves a finer grid: no arc carries more. */
    do {
        for (int i = 0; i < part->arc_count; i++)
            part->arcs[i].amount = fmin(part->arcs[i].amount, value);
        put_on_grid(part);
        cf_cost_scaling_solve(&part->graph, part->vertex_count, part->arcs, part->arc_count);
        value = dual_value(part);
    } while (value > 0 && value < fine * largest_amount(part));
    return value;
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

            if (is_on_circuit(flow, edge))
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
