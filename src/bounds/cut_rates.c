/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How fast the value of a smallest cut changes with capacities. It is the least rate of all
 * smallest cuts, as for any minimum of linear functions: J. M. Danskin (1967),
 * https://doi.org/10.1007/978-3-642-46092-0.
 *
 * There may be very many smallest cuts, so they are not listed. Each of them crosses full arcs
 * only, so the least rate is itself the value of a maximum flow: of increments that pass through
 * moves with room without limit, and through a full arc, its gate, by what it grows.
 *
 *      source ──room──► u ──full, +2──► v ──room──► target                rate 2
 *      source ──full, +1──► u ──full, +2──► v ──room──► target            rate 1
 *      source ──full, -1──► u ──room──► target                            rate -1, unless another
 *                                                                         path leads to u
 *
 * A full arc that shrinks takes its rate from the result, and gives back as much at its tail: a
 * gate from the source to the tail, and one from the head to the target, where increments find
 * another path from one to the other.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/tolerance.h"
#include "bounds/moving_cut.h"

/* ---- who reaches whom ---- */

static unsigned char *row_at(const cf_moving_cut *moving, int row)
{
    return moving->rows + (size_t)row * cf_moving_cut_row_bytes(moving);
}

static unsigned char *fill_row(cf_moving_cut *moving, int from)
{
    const cf_max_flow *flow = &moving->cut.flow;
    int row = moving->rows_used++ % moving->row_count, queued = 0;
    unsigned char *bits = row_at(moving, row);

    if (moving->vertex_of[row] >= 0)
        moving->row_of[moving->vertex_of[row]] = -1;
    moving->vertex_of[row] = from;
    moving->row_of[from] = row;
    memset(bits, 0, cf_moving_cut_row_bytes(moving));
    bits[from / 8] |= (unsigned char)(1u << (from % 8));
    moving->queue[queued++] = from;
    for (int i = 0; i < queued; i++) {
        int v = moving->queue[i];

        for (int k = flow->start[v]; k < flow->start[v + 1]; k++) {
            int w = flow->head[flow->at[k]];
            unsigned char bit = (unsigned char)(1u << (w % 8));

            if ((bits[w / 8] & bit) != 0 || !cf_moving_cut_has_room(moving, flow->at[k]))
                continue;
            bits[w / 8] |= bit;
            moving->queue[queued++] = w;
        }
    }
    return bits;
}

/* Whether increments can get from one vertex to another through what has room. */
static bool reaches(cf_moving_cut *moving, int from, int to)
{
    int source = moving->cut.problem->vertex_count, target = source + 1;
    const unsigned char *bits;

    if (from == source)
        return moving->from_source[to];
    if (to == target)
        return cf_moving_cut_to_target(moving)[from];
    if (from == to)
        return true;
    bits =
        moving->row_of[from] >= 0 ? row_at(moving, moving->row_of[from]) : fill_row(moving, from);
    return (bits[to / 8] & (1u << (to % 8))) != 0;
}

/* ---- the flow of increments ---- */

/* Gates let limited increments pass: 0 and 1 are source and target, 2 + 2i and 3 + 2i the two ends
 * of gate i. Between the end of one and the beginning of another all can pass or nothing. */
struct gate_graph {
    double *room; /* room[i * size + j]: from i to j */
    int *before, *queue;
    int size;
};

struct gate {
    int tail, head;
    double limit;
};

static double *room_between(const struct gate_graph *graph, int i, int j)
{
    return &graph->room[(size_t)i * (size_t)graph->size + (size_t)j];
}

static void link_gates(struct gate_graph *graph, cf_moving_cut *moving, const struct gate *gates,
                       int count)
{
    int source = moving->cut.problem->vertex_count, target = source + 1;

    for (int i = 0; i < count; i++) {
        int in = 2 + 2 * i, out = in + 1;

        *room_between(graph, in, out) = gates[i].limit;
        if (reaches(moving, source, gates[i].tail))
            *room_between(graph, 0, in) = (double)INFINITY;
        if (reaches(moving, gates[i].head, target))
            *room_between(graph, out, 1) = (double)INFINITY;
        for (int j = 0; j < count; j++) {
            if (j != i && reaches(moving, gates[i].head, gates[j].tail))
                *room_between(graph, out, 2 + 2 * j) = (double)INFINITY;
        }
    }
}

