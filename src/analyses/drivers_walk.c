/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: the suppliers, largest pro rata first, each on whichever thread is free. */
#include <stdlib.h>
#include <string.h>

#include "analyses/drivers.h"
#include "base/sum.h"
#include "base/tasks.h"

struct ranked {
    int supplier;
    double amount; /* pro rata, rounded so that figures that differ by rounding only tie */
    const char *id;
};

struct walk {
    cf_drives *drives;
    struct ranked *ranked;
    cf_status (*add)(const cf_drives *drives, const cf_driven *driven, void *payload);
    void *payload;
};

/* ---- on the pool ---- */

static cf_status open_worker(cf_worker *worker)
{
    const struct walk *walk = worker->job->payload;

    return cf_drives_bench_open(worker->bench, walk->drives);
}

static void close_worker(cf_worker *worker)
{
    cf_drives_bench_close(worker->bench);
}

static cf_status measure_supplier(cf_worker *worker, int task)
{
    struct walk *walk = worker->job->payload;
    struct ranked *ranked = &walk->ranked[task];
    double value = 0.0;
    cf_status status = cf_drives_bench_pro_rata(worker->bench, ranked->supplier, &value);

    ranked->amount = cf_sort_amount(value);
    return status;
}

static cf_status find_drives(cf_worker *worker, int task)
{
    const struct walk *walk = worker->job->payload;
    cf_driven *driven = NULL;
    cf_status status = cf_drives_find(&driven, worker->bench, walk->drives->suppliers[task]);

    worker->result = driven;
    return status;
}

/* The first ones are kept for the digest. */
static cf_status take_drives(const cf_job *job, int task, void *result)
{
    struct walk *walk = job->payload;
    cf_drives *drives = walk->drives;
    cf_driven *driven = result;
    cf_status status;

    driven->attribution = drives->attributions == NULL ? NULL : &drives->attributions[task];
    status = walk->add == NULL ? CF_OK : walk->add(drives, driven, walk->payload);

    if (status != CF_OK)
        return status;
    drives->done = task + 1;
    driven->kept = drives->told_count < cf_drives_shown(drives);
    if (driven->kept)
        drives->told[drives->told_count++] = driven;
    return CF_OK;
}

static void free_drives(void *result)
{
    cf_driven *driven = result;

    if (driven != NULL && !driven->kept)
        cf_driven_free(driven);
}

/* What ranking the suppliers and finding their drivers have in common. */
static cf_job job_of(struct walk *walk, int count)
{
    const cf_drives *drives = walk->drives;

    return (cf_job){ .task_count = count,
                     .threads = (int)drives->threads,
                     .alone = cf_tasks_alone((int)drives->threads),
                     .progress = drives->request->progress,
                     .unit = "suppliers",
                     .bench_size = sizeof(cf_drives_bench),
                     .open = open_worker,
                     .close = close_worker,
                     .payload = walk };
}

/* ---- the order of suppliers ---- */

static int compare(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return cf_compare_ranked(x->amount, x->id, y->amount, y->id);
}

static void list_suppliers(struct walk *walk, const cf_drives_bench *bench, const bool *chosen)
{
    cf_drives *drives = walk->drives;
    const cf_view *view = drives->view;
    const cf_world world = {
        .view = view, .network = drives->network, .bench = bench->what_if, .flow = drives->flow
    };

    for (int v = 0; v < view->entity_count; v++) {
        cf_exposure exposure;

        cf_exposure_begin(&exposure, &world, v);
        if (chosen[v] && cf_exposure_is_supplier(&exposure))
            walk->ranked[drives->supplier_count++] =
                (struct ranked){ .supplier = v, .id = view->entities[v].id };
    }
}

/* With a bench, as only that knows what a supplier backs. */
static cf_status list_all(struct walk *walk, const bool *chosen)
{
    cf_drives_bench bench;
    const cf_flow *flow;
    cf_status status = cf_drives_bench_open(&bench, walk->drives);

    if (status == CF_OK && bench.what_if != NULL)
        status = cf_what_if_flow(&flow, bench.what_if);
    if (status == CF_OK)
        list_suppliers(walk, &bench, chosen);
    cf_drives_bench_close(&bench);
    return status;
}

