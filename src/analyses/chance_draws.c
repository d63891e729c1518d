/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chance: the draws, on all processors. Each worker has a copy of the payments and a flow on them;
 * a draw sets the payees, works the flow out anew in its own memory, and asks the engines of score
 * and loops. A draw depends on its number alone, so results do not depend on how draws are divided.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/chance.h"
#include "base/random.h"
#include "base/sum.h"
#include "base/tasks.h"
#include "circfin/bounds.h"
#include "circfin/loops.h"

enum {
    KIND_OF_ORDER = 7,      /* of random numbers; chance_shuffle.c has 5 and 6 */
    DRAWS_OF_TASK = 32,     /* at most */
    PAYMENTS_OF_TASK = 8192 /* or so many payments in all its draws */
};

struct bench {
    cf_payment *payments;
    cf_network network;
    cf_flow *flow;
    int *suppliers; /* scratch, of each node */
};

/* ---- one network ---- */

static bool goes_on(void *payload, const cf_progress_state *state)
{
    (void)state;
    return cf_worker_go_on(payload);
}

/* Those that invest and have revenue, on a circuit: only to them money can come back. By component,
 * so that neighbours can be solved together. */
static int list_suppliers(int *suppliers, const cf_flow *flow, bool origin_all)
{
    int count = 0;

    for (int i = 0; i < flow->vertex_count; i++) {
        int v = flow->component_vertices[i], c = flow->component[v];
        bool invests = false, sells = false;

        if (flow->component_start[c + 1] - flow->component_start[c] < 2)
            continue;
        for (int k = flow->out_edges.start[v]; !invests && k < flow->out_edges.start[v + 1]; k++)
            invests = cf_flow_is_origin(&flow->edges[flow->out_edges.at[k]], v, origin_all);
        for (int k = flow->in_edges.start[v]; !sells && k < flow->in_edges.start[v + 1]; k++)
            sells = flow->edges[flow->in_edges.at[k]].carries == CF_TRADE;
        if (invests && sells)
            suppliers[count++] = v;
    }
    return count;
}

static cf_status sum_loop_backs(double *out, cf_worker *worker, const struct bench *bench,
                                bool origin_all)
{
    int count = list_suppliers(bench->suppliers, bench->flow, origin_all);
    cf_trace *trace = NULL;
    cf_status status = cf_trace_new(&trace, bench->flow);
    cf_sum sum = { 0 };

    for (int i = 0; status == CF_OK && i < count && cf_worker_go_on(worker); i++) {
        const int *ahead = &bench->suppliers[i];
        double value = 0.0;

        if (i % CF_MOST_AHEAD == 0)
            status = cf_trace_look_ahead(
                trace, ahead, count - i < CF_MOST_AHEAD ? count - i : CF_MOST_AHEAD, origin_all);
        if (status == CF_OK)
            status = cf_trace_loop_back(trace, *ahead, origin_all, &value);
        cf_sum_add(&sum, value);
    }
    *out = cf_sum_value(sum);
    cf_trace_free(trace);
    return status;
}

static cf_status count_loops(double *out, cf_worker *worker, const cf_flow *flow)
{
    const cf_progress progress = { .step = goes_on, .payload = worker };
    const cf_loop_limits limits = { .kind = CF_LOOPS_FINANCING,
                                    .max_length = CF_CHANCE_LENGTH,
                                    .through = -1,
                                    .threads = 1,
                                    .progress = &progress };
    cf_loop_count found = { 0 };
    cf_hops *hops = NULL;
    cf_status status = cf_hops_new(&hops, flow, NULL);

    if (status == CF_OK)
        status = cf_loops_count(hops, &limits, &found);
    *out = found.financing;
    cf_hops_free(hops);
    return status;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : (double)NAN;
}

static cf_status measure(double out[static STATISTICS], cf_worker *worker)
{
    const cf_chance *chance = worker->job->payload;
    const struct bench *bench = worker->bench;
    cf_status status = cf_circulation_max(bench->flow, &out[STATISTIC_CIRCULARITY]);

    if (status == CF_OK)
        status = sum_loop_backs(&out[STATISTIC_LOOPBACK], worker, bench,
                                chance->view->options.origin_all);
    if (status == CF_OK)
        status = count_loops(&out[STATISTIC_LOOPS], worker, bench->flow);
    out[STATISTIC_CIRCULARITY] = share(out[STATISTIC_CIRCULARITY], chance->gross);
    out[STATISTIC_LOOPBACK] = share(out[STATISTIC_LOOPBACK], chance->capital);
    return status;
}

/* ---- workers ---- */

static cf_status open_worker(cf_worker *worker)
{
    const cf_chance *chance = worker->job->payload;
    struct bench *bench = worker->bench;
    size_t payments = (size_t)chance->network.payment_count;

    bench->payments = malloc((payments + 1) * sizeof *bench->payments);
    bench->suppliers = malloc(((size_t)chance->network.node_count + 1) * sizeof(int));
    if (bench->payments == NULL || bench->suppliers == NULL)
        return CF_NO_MEMORY;
    memcpy(bench->payments, chance->payments, payments * sizeof *bench->payments);
    bench->network = chance->network;
    bench->network.payments = bench->payments;
    return cf_flow_new(&bench->flow, &bench->network, false);
}

static void close_worker(cf_worker *worker)
{
    struct bench *bench = worker->bench;

    cf_flow_free(bench->flow);
    free(bench->payments);
    free(bench->suppliers);
}

