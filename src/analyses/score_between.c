/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: what is summed over the deals between two entities: the tables pairs and concentration,
 * and the Herfindahl-Hirschman index of payers. */
#include <math.h>
#include <stdlib.h>

#include "analyses/score.h"
#include "base/sum.h"

static cf_cell id_cell(const cf_score *score, int entity)
{
    return cf_cell_text(score->view->entities[entity].id);
}

static int compare_between(const void *a, const void *b)
{
    const cf_pair_sums *x = a, *y = b;

    if (x->payee != y->payee)
        return x->payee < y->payee ? -1 : 1;
    return (x->payer > y->payer) - (x->payer < y->payer);
}

/* ---- adding up ---- */

static cf_pair_sums of_deal(const cf_view *view, const cf_view_deal *deal)
{
    const cf_deal *source = &view->scenario->deals[deal->deal];
    bool capital = source->relation == CF_INVESTOR;

    return (cf_pair_sums){ .payer = deal->payer,
                           .payee = deal->payee,
                           .capital = capital ? deal->amount : 0.0,
                           .completed =
                               capital && deal->status == CF_COMPLETED ? deal->amount : 0.0,
                           .trade = capital ? 0.0 : deal->amount,
                           .non_cash = capital && !source->cash ? deal->amount : 0.0 };
}

/* Lists one entry for each deal that counts. */
static int list_deals(cf_pair_sums *list, const cf_view *view)
{
    int count = 0;

    for (int i = 0; i < view->deal_count; i++)
        list[count++] = of_deal(view, &view->deals[i]);
    for (int i = 0; i < view->beside_count; i++) {
        const cf_view_beside *beside = &view->beside[i];

        if (beside->by_cash && beside->payer != beside->payee &&
            view->scenario->deals[beside->deal].relation == CF_INVESTOR)
            list[count++] = (cf_pair_sums){ .payer = beside->payer,
                                            .payee = beside->payee,
                                            .non_cash = beside->amount,
                                            .non_cash_beside = beside->amount };
    }
    return count;
}

static void add_to(cf_pair_sums *sums, const cf_pair_sums *more)
{
    sums->capital += more->capital;
    sums->completed += more->completed;
    sums->trade += more->trade;
    sums->non_cash += more->non_cash;
    sums->non_cash_beside += more->non_cash_beside;
}

/* One entry for each payer and payee, in the file order of entities. */
cf_status cf_score_add_up_pairs(cf_score *score)
{
    const cf_view *view = score->view;
    size_t room = (size_t)view->deal_count + (size_t)view->beside_count + 1;
    cf_pair_sums *list;
    int listed, merged = 0;

    if (score->pair_sums != NULL)
        return CF_OK;
    score->pair_sums = list = calloc(room, sizeof *list);
    if (list == NULL)
        return CF_NO_MEMORY;
    listed = list_deals(list, view);
    qsort(list, (size_t)listed, sizeof *list, compare_between);
    for (int i = 0; i < listed; i++) {
        if (merged > 0 && compare_between(&list[merged - 1], &list[i]) == 0) {
            add_to(&list[merged - 1], &list[i]);
        } else {
            list[merged++] = list[i];
        }
    }
    score->pair_count = merged;
    return CF_OK;
}

const cf_pair_sums *cf_score_pair(const cf_score *score, int payer, int payee)
{
    const cf_pair_sums wanted = { .payer = payer, .payee = payee };

    return score->pair_count == 0 ? NULL
                                  : bsearch(&wanted, score->pair_sums, (size_t)score->pair_count,
                                            sizeof wanted, compare_between);
}

/* ---- concentration ---- */

static cf_status fill_concentration(cf_score *score, const cf_pair_sums *list, int count)
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

