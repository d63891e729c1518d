/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: many clearings, on all processors: one for each entity (--each), for each point of a
 * curve (--curve), for each shock that the file names (--named). */
#include <math.h>
#include <stdlib.h>

#include "analyses/stress.h"
#include "base/tasks.h"

/* With more rows than this, suppliers that lose nothing have none in `each`. */
static const double most_whole_rows = 1e6;

/* One run over steps; a task is a step. */
struct walk {
    cf_stress *stress;
    cf_stress_rows *rows;
    int *done;
    enum { WALK_EACH, WALK_CURVE, WALK_NAMED } along;
    bool sparse;
};

/* What a step leaves for those who take results in order. */
struct found {
    cf_stress_row *rows;
    int count;
    cf_stress_fall *falls; /* along a curve: by entity; a step of -1 where it does not fail */
};

static cf_status open_worker(cf_worker *worker)
{
    const struct walk *walk = worker->job->payload;

    return cf_stress_bench_open(worker->bench, walk->stress);
}

static void close_worker(cf_worker *worker)
{
    cf_stress_bench_close(worker->bench);
}

static bool has_row(const struct walk *walk, const cf_stress_bench *bench, int entity)
{
    const cf_loss *loss = &bench->losses[entity];

    if (!cf_stress_is_supplier(bench, entity))
        return false;
    return !walk->sparse || fabs(cf_loss_sum(loss)) > 0 || loss->guarantees_called > 0;
}

static cf_status keep(struct found *found, const struct walk *walk, const cf_stress_bench *bench,
                      int step)
{
    int entities = bench->stress->owed.entity_count, count = 1;

    for (int u = 0; u < entities; u++)
        count += has_row(walk, bench, u);
    found->rows = calloc((size_t)count, sizeof *found->rows);
    if (found->rows == NULL)
        return CF_NO_MEMORY;
    for (int u = 0; u < entities; u++) {
        if (has_row(walk, bench, u))
            found->rows[found->count++] =
                (cf_stress_row){ .step = step, .entity = u, .loss = bench->losses[u] };
    }
    found->rows[found->count++] = (cf_stress_row){ .step = step,
                                                   .entity = -1,
                                                   .loss = { .guarantees_called = bench->called,
                                                             .guarantees_paid = bench->guaranteed },
                                                   .unpaid = bench->unpaid,
                                                   .failed = bench->failed };
    return CF_OK;
}

static cf_status keep_falls(struct found *found, const cf_stress_bench *bench, int step)
{
    int entities = bench->stress->owed.entity_count;

    found->falls = calloc((size_t)entities + 1, sizeof *found->falls);
    if (found->falls == NULL)
        return CF_NO_MEMORY;
    for (int u = 0; u < entities; u++)
        found->falls[u] = (cf_stress_fall){ .step = cf_stress_fails(bench, u) ? step : -1,
                                            .round = bench->result.round[u],
                                            .due = bench->due[u],
                                            .paid = bench->paid[u] };
    return CF_OK;
}

/* Clears under the shocks of a step. */
static cf_status clear(const struct walk *walk, cf_stress_bench *bench, int step)
{
    const cf_stress *stress = walk->stress;
    cf_shock shock = { CF_SHOCK_FUNDS, step, stress->each };

    if (walk->along == WALK_NAMED)
        return cf_stress_bench_run_on(bench, &stress->named.at[stress->named_from[step]],
                                      stress->named_from[step + 1] - stress->named_from[step],
                                      NULL);
    if (walk->along == WALK_CURVE) {
        shock = stress->curve_shock;
        shock.factor = cf_axis_value(&stress->curve, step);
    }
    return cf_stress_bench_run(bench, &shock);
}

static cf_status run_step(cf_worker *worker, int step)
{
    const struct walk *walk = worker->job->payload;
    struct found *found;
    cf_status status;

    if (!cf_worker_go_on(worker))
        return CF_OK;
    status = clear(walk, worker->bench, step);
    if (status != CF_OK)
        return status;
    found = calloc(1, sizeof *found);
    if (found == NULL)
        return CF_NO_MEMORY;
    worker->result = found;
    status = keep(found, walk, worker->bench, step);
    return status == CF_OK && walk->along == WALK_CURVE ? keep_falls(found, worker->bench, step)
                                                        : status;
}

