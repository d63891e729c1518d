/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the tables of entities, deals and pairs of entities, which no supplier's trace makes. */
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

/* ---- pairs and concentration: sums of deals between two entities ---- */

struct between {
    int payer, payee;
    double capital, trade;
};

static int compare_between(const void *a, const void *b)
{
    const struct between *x = a, *y = b;

    if (x->payee != y->payee)
        return x->payee < y->payee ? -1 : 1;
    return (x->payer > y->payer) - (x->payer < y->payer);
}

/* One entry for each payer and payee, sorted by payee, then payer, in the file order of entities.
 */
static cf_status add_up_between(struct between **out, int *count, const cf_view *view)
{
    struct between *list = calloc((size_t)view->deal_count + 1, sizeof *list);
    int merged = 0;

    *out = list;
    *count = 0;
    if (list == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < view->deal_count; i++) {
        const cf_view_deal *deal = &view->deals[i];
        bool capital = view->scenario->deals[deal->deal].relation == CF_INVESTOR;

        list[i] = (struct between){ .payer = deal->payer,
                                    .payee = deal->payee,
                                    .capital = capital ? deal->amount : 0.0,
                                    .trade = capital ? 0.0 : deal->amount };
    }
    qsort(list, (size_t)view->deal_count, sizeof *list, compare_between);
    for (int i = 0; i < view->deal_count; i++) {
        if (merged > 0 && compare_between(&list[merged - 1], &list[i]) == 0) {
            list[merged - 1].capital += list[i].capital;
            list[merged - 1].trade += list[i].trade;
        } else {
            list[merged++] = list[i];
        }
    }
    *count = merged;
    return CF_OK;
}

static cf_status fill_concentration(cf_score *score, const struct between *list, int count)
{
    cf_status status = CF_OK;
    int first = 0;

    while (status == CF_OK && first < count) {
        cf_sum all = { 0 };
        int past = first;

        while (past < count && list[past].payee == list[first].payee)
            cf_sum_add(&all, list[past++].trade);
        for (; status == CF_OK && first < past; first++) {
            double trade = list[first].trade;
            cf_cell row[] = {
                [CONCENTRATION_ENTITY] = id_cell(score, list[first].payee),
                [CONCENTRATION_PAYER] = id_cell(score, list[first].payer),
                [CONCENTRATION_AMOUNT] = cf_cell_number(trade),
                [CONCENTRATION_SHARE] = cf_cell_number(cf_ratio(trade, cf_sum_value(all))),
            };

            if (trade > 0)
                status = cf_table_add(score->tables[SCORE_CONCENTRATION], row);
        }
    }
    return status;
}

/* Capital runs s → c and trade c → s, so the two entries of a pair mirror each other. */
static cf_status fill_pairs(cf_score *score, const struct between *list, int count)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        struct between mirror = { .payer = list[i].payee, .payee = list[i].payer };
        const struct between *capital;

        if (!(list[i].trade > 0) || !score->chosen[list[i].payee])
            continue;
        capital = bsearch(&mirror, list, (size_t)count, sizeof *list, compare_between);
        if (capital != NULL && capital->capital > 0) {
            cf_cell row[] = {
                [PAIRS_SUPPLIER] = id_cell(score, list[i].payee),
                [PAIRS_CUSTOMER] = id_cell(score, list[i].payer),
                [PAIRS_CAPITAL] = cf_cell_number(capital->capital),
                [PAIRS_TRADE] = cf_cell_number(list[i].trade),
                [PAIRS_RATIO] = cf_cell_number(cf_ratio(capital->capital, list[i].trade)),
                [PAIRS_ROUND_TRIP] = cf_cell_number(fmin(capital->capital, list[i].trade)),
            };

            status = cf_table_add(score->tables[SCORE_PAIRS], row);
        }
    }
    return status;
}

static cf_status fill_between(cf_score *score)
{
    struct between *list = NULL;
    int count = 0;
    cf_status status = add_up_between(&list, &count, score->view);

    if (status == CF_OK && score->tables[SCORE_CONCENTRATION] != NULL)
        status = fill_concentration(score, list, count);
    if (status == CF_OK && score->tables[SCORE_PAIRS] != NULL)
        status = fill_pairs(score, list, count);
    free(list);
    return status;
}

cf_status cf_score_fill_system(cf_score *score, cf_diags *diags)
{
    cf_status status = CF_OK;

    if (score->tables[SCORE_ENTITIES] != NULL)
        status = fill_entities(score);
    if (status == CF_OK && score->tables[SCORE_DEALS] != NULL)
        status = fill_deals(score);
    if (status == CF_OK &&
        (score->tables[SCORE_PAIRS] != NULL || score->tables[SCORE_CONCENTRATION] != NULL))
        status = fill_between(score);
    if (status == CF_OK && score->tables[SCORE_ORIGINS] != NULL)
        status = cf_score_fill_origins(score, diags);
    return status;
}
