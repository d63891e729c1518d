/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * simulate: the draws, on all processors. A task is some consecutive draws; its values go to their
 * places at once, and its sums are taken in the order of tasks, so that a run that was stopped has
 * those of its first draws and of no others.
 *
 *   a draw:  A ─► all figures      AB_1, AB_2, ... ─► pro rata of whom that source moves      B ─►
 * pro rata
 */
#include <math.h>
#include <stdlib.h>

#include "analyses/simulate.h"
#include "analyses/world.h"
#include "base/sum.h"
#include "base/tasks.h"

enum { DRAWS_OF_TASK = 32 };

const char *const cf_simulate_measures[VALUES] = { "loopback_min", "loopback_pro_rata",
                                                   "loopback_max", "exposure_pro_rata",
                                                   "invested" };
const int cf_simulate_divided[DIVIDED] = { VALUE_PRO_RATA, VALUE_EXPOSURE };

/* What a task leaves to be taken. */
struct result {
    cf_spread_sums sums;
    bool *listed;
    size_t draws;
};

struct bench {
    cf_draw_bench *draws;
    double *a, *b; /* of a draw: [supplier * DIVIDED + divided] */
};

/* ---- sums ---- */

static size_t pair_count(const cf_simulation *simulation)
{
    return (size_t)cf_draws_source_count(simulation->draws) * (size_t)simulation->count;
}

static cf_status sums_new(cf_spread_sums *sums, size_t pairs)
{
    sums->at = calloc(pairs + 1, sizeof *sums->at);
    sums->used = calloc(pairs + 1, sizeof *sums->used);
    return sums->at == NULL || sums->used == NULL ? CF_NO_MEMORY : CF_OK;
}

static void sums_free(cf_spread_sums *sums)
{
    for (int i = 0; i < sums->used_count; i++)
        free(sums->at[sums->used[i]]);
    free(sums->at);
    free(sums->used);
    *sums = (cf_spread_sums){ 0 };
}

static cf_source_sums *sums_of(cf_spread_sums *sums, int pair)
{
    if (sums->at[pair] == NULL) {
        sums->at[pair] = calloc(DIVIDED, sizeof **sums->at);
        if (sums->at[pair] != NULL)
            sums->used[sums->used_count++] = pair;
    }
    return sums->at[pair];
}

static void merge_sums(cf_source_sums *to, const cf_source_sums *more)
{
    cf_exact_sum_merge(&to->first, &more->first);
    cf_exact_sum_merge(&to->first_squares, &more->first_squares);
    cf_exact_sum_merge(&to->total, &more->total);
    cf_exact_sum_merge(&to->total_squares, &more->total_squares);
}

static cf_status take_sums(cf_spread_sums *to, const cf_spread_sums *from)
{
    for (int i = 0; i < from->used_count; i++) {
        int pair = from->used[i];
        cf_source_sums *sums = sums_of(to, pair);

        if (sums == NULL)
            return CF_NO_MEMORY;
        for (int d = 0; d < DIVIDED; d++)
            merge_sums(&sums[d], &from->at[pair][d]);
    }
    return CF_OK;
}

cf_status cf_simulate_add_sums(cf_spread_sums *to, int pair, const cf_exact_sum *sums)
{
    cf_source_sums *of = sums_of(to, pair);

    if (of == NULL)
        return CF_NO_MEMORY;
    for (int d = 0; d < DIVIDED; d++) {
        const cf_source_sums more = { sums[4 * d], sums[4 * d + 1], sums[4 * d + 2],
                                      sums[4 * d + 3] };

        merge_sums(&of[d], &more);
    }
    return CF_OK;
}

static void add_difference(cf_source_sums *sums, double a, double b, double ab)
{
    double g = b * (ab - a), h = (a - ab) * (a - ab) / 2.0;

    cf_exact_sum_add(&sums->first, g);
    cf_exact_sum_add(&sums->first_squares, g * g);
    cf_exact_sum_add(&sums->total, h);
    cf_exact_sum_add(&sums->total_squares, h * h);
}

/* ---- results of tasks ---- */

static void free_result(void *freed)
{
    struct result *result = freed;

    if (result == NULL)
        return;
    sums_free(&result->sums);
    free(result->listed);
    free(result);
}

static struct result *result_new(const cf_simulation *simulation)
{
    struct result *result = calloc(1, sizeof *result);

    if (result == NULL)
        return NULL;
    result->listed = calloc((size_t)simulation->count + 1, sizeof *result->listed);
    if (result->listed != NULL &&
        sums_new(&result->sums, simulation->divides ? pair_count(simulation) : 0) == CF_OK)
        return result;
    free_result(result);
    return NULL;
}

