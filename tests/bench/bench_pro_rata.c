/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pro rata loop-back of all suppliers with one shared factorisation; peer: one each. */
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "base/sum.h"

struct task {
    const cf_flow *flow;
    int step;         /* the peer takes every so-manyth supplier only */
    double *loopback; /* of each node */
    double worst;     /* largest difference between money out and money found again */
};

static void measure(struct task *task, const cf_trace *trace, int supplier)
{
    const cf_flow *flow = task->flow;
    cf_sum back = { 0 }, found = { 0 }, invested = { 0 };

    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        if (cf_flow_is_origin(edge, supplier, false))
            cf_sum_add(&invested, edge->amount);
        if (edge->head == supplier)
            cf_sum_add(edge->capital ? &found : &back, cf_trace_on_edge(trace, e));
    }
    for (int v = 0; v < flow->vertex_count; v++)
        cf_sum_add(&found, cf_trace_kept(trace, v));
    task->loopback[supplier] = cf_sum_value(back);
    task->worst =
        fmax(task->worst, fabs(cf_sum_value(back) + cf_sum_value(found) - cf_sum_value(invested)) /
                              (cf_sum_value(invested) + 1e-300));
}

static cf_status shared(void *data)
{
    struct task *task = data;
    cf_trace *trace;
    cf_status status = cf_trace_new(&trace, task->flow);

    for (int s = 0; status == CF_OK && s < task->flow->vertex_count; s += task->step) {
        status = cf_trace_supplier(trace, s, false);
        if (status == CF_OK)
            measure(task, trace, s);
    }
    cf_trace_free(trace);
    return status;
}

static cf_status one_each(void *data)
{
    struct task *task = data;
    cf_status status = CF_OK;

    for (int s = 0; status == CF_OK && s < task->flow->vertex_count; s += task->step) {
        cf_trace *trace;

        status = cf_trace_new(&trace, task->flow);
        if (status == CF_OK)
            status = cf_trace_supplier(trace, s, false);
        if (status == CF_OK)
            measure(task, trace, s);
        cf_trace_free(trace);
    }
    return status;
}

static void bench_one(int vertices, int edges, int peer_step)
{
    random_network network;
    struct task task = { .step = 1 }, peer;
    timing our_time, peer_time;
    bool checked;

    random_network_make(&network, vertices, edges, 0, 3);
    task.flow = flow_of(&network);
    task.loopback = calloc((size_t)vertices, sizeof *task.loopback);
    peer = task;
    peer.step = peer_step;
    peer.loopback = calloc((size_t)vertices, sizeof *peer.loopback);
    must(task.loopback == NULL || peer.loopback == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    our_time = time_of(shared, &task);
    peer_time = time_of(one_each, &peer);
    peer_time.seconds *= peer_step;
    checked = task.worst < 1e-9 && peer.worst < 1e-9;
    for (int v = 0; v < vertices; v += peer_step)
        checked = checked && agree(task.loopback[v], peer.loopback[v], 1e-9);
    line_begin("pro_rata");
    line_number("suppliers", vertices);
    line_number("edges", edges);
    line_ours(our_time);
    line_number("peer_sampled_every", peer_step);
    line_peer("one_factorisation_each", our_time, peer_time);
    line_end(checked);
    free(task.loopback);
    free(peer.loopback);
    cf_flow_free((cf_flow *)task.flow);
    random_network_free(&network);
}

void bench_pro_rata(void)
{
    bench_one(1000, 3000, 50);
    bench_one(1000, 7000, 100);
    bench_one(4000, 12000, 1000);
}
