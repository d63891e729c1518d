/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the three figures of the whole system that take longest. In large networks they are
 * computed side by side. */
#include <math.h>
#include <stdlib.h>

#include "analyses/score.h"
#include "base/sum.h"
#include "base/tasks.h"

/* Below so many payments no figure is worth a thread. */
enum { LARGE = 20000 };

static cf_status measure_circulation(cf_score *score)
{
    return cf_world_circulation(&score->world, &score->circulation);
}

/* Balanced flow forwarding, unless that would take long. */
static cf_status measure_forwarding(cf_score *score)
{
    const double most_work = 4e7; /* two seconds */
    const cf_flow *flow = score->world.untied;
    cf_sum circular = { 0 };
    cf_status status;

    score->leaves_out_forwarding = !score->exact && cf_flow_circular_work(flow) > most_work;
    if (score->leaves_out_forwarding)
        return CF_OK;
    score->circular = calloc((size_t)flow->edge_count + 1, sizeof *score->circular);
    if (score->circular == NULL)
        return CF_NO_MEMORY;
    status = cf_flow_circular(flow, score->circular);
    for (int e = 0; e < flow->edge_count; e++)
        cf_sum_add(&circular, score->circular[e]);
    score->bff = cf_sum_value(circular);
    return status;
}

static cf_status measure_finn(cf_score *score)
{
    return cf_trace_finn(score->world.untied_trace, score->exact, &score->finn, &score->finn_error);
}

/* ---- all three ---- */

enum { FIGURES = CF_SCORE_FINN - CF_SCORE_CIRCULATION + 1 };

static cf_status (*const measures[FIGURES])(cf_score *score) = { measure_circulation,
                                                                 measure_forwarding, measure_finn };

static cf_status measure_in_turn(cf_score *score)
{
    cf_status status = CF_OK;

    for (int i = 0; i < FIGURES && status == CF_OK; i++)
        if (cf_score_goes_on(score, (cf_score_part)(CF_SCORE_CIRCULATION + i)))
            status = measures[i](score);
    return status;
}

struct figures {
    cf_score *score;
    bool done[FIGURES];
};

static cf_status measure_one(cf_worker *worker, int task)
{
    struct figures *figures = worker->job->payload;
    cf_status status = measures[task](figures->score);

    figures->done[task] = true;
    return status;
}

/* Figures begin in order, so those that an early stop leaves out are the last ones. */
static cf_status measure_side_by_side(cf_score *score)
{
    struct figures figures = { .score = score };
    const cf_job job = { .task_count = FIGURES,
                         .threads = score->threads,
                         .progress = score->request->progress,
                         .unit = "figures of the system",
                         .run = measure_one,
                         .payload = &figures };
    bool complete;
    cf_status status;
    int done = 0;

    if (!cf_score_goes_on(score, CF_SCORE_CIRCULATION))
        return CF_OK;
    status = cf_tasks_run(&job, &complete);
    while (done < FIGURES && figures.done[done])
        done++;
    if (done < FIGURES)
        score->stopped_at = (cf_score_part)(CF_SCORE_CIRCULATION + done);
    return status;
}

/* ---- what there is to tell of them ---- */

static cf_status warn_of_circularity(const cf_score *score, cf_diags *diags)
{
    cf_status status = CF_OK;

    if (score->leaves_out_forwarding)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SCORE_NO_FORWARDING, NULL,
                              "use --exact to compute them all the same",
                              "circularity_bff and the column circular of the deals are left out: "
                              "the largest circuit is too large");
    if (status == CF_OK && score->finn_error > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SCORE_ESTIMATED, NULL,
                              "use --exact to measure every entity",
                              "finn_cycling_index is estimated from a sample of the entities: "
                              "%.4g, with a standard error of %.2g",
                              score->finn, score->finn_error);
    return status;
}

cf_status cf_score_measure_circularity(cf_score *score, cf_diags *diags)
{
    bool large = score->world.untied->edge_count >= LARGE;
    cf_status status = large && cf_tasks_threads(score->threads) > 1 ? measure_side_by_side(score)
                                                                     : measure_in_turn(score);

    return status == CF_OK ? warn_of_circularity(score, diags) : status;
}
