/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A view cut into periods: the horizon, its years, quarters or months, and what of each deal, of
 * funds and of revenue falls into each of them. A period is a window (amounts.c). */
#include "circfin/periods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/sum.h"
#include "scenario/view.h"

const char *const cf_period_kind_names[CF_PERIOD_KIND_COUNT] = { "year", "quarter", "month" };

struct periods_build {
    cf_periods periods; /* first: the caller's pointer is this one */
    cf_arena arena;
    const cf_view *view;
    cf_selection *selection;
    double *full;    /* own full amounts of deals of the scenario */
    cf_day from, to; /* the horizon; both CF_NO_DAY: nothing has a date */
    cf_period *at;
    double *amounts, *funds, *revenue;
    cf_diags *diags;
};

/* ---- the calendar ---- */

cf_period cf_period_of(cf_period_kind kind, cf_day day)
{
    char first[CF_DAY_SIZE], last[CF_DAY_SIZE];
    cf_period period = { .from = CF_NO_DAY };
    int month;

    cf_day_format(first, day); /* YYYY-MM-DD */
    month = (first[5] - '0') * 10 + (first[6] - '0');
    first[kind == CF_YEAR ? 4 : 7] = '\0';
    memcpy(last, first, sizeof last);
    memcpy(period.name, first, sizeof first);
    if (kind == CF_QUARTER) {
        int quarter = (month - 1) / 3;

        snprintf(first + 5, sizeof first - 5, "%02d", 3 * quarter + 1);
        snprintf(last + 5, sizeof last - 5, "%02d", 3 * quarter + 3);
        snprintf(period.name + 5, sizeof period.name - 5, "Q%d", quarter + 1);
    }
    (void)cf_day_parse(&period.from, first, CF_FIRST_DAY);
    (void)cf_day_parse(&period.to, last, CF_LAST_DAY);
    return period;
}

/* ---- the horizon ---- */

static void include(struct periods_build *build, cf_day day)
{
    if (day == CF_NO_DAY)
        return;
    if (build->from == CF_NO_DAY || day < build->from)
        build->from = day;
    if (build->to == CF_NO_DAY || day > build->to)
        build->to = day;
}

/* The same dates by which amounts.c divides the deal. */
static void include_deal(struct periods_build *build, const cf_deal *deal)
{
    double scheduled = 0.0;

    for (int i = 0; i < deal->schedule_count; i++)
        scheduled += deal->schedule[i].amount;
    for (int i = 0; scheduled > 0 && i < deal->schedule_count; i++)
        include(build, deal->schedule[i].date);
    if (scheduled > 0)
        return;
    include(build, deal->start != CF_NO_DAY ? deal->start : deal->announced);
    if (deal->start != CF_NO_DAY)
        include(build, deal->end);
}

/* A share deal has the dates of what it is a share of; each deal is looked at once. */
static void include_with_shares(struct periods_build *build, int deal, bool *seen, int *stack)
{
    const cf_scenario *scenario = build->view->scenario;
    int height = 0;

    if (!seen[deal])
        stack[height++] = deal;
    seen[deal] = true;
    while (height > 0) {
        const cf_deal *of = &scenario->deals[stack[--height]];

        if (of->kind == CF_QUANTIFIED)
            include_deal(build, of);
        for (int i = 0; i < of->share_of.count; i++) {
            int next = of->share_of.at[i];

            if (seen[next] || build->selection[next].out != 0 || !(build->full[next] > 0))
                continue;
            seen[next] = true;
            stack[height++] = next;
        }
    }
}

static cf_status include_deals(struct periods_build *build)
{
    const cf_view *view = build->view;
    size_t deals = (size_t)view->scenario->deal_count + 1;
    bool *seen = calloc(deals, sizeof *seen);
    int *stack = calloc(deals, sizeof *stack);
    cf_status status = seen != NULL && stack != NULL ? CF_OK : CF_NO_MEMORY;

    for (int i = 0; status == CF_OK && i < view->deal_count; i++) {
        if (view->deals[i].quantified && view->deals[i].amount > 0)
            include_with_shares(build, view->deals[i].deal, seen, stack);
    }
    free(seen);
    free(stack);
    return status;
}

static cf_status fill_amounts(struct periods_build *build)
{
    const cf_view *view = build->view;
    const cf_view_horizon horizon = { build->at, build->periods.count, build->from, build->to };

    return cf_view_amounts_in(build->amounts, build->full, &horizon, build->selection,
                              view->scenario, &view->options, build->diags);
}