/* A shortest path from 0 to 1; false where no path is left. */
static bool find_gate_path(struct gate_graph *graph)
{
    int queued = 0;

    for (int i = 0; i < graph->size; i++)
        graph->before[i] = -1;
    graph->before[0] = 0;
    graph->queue[queued++] = 0;
    for (int next = 0; next < queued && graph->before[1] < 0; next++) {
        int i = graph->queue[next];

        for (int j = 0; j < graph->size; j++) {
            if (graph->before[j] >= 0 || !(*room_between(graph, i, j) > CF_SAME_AMOUNT))
                continue;
            graph->before[j] = i;
            graph->queue[queued++] = j;
        }
    }
    return graph->before[1] >= 0;
}

static double fill_gate_paths(struct gate_graph *graph)
{
    double moved = 0.0;

    while (find_gate_path(graph)) {
        double most = (double)INFINITY;

        for (int j = 1; j != 0; j = graph->before[j])
            most = fmin(most, *room_between(graph, graph->before[j], j));
        for (int j = 1; j != 0; j = graph->before[j]) {
            *room_between(graph, graph->before[j], j) -= most;
            *room_between(graph, j, graph->before[j]) += most;
        }
        moved += most;
    }
    return moved;
}

static cf_status flow_through_gates(cf_moving_cut *moving, const struct gate *gates, int count,
                                    double *moved)
{
    size_t size = 2 + 2 * (size_t)count;
    struct gate_graph graph = { .room = calloc(size * size, sizeof(double)),
                                .before = calloc(size, sizeof(int)),
                                .queue = calloc(size, sizeof(int)),
                                .size = (int)size };
    cf_status status = CF_NO_MEMORY;

    if (graph.room != NULL && graph.before != NULL && graph.queue != NULL) {
        link_gates(&graph, moving, gates, count);
        *moved = fill_gate_paths(&graph);
        status = CF_OK;
    }
    free(graph.room);
    free(graph.before);
    free(graph.queue);
    return status;
}

static bool is_one_full(const cf_moving_cut *moving, const cf_moving_arc *arcs, int count)
{
    for (int i = 0; i < count; i++) {
        if (cf_moving_cut_is_full(moving, arcs[i].arc))
            return true;
    }
    return false;
}

cf_status cf_moving_cut_rate(cf_moving_cut *moving, const cf_moving_arc *arcs, int count,
                             double *rate)
{
    const cf_max_flow *flow = &moving->cut.flow;
    int source = moving->cut.problem->vertex_count, target = source + 1, gate_count = 0;
    struct gate *gates;
    double less = 0.0, moved = 0.0;
    bool begun = false;
    cf_status status;

    *rate = 0.0;
    if (!is_one_full(moving, arcs, count))
        return CF_OK;
    gates = calloc(2 * (size_t)count + 1, sizeof *gates);
    status = gates == NULL ? CF_NO_MEMORY : CF_OK;
    for (int i = 0; status == CF_OK && i < count; i++) {
        int tail = cf_max_flow_tail(flow, arcs[i].arc), head = cf_max_flow_head(flow, arcs[i].arc);
        double by = arcs[i].rate;

        if (!cf_moving_cut_is_full(moving, arcs[i].arc)) /* there is room to spare */
            continue;
        if (by > 0) {
            gates[gate_count++] = (struct gate){ tail, head, by };
        } else { /* what no longer passes takes another way, or is lost */
            gates[gate_count++] = (struct gate){ source, tail, -by };
            gates[gate_count++] = (struct gate){ head, target, -by };
            less -= by;
        }
    }
    for (int i = 0; i < gate_count; i++)
        begun = begun || moving->from_source[gates[i].tail];
    if (status == CF_OK && begun)
        status = flow_through_gates(moving, gates, gate_count, &moved);
    *rate = moved - less;
    free(gates);
    return status;
}
