/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pro rata loop-backs. Of all suppliers of a small component with one shared factorisation; peer:
 * one each. Of one, and of several at once, in a component of up to 10^6 edges; peer: a plain
 * Gauss-Seidel sweep. Finn's index, at all sizes.
 */
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
            cf_sum_add(edge->carries == CF_CAPITAL ? &found : &back, cf_trace_on_edge(trace, e));
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

/* ---- large components, and the peer: a plain sweep over rows of a sparse matrix ---- */

struct plain {
    int size, *start, *column;
    double *value, *right, *x;
};

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);

    must(memory == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    return memory;
}

/* One component; its vertices in the order of their numbers, which is along the ring. */
static struct plain plain_new(const cf_flow *flow)
{
    size_t size = (size_t)flow->vertex_count, edges = (size_t)flow->edge_count;
    struct plain plain = { .size = flow->vertex_count,
                           .start = room(size + 1, sizeof(int)),
                           .column = room(edges, sizeof(int)),
                           .value = room(edges, sizeof(double)),
                           .right = room(size, sizeof(double)),
                           .x = room(size, sizeof(double)) };
    int count = 0;

    for (int v = 0; v < plain.size; v++) {
        double all = flow->balances[v].out + flow->balances[v].kept;

        plain.start[v] = count;
        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

            plain.column[count] = edge->tail;
            plain.value[count++] = edge->amount / all;
        }
    }
    plain.start[plain.size] = count;
    return plain;
}

static void plain_free(struct plain *plain)
{
    free(plain->start);
    free(plain->column);
    free(plain->value);
    free(plain->right);
    free(plain->x);
}

struct large {
    const cf_flow *flow;
    cf_trace *trace;
    struct plain plain;
    int suppliers[CF_MOST_AHEAD], count, next; /* another one each time: none is remembered */
    double ours[CF_MOST_AHEAD], plainly;
};

static cf_status sweep_plainly(void *data)
{
    struct large *large = data;
    const cf_flow *flow = large->flow;
    struct plain *plain = &large->plain;
    int s = large->suppliers[0];
    double worst = 1.0;
    cf_sum back = { 0 };

    for (int v = 0; v < plain->size; v++)
        plain->x[v] = plain->right[v] = 0.0;
    for (int k = flow->out_edges.start[s]; k < flow->out_edges.start[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];
        const cf_balance *balance = &flow->balances[edge->head];

        if (edge->carries == CF_CAPITAL)
            plain->right[edge->head] += edge->amount / (balance->out + balance->kept);
    }
    while (worst > 1e-14) {
        worst = 0.0;
        for (int v = 0; v < plain->size; v++) {
            double sum = plain->right[v], move;

            if (v == s)
                continue;
            for (int k = plain->start[v]; k < plain->start[v + 1]; k++)
                sum += plain->value[k] * plain->x[plain->column[k]];
            move = fabs(sum - plain->x[v]);
            if (move > worst * sum)
                worst = move / sum;
            plain->x[v] = sum;
        }
    }
    for (int k = flow->in_edges.start[s]; k < flow->in_edges.start[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->carries == CF_TRADE)
            cf_sum_add(&back, edge->amount * plain->x[edge->tail]);
    }
    large->plainly = cf_sum_value(back);
    return CF_OK;
}

static cf_status trace_one(void *data)
{
    struct large *large = data;
    int other = large->suppliers[large->next = 1 - large->next];
    cf_status status = cf_trace_supplier(large->trace, other, false);

    if (large->next == 0)
        large->ours[0] = cf_trace_revenue(large->trace);
    return status;
}

static cf_status look_ahead(void *data)
{
    struct large *large = data;
    cf_status status = cf_trace_look_ahead(large->trace, large->suppliers, large->count, false);

    for (int i = 0; status == CF_OK && i < large->count; i++)
        status = cf_trace_loop_back(large->trace, large->suppliers[i], false, &large->ours[i]);
    return status;
}