/* Of the entries of one payee. */
static void concentrate(cf_score *score, const cf_pair_sums *list, int count)
{
    const cf_view_entity *entity = &score->view->entities[list[0].payee];
    cf_sum all = { 0 }, squares = { 0 };
    double revenue, rest, largest = 0.0;

    for (int i = 0; i < count; i++)
        cf_sum_add(&all, list[i].trade);
    revenue = cf_sum_value(all);
    rest = entity->revenue_known ? cf_excess(entity->revenue, revenue) : 0.0;
    if (!(revenue > 0))
        return;
    for (int i = 0; i < count; i++) {
        double share = list[i].trade / (revenue + rest);

        cf_sum_add(&squares, share * share);
        largest = fmax(largest, share);
    }
    rest /= revenue + rest;
    score->hhi_low[list[0].payee] = cf_sum_value(squares);
    score->hhi_high[list[0].payee] = cf_sum_value(squares) + rest * (2.0 * largest + rest);
}

/* Only the table suppliers shows it. */
cf_status cf_score_concentrate(cf_score *score)
{
    size_t entities = (size_t)score->view->entity_count + 1;
    cf_status status = CF_OK;

    score->hhi_low = malloc(entities * sizeof *score->hhi_low);
    score->hhi_high = malloc(entities * sizeof *score->hhi_high);
    if (score->hhi_low == NULL || score->hhi_high == NULL)
        return CF_NO_MEMORY;
    for (size_t v = 0; v < entities; v++)
        score->hhi_low[v] = score->hhi_high[v] = (double)NAN;
    if (cf_score_wants(score, SCORE_SUPPLIERS))
        status = cf_score_add_up_pairs(score);
    for (int first = 0, past = 0; status == CF_OK && first < score->pair_count; first = past) {
        while (past < score->pair_count &&
               score->pair_sums[past].payee == score->pair_sums[first].payee)
            past++;
        concentrate(score, &score->pair_sums[first], past - first);
    }
    return status;
}

/* ---- pairs ---- */

/* Capital runs s → c and trade c → s, so the two entries of a pair mirror each other. */
static cf_status add_pair(cf_score *score, const cf_pair_sums *trade, const cf_pair_sums *capital)
{
    double sales = trade->trade;
    cf_cell row[] = {
        [PAIRS_SUPPLIER] = id_cell(score, trade->payee),
        [PAIRS_CUSTOMER] = id_cell(score, trade->payer),
        [PAIRS_CAPITAL] = cf_cell_number(capital->capital),
        [PAIRS_TRADE] = cf_cell_number(sales),
        [PAIRS_RATIO] = cf_cell_number(cf_ratio(capital->capital, sales)),
        [PAIRS_ROUND_TRIP] = cf_cell_number(fmin(capital->capital, sales)),
        [PAIRS_NON_CASH] = cf_cell_number(capital->non_cash),
        [PAIRS_TRADE_NET_OF_NON_CASH] = cf_cell_number(cf_excess(sales, capital->non_cash)),
        [PAIRS_TRADE_NET_OF_CAPITAL] = cf_cell_number(cf_excess(sales, capital->capital)),
    };

    return cf_table_add(score->tables[SCORE_PAIRS], row);
}

static cf_status fill_pairs(cf_score *score, const cf_pair_sums *list, int count)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        const cf_pair_sums *capital;

        if (!(list[i].trade > 0) || !score->chosen[list[i].payee])
            continue;
        capital = cf_score_pair(score, list[i].payee, list[i].payer);
        if (capital != NULL && (capital->capital > 0 || capital->non_cash > 0))
            status = add_pair(score, &list[i], capital);
    }
    return status;
}

cf_status cf_score_fill_between(cf_score *score)
{
    cf_status status = cf_score_add_up_pairs(score);

    if (status == CF_OK && score->tables[SCORE_CONCENTRATION] != NULL)
        status = fill_concentration(score, score->pair_sums, score->pair_count);
    if (status == CF_OK && score->tables[SCORE_PAIRS] != NULL)
        status = fill_pairs(score, score->pair_sums, score->pair_count);
    return status;
}
