/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the exposure of every supplier, and the figures of the system. */
#include "analyses/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"
#include "base/sum.h"
#include "circfin/bounds.h"

#define TABLE(table, name) [SCORE_##table] = name,
#define COLUMN(...)
#define END(table)
const char *const cf_score_tables[SCORE_TABLE_COUNT + 1] = {
#include "analyses/score_columns.def"
};

/* SUPPLIERS_columns, ROUTES_columns, ... */
#define TABLE(table, name) static const cf_column table##_columns[table##_COLUMN_COUNT] = {
#define COLUMN(table, column, ...) [table##_##column] = { __VA_ARGS__ },
#define END(table)                                                                                 \
    }                                                                                              \
    ;
#include "analyses/score_columns.def"

#define TABLE(table, name) [SCORE_##table] = { table##_columns, table##_COLUMN_COUNT },
#define COLUMN(...)
#define END(table)
const cf_columns cf_score_columns[SCORE_TABLE_COUNT] = {
#include "analyses/score_columns.def"
};

bool cf_score_wants(const cf_score *score, cf_score_table table)
{
    return cf_request_wants(score->request, cf_score_tables[table]);
}

/* ---- setting up ---- */

static cf_status open_tables(cf_score *score)
{
    cf_status status = CF_OK;

    for (int t = 0; status == CF_OK && t < SCORE_TABLE_COUNT; t++) {
        if (cf_score_wants(score, (cf_score_table)t))
            status = cf_table_new(&score->tables[t], cf_score_tables[t], cf_score_columns[t].at,
                                  cf_score_columns[t].count);
    }
    return status;
}

static cf_status choose_suppliers(cf_score *score, cf_diags *diags)
{
    const cf_request *request = score->request;

    score->chosen = calloc((size_t)score->view->entity_count + 1, sizeof *score->chosen);
    if (score->chosen == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < request->param_count; i++) {
        const cf_param *param = &request->params[i];
        int entity = 0;
        cf_status status =
            cf_view_name_entity(&entity, score->view, "--supplier", param->value, diags);

        if (status != CF_OK)
            return status;
        score->chosen[entity] = score->choice = true;
    }
    for (int i = 0; !score->choice && i < score->view->entity_count; i++)
        score->chosen[i] = true;
    return CF_OK;
}

static cf_status open_world(cf_score *score)
{
    cf_status status = cf_world_open(&score->world, score->view, false);

    return status == CF_OK ? cf_world_open_untied(&score->world) : status;
}

/* ---- figures ---- */

static void add_up_deals(cf_score *score)
{
    const cf_network *network = &score->world.network->network;
    cf_sum capital = { 0 }, trade = { 0 };

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        score->unquantified += payment->open;
        cf_sum_add(payment->capital ? &capital : &trade, payment->amount);
    }
    score->capital = cf_sum_value(capital);
    score->trade = cf_sum_value(trade);
    score->gross = score->capital + score->trade;
}

static void add_up_entities(cf_score *score)
{
    cf_sum gap = { 0 }, assumed = { 0 };

    for (int v = 0; v < score->view->entity_count; v++) {
        cf_sum_add(&gap, score->world.flow->balances[v].gap);
        cf_sum_add(&assumed, score->world.flow->balances[v].assumed);
    }
    score->gap = cf_sum_value(gap);
    score->assumed = cf_sum_value(assumed);
}

/* This takes longest, so it is left out where only the short digest is wanted. */
static cf_status measure_circularity(cf_score *score)
{
    const cf_flow *flow = score->world.untied;
    cf_sum circular = { 0 };
    cf_status status;

    score->circular = calloc((size_t)flow->edge_count + 1, sizeof *score->circular);
    if (score->circular == NULL)
        return CF_NO_MEMORY;
    status = cf_world_circulation(&score->world, &score->circulation);
    if (status == CF_OK)
        status = cf_flow_circular(flow, score->circular);
    for (int e = 0; e < flow->edge_count; e++)
        cf_sum_add(&circular, score->circular[e]);
    score->bff = cf_sum_value(circular);
    if (status == CF_OK)
        status = cf_trace_finn(score->world.untied_trace, &score->finn);
    return status;
}

static cf_status measure_system(cf_score *score)
{
    add_up_deals(score);
    add_up_entities(score);
    if (score->request->digest_only && !score->request->verbose) {
        score->circulation = score->bff = score->finn = (double)NAN;
        return CF_OK;
    }
    return measure_circularity(score);
}

