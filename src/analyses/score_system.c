/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the tables, and the rows that belong to entities and deals. */
#include "analyses/score.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"

/* ---- columns ---- */

static const cf_column suppliers_columns[] = {
    { "entity", CF_ENTITY },
    { "name", CF_TEXT },
    { "invested", CF_MONEY },
    { "reachable", CF_MONEY },
    { "revenue", CF_MONEY },
    { "revenue_reported", CF_MONEY },
    { "revenue_basis", CF_TEXT },
    { "loopback_min", CF_MONEY },
    { "loopback_pro_rata", CF_MONEY },
    { "loopback_max", CF_MONEY },
    { "loopback_max_open", CF_MONEY },
    { "rate_min", CF_SHARE },
    { "rate_pro_rata", CF_SHARE },
    { "rate_max", CF_SHARE },
    { "exposure_min", CF_SHARE },
    { "exposure_pro_rata", CF_SHARE },
    { "exposure_max", CF_SHARE },
    { "exposure_reported_min", CF_SHARE },
    { "exposure_reported_pro_rata", CF_SHARE },
    { "exposure_reported_max", CF_SHARE },
    { "vendor_financing", CF_SHARE },
    { "letters", CF_MONEY },
    { "contingent", CF_MONEY },
    { "non_cash", CF_MONEY },
};

static const cf_column routes_columns[] = {
    { "supplier", CF_ENTITY },
    { "investee", CF_ENTITY },
    { "last_payer", CF_ENTITY },
    { "amount", CF_MONEY },
};

static const cf_column rests_columns[] = {
    { "supplier", CF_ENTITY },
    { "entity", CF_ENTITY },
    { "amount", CF_MONEY },
};

static const cf_column pairs_columns[] = {
    { "supplier", CF_ENTITY }, { "customer", CF_ENTITY }, { "capital", CF_MONEY },
    { "trade", CF_MONEY },     { "ratio", CF_SHARE },     { "round_trip", CF_MONEY },
};

static const cf_column entities_columns[] = {
    { "entity", CF_ENTITY },     { "name", CF_TEXT },           { "in", CF_MONEY },
    { "out", CF_MONEY },         { "outside_funds", CF_MONEY }, { "funds_assumed", CF_MONEY },
    { "funding_gap", CF_MONEY }, { "retained", CF_MONEY },
};

static const cf_column deals_columns[] = {
    { "deal", CF_TEXT },      { "relation", CF_TEXT }, { "payer", CF_ENTITY },
    { "payee", CF_ENTITY },   { "status", CF_TEXT },   { "basis", CF_TEXT },
    { "amount", CF_MONEY },   { "looping", CF_MONEY }, { "looping_supplier", CF_ENTITY },
    { "circular", CF_MONEY },
};

static const cf_column cross_columns[] = {
    { "from", CF_ENTITY },
    { "to", CF_ENTITY },
    { "pro_rata", CF_MONEY },
};

static const cf_column origins_columns[] = {
    { "entity", CF_ENTITY },
    { "origin", CF_ENTITY },
    { "share", CF_SHARE },
};

static const cf_column concentration_columns[] = {
    { "entity", CF_ENTITY },
    { "payer", CF_ENTITY },
    { "amount", CF_MONEY },
    { "share", CF_SHARE },
};

static const cf_column joint_columns[] = {
    { "member", CF_ENTITY },
    { "revenue", CF_MONEY },
    { "loopback_pro_rata", CF_MONEY },
};

#define COLUMNS(table)                                                                             \
    {                                                                                              \
        table##_columns, (int)(sizeof table##_columns / sizeof *table##_columns)                   \
    }

static const struct {
    const cf_column *columns;
    int count;
} layouts[SCORE_TABLE_COUNT] = {
    [SCORE_SUPPLIERS] = COLUMNS(suppliers),
    [SCORE_ROUTES] = COLUMNS(routes),
    [SCORE_RESTS] = COLUMNS(rests),
    [SCORE_PAIRS] = COLUMNS(pairs),
    [SCORE_ENTITIES] = COLUMNS(entities),
    [SCORE_DEALS] = COLUMNS(deals),
    [SCORE_CROSS] = COLUMNS(cross),
    [SCORE_ORIGINS] = COLUMNS(origins),
    [SCORE_CONCENTRATION] = COLUMNS(concentration),
    [SCORE_JOINT] = COLUMNS(joint),
};

cf_status cf_score_open_tables(cf_score *score)
{
    cf_status status = CF_OK;

    for (int t = 0; status == CF_OK && t < SCORE_TABLE_COUNT; t++) {
        if (cf_score_wants(score, (cf_score_table)t))
            status = cf_table_new(&score->tables[t], cf_score_tables[t], layouts[t].columns,
                                  layouts[t].count);
    }
    return status;
}

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
            id_cell(score, v),
            cf_cell_text(view->entities[v].name),
            cf_cell_number(cf_sum_value(in[v])),
            cf_cell_number(cf_sum_value(out[v])),
            cf_cell_number(balance->funds),
            cf_cell_number(balance->assumed),
            cf_cell_number(balance->gap),
            cf_cell_number(balance->kept),
        };

        status = cf_table_add(score->tables[SCORE_ENTITIES], row);
    }
    free(in);
    free(out);
    return status;
}

