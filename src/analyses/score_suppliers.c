/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: what follows from tracing each supplier's money. */
#include "analyses/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/looping.h"
#include "base/sum.h"

/* Whether an amount is so small against `scale` that it is rounding. */
static bool is_nothing(double amount, double scale)
{
    return !(amount > CF_ROUNDING * scale);
}

static const char *id_of(const cf_score *score, int entity)
{
    return score->view->entities[entity].id;
}

/* ---- collecting, supplier by supplier ---- */

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Sorts values and keeps each once. @return how many remain */
static int keep_distinct(int *values, int count)
{
    int distinct = 0;

    qsort(values, (size_t)count, sizeof *values, compare_ints);
    for (int i = 0; i < count; i++) {
        if (distinct == 0 || values[distinct - 1] != values[i])
            values[distinct++] = values[i];
    }
    return distinct;
}

/* The distinct payers of trade into a supplier, in file order. */
static int list_last_payers(const cf_world *world, int supplier, int *payers)
{
    const cf_flow *flow = world->flow;
    int count = 0;

    for (int k = flow->in_edges.start[supplier]; k < flow->in_edges.start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->amount > 0 && !edge->capital)
            payers[count++] = flow->network->payments[edge->payment].payer;
    }
    return keep_distinct(payers, count);
}

/* Scratch for one supplier at a time. */
struct bench {
    double *share;       /* of coloured money at a vertex: what comes back by one last payer */
    double *all_share;   /* by any payer */
    double *by_entity;   /* sums by investee; 0 between uses */
    int *payers, *heads; /* room for all edges */
    int *cross;          /* room for all entities */
    cf_looping looping;
};

/* The distinct investees of a supplier, in file order. */
static int list_investees(const cf_score *score, int supplier, int *heads)
{
    const cf_flow *flow = score->world.flow;
    bool all = score->view->options.origin_all;
    int count = 0;

    for (int k = flow->out_edges.start[supplier]; k < flow->out_edges.start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (edge->amount > 0 && cf_flow_is_origin(edge, supplier, all))
            heads[count++] = flow->network->payments[edge->payment].payee;
    }
    return keep_distinct(heads, count);
}

static cf_status add_routes_of(cf_score *score, struct bench *bench, int supplier, int payer,
                               int investees, double invested)
{
    const cf_flow *flow = score->world.flow;
    bool all = score->view->options.origin_all;
    cf_status status = CF_OK;

    for (int k = flow->out_edges.start[supplier]; k < flow->out_edges.start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];
        int investee = flow->network->payments[edge->payment].payee;

        if (edge->amount > 0 && cf_flow_is_origin(edge, supplier, all) &&
            flow->component[edge->head] == flow->component[supplier])
            bench->by_entity[investee] += edge->amount * bench->share[edge->head];
    }
    for (int i = 0; i < investees; i++) {
        double *amount = &bench->by_entity[bench->heads[i]];

        if (status == CF_OK && !is_nothing(*amount, invested))
            status =
                cf_vec_push(&score->routes, (cf_route){ supplier, bench->heads[i], payer, *amount })
                    ? CF_OK
                    : CF_NO_MEMORY;
        *amount = 0.0;
    }
    return status;
}

static cf_status find_routes(cf_score *score, struct bench *bench, const cf_exposure *exposure)
{
    const cf_flow *flow = score->world.flow;
    int supplier = exposure->entity, component = flow->component[supplier];
    int payers = list_last_payers(&score->world, supplier, bench->payers);
    int investees = list_investees(score, supplier, bench->heads);
    int first = flow->component_start[component], past = flow->component_start[component + 1];
    cf_status status = CF_OK;

    for (int m = first; m < past; m++)
        bench->all_share[flow->component_vertices[m]] = 0.0;
    for (int p = 0; status == CF_OK && past - first > 1 && p < payers; p++) {
        status = cf_trace_return_shares(score->world.trace, bench->payers[p], bench->share);
        for (int m = first; status == CF_OK && m < past; m++) {
            int v = flow->component_vertices[m];

            bench->all_share[v] += bench->share[v];
        }
        if (status == CF_OK)
            status = add_routes_of(score, bench, supplier, bench->payers[p], investees,
                                   exposure->invested);
    }
    return status;
}

