/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Balanced flow forwarding. Peer: the definition as it stands, one step after another: a new flow
 * of what is left, one sparse solve for each of its components.
 */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "pro_rata/lu.h"

struct task {
    const cf_flow *flow;
    double *circular;
};

static cf_status ours(void *data)
{
    struct task *task = data;

    return cf_flow_circular(task->flow, task->circular);
}

static bool is_inside(const cf_flow *flow, const cf_edge *edge, int component)
{
    return flow->component[edge->tail] == component && flow->component[edge->head] == component;
}

/* ---- the peer ---- */

/* Money that passes each vertex in the stationary state, that of the first being 1. */
static cf_status find_weights(const cf_flow *flow, int component, int *place, double *weight)
{
    const int *vertices = &flow->component_vertices[flow->component_start[component]];
    int size = flow->component_start[component + 1] - flow->component_start[component], count = 0;
    cf_entry *entries = calloc((size_t)(flow->edge_count + size), sizeof *entries);
    double *row = calloc((size_t)size, sizeof *row);
    cf_lu *lu = NULL;
    cf_status status = entries == NULL || row == NULL ? CF_NO_MEMORY : CF_OK;

    for (int i = 0; status == CF_OK && i < size; i++) {
        place[vertices[i]] = i;
        weight[i] = i == 0 ? 1.0 : 0.0;
    }
    for (int e = 0; status == CF_OK && e < flow->edge_count; e++) {
        if (is_inside(flow, &flow->edges[e], component))
            row[place[flow->edges[e].tail]] += flow->edges[e].amount;
    }
    for (int e = 0; status == CF_OK && e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        if (is_inside(flow, edge, component) && place[edge->head] != 0)
            entries[count++] = (cf_entry){ place[edge->head], place[edge->tail],
                                           -edge->amount / row[place[edge->tail]] };
    }
    for (int i = 0; status == CF_OK && i < size; i++)
        entries[count++] = (cf_entry){ i, i, 1.0 };
    if (status == CF_OK)
        status = cf_lu_new(&lu, size, entries, count);
    if (status == CF_OK)
        cf_lu_solve(lu, weight, weight);
    for (int i = 0; status == CF_OK && i < size; i++)
        weight[i] /= row[i]; /* from now on: per unit of what it pays */
    cf_lu_free(lu);
    free(entries);
    free(row);
    return status;
}

/* Moves the circulation of one component; an edge that is used up is left with nothing. */
static cf_status play(struct task *task, const cf_flow *flow, int component, cf_payment *rest)
{
    int size = flow->component_start[component + 1] - flow->component_start[component];
    int *place = calloc((size_t)flow->vertex_count, sizeof *place);
    double *weight = calloc((size_t)size, sizeof *weight), most = 0.0;
    cf_status status = place == NULL || weight == NULL ? CF_NO_MEMORY : CF_OK;

    if (status == CF_OK)
        status = find_weights(flow, component, place, weight);
    for (int i = 0; status == CF_OK && i < size; i++)
        most = fmax(most, weight[i]);
    for (int e = 0; status == CF_OK && e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];
        double moved;

        if (!is_inside(flow, edge, component))
            continue;
        moved = edge->amount * weight[place[edge->tail]] / most;
        task->circular[edge->payment] += moved;
        rest[edge->payment].amount = cf_excess(edge->amount, moved);
    }
    free(place);
    free(weight);
    return status;
}

static cf_status by_definition(void *data)
{
    struct task *task = data;
    cf_network network = *task->flow->network;
    size_t size = (size_t)network.payment_count + 1;
    cf_payment *rest = calloc(size, sizeof *rest);
    cf_status status = rest == NULL ? CF_NO_MEMORY : CF_OK;
    bool moved = true;

    for (int i = 0; status == CF_OK && i < network.payment_count; i++) {
        rest[i] = network.payments[i];
        task->circular[i] = 0.0;
    }
    network.payments = rest;
    while (status == CF_OK && moved) {
        cf_flow *flow;

        moved = false;
        status = cf_flow_new(&flow, &network, false);
        for (int c = 0; status == CF_OK && c < flow->component_count; c++) {
            if (flow->component_start[c + 1] - flow->component_start[c] < 2)
                continue;
            moved = true;
            status = play(task, flow, c, rest);
        }
        cf_flow_free(flow);
    }
    free(rest);
    return status;
}

/* ---- the lines ---- */

static double around(const cf_adjacency *edges, const double *circular, int v)
{
    cf_sum sum = { 0 };

    for (int k = edges->start[v]; k < edges->start[v + 1]; k++)
        cf_sum_add(&sum, circular[edges->at[k]]);
    return cf_sum_value(sum);
}

/* As much in as out everywhere, no more than there is, and the same as the peer's. */
static bool is_right(const cf_flow *flow, const double *circular, const double *peer)
{
    for (int v = 0; v < flow->vertex_count; v++) {
        if (!agree(around(&flow->in_edges, circular, v), around(&flow->out_edges, circular, v),
                   1e-9))
            return false;
    }
    for (int e = 0; e < flow->edge_count; e++) {
        double amount = flow->edges[e].amount;

        if (circular[e] < 0 || circular[e] > amount * (1.0 + 1e-12))
            return false;
        if (peer != NULL && fabs(circular[e] - peer[flow->edges[e].payment]) > 1e-9 * amount)
            return false;
    }
    return true;
}

static void bench_one(int vertices, int edges, bool with_peer)
{
    random_network network;
    struct task task, peer;
    timing our_time, peer_time;

    random_network_make(&network, vertices, edges, 0, 4);
    task.flow = flow_of(&network);
    task.circular = calloc((size_t)edges + 1, sizeof *task.circular);
    peer = task;
    peer.circular = calloc((size_t)edges + 1, sizeof *peer.circular);
    must(task.circular == NULL || peer.circular == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    our_time = time_of(ours, &task);
    line_begin("forwarding");
    line_number("vertices", vertices);
    line_number("edges", edges);
    line_ours(our_time);
    if (with_peer) {
        peer_time = time_of(by_definition, &peer);
        line_peer("by_definition", our_time, peer_time);
    }
    line_end(is_right(task.flow, task.circular, with_peer ? peer.circular : NULL));
    free(task.circular);
    free(peer.circular);
    cf_flow_free((cf_flow *)task.flow);
    random_network_free(&network);
}

void bench_forwarding(void)
{
    bench_one(142, 1000, true);
    bench_one(200, 1400, true);
    bench_one(500, 3500, true);
    bench_one(1000, 7000, false);  /* the peer would take minutes from here on */
    bench_one(3333, 10000, false); /* beyond some of these score leaves it out */
    bench_one(4000, 28000, false);
}
