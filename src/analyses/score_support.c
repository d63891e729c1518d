/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: what entities stand behind, and what they state themselves: the tables support and
 * stated. */
#include <stdlib.h>

#include "analyses/score.h"
#include "base/sum.h"

static cf_cell id_cell(const cf_score *score, int entity)
{
    return cf_cell_text(score->view->entities[entity].id);
}

static double reported(const cf_score *score, int entity)
{
    const cf_view_entity *of = &score->view->entities[entity];

    return of->revenue_known ? of->revenue : (double)NAN;
}

/* ---- support ---- */

static bool is_same_row(const cf_support *x, const cf_support *y)
{
    return x->payer == y->payer && x->payee == y->payee && x->kind == y->kind;
}

/* One row for each payer, payee and kind. */
cf_status cf_score_fill_support(cf_score *score)
{
    const cf_supports *supports = &score->supports;
    cf_status status = CF_OK;
    int past;

    for (int first = 0; status == CF_OK && first < supports->count; first = past) {
        const cf_support *support = &supports->at[first];
        cf_sum maximum = { 0 }, escrow = { 0 };
        bool known = false;

        for (past = first; past < supports->count && is_same_row(support, &supports->at[past]);
             past++) {
            known = known || supports->at[past].known;
            cf_sum_add(&maximum, supports->at[past].maximum);
            cf_sum_add(&escrow, supports->at[past].escrow);
        }
        double most = known ? cf_sum_value(maximum) : (double)NAN, set_aside = cf_sum_value(escrow);
        cf_cell row[] = {
            [SUPPORT_SUPPLIER] = id_cell(score, support->payer),
            [SUPPORT_ENTITY] = id_cell(score, support->payee),
            [SUPPORT_KIND] = cf_cell_text(cf_support_kind_names[support->kind]),
            [SUPPORT_MAXIMUM] = cf_cell_number(most),
            [SUPPORT_ESCROW] = cf_cell_number(set_aside),
            [SUPPORT_COVERAGE] = cf_cell_number(cf_ratio(set_aside, most)),
            [SUPPORT_SHARE_OF_REVENUE] =
                cf_cell_number(cf_ratio(most, reported(score, support->payer))),
        };

        if (score->chosen[support->payer] && !(known && most <= 0 && set_aside <= 0))
            status = cf_table_add(score->tables[SCORE_SUPPORT], row);
    }
    return status;
}

/* ---- stated ---- */

static double named_of(const cf_view *view, const double *named, int entity, cf_stated_of of)
{
    return named[CF_STATED_OF_COUNT * view->entity_of[entity] + (int)of];
}

static bool is_exceeded(const cf_view *view, const double *named, int entity,
                        const cf_stated *stated)
{
    return named_of(view, named, entity, stated->of) >
           (1.0 + CF_STATED_SLACK) * cf_range_at(stated->amount, view->options.which);
}

static cf_status add_stated(cf_score *score, int entity, const cf_stated *stated,
                            const double *named, cf_report *report)
{
    const cf_view *view = score->view;
    double total = cf_range_at(stated->amount, view->options.which);
    double of_deals = named_of(view, named, entity, stated->of);
    char day[CF_DAY_SIZE];
    cf_cell row[] = {
        [STATED_ENTITY] = id_cell(score, view->entity_of[entity]),
        [STATED_OF] = cf_cell_text(cf_stated_of_names[stated->of]),
        [STATED_DATE] = cf_cell_null(),
        [STATED_NAMED] = cf_cell_number(of_deals),
        [STATED_TOTAL] = cf_cell_number(total),
        [STATED_SHARE] = cf_cell_number(cf_ratio(of_deals, total)),
    };

    if (stated->date != CF_NO_DAY) {
        cf_day_format(day, stated->date);
        row[STATED_DATE] = cf_cell_text(cf_report_text(report, "%s", day));
    }
    return cf_table_add(score->tables[SCORE_STATED], row);
}

static double *name_totals(const cf_view *view)
{
    double *named = malloc(((size_t)view->entity_count * CF_STATED_OF_COUNT + 1) * sizeof *named);

    if (named != NULL)
        cf_view_named_totals(named, view);
    return named;
}

cf_status cf_score_fill_stated(cf_score *score, cf_report *report)
{
    const cf_view *view = score->view;
    const cf_scenario *scenario = view->scenario;
    double *named = name_totals(view);
    cf_status status = named == NULL ? CF_NO_MEMORY : CF_OK;

    for (int v = 0; v < scenario->entity_count; v++)
        for (int i = 0; status == CF_OK && i < scenario->entities[v].stated_count; i++)
            if (cf_view_is_alone(view, v))
                status = add_stated(score, v, &scenario->entities[v].stated[i], named, report);
    free(named);
    return status;
}

static bool states_any(const cf_scenario *scenario)
{
    for (int v = 0; v < scenario->entity_count; v++)
        if (scenario->entities[v].stated_count > 0)
            return true;
    return false;
}

/* One warning for all. */
cf_status cf_score_warn_of_stated(const cf_score *score, cf_diags *diags)
{
    const cf_view *view = score->view;
    const cf_entity *entities = view->scenario->entities;
    double *named;
    int count = 0, first = -1;

    if (score->tables[SCORE_STATED] == NULL || !states_any(view->scenario))
        return CF_OK;
    named = name_totals(view);
    if (named == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < view->scenario->entity_count; v++)
        for (int i = 0; i < entities[v].stated_count && cf_view_is_alone(view, v); i++)
            if (is_exceeded(view, named, v, &entities[v].stated[i]))
                first = count++ == 0 ? v : first;
    free(named);
    if (count == 0)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_SCORE_STATED, NULL,
                        "see the table stated and circfin check: is something counted twice?",
                        "the deals come to more than %d stated total%s, such as one of %.100s",
                        count, count == 1 ? "" : "s", entities[first].id);
}