static cf_status take_result(const cf_job *job, int task, void *taken)
{
    cf_simulation *simulation = job->payload;
    const struct result *result = taken;

    (void)task;
    simulation->done += result->draws;
    for (int i = 0; i < simulation->count; i++)
        simulation->listed[i] = simulation->listed[i] || result->listed[i];
    return take_sums(&simulation->sums, &result->sums);
}

/* ---- a draw ---- */

static double exposure_of(const cf_loopback *loopback)
{
    return cf_ratio(loopback->pro_rata, loopback->revenue);
}

static cf_status measure_all(const cf_simulation *simulation, const struct bench *bench, size_t at,
                             struct result *result)
{
    cf_what_if *what_if = cf_draw_bench_what_if(bench->draws);
    size_t room = simulation->room;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < simulation->count; i++) {
        double *values = &simulation->values[(size_t)i * VALUES * room + at];
        int entity = simulation->suppliers[i];
        cf_loopback found;

        status = cf_what_if_measure(&found, what_if, entity, CF_MEASURES_KNOWN);
        values[VALUE_MIN * room] = found.min;
        values[VALUE_PRO_RATA * room] = found.pro_rata;
        values[VALUE_MAX * room] = found.max;
        values[VALUE_EXPOSURE * room] = exposure_of(&found);
        values[VALUE_INVESTED * room] = found.invested;
        result->listed[i] =
            result->listed[i] ||
            (found.invested > 0 &&
             (found.revenue > 0 || cf_what_if_network(what_if)->nodes[entity].revenue > 0));
    }
    return status;
}

static cf_status find_gross(double *out, cf_what_if *what_if)
{
    const cf_flow *flow; /* what is paid is known once there is a flow */
    cf_status status = cf_what_if_flow(&flow, what_if);

    *out = cf_gross_of(NULL, cf_what_if_network(what_if));
    return status;
}

/* Pro rata and exposure of one supplier as it is shown, and nothing else. */
static cf_status measure_divided(double out[static DIVIDED], const struct bench *bench, int entity)
{
    cf_loopback found;
    double exposure;
    cf_status status = cf_what_if_measure(&found, cf_draw_bench_what_if(bench->draws), entity,
                                          CF_MEASURE_BIT(CF_MEASURE_PRO_RATA));

    exposure = exposure_of(&found);
    out[DIVIDED_PRO_RATA] = found.pro_rata;
    out[DIVIDED_EXPOSURE] = isnan(exposure) ? 0.0 : exposure;
    return status;
}

static cf_status measure_set(double *out, const cf_simulation *simulation,
                             const struct bench *bench)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < simulation->count; i++)
        status = measure_divided(&out[i * DIVIDED], bench, simulation->suppliers[i]);
    return status;
}

static bool differs(const double *a, const double *b)
{
    return a[DIVIDED_PRO_RATA] < b[DIVIDED_PRO_RATA] || a[DIVIDED_PRO_RATA] > b[DIVIDED_PRO_RATA] ||
           a[DIVIDED_EXPOSURE] < b[DIVIDED_EXPOSURE] || a[DIVIDED_EXPOSURE] > b[DIVIDED_EXPOSURE];
}

/* A with one source from B: a supplier that this does not move adds nothing. */
static cf_status exchange(const cf_simulation *simulation, const struct bench *bench, int source,
                          struct result *result)
{
    cf_status status = CF_OK;

    cf_draw_bench_show(bench->draws, CF_DRAW_A, source);
    for (int i = 0; status == CF_OK && i < simulation->count; i++) {
        const double *a = &bench->a[i * DIVIDED], *b = &bench->b[i * DIVIDED];
        double ab[DIVIDED];
        cf_source_sums *sums;

        status = measure_divided(ab, bench, simulation->suppliers[i]);
        if (status != CF_OK || !differs(a, ab))
            continue;
        sums = sums_of(&result->sums, source * simulation->count + i);
        if (sums == NULL)
            return CF_NO_MEMORY;
        for (int d = 0; d < DIVIDED; d++)
            add_difference(&sums[d], a[d], b[d], ab[d]);
    }
    return status;
}

/* B comes first, so that from A on only one source moves at a time. */
static cf_status divide(const cf_simulation *simulation, const struct bench *bench, size_t at,
                        struct result *result)
{
    cf_status status = measure_set(bench->a, simulation, bench);

    cf_draw_bench_show(bench->draws, CF_DRAW_B, CF_NO_SOURCE);
    if (status == CF_OK)
        status = measure_set(bench->b, simulation, bench);
    for (int i = 0; i < simulation->count * DIVIDED; i++)
        simulation->others[(size_t)i * simulation->room + at] = bench->b[i];
    for (int i = 0; status == CF_OK && i < cf_draws_source_count(simulation->draws); i++)
        status = exchange(simulation, bench, i, result);
    return status;
}

