/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: many clearings, on all processors: one for each entity (--each), one for each point of a
 * curve (--curve), and those of a bisection (--until). */
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
    bool curve, sparse;
};

/* What a step leaves for those who take results in order. */
struct found {
    cf_stress_row *rows;
    int count;
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

static cf_shock shock_at(const struct walk *walk, int step)
{
    cf_shock shock = walk->stress->curve_shock;

    if (!walk->curve)
        return (cf_shock){ SHOCK_FUNDS, step, walk->stress->each };
    shock.factor = cf_axis_value(&walk->stress->curve, step);
    return shock;
}

static cf_status run_step(cf_worker *worker, int step)
{
    const struct walk *walk = worker->job->payload;
    cf_shock shock = shock_at(walk, step);
    struct found *found;
    cf_status status;

    if (!cf_worker_go_on(worker))
        return CF_OK;
    status = cf_stress_bench_run(worker->bench, &shock);
    if (status != CF_OK)
        return status;
    found = calloc(1, sizeof *found);
    if (found == NULL)
        return CF_NO_MEMORY;
    worker->result = found;
    return keep(found, walk, worker->bench, step);
}

static void free_found(void *result)
{
    struct found *found = result;

    if (found != NULL)
        free(found->rows);
    free(found);
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
    struct walk walk = {
        .stress = stress, .rows = &stress->curve_rows, .done = &stress->curve_done, .curve = true
    };
    cf_status status = walk_steps(&walk, (int)stress->curve.count, "points");

    return status == CF_OK ? tell_stopped("--curve", stress->curve_done, stress->curve.count, diags)
                           : status;
}

/* ---- until ---- */

/* The search: the rule holds at `worse` and not at `milder`. */
struct search {
    cf_stress_bench bench;
    cf_shock *shocks; /* those of the request; one has a factor that moves */
    int at;
};

static cf_status holds_at(bool *out, struct search *search, double factor)
{
    cf_status status;

    search->shocks[search->at].factor = factor;
    status = cf_stress_bench_run_on(&search->bench, search->shocks,
                                    search->bench.stress->shocks.count, NULL);
    *out = status == CF_OK && cf_stress_rule_holds(&search->bench.stress->until, &search->bench);
    return status;
}

/* From no shock, 1, towards `most`: the first factor at which the rule holds, by bisection. */
static cf_status find_mildest(double *out, struct search *search, double most)
{
    const double near = 1e-7;
    double milder = 1.0, worse = most;
    bool holds;
    cf_status status = holds_at(&holds, search, milder);

    if (status == CF_OK && holds)
        *out = milder;
    if (status != CF_OK || holds)
        return status;
    status = holds_at(&holds, search, worse);
    if (status != CF_OK || !holds)
        return status;
    while (status == CF_OK && fabs(worse - milder) > near) {
        double middle = 0.5 * (milder + worse);

        status = holds_at(&holds, search, middle);
        *(holds ? &worse : &milder) = middle;
    }
    *out = worse;
    return status;
}

static cf_status search_until(cf_stress *stress)
{
    struct search search = { .at = stress->until_shock };
    cf_status status = cf_stress_bench_open(&search.bench, stress);
    double given = stress->shocks.at[stress->until_shock].factor;

    search.shocks = calloc((size_t)stress->shocks.count + 1, sizeof *search.shocks);
    if (status == CF_OK && search.shocks == NULL)
        status = CF_NO_MEMORY;
    for (int i = 0; status == CF_OK && i < stress->shocks.count; i++)
        search.shocks[i] = stress->shocks.at[i];
    if (status == CF_OK)
        status = find_mildest(&stress->until_factor, &search, given > 1 ? given : 0.0);
    free(search.shocks);
    cf_stress_bench_close(&search.bench);
    return status;
}

cf_status cf_stress_walk(cf_stress *stress, cf_diags *diags)
{
    cf_status status = CF_OK;

    stress->until_factor = NAN;
    if (stress->until.of != RULE_NONE)
        status = search_until(stress);
    if (status == CF_OK && !isnan(stress->each))
        status = walk_each(stress, diags);
    if (status == CF_OK && stress->curve.name != NULL)
        status = walk_curve(stress, diags);
    return status;
}
