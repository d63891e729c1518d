/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a deal counts for: case, currency and shares; programmes less their parts; window, risk. */
#include "scenario/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/sum.h"

/* Sums of a hundred thousand such amounts are still far from overflowing anything. */
static const double largest_amount = 1e100;

struct amounts {
    const cf_scenario *scenario;
    const cf_view_options *options;
    const cf_selection *selection;
    const cf_view_figures *out;
    double *full;   /* of `out` */
    double *factor; /* window part times probability */
    int *order;     /* deals, each after those it is a share of */
    int undated;    /* selected deals without any date under a window */
    int first_undated;
    cf_diags *diags;
};

static bool counts(const struct amounts *amounts, int deal)
{
    return amounts->selection[deal].out == 0 &&
           amounts->scenario->deals[deal].kind != CF_UNQUANTIFIED;
}

/* Depth first with a stack of its own: a chain of shares may be as long as the file. */
static cf_status order_by_shares(struct amounts *amounts)
{
    const cf_scenario *scenario = amounts->scenario;
    size_t size = (size_t)scenario->deal_count + 1;
    int *stack = malloc(size * sizeof *stack);
    int *next = calloc(size, sizeof *next); /* next share_of entry to visit; INT_MAX: done */
    cf_status status = CF_NO_MEMORY;
    int placed = 0;

    if (stack == NULL || next == NULL)
        goto out;
    for (int root = 0; root < scenario->deal_count; root++) {
        int height = 0;

        if (next[root] == 0)
            stack[height++] = root;
        while (height > 0) {
            int deal = stack[height - 1];
            cf_deal_list of = scenario->deals[deal].share_of;

            if (next[deal] < of.count) {
                int below = of.at[next[deal]++];

                if (next[below] == 0)
                    stack[height++] = below;
            } else {
                height--;
                amounts->order[placed++] = deal;
                next[deal] = INT_MAX;
            }
        }
    }
    status = CF_OK;

out:
    free(stack);
    free(next);
    return status;
}

/* The deal's own in a case; what it is a share of stays as the view has it. */
static double full_amount(const struct amounts *amounts, const cf_deal *deal, cf_case which)
{
    cf_sum base = { 0 };

    switch (deal->kind) {
    case CF_QUANTIFIED:
        return cf_range_at(deal->amount, which) * deal->fx;
    case CF_SHARE_OF:
        for (int i = 0; i < deal->share_of.count; i++) {
            if (counts(amounts, deal->share_of.at[i]))
                cf_sum_add(&base, amounts->full[deal->share_of.at[i]]);
        }
        return cf_range_at(deal->share, which) * cf_sum_value(base);
    case CF_UNQUANTIFIED:
        break;
    }
    return 0.0;
}

bool cf_view_time(const cf_scenario *scenario, const cf_view_options *options, cf_day *from,
                  cf_day *to)
{
    bool window = options->window_from != CF_NO_DAY;

    *from = window ? options->window_from : scenario->span_from;
    *to = window ? options->window_to : scenario->span_to;
    return *from != CF_NO_DAY && *to != CF_NO_DAY;
}

double cf_view_overlap(const cf_view_options *options, cf_day from, cf_day to)
{
    if (options->window_from != CF_NO_DAY) {
        from = from > options->window_from ? from : options->window_from;
        to = to < options->window_to ? to : options->window_to;
    }
    return to < from ? 0.0 : (double)to - (double)from + 1.0;
}

static double scheduled_part(const cf_deal *deal, const cf_view_options *options)
{
    cf_sum inside = { 0 }, all = { 0 };

    for (int i = 0; i < deal->schedule_count; i++) {
        const cf_instalment *instalment = &deal->schedule[i];

        cf_sum_add(&all, instalment->amount);
        if (cf_view_overlap(options, instalment->date, instalment->date) > 0)
            cf_sum_add(&inside, instalment->amount);
    }
    return cf_sum_value(all) > 0 ? cf_sum_value(inside) / cf_sum_value(all) : -1.0;
}

/* The part of an amount that falls in the window; -1 where no date says. */
static double window_part(const cf_deal *deal, const cf_view_options *options)
{
    cf_day day = deal->start != CF_NO_DAY ? deal->start : deal->announced;
    double part = deal->schedule_count > 0 ? scheduled_part(deal, options) : -1.0;

    if (part >= 0)
        return part;
    if (deal->start != CF_NO_DAY && deal->end != CF_NO_DAY)
        return cf_view_overlap(options, deal->start, deal->end) /
               ((double)deal->end - (double)deal->start + 1.0);
    if (day == CF_NO_DAY)
        return -1.0;
    return cf_view_overlap(options, day, day) > 0 ? 1.0 : 0.0;
}

