/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts of a view from what its deals are worth on their own: the steps of amounts.c and view.c
 * after the selection, laid out once so that they can be taken many times. */
#include "circfin/rules.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/sum.h"
#include "scenario/view.h"

struct cf_rules {
    const cf_view *view;
    const cf_scenario *scenario;
    cf_selection *selection;
    int *order, order_count; /* deals that count, each after those that it is a share of */
    int *programmes, programme_count;
    int *parts; /* those that count, by programme: parts[part_start[p]] .. */
    int *part_start;
    int *inside, inside_count; /* deals inside a group that sold to it, in file order */
    double *window;            /* of a deal: its part in the window */
    double funds_part;
    double *revenue_factor; /* of an entity of the scenario */
    cf_arena arena;
};

static bool counts(const cf_rules *rules, int deal)
{
    return cf_view_counts(rules->selection, rules->scenario, deal);
}

/* ---- laying out ---- */

static cf_status make_room(cf_rules *rules)
{
    size_t deals = (size_t)rules->scenario->deal_count;
    cf_arena *arena = &rules->arena;

    rules->selection = cf_arena_new(arena, deals, sizeof *rules->selection);
    rules->order = cf_arena_new(arena, deals, sizeof *rules->order);
    rules->programmes = cf_arena_new(arena, deals, sizeof *rules->programmes);
    rules->parts = cf_arena_new(arena, deals, sizeof *rules->parts);
    rules->part_start = cf_arena_new(arena, deals + 2, sizeof *rules->part_start);
    rules->inside = cf_arena_new(arena, deals, sizeof *rules->inside);
    rules->window = cf_arena_new(arena, deals, sizeof *rules->window);
    rules->revenue_factor =
        cf_arena_new(arena, (size_t)rules->scenario->entity_count, sizeof *rules->revenue_factor);
    return arena->failed ? CF_NO_MEMORY : CF_OK;
}

static cf_status list_order(cf_rules *rules)
{
    cf_status status = cf_view_order_by_shares(rules->order, rules->scenario);

    for (int i = 0; status == CF_OK && i < rules->scenario->deal_count; i++)
        if (counts(rules, rules->order[i]))
            rules->order[rules->order_count++] = rules->order[i];
    return status;
}

/* A counting sort, two places ahead, so that filling leaves the starts in place. */
static void list_parts(cf_rules *rules)
{
    const cf_scenario *scenario = rules->scenario;
    int *start = rules->part_start;

    for (int i = 0; i < scenario->deal_count; i++) {
        if (counts(rules, i) && scenario->deals[i].part_of >= 0)
            start[scenario->deals[i].part_of + 2]++;
    }
    for (int i = 0; i < scenario->deal_count; i++) {
        if (start[i + 2] > 0 && counts(rules, i))
            rules->programmes[rules->programme_count++] = i;
        start[i + 2] += start[i + 1];
    }
    for (int i = 0; i < scenario->deal_count; i++) {
        if (counts(rules, i) && scenario->deals[i].part_of >= 0)
            rules->parts[start[scenario->deals[i].part_of + 1]++] = i;
    }
}

static void list_inside(cf_rules *rules)
{
    const cf_scenario *scenario = rules->scenario;
    const int *entity_of = rules->view->entity_of;

    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];

        if (counts(rules, i) && entity_of[deal->payer] == entity_of[deal->payee] &&
            cf_relation_class(deal->relation) == CF_TRADE &&
            scenario->entities[deal->payee].revenue_known)
            rules->inside[rules->inside_count++] = i;
    }
}

static void measure_time(cf_rules *rules)
{
    const cf_scenario *scenario = rules->scenario;
    const cf_view_options *options = &rules->view->options;
    bool scaled;

    for (int i = 0; i < scenario->deal_count; i++) {
        double part = cf_view_window_part(&scenario->deals[i], options);

        rules->window[i] = part < 0 ? 1.0 : part;
    }
    rules->funds_part = cf_view_funds_part(scenario, options);
    for (int i = 0; i < scenario->entity_count; i++)
        rules->revenue_factor[i] =
            cf_view_revenue_factor(scenario, options, &scenario->entities[i], &scaled);
}

cf_status cf_rules_new(cf_rules **out, const cf_view *view)
{
    cf_rules *rules = calloc(1, sizeof *rules);
    cf_status status;

    *out = NULL;
    if (rules == NULL)
        return CF_NO_MEMORY;
    rules->view = view;
    rules->scenario = view->scenario;
    status = make_room(rules);
    if (status == CF_OK)
        status = cf_view_select(rules->selection, rules->scenario, &view->options);
    if (status == CF_OK)
        status = list_order(rules);
    if (status != CF_OK) {
        cf_rules_free(rules);
        return status;
    }
    list_parts(rules);
    list_inside(rules);
    measure_time(rules);
    *out = rules;
    return CF_OK;
}