static void free_found(void *result)
{
    struct found *found = result;

    if (found != NULL) {
        free(found->rows);
        free(found->falls);
    }
    free(found);
}

/* Keeps the falls next to no shock. */
static void take_falls(cf_stress *stress, const cf_stress_fall *falls)
{
    for (int u = 0; u < stress->owed.entity_count; u++) {
        int so_far = stress->falls[u].step, step = falls[u].step;

        if (step >= 0 && (so_far < 0 || fabs(cf_axis_value(&stress->curve, step) - 1.0) <
                                            fabs(cf_axis_value(&stress->curve, so_far) - 1.0)))
            stress->falls[u] = falls[u];
    }
}

static cf_status take_step(const cf_job *job, int task, void *result)
{
    const struct walk *walk = job->payload;
    const struct found *found = result;

    (void)task;
    for (int i = 0; found != NULL && i < found->count; i++) {
        if (!cf_vec_push(walk->rows, found->rows[i]))
            return CF_NO_MEMORY;
    }
    if (found != NULL && found->falls != NULL)
        take_falls(walk->stress, found->falls);
    *walk->done += found != NULL;
    return CF_OK;
}

static cf_status walk_steps(struct walk *walk, int step_count, const char *unit)
{
    const cf_job job = { .task_count = step_count,
                         .threads = (int)walk->stress->threads,
                         .alone = walk->stress->threads > 0 ? 0.0 : 0.05,
                         .progress = walk->stress->request->progress,
                         .unit = unit,
                         .bench_size = sizeof(cf_stress_bench),
                         .open = open_worker,
                         .run = run_step,
                         .take = take_step,
                         .free_result = free_found,
                         .close = close_worker,
                         .payload = walk };
    bool complete;

    return cf_tasks_run(&job, &complete);
}

static cf_status tell_stopped(const char *option, int done, long steps, cf_diags *diags)
{
    if (done >= steps)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_STRESS_STOPPED, NULL, NULL,
                        "%s was stopped after %d of %ld steps", option, done, steps);
}

static int count_suppliers(const cf_stress *stress)
{
    int count = 0;

    for (int u = 0; u < stress->owed.entity_count; u++)
        count += stress->revenue[u] > 0 || stress->capital[u] > 0;
    return count;
}

static cf_status walk_each(cf_stress *stress, cf_diags *diags)
{
    int entities = stress->owed.entity_count;
    double rows = (double)entities * (double)count_suppliers(stress);
    struct walk walk = { .stress = stress,
                         .rows = &stress->each_rows,
                         .done = &stress->each_done,
                         .sparse = rows > most_whole_rows };
    cf_status status = walk_steps(&walk, entities, "entities");

    return status == CF_OK ? tell_stopped("--each", stress->each_done, entities, diags) : status;
}

static cf_status walk_curve(cf_stress *stress, cf_diags *diags)
{
    struct walk walk = { .stress = stress,
                         .rows = &stress->curve_rows,
                         .done = &stress->curve_done,
                         .along = WALK_CURVE };
    cf_status status;

    stress->falls =
        cf_arena_new(&stress->arena, (size_t)stress->owed.entity_count, sizeof *stress->falls);
    if (stress->falls == NULL)
        return CF_NO_MEMORY;
    for (int u = 0; u < stress->owed.entity_count; u++)
        stress->falls[u].step = -1;
    status = walk_steps(&walk, (int)stress->curve.count, "points");
    return status == CF_OK ? tell_stopped("--curve", stress->curve_done, stress->curve.count, diags)
                           : status;
}

static cf_status walk_named(cf_stress *stress, cf_diags *diags)
{
    int count = stress->named_count;
    struct walk walk = { .stress = stress,
                         .rows = &stress->named_rows,
                         .done = &stress->named_done,
                         .along = WALK_NAMED };
    cf_status status = walk_steps(&walk, count, "shocks");

    return status == CF_OK ? tell_stopped("--named", stress->named_done, count, diags) : status;
}

cf_status cf_stress_walk(cf_stress *stress, cf_diags *diags)
{
    cf_status status = CF_OK;

    if (!isnan(stress->each))
        status = walk_each(stress, diags);
    if (status == CF_OK && stress->curve.name != NULL)
        status = walk_curve(stress, diags);
    if (status == CF_OK && stress->named_from != NULL)
        status = walk_named(stress, diags);
    return status;
}
