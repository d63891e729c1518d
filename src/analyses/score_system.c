/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the tables of entities and deals, which no supplier's trace makes. */
#include "analyses/score.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"

static cf_cell id_cell(const cf_score *score, int entity)
{
    return cf_cell_text(score->view->entities[entity].id);
}

/* ---- entities ---- */

static cf_status fill_entities(cf_score *score)
{
    const cf_view *view = score->view;
    cf_sum *in = calloc((size_t)view->entity_count + 1, sizeof *in);
    cf_sum *out = calloc((size_t)view->entity_count + 1, sizeof *out);
    cf_status status = in == NULL || out == NULL ? CF_NO_MEMORY : CF_OK;

    for (int i = 0; status == CF_OK && i < view->deal_count; i++) {
        cf_sum_add(&out[view->deals[i].payer], view->deals[i].amount);
        cf_sum_add(&in[view->deals[i].payee], view->deals[i].amount);
    }
    for (int v = 0; status == CF_OK && v < view->entity_count; v++) {
        const cf_balance *balance = &score->world.flow->balances[v];
        cf_cell row[] = {
            [ENTITIES_ENTITY] = id_cell(score, v),
            [ENTITIES_NAME] = cf_cell_text(view->entities[v].name),
            [ENTITIES_IN] = cf_cell_number(cf_sum_value(in[v])),
            [ENTITIES_OUT] = cf_cell_number(cf_sum_value(out[v])),
            [ENTITIES_OUTSIDE_FUNDS] = cf_cell_number(balance->funds),
            [ENTITIES_FUNDS_ASSUMED] = cf_cell_number(balance->assumed),
            [ENTITIES_FUNDING_GAP] = cf_cell_number(balance->gap),
            [ENTITIES_RETAINED] = cf_cell_number(balance->kept),
        };

        status = cf_table_add(score->tables[SCORE_ENTITIES], row);
    }
    free(in);
    free(out);
    return status;
}

/* ---- deals ---- */

static cf_cell quantified(const cf_view_deal *deal, double amount)
{
    return deal->quantified ? cf_cell_number(amount) : cf_cell_null();
}

static cf_status fill_deals(cf_score *score)
{
    const cf_view *view = score->view;
    const cf_flow *flow = score->world.untied;
    double *circular = calloc((size_t)view->deal_count + 1, sizeof *circular);
    cf_status status = circular == NULL ? CF_NO_MEMORY : CF_OK;

    for (int e = 0; status == CF_OK && score->circular != NULL && e < flow->edge_count; e++)
        circular[score->world.network->view_deal[flow->edges[e].payment]] += score->circular[e];
    for (int i = 0; status == CF_OK && i < view->deal_count; i++) {
        const cf_view_deal *deal = &view->deals[i];
        const cf_deal *source = &view->scenario->deals[deal->deal];
        bool loops = score->looping[i] > 0;
        cf_cell row[] = {
            [DEALS_DEAL] = cf_cell_text(source->id),
            [DEALS_RELATION] = cf_cell_text(cf_relation_names[source->relation]),
            [DEALS_PAYER] = id_cell(score, deal->payer),
            [DEALS_PAYEE] = id_cell(score, deal->payee),
            [DEALS_STATUS] = cf_cell_text(cf_deal_status_names[deal->status]),
            [DEALS_BASIS] = cf_cell_text(cf_basis_names[source->basis]),
            [DEALS_AMOUNT] = quantified(deal, deal->amount),
            [DEALS_LOOPING] =
                quantified(deal, isnan(score->looping[i]) || loops ? score->looping[i] : 0.0),
            [DEALS_LOOPING_SUPPLIER] =
                loops ? id_cell(score, score->looping_supplier[i]) : cf_cell_null(),
            [DEALS_CIRCULAR] =
                score->circular == NULL ? cf_cell_null() : quantified(deal, circular[i]),
        };

        status = cf_table_add(score->tables[SCORE_DEALS], row);
    }
    free(circular);
    return status;
}

cf_status cf_score_fill_system(cf_score *score, cf_report *report, cf_diags *diags)
{
    cf_status status = CF_OK;

    if (score->tables[SCORE_ENTITIES] != NULL)
        status = fill_entities(score);
    if (status == CF_OK && score->tables[SCORE_DEALS] != NULL)
        status = fill_deals(score);
    if (status == CF_OK &&
        (score->tables[SCORE_PAIRS] != NULL || score->tables[SCORE_CONCENTRATION] != NULL))
        status = cf_score_fill_between(score);
    if (status == CF_OK && score->tables[SCORE_SUPPORT] != NULL)
        status = cf_score_fill_support(score);
    if (status == CF_OK && score->tables[SCORE_STACK] != NULL)
        status = cf_score_fill_stack(score);
    if (status == CF_OK && score->tables[SCORE_STATED] != NULL)
        status = cf_score_fill_stated(score, report);
    if (status == CF_OK && score->tables[SCORE_ORIGINS] != NULL)
        status = cf_score_fill_origins(score, diags);
    return status;
}