static cf_status draw(const cf_simulation *simulation, const struct bench *bench, size_t at,
                      struct result *result)
{
    cf_status status;

    cf_draw_bench_begin(bench->draws, (uint64_t)simulation->from + at);
    cf_draw_bench_show(bench->draws, CF_DRAW_A, CF_NO_SOURCE);
    status = find_gross(&simulation->gross[at], cf_draw_bench_what_if(bench->draws));
    if (status == CF_OK)
        status = measure_all(simulation, bench, at, result);
    return status == CF_OK && simulation->divides ? divide(simulation, bench, at, result) : status;
}

/* ---- workers ---- */

static cf_status open_worker(cf_worker *worker)
{
    const cf_simulation *simulation = worker->job->payload;
    size_t size = (size_t)simulation->count * DIVIDED + 1;
    struct bench *bench = worker->bench;

    bench->a = calloc(size, sizeof *bench->a);
    bench->b = calloc(size, sizeof *bench->b);
    if (bench->a == NULL || bench->b == NULL)
        return CF_NO_MEMORY;
    return cf_draw_bench_new(&bench->draws, simulation->draws, simulation->network);
}

static void close_worker(cf_worker *worker)
{
    struct bench *bench = worker->bench;

    cf_draw_bench_free(bench->draws);
    free(bench->a);
    free(bench->b);
}

/* A task that is stopped half way leaves nothing. */
static cf_status run_task(cf_worker *worker, int task)
{
    const cf_simulation *simulation = worker->job->payload;
    size_t first = (size_t)task * DRAWS_OF_TASK, past = first + DRAWS_OF_TASK;
    struct result *result = result_new(simulation);
    cf_status status = CF_OK;

    if (result == NULL)
        return CF_NO_MEMORY;
    worker->result = result;
    if (past > simulation->room)
        past = simulation->room;
    for (size_t n = first; status == CF_OK && n < past; n++) {
        if (!cf_worker_go_on(worker))
            break;
        status = draw(simulation, worker->bench, n, result);
        result->draws = n + 1 - first;
    }
    return status;
}

static bool tell_draws(void *payload, const cf_progress_state *tasks)
{
    const cf_simulation *simulation = payload;
    const cf_progress *progress = simulation->request->progress;
    cf_progress_state state = *tasks;

    state.done = state.found = fmin(tasks->done * DRAWS_OF_TASK, (double)simulation->room);
    state.total = (double)simulation->room;
    state.unit = state.found_unit = "draws";
    return progress->step(progress->payload, &state);
}

cf_status cf_simulate_make_room(cf_simulation *simulation)
{
    size_t suppliers = (size_t)simulation->count, room = simulation->room;
    cf_status status = CF_OK;

    if (simulation->divides && pair_count(simulation) > INT_MAX)
        return CF_NO_MEMORY;
    simulation->listed = calloc(suppliers + 1, sizeof *simulation->listed);
    simulation->values = calloc(suppliers * VALUES + 1, room * sizeof *simulation->values);
    simulation->gross = calloc(room, sizeof *simulation->gross);
    if (simulation->divides) {
        simulation->others = calloc(suppliers * DIVIDED + 1, room * sizeof *simulation->others);
        status = sums_new(&simulation->sums, pair_count(simulation));
    }
    if (status != CF_OK || simulation->listed == NULL || simulation->values == NULL ||
        simulation->gross == NULL || (simulation->divides && simulation->others == NULL))
        return CF_NO_MEMORY;
    return CF_OK;
}

void cf_simulate_free(cf_simulation *simulation)
{
    free(simulation->listed);
    free(simulation->values);
    free(simulation->gross);
    free(simulation->others);
    sums_free(&simulation->sums);
}

cf_status cf_simulate_run(cf_simulation *simulation)
{
    const cf_progress telling = { .step = tell_draws, .payload = simulation };
    const cf_job job = { .task_count =
                             (int)((simulation->room + DRAWS_OF_TASK - 1) / DRAWS_OF_TASK),
                         .threads = (int)simulation->threads,
                         .progress = simulation->request->progress == NULL ? NULL : &telling,
                         .unit = "draws",
                         .bench_size = sizeof(struct bench),
                         .open = open_worker,
                         .run = run_task,
                         .take = take_result,
                         .free_result = free_result,
                         .close = close_worker,
                         .payload = simulation };
    bool complete;
    cf_status status = cf_simulate_make_room(simulation);

    return status == CF_OK ? cf_tasks_run(&job, &complete) : status;
}