/* ---- the network as it is ---- */

static cf_status observe(cf_worker *worker, int task)
{
    cf_chance *chance = worker->job->payload;

    (void)task;
    return measure(chance->observed, worker);
}

static cf_status measure_observed(cf_chance *chance, bool *complete)
{
    const cf_job job = { .task_count = 1,
                         .threads = 1,
                         .progress = chance->request->progress,
                         .bench_size = sizeof(struct bench),
                         .open = open_worker,
                         .run = observe,
                         .close = close_worker,
                         .payload = chance };

    return cf_tasks_run(&job, complete);
}

/* ---- draws ---- */

static int draws_of_task(const cf_chance *chance)
{
    int draws = PAYMENTS_OF_TASK / (chance->network.payment_count + 1);

    return draws < 1 ? 1 : draws > DRAWS_OF_TASK ? DRAWS_OF_TASK : draws;
}

static cf_status draw(cf_worker *worker, size_t n)
{
    const cf_chance *chance = worker->job->payload;
    struct bench *bench = worker->bench;
    double found[STATISTICS];
    cf_status status;

    if (chance->exact)
        cf_shuffle_show(&chance->shuffle, chance->order[n], bench->payments);
    else
        cf_shuffle_draw(&chance->shuffle, (uint64_t)chance->seed, n, bench->payments);
    status = cf_flow_renew(bench->flow);
    if (status == CF_OK)
        status = measure(found, worker);
    for (size_t s = 0; status == CF_OK && s < STATISTICS; s++)
        chance->values[s * chance->room + n] = found[s];
    return status;
}

/* The draws of one task: first .. past - 1. */
static size_t past_draw(const cf_chance *chance, int task, size_t *first)
{
    size_t draws = (size_t)draws_of_task(chance), past;

    *first = (size_t)task * draws;
    past = *first + draws;
    return past < chance->room ? past : chance->room;
}

static cf_status run_task(cf_worker *worker, int task)
{
    size_t n, past = past_draw(worker->job->payload, task, &n);
    cf_status status = CF_OK;

    while (status == CF_OK && n < past && cf_worker_go_on(worker))
        status = draw(worker, n++);
    return status;
}

/* Of a task that was stopped half way nothing is taken. */
static cf_status take_draws(const cf_job *job, int task, void *nothing)
{
    cf_chance *chance = job->payload;
    size_t first;

    (void)nothing;
    chance->done = past_draw(chance, task, &first);
    return CF_OK;
}

static bool tell_draws(void *payload, const cf_progress_state *tasks)
{
    const cf_chance *chance = payload;
    const cf_progress *progress = chance->request->progress;
    cf_progress_state state = *tasks;

    state.done = state.found = fmin(tasks->done * draws_of_task(chance), (double)chance->room);
    state.total = (double)chance->room;
    state.unit = state.found_unit = "draws";
    return progress->step(progress->payload, &state);
}

static cf_status run_draws(cf_chance *chance)
{
    const cf_progress telling = { .step = tell_draws, .payload = chance };
    size_t draws = (size_t)draws_of_task(chance);
    const cf_job job = { .task_count = (int)((chance->room + draws - 1) / draws),
                         .threads = (int)chance->threads,
                         .progress = chance->request->progress == NULL ? NULL : &telling,
                         .alone = cf_tasks_alone((int)chance->threads),
                         .unit = "draws",
                         .bench_size = sizeof(struct bench),
                         .open = open_worker,
                         .run = run_task,
                         .take = take_draws,
                         .free_result = free,
                         .close = close_worker,
                         .payload = chance };
    bool complete;

    return cf_tasks_run(&job, &complete);
}

/* ---- all ---- */

/* A random order, so that a run that is stopped has seen a sample. */
static cf_status order_arrangements(cf_chance *chance)
{
    cf_random_bits bits = cf_random_begin((uint64_t)chance->seed, 0, KIND_OF_ORDER);

    chance->order = calloc(chance->room + 1, sizeof *chance->order);
    if (chance->order == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < chance->room; i++) {
        size_t at = cf_random_below(&bits, (uint32_t)i + 1);

        chance->order[i] = chance->order[at];
        chance->order[at] = (uint32_t)i;
    }
    return CF_OK;
}

cf_status cf_chance_run(cf_chance *chance)
{
    cf_status status = cf_shuffle_new(&chance->shuffle, &chance->network);
    bool complete = false;

    if (status == CF_OK)
        chance->orders = cf_shuffle_count(&chance->shuffle);
    if (status == CF_OK && isnan(chance->orders))
        status = CF_NO_MEMORY;
    chance->exact = status == CF_OK && chance->orders < chance->wanted &&
                    cf_shuffle_is_short(&chance->shuffle, chance->orders);
    if (chance->exact)
        status = cf_shuffle_enumerate(&chance->shuffle);
    if (status != CF_OK)
        return status;
    chance->room = chance->exact ? cf_shuffle_size(&chance->shuffle) : (size_t)chance->wanted;
    chance->values = calloc(chance->room * STATISTICS + 1, sizeof *chance->values);
    if (chance->values == NULL)
        return CF_NO_MEMORY;
    if (chance->exact)
        status = order_arrangements(chance);
    if (status == CF_OK)
        status = measure_observed(chance, &complete);
    if (status == CF_OK && complete)
        status = run_draws(chance);
    for (int s = 0; !complete && s < STATISTICS; s++)
        chance->observed[s] = (double)NAN;
    return status;
}
