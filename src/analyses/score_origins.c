/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the table of origins: from whose outside funds the money of each entity came. */
#include <stdlib.h>

#include "analyses/score.h"
#include "base/sum.h"
#include "base/tasks.h"

enum { MOST_ENTITIES = 20000 }; /* where the table was not asked for by name */

struct origin {
    int entity, origin;
    double share;
};

struct share {
    int entity;
    double share;
};

typedef CF_VEC(struct share) shares;

/* Each worker follows the outside funds of one entity at a time; shares are added in the order of
 * origins. */
struct search {
    cf_score *score;
    double least; /* smaller shares are added up in `others` */
    CF_VEC(struct origin) found;
    cf_sum *others; /* of each entity */
    int opened;     /* workers so far */
};

static cf_status open_trace(cf_worker *worker)
{
    struct search *search = worker->job->payload;
    cf_trace **trace = worker->bench;

    if (search->opened++ > 0)
        return cf_trace_new(trace, search->score->world.untied);
    *trace = search->score->world.untied_trace;
    return CF_OK;
}

static void close_trace(cf_worker *worker)
{
    const struct search *search = worker->job->payload;
    cf_trace **trace = worker->bench;

    if (*trace != search->score->world.untied_trace)
        cf_trace_free(*trace);
}

static void free_shares(void *result)
{
    shares *list = result;

    if (list != NULL)
        free(list->at);
    free(list);
}

static cf_status spread(cf_worker *worker, int task)
{
    cf_trace **trace = worker->bench;
    shares *list = calloc(1, sizeof *list);
    const int *reached;
    int count = 0;
    cf_status status = list == NULL ? CF_NO_MEMORY : cf_trace_origin(*trace, task);

    worker->result = list;
    if (status != CF_OK)
        return status;
    reached = cf_trace_reached(*trace, &count);
    if (!cf_vec_reserve(list, count))
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        double share = cf_trace_mix(*trace, reached[i]);

        if (share > CF_ROUNDING)
            list->at[list->count++] = (struct share){ reached[i], share };
    }
    return CF_OK;
}

static cf_status take_shares(const cf_job *job, int task, void *result)
{
    struct search *search = job->payload;
    const shares *list = result;

    for (int i = 0; i < list->count; i++) {
        const struct share *share = &list->at[i];

        if (share->share < search->least)
            cf_sum_add(&search->others[share->entity], share->share);
        else if (!cf_vec_push(&search->found, (struct origin){ share->entity, task, share->share }))
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

static cf_status find_shares(struct search *search)
{
    cf_score *score = search->score;
    const cf_job job = { .task_count = score->view->entity_count,
                         .threads = score->threads,
                         .alone = cf_tasks_alone(score->threads),
                         .progress = score->request->progress,
                         .unit = "origins",
                         .bench_size = sizeof(cf_trace *),
                         .open = open_trace,
                         .run = spread,
                         .take = take_shares,
                         .free_result = free_shares,
                         .close = close_trace,
                         .payload = search };
    bool complete;
    cf_status status = cf_tasks_run(&job, &complete);

    if (status == CF_OK && !complete)
        score->stopped_at = CF_SCORE_ORIGINS;
    return status;
}

static cf_status add_others(struct search *search)
{
    for (int v = 0; v < search->score->view->entity_count; v++) {
        double share = cf_sum_value(search->others[v]);

        if (share > 0 && !cf_vec_push(&search->found, (struct origin){ v, CF_OTHERS, share }))
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

static int compare_origins(const void *a, const void *b)
{
    const struct origin *x = a, *y = b;

    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return (x->origin > y->origin) - (x->origin < y->origin);
}

/* The shares of an entity sum to 1. Rounding in a circuit that is almost closed can take from that
 * sum, so the shares are scaled back to it. */
static void sum_to_one(struct search *search)
{
    struct origin *found = search->found.at;
    int count = search->found.count, first = 0;

    while (first < count) {
        cf_sum sum = { 0 };
        int past = first;

        while (past < count && found[past].entity == found[first].entity)
            cf_sum_add(&sum, found[past++].share);
        for (; first < past; first++)
            found[first].share /= cf_sum_value(sum);
    }
}

static cf_status add_rows(const struct search *search, cf_table *table)
{
    const cf_view_entity *entities = search->score->view->entities;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < search->found.count; i++) {
        const struct origin *found = &search->found.at[i];
        cf_cell row[] = {
            [ORIGINS_ENTITY] = cf_cell_text(entities[found->entity].id),
            [ORIGINS_ORIGIN] = cf_cell_text(
                found->origin == CF_OTHERS ? CF_OTHERS_WORD : entities[found->origin].id),
            [ORIGINS_SHARE] = cf_cell_number(found->share),
        };

        status = cf_table_add(table, row);
    }
    return status;
}

cf_status cf_score_fill_origins(cf_score *score, cf_diags *diags)
{
    struct search search = { .score = score, .least = score->all_rows ? 0.0 : CF_SMALL_PART };
    int entities = score->view->entity_count;
    cf_status status;

    if (!cf_score_goes_on(score, CF_SCORE_ORIGINS))
        return CF_OK;
    if (entities > MOST_ENTITIES && score->request->table == NULL)
        return cf_diags_add(
            diags, CF_WARNING, CF_CODE_ORIGINS_LEFT_OUT, NULL, "use --table origins to get them",
            "origins were left out: there are %d entities, more than %d", entities, MOST_ENTITIES);
    search.others = calloc((size_t)entities + 1, sizeof *search.others);
    status = search.others == NULL ? CF_NO_MEMORY : find_shares(&search);
    if (status != CF_OK || score->stopped_at < CF_SCORE_PARTS)
        goto out;
    status = add_others(&search);
    if (status == CF_OK && search.found.count > 0)
        qsort(search.found.at, (size_t)search.found.count, sizeof *search.found.at,
              compare_origins);
    sum_to_one(&search);
    if (status == CF_OK)
        status = add_rows(&search, score->tables[SCORE_ORIGINS]);
out:
    free(search.found.at);
    free(search.others);
    return status;
}
