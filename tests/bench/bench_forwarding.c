/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Balanced flow forwarding. */
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "base/sum.h"

struct task {
    const cf_flow *flow;
    double *circular;
};

static cf_status ours(void *data)
{
    struct task *task = data;

    return cf_flow_circular(task->flow, task->circular);
}

/* As much in as out everywhere, no more than there is. */
static bool is_circulation(const cf_flow *flow, const double *circular)
{
    for (int v = 0; v < flow->vertex_count; v++) {
        double in = 0.0, out = 0.0;

        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++)
            in += circular[flow->in_edges.at[k]];
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++)
            out += circular[flow->out_edges.at[k]];
        if (!agree(in, out, 1e-9))
            return false;
    }
    for (int e = 0; e < flow->edge_count; e++) {
        if (circular[e] < 0 || circular[e] > flow->edges[e].amount * (1.0 + 1e-12))
            return false;
    }
    return true;
}

static void bench_one(int vertices, int edges)
{
    random_network network;
    struct task task;
    timing our_time;

    random_network_make(&network, vertices, edges, 0, 4);
    task.flow = flow_of(&network);
    task.circular = calloc((size_t)edges + 1, sizeof *task.circular);
    must(task.circular == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    our_time = time_of(ours, &task);
    line_begin("forwarding");
    line_number("vertices", vertices);
    line_number("edges", edges);
    line_ours(our_time);
    line_end(is_circulation(task.flow, task.circular));
    free(task.circular);
    cf_flow_free((cf_flow *)task.flow);
    random_network_free(&network);
}

void bench_forwarding(void)
{
    bench_one(500, 3500);
    bench_one(1000, 7000);
    bench_one(4000, 28000);
}
