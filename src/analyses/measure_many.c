/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures many suppliers at once, each on whichever thread is free. A figure depends on the
 * amounts alone, so it is the same on every thread. */
#include <stdlib.h>

#include "analyses/world.h"
#include "base/tasks.h"

struct many {
    const cf_world *world;
    cf_exposure *exposures;
    int opened; /* workers so far */
};

/* The first worker has the world itself, the others one of their own on the same network. */
static cf_status open_worker(cf_worker *worker)
{
    struct many *many = worker->job->payload;
    cf_world *own = worker->bench;

    if (many->opened++ > 0)
        return cf_world_open_another(own, many->world);
    *own = *many->world;
    return CF_OK;
}

static cf_status measure(cf_worker *worker, int task)
{
    const struct many *many = worker->job->payload;
    cf_exposure *exposure = &many->exposures[task];

    return cf_exposure_measure(exposure, worker->bench, exposure->entity);
}

static void close_worker(cf_worker *worker)
{
    const struct many *many = worker->job->payload;
    cf_world *own = worker->bench;

    if (own->bench != many->world->bench)
        cf_world_close_another(own);
}

cf_status cf_exposure_measure_many(cf_exposure *exposures, int count, const cf_world *world,
                                   int threads)
{
    struct many many = { .world = world, .exposures = exposures };
    const cf_job job = { .task_count = count,
                         .threads = threads,
                         .alone = threads == 0 ? 0.05 : 0.0, /* a thread costs a network */
                         .bench_size = sizeof(cf_world),
                         .open = open_worker,
                         .run = measure,
                         .close = close_worker,
                         .payload = &many };
    bool complete;

    return cf_tasks_run(&job, &complete);
}
