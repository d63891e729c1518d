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
    double *full;                    /* own full amounts */
    double *factor;                  /* window part times probability */
    double *parts;                   /* of a programme: full amounts of its selected parts */
    int *order;                      /* deals, each after those it is a share of */
    cf_day horizon_from, horizon_to; /* deals without any date run evenly over it; CF_NO_DAY: they
                                        count in full */
    int undated;                     /* selected deals without any date under a window */
    int first_undated;
    cf_diags *diags;
};

bool cf_view_counts(const cf_selection *selection, const cf_scenario *scenario, int deal)
{
    return selection[deal].out == 0 && scenario->deals[deal].kind != CF_UNQUANTIFIED;
}

static bool counts(const struct amounts *amounts, int deal)
{
    return cf_view_counts(amounts->selection, amounts->scenario, deal);
}

/* Depth first with a stack of its own: a chain of shares may be as long as the file. */
cf_status cf_view_order_by_shares(int *order, const cf_scenario *scenario)
{
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
                order[placed++] = deal;
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

double cf_days_of(cf_day from, cf_day to)
{
    return (double)to - (double)from + 1.0;
}

double cf_view_overlap(const cf_view_options *options, cf_day from, cf_day to)
{
    if (options->window_from != CF_NO_DAY) {
        from = from > options->window_from ? from : options->window_from;
        to = to < options->window_to ? to : options->window_to;
    }
    return to < from ? 0.0 : cf_days_of(from, to);
}

double cf_view_scheduled_part(const cf_instalment *schedule, int count,
                              const cf_view_options *options)
{
    cf_sum inside = { 0 }, all = { 0 };

    for (int i = 0; i < count; i++) {
        const cf_instalment *instalment = &schedule[i];

        cf_sum_add(&all, instalment->amount);
        if (cf_view_overlap(options, instalment->date, instalment->date) > 0)
            cf_sum_add(&inside, instalment->amount);
    }
    return cf_sum_value(all) > 0 ? cf_sum_value(inside) / cf_sum_value(all) : -1.0;
}

double cf_view_window_part(const cf_deal *deal, const cf_view_options *options)
{
    cf_day day = deal->start != CF_NO_DAY ? deal->start : deal->announced;
    double part;

    if (options->window_from == CF_NO_DAY)
        return 1.0;
    part = cf_view_scheduled_part(deal->schedule, deal->schedule_count, options);
    if (part >= 0)
        return part;
    if (deal->start != CF_NO_DAY && deal->end != CF_NO_DAY)
        return cf_view_overlap(options, deal->start, deal->end) /
               cf_days_of(deal->start, deal->end);
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

/* The part of a deal without any date. */
static double undated_part(struct amounts *amounts, int index)
{
    if (counts(amounts, index) && amounts->undated++ == 0)
        amounts->first_undated = index;
    return amounts->horizon_from == CF_NO_DAY
               ? 1.0
               : cf_view_overlap(amounts->options, amounts->horizon_from, amounts->horizon_to) /
                     cf_days_of(amounts->horizon_from, amounts->horizon_to);
}

static double factor_of(struct amounts *amounts, int index)
{
    const cf_deal *deal = &amounts->scenario->deals[index];
    const cf_view_options *options = amounts->options;
    double factor = 1.0;

    if (deal->kind == CF_SHARE_OF)
        factor = share_factor(amounts, deal);
    else
        factor = cf_view_window_part(deal, options);
    if (factor < 0)
        factor = undated_part(amounts, index);
    if (!options->probability_weights)
        return factor;
    if (deal->probability >= 0)
        return factor * deal->probability;
    if (deal->kind == CF_SHARE_OF)
        return factor;
    return factor * amounts->scenario->status_probability[amounts->selection[index].status];
}

/* Of each programme, what its selected parts are together. */
static cf_status add_up_parts(struct amounts *amounts)
{
    int count = amounts->scenario->deal_count;
    cf_sum *parts = calloc((size_t)count + 1, sizeof *parts);

    if (parts == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        if (counts(amounts, i) && amounts->scenario->deals[i].part_of >= 0)
            cf_sum_add(&parts[amounts->scenario->deals[i].part_of], amounts->full[i]);
    }
    for (int i = 0; i < count; i++)
        amounts->parts[i] = cf_sum_value(parts[i]);
    free(parts);
    return CF_OK;
}

/* What the selected parts of a programme leave of it, in the window. */
static double left_of(const struct amounts *amounts, int deal, double full)
{
    return cf_excess(full, amounts->parts[deal]) * amounts->factor[deal];
}

static void leave_parts(const struct amounts *amounts, const cf_view_figures *out)
{
    for (int i = 0; i < amounts->scenario->deal_count; i++) {
        const cf_deal *deal = &amounts->scenario->deals[i];

        if (!counts(amounts, i))
            continue;
        out->left[i] = left_of(amounts, i, amounts->full[i]);
        out->low[i] = left_of(amounts, i, full_amount(amounts, deal, CF_CASE_LOW));
        out->high[i] = left_of(amounts, i, full_amount(amounts, deal, CF_CASE_HIGH));
    }
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
    bool in_full = amounts->horizon_from == CF_NO_DAY;
    int others = amounts->undated - 1;

    if (amounts->undated == 0)
        return CF_OK;
    if (others == 0)
        return cf_diags_add(amounts->diags, CF_WARNING, CF_CODE_VIEW_UNDATED, NULL,
                            "add a start or a schedule", "deal \"%s\" has no date, so it %s", id,
                            in_full ? "counts in full in the window"
                                    : "runs evenly over all periods");
    return cf_diags_add(amounts->diags, CF_WARNING, CF_CODE_VIEW_UNDATED, NULL,
                        "add a start or a schedule",
                        "deal \"%s\" and %d more have no date, so they %s", id, others,
                        in_full ? "count in full in the window" : "run evenly over all periods");
}

/* ---- all together ---- */

static cf_status begin(struct amounts *amounts)
{
    size_t size = (size_t)amounts->scenario->deal_count + 1;

    amounts->factor = calloc(size, sizeof *amounts->factor);
    amounts->parts = calloc(size, sizeof *amounts->parts);
    amounts->order = calloc(size, sizeof *amounts->order);
    return amounts->factor != NULL && amounts->parts != NULL && amounts->order != NULL
               ? cf_view_order_by_shares(amounts->order, amounts->scenario)
               : CF_NO_MEMORY;
}

static void end(struct amounts *amounts)
{
    free(amounts->factor);
    free(amounts->parts);
    free(amounts->order);
}

/* Shares after what they are shares of. */
static cf_status find_full_amounts(const struct amounts *amounts)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < amounts->scenario->deal_count; i++) {
        int deal = amounts->order[i];

        amounts->full[deal] =
            full_amount(amounts, &amounts->scenario->deals[deal], amounts->options->which);
        if (!(amounts->full[deal] <= largest_amount))
            status = too_large(amounts, deal);
    }
    return status;
}