static cf_status set_up(void *data)
{
    struct large *large = data;
    cf_trace *trace;
    cf_status status = cf_trace_new(&trace, large->flow);

    if (status == CF_OK)
        status = cf_trace_supplier(trace, large->suppliers[0], false);
    cf_trace_free(trace);
    return status;
}

static void choose_suppliers(struct large *large)
{
    const cf_flow *flow = large->flow;

    for (int v = 0; large->count < CF_MOST_AHEAD && v < flow->vertex_count; v++) {
        double invested = 0.0;

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            invested += edge->carries == CF_CAPITAL ? edge->amount : 0.0;
        }
        if (invested > 0)
            large->suppliers[large->count++] = v;
    }
}

static void large_line(const char *what, const struct large *large, double suppliers, timing ours,
                       timing theirs)
{
    line_begin("pro_rata");
    line_text("what", what);
    line_number("suppliers", suppliers);
    line_number("edges", large->flow->edge_count);
    line_ours(ours);
    line_peer("plain_sweeps", ours, theirs);
    line_end(agree(large->ours[0], large->plainly, 1e-11));
}

static void bench_large(int vertices, int edges)
{
    random_network network;
    struct large large = { .next = 1 };
    timing one, several, fresh, plain, plain_several;

    random_network_make(&network, vertices, edges, 0, 3);
    large.flow = flow_of(&network);
    large.plain = plain_new(large.flow);
    choose_suppliers(&large);
    must(cf_trace_new(&large.trace, large.flow), "cf_trace_new");
    plain = time_of(sweep_plainly, &large);
    plain_several = plain;
    plain_several.seconds *= large.count;
    one = time_of(trace_one, &large);
    must(look_ahead(&large), "cf_trace_look_ahead");
    large_line("one", &large, 1, one, plain);
    several = time_of(look_ahead, &large);
    large_line("side_by_side", &large, large.count, several, plain_several);
    fresh = time_of(set_up, &large);
    large_line("one_with_setting_up", &large, 1, fresh, plain);
    cf_trace_free(large.trace);
    plain_free(&large.plain);
    cf_flow_free((cf_flow *)large.flow);
    random_network_free(&network);
}

/* ---- Finn's index ---- */

struct finn {
    cf_trace *trace;
    bool exact;
    double index, error;
};

static cf_status find_finn(void *data)
{
    struct finn *finn = data;

    return cf_trace_finn(finn->trace, finn->exact, &finn->index, &finn->error);
}

/* Peer: every vertex measured, where that takes no minutes. */
static void bench_finn(int vertices, int edges, bool with_peer)
{
    random_network network;
    cf_flow *flow;
    struct finn ours = { .exact = false }, all;
    timing our_time, peer_time = { 0 };

    random_network_make(&network, vertices, edges, 0, 3);
    flow = flow_of(&network);
    must(cf_trace_new(&ours.trace, flow), "cf_trace_new");
    our_time = time_of(find_finn, &ours);
    all = ours;
    all.exact = true;
    if (with_peer)
        peer_time = time_of(find_finn, &all);
    line_begin("finn");
    line_number("vertices", vertices);
    line_number("edges", edges);
    line_ours(our_time);
    line_number("index", ours.index);
    line_number("standard_error", ours.error);
    if (with_peer)
        line_peer("every_vertex", our_time, peer_time);
    line_end(!with_peer || fabs(ours.index - all.index) <= 4 * ours.error + 1e-12 * all.index);
    cf_trace_free(ours.trace);
    cf_flow_free(flow);
    random_network_free(&network);
}

void bench_pro_rata(void)
{
    bench_one(1000, 3000, 50);
    bench_one(1000, 7000, 100);
    bench_one(4000, 12000, 1000);
    for (int edges = 1000; edges <= 1000000; edges *= 10)
        bench_large(edges / 4, edges);
    bench_finn(250, 1000, true);
    bench_finn(2500, 10000, true);
    bench_finn(12000, 48000, true);
    bench_finn(25000, 100000, false);
    bench_finn(250000, 1000000, false);
}
