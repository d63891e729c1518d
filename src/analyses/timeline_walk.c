/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * timeline: from day to day, on several threads.
 *
 * A view of a day takes time for all deals, but a day changes few. A deal that does not supersede,
 * belong to or share another deal has one amount from its announcement until it is cancelled. So on
 * a day with only such deals, their amounts are set, and no view is made. The amounts come from a
 * few views that together show every such deal: that of the last day, and, for a cancelled deal
 * that no view shows yet, that of the day before it is cancelled.
 */
#include <stdlib.h>

#include "analyses/series.h"
#include "analyses/timeline.h"

struct walk {
    cf_timeline *timeline;
    cf_view_deal *deals; /* of `every` */
    cf_view every;       /* every deal that could count on some day */
    cf_world world;
    int *candidates, candidate_count;

    /* Of each deal of the scenario: */
    bool *alone;    /* no other deal changes its amount, nor it another's */
    bool *known;    /* `amount` is there */
    double *amount; /* while it is announced and not cancelled */
    int *payment;   /* -1: none */

    int *views_needed; /* of each day: how many until then need a view of their own */
};

/* ---- all deals ---- */

/* Whether it counts on some day: before it was cancelled, a deal counts as announced. */
static bool can_count(const cf_deal *deal, const cf_view_options *options)
{
    return deal->kind != CF_UNQUANTIFIED && (deal->cash || options->non_cash) &&
           (!deal->contingent || options->contingent) &&
           (deal->basis == CF_REPORTED || !options->reported_only) &&
           (deal->status == CF_CANCELLED || (options->statuses & CF_STATUS_BIT(deal->status)) != 0);
}

static void list_every_deal(struct walk *walk, const cf_view *view)
{
    const cf_scenario *scenario = view->scenario;

    walk->every = *view;
    walk->every.deals = walk->deals;
    walk->every.deal_count = 0;
    for (int i = 0; i < scenario->deal_count; i++) {
        int payer = view->entity_of[scenario->deals[i].payer];
        int payee = view->entity_of[scenario->deals[i].payee];

        if (payer != payee && can_count(&scenario->deals[i], &view->options))
            walk->deals[walk->every.deal_count++] =
                (cf_view_deal){ .deal = i, .payer = payer, .payee = payee, .quantified = true };
    }
}

/* ---- amounts of single deals ---- */

static bool counts_on(const cf_deal *deal, cf_day day)
{
    return (deal->announced == CF_NO_DAY || deal->announced <= day) &&
           (deal->cancelled == CF_NO_DAY || deal->cancelled > day);
}

static void mark_bound(bool *alone, cf_deal_list list, int deal)
{
    for (int i = 0; i < list.count; i++)
        alone[deal] = alone[list.at[i]] = false;
}

/* If groups are consolidated, the deals inside a group change its revenue; if nobody fills gaps,
 * any deal changes what others can pay: none is alone. */
static void find_alone(struct walk *walk)
{
    const cf_view *view = walk->timeline->view;
    const cf_scenario *scenario = view->scenario;

    for (int i = 0; i < scenario->deal_count; i++)
        walk->alone[i] = !view->options.consolidate && !view->options.gap_cut;
    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];

        mark_bound(walk->alone, deal->supersedes, i);
        mark_bound(walk->alone, deal->share_of, i);
        if (deal->part_of >= 0)
            walk->alone[i] = walk->alone[deal->part_of] = false;
    }
}

/* The view that was asked for has given its warnings once; errors are still reported. */
static cf_status view_of_day(cf_view **out, const cf_timeline *timeline, cf_day day,
                             cf_diags *diags)
{
    cf_view_options options = timeline->request->view;

    options.as_of = day;
    return cf_view_new(out, timeline->view->scenario, &options, diags);
}