/* A share follows the deals that it is a share of. */
static double share_factor(const struct amounts *amounts, const cf_deal *deal)
{
    cf_sum weighted = { 0 }, weights = { 0 };

    for (int i = 0; i < deal->share_of.count; i++) {
        int of = deal->share_of.at[i];

        if (!counts(amounts, of))
            continue;
        cf_sum_add(&weights, amounts->full[of]);
        cf_sum_add(&weighted, amounts->full[of] * amounts->factor[of]);
    }
    return cf_sum_value(weights) > 0 ? cf_sum_value(weighted) / cf_sum_value(weights) : 1.0;
}

static double factor_of(struct amounts *amounts, int index)
{
    const cf_deal *deal = &amounts->scenario->deals[index];
    const cf_view_options *options = amounts->options;
    double factor = 1.0;

    if (deal->kind == CF_SHARE_OF)
        factor = share_factor(amounts, deal);
    else if (options->window_from != CF_NO_DAY)
        factor = window_part(deal, options);
    if (factor < 0) {
        if (counts(amounts, index) && amounts->undated++ == 0)
            amounts->first_undated = index;
        factor = 1.0;
    }
    if (!options->probability_weights)
        return factor;
    if (deal->probability >= 0)
        return factor * deal->probability;
    if (deal->kind == CF_SHARE_OF)
        return factor;
    return factor * amounts->scenario->status_probability[amounts->selection[index].status];
}

/* What the selected parts of a programme leave of it. */
static cf_status leave_parts(const struct amounts *amounts)
{
    const cf_view_figures *out = amounts->out;
    int count = amounts->scenario->deal_count;
    cf_sum *parts = calloc((size_t)count + 1, sizeof *parts);

    if (parts == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        if (counts(amounts, i) && amounts->scenario->deals[i].part_of >= 0)
            cf_sum_add(&parts[amounts->scenario->deals[i].part_of], amounts->full[i]);
    }
    for (int i = 0; i < count; i++) {
        const cf_deal *deal = &amounts->scenario->deals[i];
        double part = cf_sum_value(parts[i]), factor = amounts->factor[i];

        if (!counts(amounts, i))
            continue;
        out->left[i] = cf_excess(amounts->full[i], part) * factor;
        out->low[i] = cf_excess(full_amount(amounts, deal, CF_CASE_LOW), part) * factor;
        out->high[i] = cf_excess(full_amount(amounts, deal, CF_CASE_HIGH), part) * factor;
    }
    free(parts);
    return CF_OK;
}

static cf_status too_large(const struct amounts *amounts, int index)
{
    char pointer[48];

    snprintf(pointer, sizeof pointer, "/deals/%d/amount", index);
    if (cf_diags_add(amounts->diags, CF_ERROR, CF_CODE_VIEW_TOO_LARGE, pointer,
                     "check its amount and the fx rate of its currency",
                     "deal \"%s\" is worth more than 1e100 %s, too much to add",
                     amounts->scenario->deals[index].id, amounts->scenario->currency) != CF_OK)
        return CF_NO_MEMORY;
    return CF_BAD_INPUT;
}

static cf_status warn_undated(const struct amounts *amounts)
{
    const char *id = amounts->scenario->deals[amounts->first_undated].id;
    int others = amounts->undated - 1;

    if (amounts->undated == 0)
        return CF_OK;
    if (others == 0)
        return cf_diags_add(amounts->diags, CF_WARNING, CF_CODE_VIEW_UNDATED, NULL,
                            "add a start or a schedule",
                            "deal \"%s\" has no date, so it counts in full in the window", id);
    return cf_diags_add(
        amounts->diags, CF_WARNING, CF_CODE_VIEW_UNDATED, NULL, "add a start or a schedule",
        "deal \"%s\" and %d more have no date, so they count in full in the window", id, others);
}

cf_status cf_view_amounts(const cf_view_figures *out, const cf_selection *selection,
                          const cf_scenario *scenario, const cf_view_options *options,
                          cf_diags *diags)
{
    size_t size = (size_t)scenario->deal_count + 1;
    struct amounts amounts = { .scenario = scenario,
                               .options = options,
                               .selection = selection,
                               .out = out,
                               .full = out->full,
                               .factor = calloc(size, sizeof(double)),
                               .order = calloc(size, sizeof(int)),
                               .diags = diags };
    cf_status status = CF_NO_MEMORY;

    if (amounts.factor == NULL || amounts.order == NULL)
        goto out;
    status = order_by_shares(&amounts);
    for (int i = 0; status == CF_OK && i < scenario->deal_count; i++) {
        int deal = amounts.order[i];

        out->full[deal] = full_amount(&amounts, &scenario->deals[deal], options->which);
        amounts.factor[deal] = factor_of(&amounts, deal);
        if (!(out->full[deal] <= largest_amount))
            status = too_large(&amounts, deal);
    }
    if (status == CF_OK)
        status = leave_parts(&amounts);
    if (status == CF_OK)
        status = warn_undated(&amounts);

out:
    free(amounts.factor);
    free(amounts.order);
    return status;
}