static void find_factors(struct amounts *amounts)
{
    amounts->undated = 0;
    for (int i = 0; i < amounts->scenario->deal_count; i++)
        amounts->factor[amounts->order[i]] = factor_of(amounts, amounts->order[i]);
}

cf_status cf_view_amounts(const cf_view_figures *out, const cf_selection *selection,
                          const cf_scenario *scenario, const cf_view_options *options,
                          cf_diags *diags)
{
    struct amounts amounts = { .scenario = scenario,
                               .options = options,
                               .selection = selection,
                               .full = out->full,
                               .horizon_from = CF_NO_DAY,
                               .diags = diags };
    cf_status status = begin(&amounts);

    if (status == CF_OK)
        status = find_full_amounts(&amounts);
    if (status == CF_OK)
        status = add_up_parts(&amounts);
    if (status == CF_OK) {
        find_factors(&amounts);
        leave_parts(&amounts, out);
        status = warn_undated(&amounts);
    }
    end(&amounts);
    return status;
}

cf_status cf_view_amounts_in(double *amounts_in, double *full, const cf_view_horizon *horizon,
                             const cf_selection *selection, const cf_scenario *scenario,
                             const cf_view_options *options, cf_diags *diags)
{
    size_t deals = (size_t)scenario->deal_count;
    cf_view_options window = *options;
    struct amounts amounts = { .scenario = scenario,
                               .options = &window,
                               .selection = selection,
                               .full = full,
                               .horizon_from = horizon->from,
                               .horizon_to = horizon->to,
                               .diags = diags };
    cf_status status = begin(&amounts);

    if (status == CF_OK)
        status = find_full_amounts(&amounts);
    if (status == CF_OK)
        status = add_up_parts(&amounts);
    for (int p = 0; status == CF_OK && p < horizon->count; p++) {
        window.window_from = horizon->at[p].from;
        window.window_to = horizon->at[p].to;
        find_factors(&amounts);
        for (size_t d = 0; d < deals; d++) {
            if (counts(&amounts, (int)d))
                amounts_in[(size_t)p * deals + d] = left_of(&amounts, (int)d, amounts.full[d]);
        }
    }
    if (status == CF_OK)
        status = warn_undated(&amounts);
    end(&amounts);
    return status;
}