static cf_status rank_suppliers(struct walk *walk, bool *complete)
{
    cf_drives *drives = walk->drives;
    cf_job job = job_of(walk, drives->supplier_count);
    cf_status status;

    job.run = measure_supplier;
    status = cf_tasks_run(&job, complete);
    if (drives->supplier_count > 0)
        qsort(walk->ranked, (size_t)drives->supplier_count, sizeof *walk->ranked, compare);
    for (int i = 0; i < drives->supplier_count; i++)
        drives->suppliers[i] = walk->ranked[i].supplier;
    return status;
}

/* ---- all together ---- */

/* *count: the suppliers to be told; fewer of them where it was stopped. */
static cf_status attribute(cf_drives *drives, int *count, bool *complete)
{
    const cf_attribution_question question = { .network = &drives->network->network,
                                               .origin_all = drives->view->options.origin_all,
                                               .suppliers = drives->suppliers,
                                               .count = *count,
                                               .draws = drives->draws,
                                               .seed = (uint64_t)drives->seed,
                                               .threads = (int)drives->threads,
                                               .progress = drives->request->progress };

    drives->attributions = calloc((size_t)*count + 1, sizeof *drives->attributions);
    if (drives->attributions == NULL)
        return CF_NO_MEMORY;
    return cf_attribute(drives->attributions, count, complete, &question);
}

/* Once the attribution was stopped, the rows of those that have one are still found. */
static cf_status find_all(struct walk *walk, bool *complete)
{
    cf_drives *drives = walk->drives;
    int count = walk->add == NULL ? cf_drives_shown(drives) : drives->supplier_count;
    bool attributed = true;
    cf_status status = drives->attribution ? attribute(drives, &count, &attributed) : CF_OK;
    cf_job job = job_of(walk, count);

    job.run = find_drives;
    job.take = take_drives;
    job.free_result = free_drives;
    if (!attributed)
        job.progress = NULL;
    if (status == CF_OK)
        status = cf_tasks_run(&job, complete);
    *complete = *complete && attributed;
    return status;
}

static cf_status tell_stopped(const cf_drives *drives, cf_diags *diags)
{
    return cf_diags_add(diags, CF_WARNING, CF_CODE_DRIVERS_STOPPED, NULL, NULL,
                        "stopped after the drivers of %d of %d suppliers were found", drives->done,
                        drives->supplier_count);
}

cf_status cf_drives_walk(cf_drives *drives, const bool *chosen, cf_drives_add *add, void *payload,
                         cf_diags *diags)
{
    size_t entities = (size_t)drives->view->entity_count + 1;
    struct walk walk = { .drives = drives,
                         .ranked = calloc(entities, sizeof *walk.ranked),
                         .add = add,
                         .payload = payload };
    bool complete = true;
    cf_status status = CF_NO_MEMORY;

    drives->suppliers = calloc(entities, sizeof *drives->suppliers);
    drives->told = calloc(entities, sizeof *drives->told);
    if (walk.ranked == NULL || drives->suppliers == NULL || drives->told == NULL)
        goto out;
    status = list_all(&walk, chosen);
    if (status == CF_OK)
        status = rank_suppliers(&walk, &complete);
    if (status == CF_OK && complete)
        status = find_all(&walk, &complete);
    if (status == CF_OK && !complete)
        status = tell_stopped(drives, diags);

out:
    free(walk.ranked);
    return status;
}

int cf_drives_shown(const cf_drives *drives)
{
    enum { SUPPLIERS_SHOWN = 3 };
    bool few = !drives->supplier_given && !drives->request->verbose;

    if (drives->request->no_digest)
        return 0;
    return few && drives->supplier_count > SUPPLIERS_SHOWN ? SUPPLIERS_SHOWN
                                                           : drives->supplier_count;
}
