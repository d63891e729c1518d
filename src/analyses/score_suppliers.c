/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: follows the money of every supplier; the tables suppliers, routes, rests and cross. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/score_follow.h"
#include "base/tasks.h"
#include "base/tolerance.h"

static const char *id_of(const cf_score *score, int entity)
{
    return entity == CF_OTHERS ? CF_OTHERS_WORD : score->view->entities[entity].id;
}

/* ---- following all of them ---- */

/* Each worker follows one supplier at a time; results are added in the order of suppliers. */
struct job {
    cf_score *score;
    unsigned what;
    int opened; /* workers so far */
};

static cf_status open_follower(cf_worker *worker)
{
    struct job *job = worker->job->payload;
    cf_follower **follower = worker->bench;

    return cf_follower_new(follower, job->score, job->opened++ > 0);
}

static cf_status follow_one(cf_worker *worker, int task)
{
    const struct job *job = worker->job->payload;
    cf_follower **follower = worker->bench;
    cf_followed *followed = NULL;
    cf_status status = cf_follow(&followed, *follower, &job->score->exposures[task], job->what);

    worker->result = followed;
    return status;
}

static void close_follower(cf_worker *worker)
{
    cf_follower **follower = worker->bench;

    cf_follower_free(*follower);
}

static void free_followed(void *followed)
{
    cf_followed_free(followed);
}

static bool append(cf_money_parts *to, const cf_money_parts *from)
{
    if (from->count == 0)
        return true;
    if (!cf_vec_reserve(to, (long)to->count + from->count))
        return false;
    memcpy(to->at + to->count, from->at, (size_t)from->count * sizeof *from->at);
    to->count += from->count;
    return true;
}

/* Of equals, the first in file order. */
static void add_looping(cf_score *score, const cf_followed *followed)
{
    for (int i = 0; i < followed->looping.count; i++) {
        const cf_looping_part *part = &followed->looping.at[i];

        if (part->amount > score->looping[part->deal] * (1.0 + CF_SAME_FIGURE)) {
            score->looping[part->deal] = part->amount;
            score->looping_supplier[part->deal] = followed->exposure->entity;
        }
    }
}

static cf_status take_followed(const cf_job *job, int task, void *result)
{
    cf_score *score = ((struct job *)job->payload)->score;
    const cf_followed *followed = result;

    (void)task;
    add_looping(score, followed);
    return append(&score->routes, &followed->routes) && append(&score->rests, &followed->rests) &&
                   append(&score->cross, &followed->cross)
               ? CF_OK
               : CF_NO_MEMORY;
}

/* After a stop nothing is kept: the tables of some suppliers are not those of all. */
static void forget_followed(cf_score *score)
{
    score->stopped_at = CF_SCORE_FOLLOWED;
    score->routes.count = score->rests.count = score->cross.count = 0;
    for (int i = 0; i < score->view->deal_count; i++)
        score->looping[i] = (double)NAN;
}

static cf_status follow_all(cf_score *score)
{
    struct job payload = { .score = score, .what = score->all_rows ? 0 : CF_FOLLOW_FOLD };
    const cf_job job = { .task_count = score->exposure_count,
                         .threads = score->threads,
                         .alone = cf_tasks_alone(score->threads),
                         .progress = score->request->progress,
                         .unit = "suppliers' money",
                         .bench_size = sizeof(cf_follower *),
                         .open = open_follower,
                         .run = follow_one,
                         .take = take_followed,
                         .free_result = free_followed,
                         .close = close_follower,
                         .payload = &payload };
    bool complete;
    cf_status status;

    payload.what |= cf_score_wants(score, SCORE_DEALS) ? CF_FOLLOW_LOOPING : 0;
    payload.what |= cf_score_wants(score, SCORE_CROSS) ? CF_FOLLOW_CROSS : 0;
    payload.what |= cf_score_wants(score, SCORE_RESTS) ? CF_FOLLOW_RESTS : 0;
    payload.what |= cf_score_wants(score, SCORE_ROUTES) ? CF_FOLLOW_ROUTES : 0;
    if ((payload.what & ~(unsigned)CF_FOLLOW_FOLD) == 0)
        return CF_OK;
    status = cf_tasks_run(&job, &complete);
    if (status == CF_OK && !complete)
        forget_followed(score);
    return status;
}

/* Measures all suppliers, or as many as there is time for. */
static cf_status measure_all(cf_score *score)
{
    cf_status status =
        cf_exposure_measure_many(score->exposures, score->exposure_count, &score->world,
                                 score->threads, score->request->progress);
    int measured = 0;

    score->supplier_count = score->exposure_count;
    for (int i = 0; i < score->exposure_count; i++)
        if (score->exposures[i].measured)
            score->exposures[measured++] = score->exposures[i];
    score->exposure_count = measured;
    if (measured < score->supplier_count) {
        forget_followed(score);
        score->stopped_at = CF_SCORE_SUPPLIERS;
    }
    return status;
}