static int compare_rests(const void *a, const void *b)
{
    const cf_rest *x = a, *y = b;

    return (x->entity > y->entity) - (x->entity < y->entity);
}

/* The edges by which capital comes back to a supplier, or to money tied for it, in order. */
static int list_capital_back(const cf_flow *flow, int supplier, int *edges)
{
    int count = 0;

    for (int v = supplier; v < flow->vertex_count;
         v = v < flow->network->node_count ? flow->network->node_count : v + 1) {
        for (int k = flow->in_edges.start[v];
             cf_flow_counts_as(flow, v, supplier) && k < flow->in_edges.start[v + 1]; k++)
            if (flow->edges[flow->in_edges.at[k]].capital)
                edges[count++] = flow->in_edges.at[k];
    }
    return keep_distinct(edges, count);
}

static double returned_as_capital(const cf_world *world, struct bench *bench, int supplier)
{
    int count = list_capital_back(world->flow, supplier, bench->heads);
    cf_sum sum = { 0 };

    for (int i = 0; i < count; i++)
        cf_sum_add(&sum, cf_trace_on_edge(world->trace, bench->heads[i]));
    return cf_sum_value(sum);
}

static cf_status find_rests(cf_score *score, struct bench *bench, const cf_exposure *exposure)
{
    int count, first = score->rests.count, supplier = exposure->entity;
    const int *reached = cf_trace_reached(score->world.trace, &count);
    double returned = returned_as_capital(&score->world, bench, supplier);
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        double kept = cf_trace_kept(score->world.trace, reached[i]);

        if (!is_nothing(kept, exposure->invested))
            status = cf_vec_push(&score->rests, (cf_rest){ supplier, reached[i], kept })
                         ? CF_OK
                         : CF_NO_MEMORY;
    }
    if (score->rests.count > first)
        qsort(score->rests.at + first, (size_t)(score->rests.count - first), sizeof(cf_rest),
              compare_rests);
    if (status == CF_OK && !is_nothing(returned, exposure->invested) &&
        !cf_vec_push(&score->rests, (cf_rest){ supplier, -1, returned }))
        status = CF_NO_MEMORY;
    return status;
}

/* The other suppliers that coloured money can get to, in file order. */
static int list_cross(const cf_score *score, const bool *suppliers, int *cross)
{
    int reached_count, count = 0;
    const int *reached = cf_trace_reached(score->world.trace, &reached_count);

    for (int i = 0; i < reached_count; i++)
        if (reached[i] < score->view->entity_count && suppliers[reached[i]])
            cross[count++] = reached[i];
    return keep_distinct(cross, count);
}

static cf_status find_cross(cf_score *score, struct bench *bench, const bool *suppliers,
                            const cf_exposure *exposure)
{
    const cf_flow *flow = score->world.flow;
    int count = list_cross(score, suppliers, bench->cross);
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        int t = bench->cross[i];
        cf_sum sum = { 0 };

        if (t == exposure->entity)
            continue;
        for (int k = flow->in_edges.start[t]; k < flow->in_edges.start[t + 1]; k++) {
            if (!flow->edges[flow->in_edges.at[k]].capital)
                cf_sum_add(&sum, cf_trace_on_edge(score->world.trace, flow->in_edges.at[k]));
        }
        if (!is_nothing(cf_sum_value(sum), exposure->invested)) {
            cf_cell row[] = {
                [CROSS_FROM] = cf_cell_text(id_of(score, exposure->entity)),
                [CROSS_TO] = cf_cell_text(id_of(score, t)),
                [CROSS_PRO_RATA] = cf_cell_number(cf_sum_value(sum)),
            };

            status = cf_table_add(score->tables[SCORE_CROSS], row);
        }
    }
    return status;
}