/* Deals that the view leaves out have no amount. */
static cf_status learn_amounts(struct walk *walk, int moment)
{
    const cf_timeline *timeline = walk->timeline;
    const cf_scenario *scenario = timeline->view->scenario;
    cf_day day = timeline->moments[moment].day;
    cf_view *view = NULL;
    cf_status status = view_of_day(&view, timeline, day, NULL);

    for (int i = 0; status == CF_OK && i < scenario->deal_count; i++)
        walk->known[i] = walk->known[i] || counts_on(&scenario->deals[i], day);
    for (int i = 0; status == CF_OK && i < view->deal_count; i++)
        walk->amount[view->deals[i].deal] = view->deals[i].amount;
    cf_view_free(view);
    return status;
}

/* A cancelled deal last counted on the day before. */
static cf_status learn_all_amounts(struct walk *walk)
{
    const cf_timeline *timeline = walk->timeline;
    cf_status status = CF_OK;

    for (int m = 0; status == CF_OK && m < timeline->moment_count; m++) {
        const cf_moment *moment = &timeline->moments[m];

        walk->views_needed[m] = m == 0 ? 0 : walk->views_needed[m - 1];
        for (int i = 0; status == CF_OK && i < moment->event_count; i++) {
            const cf_event *event = &timeline->events[moment->first_event + i];

            walk->views_needed[m] += !walk->alone[event->deal];
            if (m > 0 && event->cancelled && walk->alone[event->deal] &&
                !walk->known[event->deal] &&
                counts_on(&timeline->view->scenario->deals[event->deal], moment[-1].day))
                status = learn_amounts(walk, m - 1);
        }
    }
    if (status == CF_OK && timeline->moment_count > 0)
        status = learn_amounts(walk, timeline->moment_count - 1);
    return status;
}

/* ---- a day ---- */

static void set_amounts(const struct walk *walk, cf_world *world, int moment, cf_day day)
{
    const cf_timeline *timeline = walk->timeline;
    const cf_moment *of = &timeline->moments[moment];

    for (int i = 0; i < of->event_count; i++) {
        int deal = timeline->events[of->first_event + i].deal;
        bool counts = counts_on(&timeline->view->scenario->deals[deal], day);

        if (walk->payment[deal] >= 0)
            cf_what_if_set_amount(world->bench, walk->payment[deal],
                                  counts ? walk->amount[deal] : 0.0);
    }
}

static cf_status go_to_day(cf_world *world, int from, int to, const cf_series *series)
{
    const struct walk *walk = series->payload;
    int first = from < to ? from + 1 : to + 1, last = from < to ? to : from;
    cf_day day = walk->timeline->moments[to].day;
    cf_view *view = NULL;
    cf_status status;

    if (from >= 0 && walk->views_needed[last] == walk->views_needed[first - 1]) {
        for (int m = first; m <= last; m++)
            set_amounts(walk, world, m, day);
        return cf_world_keep_up(world);
    }
    status = view_of_day(&view, walk->timeline, day, NULL);
    if (status == CF_OK)
        status = cf_world_show(world, &walk->every, &view, cf_view_free);
    cf_view_free(view);
    return status;
}

static cf_status measure_day(cf_world *world, int step, const cf_series *series)
{
    const struct walk *walk = series->payload;
    cf_moment *moment = &walk->timeline->moments[step];

    if (walk->timeline->request->digest_only) /* it does not show them */
        return CF_OK;
    moment->gross = cf_world_gross(world);
    return cf_world_circulation(world, &moment->circulation);
}

static cf_status take_day(int step, const cf_exposure *exposures, bool *goes_on,
                          const cf_series *series)
{
    const struct walk *walk = series->payload;
    cf_timeline *timeline = walk->timeline;
    cf_moment *moment = &timeline->moments[step];

    (void)goes_on;
    moment->first_row = timeline->rows.count;
    for (int i = 0; i < walk->candidate_count; i++) {
        const cf_exposure *of = &exposures[i];
        const cf_timeline_row row = { .moment = step,
                                      .entity = of->entity,
                                      .loopback = cf_exposure_figures(of),
                                      .reported = of->reported };

        if (cf_exposure_is_supplier(of) && !cf_vec_push(&timeline->rows, row))
            return CF_NO_MEMORY;
    }
    moment->row_count = timeline->rows.count - moment->first_row;
    return CF_OK;
}