/* Lists the chosen suppliers, and marks all. */
static void list_suppliers(cf_score *score)
{
    for (int v = 0; v < score->view->entity_count; v++) {
        cf_exposure exposure;

        cf_exposure_begin(&exposure, &score->world, v);
        score->suppliers[v] = cf_exposure_is_supplier(&exposure);
        if (score->suppliers[v] && score->chosen[v])
            score->exposures[score->exposure_count++] = exposure;
    }
}

cf_status cf_score_trace_suppliers(cf_score *score)
{
    size_t entities = (size_t)score->view->entity_count + 1;
    size_t deals = (size_t)score->view->deal_count + 1;
    cf_status status;

    score->suppliers = calloc(entities, sizeof *score->suppliers);
    score->exposures = calloc(entities, sizeof *score->exposures);
    score->undiluted = calloc(entities, sizeof *score->undiluted);
    score->looping = calloc(deals, sizeof *score->looping);
    score->looping_supplier = calloc(deals, sizeof *score->looping_supplier);
    if (score->suppliers == NULL || score->exposures == NULL || score->undiluted == NULL ||
        score->looping == NULL || score->looping_supplier == NULL)
        return CF_NO_MEMORY;
    list_suppliers(score);
    status = measure_all(score);
    if (status == CF_OK)
        status = cf_score_undilute(score);
    if (status == CF_OK)
        status = cf_score_concentrate(score);
    return status == CF_OK && score->stopped_at == CF_SCORE_PARTS ? follow_all(score) : status;
}

cf_status cf_score_follow(cf_score *score, const cf_exposure *exposure)
{
    cf_follower *follower = NULL;
    cf_followed *followed = NULL;
    cf_status status = cf_follower_new(&follower, score, false);

    score->routes.count = score->rests.count = 0;
    if (status == CF_OK)
        status = cf_follow(&followed, follower, exposure, CF_FOLLOW_ROUTES | CF_FOLLOW_RESTS);
    if (status == CF_OK &&
        !(append(&score->routes, &followed->routes) && append(&score->rests, &followed->rests)))
        status = CF_NO_MEMORY;
    cf_followed_free(followed);
    cf_follower_free(follower);
    return status;
}

/* ---- tables ---- */

static int compare_routes(const void *a, const void *b)
{
    const cf_money_part *x = a, *y = b;

    if (x->supplier != y->supplier)
        return x->supplier < y->supplier ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

void cf_score_supplier_cells(cf_cell cells[static SUPPLIERS_COLUMN_COUNT], const cf_score *score,
                             const cf_exposure *exposure)
{
    const cf_view_entity *entity = &score->view->entities[exposure->entity];
    double min = exposure->loopback[CF_MEASURE_MIN], max = exposure->loopback[CF_MEASURE_MAX];
    double invested = exposure->invested, revenue = exposure->revenue;
    double reported = exposure->reported, pro_rata = exposure->loopback[CF_MEASURE_PRO_RATA];
    const char *basis = entity->revenue_scaled ? "scaled" : "reported";
    double margin = entity->margin;
    const cf_cell row[] = {
        [SUPPLIERS_ENTITY] = cf_cell_text(entity->id),
        [SUPPLIERS_NAME] = cf_cell_text(entity->name),
        [SUPPLIERS_INVESTED] = cf_cell_number(invested),
        [SUPPLIERS_REACHABLE] = cf_cell_number(exposure->reachable),
        [SUPPLIERS_REVENUE] = cf_cell_number(revenue),
        [SUPPLIERS_REVENUE_REPORTED] = cf_cell_number(reported),
        [SUPPLIERS_REVENUE_BASIS] = cf_cell_text(entity->revenue_known ? basis : NULL),
        [SUPPLIERS_LOOPBACK_MIN] = cf_cell_number(min),
        [SUPPLIERS_LOOPBACK_PRO_RATA] = cf_cell_number(pro_rata),
        [SUPPLIERS_LOOPBACK_MAX] = cf_cell_number(max),
        [SUPPLIERS_LOOPBACK_MAX_OPEN] = cf_cell_number(exposure->loopback[CF_MEASURE_MAX_OPEN]),
        [SUPPLIERS_RATE_MIN] = cf_cell_number(cf_ratio(min, invested)),
        [SUPPLIERS_RATE_PRO_RATA] = cf_cell_number(cf_ratio(pro_rata, invested)),
        [SUPPLIERS_RATE_MAX] = cf_cell_number(cf_ratio(max, invested)),
        [SUPPLIERS_EXPOSURE_MIN] = cf_cell_number(cf_ratio(min, revenue)),
        [SUPPLIERS_EXPOSURE_PRO_RATA] = cf_cell_number(cf_ratio(pro_rata, revenue)),
        [SUPPLIERS_EXPOSURE_MAX] = cf_cell_number(cf_ratio(max, revenue)),
        [SUPPLIERS_EXPOSURE_REPORTED_MIN] = cf_cell_number(cf_ratio(min, reported)),
        [SUPPLIERS_EXPOSURE_REPORTED_PRO_RATA] = cf_cell_number(cf_ratio(pro_rata, reported)),
        [SUPPLIERS_EXPOSURE_REPORTED_MAX] = cf_cell_number(cf_ratio(max, reported)),
        [SUPPLIERS_VENDOR_FINANCING] = cf_cell_number(cf_ratio(exposure->reachable, reported)),
        [SUPPLIERS_LETTERS] = cf_cell_number(entity->letters),
        [SUPPLIERS_CONTINGENT] = cf_cell_number(entity->contingent),
        [SUPPLIERS_NON_CASH] = cf_cell_number(entity->non_cash),
        [SUPPLIERS_LOOPBACK_UNDILUTED] = cf_cell_number(score->undiluted[exposure->entity]),
        [SUPPLIERS_MARGIN] = cf_cell_number(margin),
        [SUPPLIERS_PROFIT_BACK_MIN] = cf_cell_number(margin * min),
        [SUPPLIERS_PROFIT_BACK_PRO_RATA] = cf_cell_number(margin * pro_rata),
        [SUPPLIERS_PROFIT_BACK_MAX] = cf_cell_number(margin * max),
        [SUPPLIERS_COST_LEAVING] = cf_cell_number((1.0 - margin) * pro_rata),
        [SUPPLIERS_NET_COST] = cf_cell_number(invested - margin * pro_rata),
        [SUPPLIERS_PAYERS_HHI_LOW] = cf_cell_number(score->hhi_low[exposure->entity]),
        [SUPPLIERS_PAYERS_HHI_HIGH] = cf_cell_number(score->hhi_high[exposure->entity]),
    };

    _Static_assert(CF_COUNT_OF(row) == SUPPLIERS_COLUMN_COUNT, "every column has its cell");
    memcpy(cells, row, sizeof row);
}

static cf_status add_suppliers(cf_score *score)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < score->exposure_count; i++) {
        cf_cell row[SUPPLIERS_COLUMN_COUNT];

        cf_score_supplier_cells(row, score, &score->exposures[i]);
        status = cf_table_add(score->tables[SCORE_SUPPLIERS], row);
    }
    return status;
}