/* Of equals, the first in file order. */
static void find_looping(cf_score *score, struct bench *bench, int supplier)
{
    cf_looping *looping = &bench->looping;

    cf_looping_find(looping, &score->world, supplier, bench->all_share);
    for (int i = 0; i < looping->count; i++) {
        int deal = looping->deals[i];

        if (looping->amount[deal] > score->looping[deal] * (1.0 + CF_SAME_FIGURE)) {
            score->looping[deal] = looping->amount[deal];
            score->looping_supplier[deal] = supplier;
        }
    }
}

/* ---- the one pass over the suppliers ---- */

static void bench_free(struct bench *bench)
{
    free(bench->share);
    free(bench->all_share);
    free(bench->by_entity);
    free(bench->payers);
    free(bench->heads);
    free(bench->cross);
    cf_looping_free(&bench->looping);
    *bench = (struct bench){ 0 };
}

static cf_status bench_new(struct bench *bench, const cf_score *score)
{
    size_t entities = (size_t)score->view->entity_count + 1;
    size_t vertices = (size_t)score->world.flow->vertex_count + 1;
    size_t edges = (size_t)score->world.flow->edge_count + 1;

    *bench = (struct bench){ .share = calloc(vertices, sizeof(double)),
                             .all_share = calloc(vertices, sizeof(double)),
                             .by_entity = calloc(entities, sizeof(double)),
                             .payers = calloc(edges, sizeof(int)),
                             .heads = calloc(edges, sizeof(int)),
                             .cross = calloc(entities, sizeof(int)) };
    if (bench->share != NULL && bench->all_share != NULL && bench->by_entity != NULL &&
        bench->payers != NULL && bench->heads != NULL && bench->cross != NULL &&
        cf_looping_new(&bench->looping, score->view) == CF_OK)
        return CF_OK;
    bench_free(bench);
    return CF_NO_MEMORY;
}

/* Whether a table wants more than the figures of the suppliers. */
static bool follows_money(const cf_score *score)
{
    return cf_score_wants(score, SCORE_DEALS) || cf_score_wants(score, SCORE_CROSS) ||
           cf_score_wants(score, SCORE_RESTS) || cf_score_wants(score, SCORE_ROUTES);
}

static cf_status follow_one(cf_score *score, struct bench *bench, const bool *suppliers,
                            const cf_exposure *exposure)
{
    bool looping = cf_score_wants(score, SCORE_DEALS);
    cf_status status =
        cf_trace_supplier(score->world.trace, exposure->entity, score->view->options.origin_all);

    if (status == CF_OK && cf_score_wants(score, SCORE_CROSS))
        status = find_cross(score, bench, suppliers, exposure);
    if (status == CF_OK && cf_score_wants(score, SCORE_RESTS))
        status = find_rests(score, bench, exposure);
    if (status == CF_OK && (looping || cf_score_wants(score, SCORE_ROUTES)))
        status = find_routes(score, bench, exposure);
    if (status == CF_OK && looping)
        find_looping(score, bench, exposure->entity);
    return status;
}

/* Lists the chosen suppliers, and marks all. */
static void list_suppliers(cf_score *score, bool *suppliers)
{
    for (int v = 0; v < score->view->entity_count; v++) {
        cf_exposure exposure;

        cf_exposure_begin(&exposure, &score->world, v);
        suppliers[v] = cf_exposure_is_supplier(&exposure);
        if (suppliers[v] && score->chosen[v])
            score->exposures[score->exposure_count++] = exposure;
    }
}