static void include_funds(struct periods_build *build)
{
    const cf_scenario *scenario = build->view->scenario;

    for (int i = 0; i < scenario->entity_count; i++) {
        const cf_entity *entity = &scenario->entities[i];

        for (int k = 0; k < entity->outside_funds_schedule_count; k++)
            include(build, entity->outside_funds_schedule[k].date);
    }
}

static cf_status find_horizon(struct periods_build *build, cf_period_kind kind)
{
    const cf_scenario *scenario = build->view->scenario;
    cf_status status;

    if (build->from != CF_NO_DAY)
        return CF_OK;
    status = fill_amounts(build); /* of no period yet: only the full ones */
    if (status == CF_OK)
        status = include_deals(build);
    if (status != CF_OK)
        return status;
    include_funds(build);
    if (build->from == CF_NO_DAY) {
        build->from = scenario->span_from;
        build->to = scenario->span_to;
    } else {
        build->from = cf_period_of(kind, build->from).from;
        build->to = cf_period_of(kind, build->to).to;
    }
    return CF_OK;
}

/* ---- periods ---- */

static int count_periods(const struct periods_build *build, cf_period_kind kind)
{
    int count = 0;

    if (build->from == CF_NO_DAY)
        return 1;
    for (cf_day day = build->from; day <= build->to; day = cf_period_of(kind, day).to + 1)
        count++;
    return count;
}

static cf_status refuse_too_many(const struct periods_build *build, cf_period_kind kind)
{
    static const char *const longer[] = { "choose a shorter --window",
                                          "choose a shorter --window, or --period year",
                                          "choose a shorter --window, or --period quarter" };

    if (cf_diags_add(build->diags, CF_ERROR, CF_CODE_VIEW_PERIODS, NULL, longer[kind],
                     "there are %d periods of a %s, which with %d deals and %d entities is more "
                     "than %d amounts",
                     build->periods.count, cf_period_kind_names[kind],
                     build->view->scenario->deal_count, build->view->entity_count,
                     CF_MOST_PERIOD_AMOUNTS) != CF_OK)
        return CF_NO_MEMORY;
    return CF_BAD_OPTION;
}

static cf_status list_periods(struct periods_build *build, cf_period_kind kind)
{
    size_t count = (size_t)count_periods(build, kind);
    size_t deals = (size_t)build->view->scenario->deal_count;
    size_t entities = (size_t)build->view->entity_count;
    cf_day day = build->from;

    build->periods.count = (int)count;
    if (count * (deals + entities) > CF_MOST_PERIOD_AMOUNTS)
        return refuse_too_many(build, kind);
    build->at = cf_arena_new(&build->arena, count, sizeof *build->at);
    build->amounts = cf_arena_new(&build->arena, count * deals, sizeof *build->amounts);
    build->funds = cf_arena_new(&build->arena, count * entities, sizeof *build->funds);
    build->revenue = cf_arena_new(&build->arena, count * entities, sizeof *build->revenue);
    if (build->at == NULL || build->amounts == NULL || build->funds == NULL ||
        build->revenue == NULL)
        return CF_NO_MEMORY;
    build->periods.at = build->at;
    build->periods.amounts = build->amounts;
    build->periods.funds = build->funds;
    build->periods.revenue = build->revenue;
    if (day == CF_NO_DAY)
        build->at[0] = (cf_period){ .from = CF_NO_DAY, .to = CF_NO_DAY };
    for (size_t p = 0; day != CF_NO_DAY && p < count; p++) {
        cf_period whole = cf_period_of(kind, day);

        build->at[p] = whole;
        build->at[p].from = day;
        build->at[p].to = whole.to < build->to ? whole.to : build->to;
        day = whole.to + 1;
    }
    return CF_OK;
}

/* ---- funds and revenue ---- */

/* The part of what runs evenly over the span, or without one over the horizon. */
static double even_part(const struct periods_build *build, const cf_view_options *period)
{
    const cf_scenario *scenario = build->view->scenario;
    bool span = scenario->span_from != CF_NO_DAY && scenario->span_to != CF_NO_DAY;
    cf_day from = span ? scenario->span_from : build->from;
    cf_day to = span ? scenario->span_to : build->to;

    if (period->window_from == CF_NO_DAY)
        return 1.0;
    return cf_view_overlap(period, from, to) / cf_days_of(from, to);
}

