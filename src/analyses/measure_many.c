/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures many suppliers at once, a few together on whichever thread is free. A figure depends on
 * the amounts alone, so it is the same on every thread. */
#include <math.h>
#include <stdlib.h>

#include "analyses/world.h"
#include "base/tasks.h"

struct many {
    const cf_world *world;
    cf_exposure *exposures;
    int count, together; /* exposures: all, and those of a task */
    const cf_progress *progress;
    int opened; /* workers so far */
};

/* The first worker has the world itself, the others one of their own on the same network. */
static cf_status open_worker(cf_worker *worker)
{
    struct many *many = worker->job->payload;
    cf_world *own = worker->bench;
    cf_status status = CF_OK;

    if (many->opened++ == 0)
        *own = *many->world;
    else
        status = cf_world_open_another(own, many->world);
    if (status == CF_OK && own->trace == NULL)
        status = cf_what_if_trace(&own->trace, own->bench);
    return status;
}

static cf_status measure(cf_worker *worker, int task)
{
    const struct many *many = worker->job->payload;
    const cf_world *own = worker->bench;
    int first = task * many->together, suppliers[CF_MOST_AHEAD] = { 0 }, count = 0;
    cf_status status;

    while (count < many->together && first + count < many->count) {
        suppliers[count] = many->exposures[first + count].entity;
        count++;
    }
    status = cf_trace_look_ahead(own->trace, suppliers, count, own->view->options.origin_all);
    for (int i = 0; status == CF_OK && i < count && cf_worker_go_on(worker); i++)
        status = cf_exposure_measure(&many->exposures[first + i], own, suppliers[i]);
    return status;
}

static void close_worker(cf_worker *worker)
{
    const struct many *many = worker->job->payload;
    cf_world *own = worker->bench;

    if (own->bench != many->world->bench)
        cf_world_close_another(own);
}

/* A task is several suppliers. */
static bool tell_suppliers(void *payload, const cf_progress_state *tasks)
{
    const struct many *many = payload;
    cf_progress_state state = *tasks;

    state.done = fmin(tasks->done * many->together, many->count);
    state.total = many->count;
    return many->progress->step(many->progress->payload, &state);
}

cf_status cf_exposure_measure_many(cf_exposure *exposures, int count, const cf_world *world,
                                   int threads, const cf_progress *progress)
{
    int all = cf_tasks_threads(threads), share = (count + all - 1) / all;
    int together = share < 1 ? 1 : share < CF_MOST_AHEAD ? share : CF_MOST_AHEAD;
    struct many many = { .world = world,
                         .exposures = exposures,
                         .count = count,
                         .together = together,
                         .progress = progress };
    const cf_progress telling = { .step = tell_suppliers, .payload = &many };
    const cf_job job = { .task_count = (count + together - 1) / together,
                         .threads = threads,
                         .alone = cf_tasks_alone(threads), /* a thread costs a network */
                         .progress = progress == NULL ? NULL : &telling,
                         .unit = "suppliers",
                         .bench_size = sizeof(cf_world),
                         .open = open_worker,
                         .run = measure,
                         .close = close_worker,
                         .payload = &many };
    bool complete;

    return cf_tasks_run(&job, &complete);
}
