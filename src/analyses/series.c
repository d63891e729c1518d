/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goes through what-ifs on several threads. A task is a stretch of steps and a block of the
 * entities; its results for a step wait until all earlier steps are complete.
 */
#include "analyses/series.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/tasks.h"

enum {
    TASKS_A_THREAD = 8,       /* enough that the last ones do not wait for each other long */
    MOST_STRETCH = 64,        /* steps */
    LEAST_BLOCK = 4,          /* entities */
    MOST_IN_STRETCH = 1 << 16 /* exposures that wait */
};

/* What was found at a step. */
struct found {
    cf_exposure *exposures; /* NULL before the first block, and once taken */
    int blocks;             /* that are there */
};

struct run {
    const cf_series *series;
    cf_job job;
    cf_progress progress;
    int stretch, blocks; /* steps in a task; tasks that share its entities */
    struct found *found; /* of each step; under the lock of the workers */
    atomic_int taken;    /* steps */
    int opened;          /* workers */
    bool goes_on;
};

struct bench {
    cf_world *world, own;
    int at; /* step; -1: none yet */
};

/* ---- one step ---- */

static cf_exposure *room_for(struct run *run, int step)
{
    struct found *found = &run->found[step];

    if (found->exposures == NULL)
        found->exposures = calloc((size_t)run->series->entity_count + 1, sizeof *found->exposures);
    return found->exposures;
}

static bool is_measured(const cf_series *series, const cf_exposure *exposure)
{
    return cf_exposure_is_supplier(exposure) ||
           (series->steady != NULL && series->steady[exposure->entity]);
}

/* Those of exposures[from] .. exposures[past - 1] that are measured, a few at a time. */
static cf_status measure_range(cf_worker *worker, cf_exposure *exposures, int from, int past)
{
    const struct run *run = worker->job->payload;
    const struct bench *bench = worker->bench;
    int ahead[CF_MOST_AHEAD], count = 0;
    cf_status status;

    for (int i = from; i < past; i++) {
        if (is_measured(run->series, &exposures[i]))
            ahead[count++] = exposures[i].entity;
    }
    status = cf_what_if_look_ahead(bench->world->bench, ahead, count);
    for (int i = from; status == CF_OK && i < past && cf_worker_go_on(worker); i++) {
        if (is_measured(run->series, &exposures[i]))
            status = cf_exposure_loop_back(&exposures[i], bench->world);
    }
    return status;
}

static cf_status measure_block(cf_worker *worker, cf_exposure *exposures, int block)
{
    const struct run *run = worker->job->payload;
    const cf_series *series = run->series;
    const struct bench *bench = worker->bench;
    int first = (int)((long long)series->entity_count * block / run->blocks);
    int past = (int)((long long)series->entity_count * (block + 1) / run->blocks);
    cf_status status = CF_OK;

    while (status == CF_OK && first < past && cf_worker_go_on(worker)) {
        int count = 0, next = first;

        for (; next < past && count < CF_MOST_AHEAD; next++) {
            cf_exposure_begin(&exposures[next], bench->world, series->entities[next]);
            count += is_measured(series, &exposures[next]);
        }
        status = measure_range(worker, exposures, first, next);
        first = next;
    }
    return status;
}

/* Under the lock: takes the steps that are complete and next in turn. */
static cf_status take_in_turn(struct run *run)
{
    const cf_series *series = run->series;
    cf_status status = CF_OK;
    int next;

    while (status == CF_OK && run->goes_on &&
           (next = atomic_load(&run->taken)) < series->step_count &&
           run->found[next].blocks == run->blocks) {
        status = series->take(next, run->found[next].exposures, &run->goes_on, series);
        free(run->found[next].exposures);
        run->found[next].exposures = NULL;
        if (status == CF_OK)
            atomic_fetch_add(&run->taken, 1);
    }
    return status;
}

static cf_status run_step(cf_worker *worker, int step, int block)
{
    struct run *run = worker->job->payload;
    const cf_series *series = run->series;
    struct bench *bench = worker->bench;
    cf_exposure *exposures;
    cf_status status = series->go(bench->world, bench->at, step, series);

    bench->at = step;
    cf_worker_lock(worker);
    exposures = room_for(run, step);
    cf_worker_unlock(worker);
    if (status == CF_OK)
        status = exposures == NULL ? CF_NO_MEMORY : measure_block(worker, exposures, block);
    if (status == CF_OK && block == 0 && series->system != NULL && cf_worker_go_on(worker))
        status = series->system(bench->world, step, series);
    if (status != CF_OK || cf_worker_is_stopped(worker))
        return status;
    cf_worker_lock(worker);
    run->found[step].blocks++;
    status = take_in_turn(run);
    if (!run->goes_on)
        cf_worker_stop(worker);
    cf_worker_unlock(worker);
    return status;
}