static double funds_in(const struct periods_build *build, const cf_entity *entity,
                       const cf_view_options *period)
{
    double funds = cf_range_at(entity->outside_funds, period->which);
    double scheduled = cf_view_scheduled_part(entity->outside_funds_schedule,
                                              entity->outside_funds_schedule_count, period);

    return funds * (scheduled < 0 ? even_part(build, period) : scheduled);
}

/* Of dates of its own: at its daily rate, also in a time before or after them. */
static double revenue_in(const struct periods_build *build, const cf_entity *entity,
                         const cf_view_options *period)
{
    double revenue = cf_range_at(entity->revenue, period->which);

    if (entity->revenue_from == CF_NO_DAY || period->window_from == CF_NO_DAY)
        return revenue * even_part(build, period);
    return revenue * (cf_days_of(period->window_from, period->window_to) /
                      cf_days_of(entity->revenue_from, entity->revenue_to));
}

/* What a group sold inside is no revenue of it. */
static void take_sales_inside(struct periods_build *build, int period)
{
    const cf_view *view = build->view;
    const cf_scenario *scenario = view->scenario;
    const double *amounts = &build->amounts[(size_t)period * (size_t)scenario->deal_count];
    double *revenue = &build->revenue[(size_t)period * (size_t)view->entity_count];

    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];
        int payee = view->entity_of[deal->payee];

        if (view->entity_of[deal->payer] == payee &&
            cf_relation_class(deal->relation) == CF_TRADE &&
            scenario->entities[deal->payee].revenue_known)
            revenue[payee] = cf_excess(revenue[payee], amounts[i]);
    }
}

static void fill_period(struct periods_build *build, int period)
{
    const cf_view *view = build->view;
    size_t row = (size_t)period * (size_t)view->entity_count;
    cf_view_options options = view->options;

    options.window_from = build->at[period].from;
    options.window_to = build->at[period].to;
    for (int i = 0; i < view->scenario->entity_count; i++) {
        const cf_entity *entity = &view->scenario->entities[i];
        int of = view->entity_of[i];

        if (view->entities[of].funds_known)
            build->funds[row + (size_t)of] += funds_in(build, entity, &options);
        if (entity->revenue_known)
            build->revenue[row + (size_t)of] += revenue_in(build, entity, &options);
    }
    take_sales_inside(build, period);
}

/* What is paid of a deal over the whole time is paid in each period. */
static void cut_amounts(struct periods_build *build)
{
    const cf_view *view = build->view;
    size_t deals = (size_t)view->scenario->deal_count;

    for (size_t i = 0; i < (size_t)build->periods.count * deals; i++)
        build->amounts[i] *= view->paid_part[i % deals];
}

/* ---- all together ---- */

static cf_status fill_periods(struct periods_build *build)
{
    cf_status status = fill_amounts(build);

    if (status == CF_OK && build->view->paid_part != NULL)
        cut_amounts(build);
    for (int p = 0; status == CF_OK && p < build->periods.count; p++)
        fill_period(build, p);
    return status;
}

cf_status cf_periods_new(cf_periods **out, const cf_view *view, cf_period_kind kind, cf_day from,
                         cf_day to, cf_diags *diags)
{
    size_t deals = (size_t)view->scenario->deal_count;
    struct periods_build *build = calloc(1, sizeof *build);
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (build == NULL)
        return CF_NO_MEMORY;
    build->view = view;
    build->from = from;
    build->to = to;
    build->diags = diags;
    build->selection = calloc(deals + 1, sizeof *build->selection);
    build->full = calloc(deals + 1, sizeof *build->full);
    if (build->selection != NULL && build->full != NULL)
        status = cf_view_select(build->selection, view->scenario, &view->options);
    if (status == CF_OK)
        status = find_horizon(build, kind);
    if (status == CF_OK)
        status = list_periods(build, kind);
    if (status == CF_OK)
        status = fill_periods(build);
    free(build->selection);
    free(build->full);
    build->selection = NULL;
    build->full = NULL;
    if (status == CF_OK)
        *out = &build->periods;
    else
        cf_periods_free(&build->periods);
    return status;
}

void cf_periods_free(cf_periods *periods)
{
    struct periods_build *build = (struct periods_build *)periods;

    if (build == NULL)
        return;
    cf_arena_free(&build->arena);
    free(build);
}