static cf_status add_routes(cf_score *score)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < score->routes.count; i++) {
        const cf_money_part *route = &score->routes.at[i];
        cf_cell row[] = {
            [ROUTES_SUPPLIER] = cf_cell_text(id_of(score, route->supplier)),
            [ROUTES_INVESTEE] = cf_cell_text(id_of(score, route->from)),
            [ROUTES_LAST_PAYER] = cf_cell_text(id_of(score, route->to)),
            [ROUTES_AMOUNT] = cf_cell_number(route->amount),
        };

        status = cf_table_add(score->tables[SCORE_ROUTES], row);
    }
    return status;
}

static cf_status add_rests(cf_score *score)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < score->rests.count; i++) {
        const cf_money_part *rest = &score->rests.at[i];
        cf_cell row[] = {
            [RESTS_SUPPLIER] = cf_cell_text(id_of(score, rest->supplier)),
            [RESTS_ENTITY] =
                cf_cell_text(rest->to == CF_AS_CAPITAL ? NULL : id_of(score, rest->to)),
            [RESTS_AMOUNT] = cf_cell_number(rest->amount),
        };

        status = cf_table_add(score->tables[SCORE_RESTS], row);
    }
    return status;
}

static cf_status add_cross(cf_score *score)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < score->cross.count; i++) {
        const cf_money_part *part = &score->cross.at[i];
        cf_cell row[] = {
            [CROSS_FROM] = cf_cell_text(id_of(score, part->supplier)),
            [CROSS_TO] = cf_cell_text(id_of(score, part->to)),
            [CROSS_PRO_RATA] = cf_cell_number(part->amount),
        };

        status = cf_table_add(score->tables[SCORE_CROSS], row);
    }
    return status;
}

cf_status cf_score_fill_suppliers(cf_score *score)
{
    cf_status status = cf_exposure_sort(score->exposures, score->exposure_count, score->view);

    if (score->routes.count > 0)
        qsort(score->routes.at, (size_t)score->routes.count, sizeof(cf_money_part), compare_routes);
    if (status == CF_OK && score->tables[SCORE_SUPPLIERS] != NULL)
        status = add_suppliers(score);
    if (status == CF_OK && score->tables[SCORE_ROUTES] != NULL)
        status = add_routes(score);
    if (status == CF_OK && score->tables[SCORE_RESTS] != NULL)
        status = add_rests(score);
    if (status == CF_OK && score->tables[SCORE_CROSS] != NULL)
        status = add_cross(score);
    return status;
}