/* ---- on the pool ---- */

/* The first worker has the world of the series. The memory for what they keep is divided among
 * them. */
static cf_status open_worker(cf_worker *worker)
{
    const size_t most = (size_t)128 << 20;
    struct run *run = worker->job->payload;
    struct bench *bench = worker->bench;
    cf_status status = CF_OK;

    *bench = (struct bench){ .world = run->series->world, .at = -1 };
    if (run->opened++ > 0) {
        bench->world = &bench->own;
        status = cf_world_open_another(&bench->own, run->series->world);
    }
    if (status == CF_OK)
        cf_what_if_keep_at_most(bench->world->bench,
                                most / (size_t)cf_tasks_threads(run->series->threads));
    return status;
}

static void close_worker(cf_worker *worker)
{
    const struct run *run = worker->job->payload;
    struct bench *bench = worker->bench;

    if (bench->world != run->series->world)
        cf_world_close_another(&bench->own);
}

static cf_status run_stretch(cf_worker *worker, int task)
{
    const struct run *run = worker->job->payload;
    int first = task / run->blocks * run->stretch, past = first + run->stretch;
    cf_status status = CF_OK;

    if (past > run->series->step_count)
        past = run->series->step_count;
    for (int step = first; status == CF_OK && step < past && cf_worker_go_on(worker); step++)
        status = run_step(worker, step, task % run->blocks);
    return status;
}

static bool tell_progress(void *payload, const cf_progress_state *tasks)
{
    const struct run *run = payload;
    const cf_progress *progress = run->series->progress;
    cf_progress_state state = { .done = atomic_load(&run->taken),
                                .total = run->series->step_count,
                                .unit = run->series->unit,
                                .found = -1 };

    (void)tasks; /* a reader knows steps, not tasks */
    return progress->step(progress->payload, &state);
}

/* ---- all together ---- */

static int within(long long number, long long least, long long most)
{
    return (int)(number > most ? most : number < least ? least : number);
}

/* Stretches while there are many steps, blocks of their entities while there are few. */
static void cut_into_tasks(struct run *run)
{
    const cf_series *series = run->series;
    int threads = cf_tasks_threads(series->threads), tasks = TASKS_A_THREAD * threads;
    int most = within(MOST_IN_STRETCH / (series->entity_count + 1), 1, MOST_STRETCH);
    int steps = series->step_count > 0 ? series->step_count : 1;

    run->stretch = within(steps / tasks, 1, most);
    run->blocks = threads == 1 ? 1
                               : within(series->entity_count / LEAST_BLOCK, 1,
                                        ((long long)tasks + steps - 1) / steps);
    run->job.task_count = (steps + run->stretch - 1) / run->stretch * run->blocks;
}

cf_status cf_series_run(const cf_series *series, int *done)
{
    struct run run = {
        .series = series,
        .job = { .threads = series->threads,
                 .alone = cf_tasks_alone(series->threads), /* a thread costs a what-if */
                 .bench_size = sizeof(struct bench),
                 .open = open_worker,
                 .run = run_stretch,
                 .close = close_worker },
        .found = calloc((size_t)series->step_count + 1, sizeof *run.found),
        .goes_on = true,
    };
    bool complete;
    cf_status status = CF_NO_MEMORY;

    run.progress = (cf_progress){ tell_progress, &run };
    run.job.payload = &run;
    if (series->progress != NULL)
        run.job.progress = &run.progress;
    cut_into_tasks(&run);
    if (run.found != NULL)
        status = cf_tasks_run(&run.job, &complete);
    for (int i = 0; run.found != NULL && i < series->step_count; i++)
        free(run.found[i].exposures);
    free(run.found);
    *done = atomic_load(&run.taken);
    return status;
}

/* ---- who is measured ---- */

enum { INVESTS = 1, SELLS = 2 };

int cf_series_candidates(int *entities, const cf_world *world, const bool *chosen,
                         const bool *others)
{
    const cf_network *network = &world->network->network;
    unsigned char *marks = calloc((size_t)world->view->entity_count + 1, sizeof *marks);
    int count = 0;

    if (marks == NULL)
        return -1;
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        if (payment->carries == CF_CAPITAL ||
            (world->view->options.origin_all && payment->carries == CF_TRADE))
            marks[payment->payer] |= INVESTS;
        if (payment->carries == CF_TRADE)
            marks[payment->payee] |= SELLS;
    }
    for (int v = 0; v < world->view->entity_count; v++) {
        bool sells = (marks[v] & SELLS) != 0 || world->view->entities[v].revenue_known;

        bool invests = (marks[v] & INVESTS) != 0 || cf_what_if_backs(world->bench, v);

        if ((chosen[v] && sells && invests) || (others != NULL && others[v]))
            entities[count++] = v;
    }
    free(marks);
    return count;
}