/* ---- all days ---- */

static cf_status walk_open(struct walk *walk, cf_timeline *timeline)
{
    const cf_view *view = timeline->view;
    size_t deals = (size_t)view->scenario->deal_count + 1;
    size_t entities = (size_t)view->entity_count + 1, days = (size_t)timeline->moment_count + 1;
    cf_status status;

    *walk = (struct walk){
        .timeline = timeline,
        .deals = calloc(deals, sizeof *walk->deals),
        .candidates = calloc(entities, sizeof *walk->candidates),
        .alone = calloc(deals, sizeof *walk->alone),
        .known = calloc(deals, sizeof *walk->known),
        .amount = calloc(deals, sizeof *walk->amount),
        .payment = calloc(deals, sizeof *walk->payment),
        .views_needed = calloc(days, sizeof *walk->views_needed),
    };
    if (walk->deals == NULL || walk->candidates == NULL || walk->alone == NULL ||
        walk->known == NULL || walk->amount == NULL || walk->payment == NULL ||
        walk->views_needed == NULL)
        return CF_NO_MEMORY;
    list_every_deal(walk, view);
    find_alone(walk);
    status = cf_world_open(&walk->world, &walk->every, false);
    if (status != CF_OK)
        return status;
    for (size_t i = 0; i < deals; i++)
        walk->payment[i] = -1;
    for (int p = 0; p < walk->world.network->network.payment_count; p++)
        walk->payment[walk->deals[walk->world.network->view_deal[p]].deal] = p;
    walk->candidate_count =
        cf_series_candidates(walk->candidates, &walk->world, timeline->chosen, NULL);
    return walk->candidate_count < 0 ? CF_NO_MEMORY : learn_all_amounts(walk);
}

static void walk_close(struct walk *walk)
{
    cf_world_close(&walk->world);
    free(walk->deals);
    free(walk->candidates);
    free(walk->alone);
    free(walk->known);
    free(walk->amount);
    free(walk->payment);
    free(walk->views_needed);
}

/* Reports the error of the first day that has one. */
static cf_status tell_error(const cf_timeline *timeline, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int m = 0; status == CF_OK && m < timeline->moment_count; m++) {
        cf_view *view = NULL;

        status = view_of_day(&view, timeline, timeline->moments[m].day, NULL);
        if (status == CF_BAD_INPUT)
            status = view_of_day(&view, timeline, timeline->moments[m].day, diags);
        cf_view_free(view);
    }
    return status == CF_OK ? CF_BAD_INPUT : status;
}

cf_status cf_timeline_walk(cf_timeline *timeline, cf_diags *diags)
{
    struct walk walk;
    cf_status status = walk_open(&walk, timeline);
    const cf_series series = { .world = &walk.world,
                               .step_count = timeline->moment_count,
                               .entities = walk.candidates,
                               .entity_count = walk.candidate_count,
                               .threads = (int)timeline->threads,
                               .progress = timeline->request->progress,
                               .unit = "days",
                               .go = go_to_day,
                               .system = measure_day,
                               .take = take_day,
                               .payload = &walk };

    /* Where nobody can be a supplier, the digest has nothing to tell. */
    if (status == CF_OK && walk.candidate_count == 0 && timeline->request->digest_only)
        timeline->done = timeline->moment_count;
    else if (status == CF_OK)
        status = cf_series_run(&series, &timeline->done);
    walk_close(&walk);
    if (status == CF_BAD_INPUT)
        status = tell_error(timeline, diags);
    if (status == CF_OK && timeline->done < timeline->moment_count)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_TIMELINE_STOPPED, NULL, NULL,
                              "the timeline was stopped after %d of %d days", timeline->done,
                              timeline->moment_count);
    return status;
}