/* ---- deals ---- */

static cf_status fill_deals(cf_score *score)
{
    const cf_view *view = score->view;
    const cf_flow *flow = score->plain->flow;
    double *circular = calloc((size_t)view->deal_count + 1, sizeof *circular);
    cf_status status = circular == NULL ? CF_NO_MEMORY : CF_OK;

    for (int e = 0; status == CF_OK && e < flow->edge_count; e++)
        circular[score->plain->network->view_deal[flow->edges[e].payment]] += score->circular[e];
    for (int i = 0; status == CF_OK && i < view->deal_count; i++) {
        const cf_view_deal *deal = &view->deals[i];
        const cf_deal *source = &view->scenario->deals[deal->deal];
        bool loops = score->looping[i] > 0;
        cf_cell none = cf_cell_null();
        cf_cell row[] = {
            cf_cell_text(source->id),
            cf_cell_text(cf_relation_names[source->relation]),
            id_cell(score, deal->payer),
            id_cell(score, deal->payee),
            cf_cell_text(cf_deal_status_names[deal->status]),
            cf_cell_text(cf_basis_names[source->basis]),
            deal->quantified ? cf_cell_number(deal->amount) : none,
            deal->quantified ? cf_cell_number(loops ? score->looping[i] : 0.0) : none,
            loops ? id_cell(score, score->looping_supplier[i]) : none,
            deal->quantified ? cf_cell_number(circular[i]) : none,
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

/* One entry for each payer and payee, sorted by payee, then payer, in file order of entities. */
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
            cf_cell row[] = { id_cell(score, list[first].payee), id_cell(score, list[first].payer),
                              cf_cell_number(list[first].trade),
                              cf_cell_number(cf_ratio(list[first].trade, cf_sum_value(all))) };

            if (list[first].trade > 0)
                status = cf_table_add(score->tables[SCORE_CONCENTRATION], row);
        }
    }
    return status;
}

/* Capital runs s → c and trade c → s: the two entries of a pair are each other's mirror. */
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
            cf_cell row[] = { id_cell(score, list[i].payee),
                              id_cell(score, list[i].payer),
                              cf_cell_number(capital->capital),
                              cf_cell_number(list[i].trade),
                              cf_cell_number(cf_ratio(capital->capital, list[i].trade)),
                              cf_cell_number(fmin(capital->capital, list[i].trade)) };

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

/* ---- origins ---- */

struct origin {
    int entity, origin;
    double share;
};

struct origins {
    struct origin *list;
    size_t count, room;
};

static cf_status add_origin(struct origins *origins, struct origin origin)
{
    if (origins->count == origins->room) {
        size_t room = 2 * origins->room + 256;
        struct origin *more = realloc(origins->list, room * sizeof *more);

        if (more == NULL)
            return CF_NO_MEMORY;
        origins->list = more;
        origins->room = room;
    }
    origins->list[origins->count++] = origin;
    return CF_OK;
}

static int compare_origins(const void *a, const void *b)
{
    const struct origin *x = a, *y = b;

    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    return (x->origin > y->origin) - (x->origin < y->origin);
}

/* The shares of an entity sum to 1; what amounts within the tolerance of each other took from
 * that in a circuit that is all but closed is put right. */
static void sum_to_one(struct origins *origins)
{
    size_t first = 0;

    while (first < origins->count) {
        cf_sum sum = { 0 };
        size_t past = first;

        while (past < origins->count && origins->list[past].entity == origins->list[first].entity)
            cf_sum_add(&sum, origins->list[past++].share);
        for (; first < past; first++)
            origins->list[first].share /= cf_sum_value(sum);
    }
}

static cf_status fill_origins(cf_score *score)
{
    cf_trace *trace = score->plain->trace;
    struct origins origins = { 0 };
    cf_status status = CF_OK;

    for (int u = 0; status == CF_OK && u < score->view->entity_count; u++) {
        const int *reached;
        int count = 0;

        status = cf_trace_origin(trace, u);
        reached = cf_trace_reached(trace, &count);
        for (int i = 0; status == CF_OK && i < count; i++) {
            double share = cf_trace_mix(trace, reached[i]);

            if (share > CF_ROUNDING)
                status = add_origin(&origins, (struct origin){ reached[i], u, share });
        }
    }
    if (origins.count > 0)
        qsort(origins.list, origins.count, sizeof *origins.list, compare_origins);
    sum_to_one(&origins);
    for (size_t i = 0; status == CF_OK && i < origins.count; i++) {
        cf_cell row[] = { id_cell(score, origins.list[i].entity),
                          id_cell(score, origins.list[i].origin),
                          cf_cell_number(origins.list[i].share) };

        status = cf_table_add(score->tables[SCORE_ORIGINS], row);
    }
    free(origins.list);
    return status;
}

cf_status cf_score_fill_system(cf_score *score)
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
        status = fill_origins(score);
    return status;
}