cf_status cf_score_trace_suppliers(cf_score *score)
{
    size_t entities = (size_t)score->view->entity_count + 1;
    size_t deals = (size_t)score->view->deal_count + 1;
    bool *suppliers = calloc(entities, sizeof *suppliers);
    struct bench bench;
    cf_status status = bench_new(&bench, score);

    score->exposures = calloc(entities, sizeof *score->exposures);
    score->looping = calloc(deals, sizeof *score->looping);
    score->looping_supplier = calloc(deals, sizeof *score->looping_supplier);
    if (suppliers == NULL || score->exposures == NULL || score->looping == NULL ||
        score->looping_supplier == NULL)
        status = CF_NO_MEMORY;
    if (status == CF_OK) {
        list_suppliers(score, suppliers);
        status = cf_exposure_measure_many(score->exposures, score->exposure_count, &score->world,
                                          score->threads);
    }
    for (int i = 0; status == CF_OK && follows_money(score) && i < score->exposure_count; i++)
        status = follow_one(score, &bench, suppliers, &score->exposures[i]);
    bench_free(&bench);
    free(suppliers);
    return status;
}

cf_status cf_score_follow(cf_score *score, const cf_exposure *exposure)
{
    struct bench bench;
    cf_status status = bench_new(&bench, score);

    score->routes.count = score->rests.count = 0;
    if (status == CF_OK)
        status = cf_trace_supplier(score->world.trace, exposure->entity,
                                   score->view->options.origin_all);
    if (status == CF_OK)
        status = find_rests(score, &bench, exposure);
    if (status == CF_OK)
        status = find_routes(score, &bench, exposure);
    bench_free(&bench);
    return status;
}

/* ---- tables ---- */

static int compare_routes(const void *a, const void *b)
{
    const cf_route *x = a, *y = b;

    if (x->supplier != y->supplier)
        return x->supplier < y->supplier ? -1 : 1;
    if (x->investee != y->investee)
        return x->investee < y->investee ? -1 : 1;
    return (x->last_payer > y->last_payer) - (x->last_payer < y->last_payer);
}

void cf_score_supplier_cells(cf_cell cells[static SUPPLIERS_COLUMN_COUNT], const cf_score *score,
                             const cf_exposure *exposure)
{
    const cf_view_entity *entity = &score->view->entities[exposure->entity];
    double min = exposure->loopback[CF_MEASURE_MIN], max = exposure->loopback[CF_MEASURE_MAX];
    double invested = exposure->invested, revenue = exposure->revenue;
    double reported = exposure->reported, pro_rata = exposure->loopback[CF_MEASURE_PRO_RATA];
    const char *basis = entity->revenue_scaled ? "scaled" : "reported";
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
        const cf_route *route = &score->routes.at[i];
        cf_cell row[] = {
            [ROUTES_SUPPLIER] = cf_cell_text(id_of(score, route->supplier)),
            [ROUTES_INVESTEE] = cf_cell_text(id_of(score, route->investee)),
            [ROUTES_LAST_PAYER] = cf_cell_text(id_of(score, route->last_payer)),
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
        const cf_rest *rest = &score->rests.at[i];
        cf_cell row[] = {
            [RESTS_SUPPLIER] = cf_cell_text(id_of(score, rest->supplier)),
            [RESTS_ENTITY] = cf_cell_text(rest->entity < 0 ? NULL : id_of(score, rest->entity)),
            [RESTS_AMOUNT] = cf_cell_number(rest->amount),
        };

        status = cf_table_add(score->tables[SCORE_RESTS], row);
    }
    return status;
}

cf_status cf_score_fill_suppliers(cf_score *score)
{
    cf_status status = cf_exposure_sort(score->exposures, score->exposure_count, score->view);

    if (score->routes.count > 0)
        qsort(score->routes.at, (size_t)score->routes.count, sizeof(cf_route), compare_routes);
    if (status == CF_OK && score->tables[SCORE_SUPPLIERS] != NULL)
        status = add_suppliers(score);
    if (status == CF_OK && score->tables[SCORE_ROUTES] != NULL)
        status = add_routes(score);
    if (status == CF_OK && score->tables[SCORE_RESTS] != NULL)
        status = add_rests(score);
    return status;
}