static cf_status add_score_figures(const cf_score *score, cf_report *report)
{
    const cf_exposure *joint = &score->joint;
    double none = score->view->joint_count > 0 ? 0.0 : (double)NAN; /* + NaN is null */
    const struct {
        const char *name;
        cf_kind kind;
        double value;
        cf_rounding rounding;
    } figures[] = {
        { "entities", CF_COUNT, score->view->entity_count },
        { "deals", CF_COUNT, score->view->deal_count },
        { "unquantified", CF_COUNT, score->unquantified },
        { "gross", CF_MONEY, score->gross },
        { "capital", CF_MONEY, score->capital },
        { "trade", CF_MONEY, score->trade },
        { "funding_gap", CF_MONEY, score->gap },
        { "funds_assumed", CF_MONEY, score->assumed },
        { "circulation_max", CF_MONEY, score->circulation, CF_UP },
        { "net", CF_MONEY, score->gross - score->circulation, CF_DOWN },
        { "circularity_max", CF_SHARE, cf_ratio(score->circulation, score->gross), CF_UP },
        { "circularity_bff", CF_SHARE, cf_ratio(score->bff, score->gross) },
        { "finn_cycling_index", CF_SHARE, score->finn },
        { "joint_invested", CF_MONEY, none + joint->invested },
        { "joint_revenue", CF_MONEY, none + joint->revenue },
        { "joint_loopback_min", CF_MONEY, none + joint->loopback[CF_MEASURE_MIN], CF_DOWN },
        { "joint_loopback_pro_rata", CF_MONEY, none + joint->loopback[CF_MEASURE_PRO_RATA] },
        { "joint_loopback_max", CF_MONEY, none + joint->loopback[CF_MEASURE_MAX], CF_UP },
    };
    cf_status status = CF_OK;

    for (size_t i = 0; status == CF_OK && i < sizeof figures / sizeof *figures; i++)
        status = cf_report_add_figure(report, figures[i].name, figures[i].kind,
                                      cf_cell_rounded(figures[i].value, figures[i].rounding));
    return status;
}

/* ---- all together ---- */

static void score_close(cf_score *score)
{
    for (int t = 0; t < SCORE_TABLE_COUNT; t++)
        cf_table_free(score->tables[t]);
    free(score->chosen);
    free(score->exposures);
    free(score->routes.at);
    free(score->rests.at);
    free(score->looping);
    free(score->looping_supplier);
    free(score->circular);
    cf_world_close(&score->world);
}

static cf_status score_measure(cf_score *score, cf_diags *diags)
{
    cf_status status = choose_suppliers(score, diags);

    if (status == CF_OK)
        status = open_world(score);
    if (status == CF_OK && score->choice)
        status = cf_world_check_suppliers(&score->world, score->chosen, diags);
    if (status == CF_OK)
        status = open_tables(score);
    if (status == CF_OK)
        status = cf_score_trace_suppliers(score);
    if (status == CF_OK)
        status = measure_system(score);
    if (status == CF_OK)
        status = cf_score_fill_suppliers(score);
    if (status == CF_OK && score->view->joint_count > 0)
        status = cf_score_fill_joint(score);
    if (status == CF_OK)
        status = cf_score_fill_system(score);
    return status;
}

static cf_status score_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_score score = { .request = request };
    cf_view *view = NULL;
    cf_status status = cf_view_new(&view, request->scenario, &request->view, diags);

    score.view = view;
    if (status == CF_OK)
        status = score_measure(&score, diags);
    if (status == CF_OK)
        status = add_score_figures(&score, report);
    for (int t = 0; status == CF_OK && t < SCORE_TABLE_COUNT; t++) {
        if (score.tables[t] != NULL)
            status = cf_report_take_table(report, &score.tables[t]);
    }
    if (status == CF_OK)
        status = cf_score_write_digest(&score, report);
    score_close(&score);
    cf_view_free(view);
    return status;
}

const cf_analysis cf_analysis_score = {
    .name = "score",
    .summary = "Measure the circular exposure of every supplier and of the whole system",
    .example = "circfin score data/ai-deals.json --supplier nvidia",
    .params = cf_supplier_params,
    .tables = cf_score_tables,
    .run = score_run,
};