void cf_rules_free(cf_rules *rules)
{
    if (rules == NULL)
        return;
    cf_arena_free(&rules->arena);
    free(rules);
}

/* ---- deals ---- */

/* A deal cancelled without a day is left out by its status, and yet it does not happen. */
cf_fate cf_rules_fate(const cf_rules *rules, int deal)
{
    const cf_selection *selection = &rules->selection[deal];

    if (counts(rules, deal))
        return CF_FATE_COUNTS;
    return (selection->out & OUT_BEFORE_SELECTION) != 0 || selection->status == CF_CANCELLED
               ? CF_FATE_DROPPED
               : CF_FATE_BESIDE;
}

double cf_rules_probability(const cf_rules *rules, int deal)
{
    const cf_deal *of = &rules->scenario->deals[deal];

    if (of->probability >= 0)
        return of->probability;
    return of->kind == CF_SHARE_OF
               ? 1.0
               : rules->scenario->status_probability[rules->selection[deal].status];
}

void cf_rules_stated(const cf_rules *rules, cf_case which, const cf_worths *worths)
{
    const cf_scenario *scenario = rules->scenario;

    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];

        worths->deals[i] = deal->kind == CF_QUANTIFIED ? cf_range_at(deal->amount, which) * deal->fx
                           : deal->kind == CF_SHARE_OF ? cf_range_at(deal->share, which)
                                                       : 0.0;
    }
    for (int i = 0; i < scenario->entity_count; i++) {
        worths->funds[i] = cf_range_at(scenario->entities[i].outside_funds, which);
        worths->revenue[i] = cf_range_at(scenario->entities[i].revenue, which);
    }
}

/* ---- applying ---- */

/* A share counts by what it is a share of, and follows the average of their windows. */
static void apply_share(const cf_rules *rules, int index, double share, const cf_amounts *amounts)
{
    cf_deal_list of = rules->scenario->deals[index].share_of;
    cf_sum base = { 0 }, weighted = { 0 };

    for (int i = 0; i < of.count; i++) {
        if (!counts(rules, of.at[i]))
            continue;
        cf_sum_add(&base, amounts->full[of.at[i]]);
        cf_sum_add(&weighted, amounts->full[of.at[i]] * amounts->factor[of.at[i]]);
    }
    amounts->full[index] = share * cf_sum_value(base);
    amounts->factor[index] =
        cf_sum_value(base) > 0 ? cf_sum_value(weighted) / cf_sum_value(base) : 1.0;
}

static void leave_parts(const cf_rules *rules, const cf_amounts *amounts)
{
    for (int i = 0; i < rules->programme_count; i++) {
        int programme = rules->programmes[i];
        cf_sum parts = { 0 };

        for (int k = rules->part_start[programme]; k < rules->part_start[programme + 1]; k++)
            cf_sum_add(&parts, amounts->full[rules->parts[k]]);
        amounts->deals[programme] =
            cf_excess(amounts->full[programme], cf_sum_value(parts)) * amounts->factor[programme];
    }
}

static void apply_entities(const cf_rules *rules, const cf_worths *worths,
                           const cf_amounts *amounts)
{
    const cf_scenario *scenario = rules->scenario;
    const cf_view *view = rules->view;

    for (int v = 0; v < view->entity_count; v++)
        amounts->funds[v] = amounts->revenue[v] = 0.0;
    for (int i = 0; i < scenario->entity_count; i++) {
        int v = view->entity_of[i];

        if (view->entities[v].funds_known)
            amounts->funds[v] += worths->funds[i] * rules->funds_part;
        if (scenario->entities[i].revenue_known)
            amounts->revenue[v] += worths->revenue[i] * rules->revenue_factor[i];
    }
    for (int i = 0; i < rules->inside_count; i++) {
        int deal = rules->inside[i];
        double *revenue = &amounts->revenue[view->entity_of[scenario->deals[deal].payee]];

        *revenue = cf_excess(*revenue, amounts->deals[deal]);
    }
}

void cf_rules_apply(const cf_rules *rules, const cf_worths *worths, const cf_amounts *amounts)
{
    for (int i = 0; i < rules->order_count; i++) {
        int deal = rules->order[i];

        if (rules->scenario->deals[deal].kind == CF_SHARE_OF) {
            apply_share(rules, deal, worths->deals[deal], amounts);
        } else {
            amounts->full[deal] = worths->deals[deal];
            amounts->factor[deal] = rules->window[deal];
        }
        amounts->deals[deal] = amounts->full[deal] * amounts->factor[deal];
    }
    leave_parts(rules, amounts);
    apply_entities(rules, worths, amounts);
}
