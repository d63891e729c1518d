/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline: the figures as of every day on which a deal was announced or cancelled. */
#include "analyses/timeline.h"

#include <stdlib.h>

#include "analyses/params.h"

static const char *const tables[] = { "timeline", NULL };
static const cf_columns *const table_columns[] = { &cf_timeline_columns };

double cf_timeline_exposure(const cf_loopback *loopback)
{
    return cf_ratio(loopback->pro_rata, loopback->revenue);
}

/* ---- days ---- */

static int compare_events(const void *a, const void *b)
{
    const cf_event *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->cancelled != y->cancelled)
        return x->cancelled ? 1 : -1;
    return (x->deal > y->deal) - (x->deal < y->deal);
}

/* Events after the day of the view are not known yet. */
static void add_event(cf_timeline *timeline, cf_day day, bool cancelled, int deal)
{
    if (day != CF_NO_DAY && (timeline->view->as_of == CF_NO_DAY || day <= timeline->view->as_of))
        timeline->events[timeline->event_count++] =
            (cf_event){ .day = day, .cancelled = cancelled, .deal = deal };
}

static cf_status find_days(cf_timeline *timeline)
{
    const cf_scenario *scenario = timeline->view->scenario;
    size_t size = 2 * (size_t)scenario->deal_count + 1;

    timeline->events = calloc(size, sizeof *timeline->events);
    timeline->moments = calloc(size, sizeof *timeline->moments);
    if (timeline->events == NULL || timeline->moments == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scenario->deal_count; i++) {
        add_event(timeline, scenario->deals[i].announced, false, i);
        add_event(timeline, scenario->deals[i].cancelled, true, i);
    }
    qsort(timeline->events, (size_t)timeline->event_count, sizeof *timeline->events,
          compare_events);
    for (int i = 0; i < timeline->event_count; i++) {
        cf_day day = timeline->events[i].day;

        if (i == 0 || timeline->events[i - 1].day != day)
            timeline->moments[timeline->moment_count++] =
                (cf_moment){ .day = day, .first_event = i };
        timeline->moments[timeline->moment_count - 1].event_count++;
    }
    return CF_OK;
}

/* A share deal follows the deals that it is a share of, so it needs no date. */
static cf_status tell_undated(const cf_timeline *timeline, cf_diags *diags)
{
    const cf_view *view = timeline->view;
    const cf_deal *first = NULL;
    int count = 0;

    for (int i = 0; i < view->deal_count; i++) {
        const cf_deal *deal = &view->scenario->deals[view->deals[i].deal];

        if (deal->announced != CF_NO_DAY || deal->kind == CF_SHARE_OF)
            continue;
        first = count++ == 0 ? deal : first;
    }
    if (timeline->moment_count == 0)
        return cf_diags_add(diags, CF_WARNING, CF_CODE_TIMELINE_NO_DATES, NULL,
                            "give deals an \"announced\" date",
                            "no deal is announced or cancelled on a known day, so there is no "
                            "day to show");
    if (count == 1)
        return cf_diags_add(diags, CF_WARNING, CF_CODE_TIMELINE_UNDATED, NULL,
                            "give it an \"announced\" date",
                            "deal \"%s\" has no date and counts from the beginning", first->id);
    if (count > 1)
        return cf_diags_add(diags, CF_WARNING, CF_CODE_TIMELINE_UNDATED, NULL,
                            "give them an \"announced\" date",
                            "deal \"%s\" and %d more have no date and count from the beginning",
                            first->id, count - 1);
    return CF_OK;
}

/* ---- one view a day ---- */

static cf_status add_timeline_row(cf_timeline *timeline, int moment, const cf_exposure *exposure)
{
    const cf_timeline_row row = { .moment = moment,
                                  .entity = exposure->entity,
                                  .loopback = { .invested = exposure->invested,
                                                .revenue = exposure->revenue,
                                                .min = exposure->loopback[CF_MEASURE_MIN],
                                                .pro_rata = exposure->loopback[CF_MEASURE_PRO_RATA],
                                                .max = exposure->loopback[CF_MEASURE_MAX] } };

    return cf_vec_push(&timeline->rows, row) ? CF_OK : CF_NO_MEMORY;
}

/* One structure for all days, and what they are measured into. */
struct days {
    cf_view_deal *deals; /* of `every` */
    cf_view every;       /* every deal that could count on some day */
    cf_world world;
    cf_exposure *exposures; /* of each entity */
    bool *is_supplier;
    bool complete; /* all suppliers of the last day were measured */
};

static cf_status add_rows(cf_timeline *timeline, int index, const struct days *days)
{
    cf_moment *moment = &timeline->moments[index];
    cf_status status = CF_OK;

    moment->first_row = timeline->rows.count;
    for (int v = 0; status == CF_OK && v < timeline->view->entity_count; v++) {
        if (days->is_supplier[v])
            status = add_timeline_row(timeline, index, &days->exposures[v]);
    }
    moment->row_count = timeline->rows.count - moment->first_row;
    return status;
}

/* On some day: a cancelled deal counts as announced before. */
static bool can_count(const cf_deal *deal, const cf_view_options *options)
{
    return deal->kind != CF_UNQUANTIFIED && (deal->cash || options->non_cash) &&
           (!deal->contingent || options->contingent) &&
           (deal->basis == CF_REPORTED || !options->reported_only) &&
           (deal->status == CF_CANCELLED || (options->statuses & CF_STATUS_BIT(deal->status)) != 0);
}

static void list_every_deal(struct days *days, const cf_view *view)
{
    const cf_scenario *scenario = view->scenario;

    days->every = *view;
    days->every.deals = days->deals;
    days->every.deal_count = 0;
    for (int i = 0; i < scenario->deal_count; i++) {
        int payer = view->entity_of[scenario->deals[i].payer];
        int payee = view->entity_of[scenario->deals[i].payee];

        if (payer != payee && can_count(&scenario->deals[i], &view->options))
            days->deals[days->every.deal_count++] =
                (cf_view_deal){ .deal = i, .payer = payer, .payee = payee, .quantified = true };
    }
}

/* Whether an entity that is asked for may be a supplier on some day: it invests, and it sells or
 * reports revenue. Where none may, there is nothing to measure. */
static cf_status find_possible(bool *out, const cf_timeline *timeline, const struct days *days)
{
    const cf_view *view = timeline->view;
    bool *sells = calloc((size_t)view->entity_count + 1, sizeof *sells), found = false;

    if (sells == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < view->entity_count; v++)
        sells[v] = view->entities[v].revenue_known;
    for (int i = 0; i < days->every.deal_count; i++)
        if (view->scenario->deals[days->deals[i].deal].relation != CF_INVESTOR)
            sells[days->deals[i].payee] = true;
    for (int i = 0; i < days->every.deal_count && !found; i++) {
        const cf_view_deal *deal = &days->deals[i];

        found =
            timeline->chosen[deal->payer] && sells[deal->payer] &&
            (view->options.origin_all || view->scenario->deals[deal->deal].relation == CF_INVESTOR);
    }
    *out = found;
    free(sells);
    return CF_OK;
}

static cf_status days_open(struct days *days, const cf_view *view)
{
    size_t entities = (size_t)view->entity_count + 1;

    *days = (struct days){
        .deals = calloc((size_t)view->scenario->deal_count + 1, sizeof *days->deals),
        .exposures = calloc(entities, sizeof *days->exposures),
        .is_supplier = calloc(entities, sizeof *days->is_supplier),
    };
    if (days->deals == NULL || days->exposures == NULL || days->is_supplier == NULL)
        return CF_NO_MEMORY;
    list_every_deal(days, view);
    return cf_world_open(&days->world, &days->every, false);
}

static void days_close(struct days *days)
{
    cf_world_close(&days->world);
    free(days->deals);
    free(days->exposures);
    free(days->is_supplier);
}

/* The view of the reader's day has given its warnings once; errors are still reported. */
static cf_status view_of_day(cf_view **out, const cf_timeline *timeline, cf_day day,
                             cf_diags *diags)
{
    const cf_scenario *scenario = timeline->view->scenario;
    cf_view_options options = timeline->request->view;
    cf_status status;

    options.as_of = day;
    status = cf_view_new(out, scenario, &options, NULL);
    return status == CF_BAD_INPUT ? cf_view_new(out, scenario, &options, diags) : status;
}

static cf_status work_out(cf_timeline *timeline, int index, struct days *days, cf_diags *diags)
{
    cf_moment *moment = &timeline->moments[index];
    cf_view *view = NULL;
    cf_status status = view_of_day(&view, timeline, moment->day, diags);

    if (status == CF_OK)
        status = cf_world_show(&days->world, &days->every, view);
    if (status == CF_OK)
        status = cf_world_measure_all(&days->world, timeline->chosen, days->exposures,
                                      days->is_supplier, &days->complete);
    if (status == CF_OK && days->complete && !timeline->request->digest_only)
        /* the digest does not tell it */
        status = cf_world_circulation(&days->world, &moment->circulation);
    if (status == CF_OK && days->complete) {
        moment->gross = cf_world_gross(&days->world);
        moment->deals = view->deal_count;
        status = add_rows(timeline, index, days);
    }
    cf_view_free(view);
    return status;
}

static bool timeline_goes_on(const void *payload)
{
    const cf_timeline *timeline = payload;
    const cf_progress *progress = timeline->request->progress;
    cf_progress_state state = {
        .done = timeline->done, .total = timeline->moment_count, .unit = "days", .found = -1
    };

    return progress == NULL || progress->step(progress->payload, &state);
}

static cf_status timeline_walk(cf_timeline *timeline, cf_diags *diags)
{
    struct days days;
    bool possible = true;
    cf_status status = days_open(&days, timeline->view);

    days.world.goes_on = timeline_goes_on;
    days.world.payload = timeline;
    days.complete = true;
    if (status == CF_OK && timeline->request->digest_only)
        status = find_possible(&possible, timeline, &days);
    if (!possible)
        timeline->done = timeline->moment_count;
    while (status == CF_OK && days.complete && timeline->done < timeline->moment_count &&
           timeline_goes_on(timeline)) {
        status = work_out(timeline, timeline->done, &days, diags);
        timeline->done += status == CF_OK && days.complete;
    }
    days_close(&days);
    if (status == CF_OK && timeline->done < timeline->moment_count)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_TIMELINE_STOPPED, NULL, NULL,
                              "the timeline was stopped after %d of %d days", timeline->done,
                              timeline->moment_count);
    return status;
}

/* ---- all together ---- */

static cf_status timeline_open(cf_timeline *timeline, cf_diags *diags)
{
    const cf_view *view = timeline->view;
    cf_status status;

    timeline->chosen = calloc((size_t)view->entity_count + 1, sizeof *timeline->chosen);
    if (timeline->chosen == NULL)
        return CF_NO_MEMORY;
    status = cf_param_entities(timeline->chosen, timeline->request, "supplier", view, diags);
    if (status == CF_OK)
        status = find_days(timeline);
    if (status == CF_OK)
        status = tell_undated(timeline, diags);
    if (status == CF_OK && view->joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_TIMELINE_JOINT, NULL, NULL,
                              "--joint has no effect: a timeline has no joint figures");
    return status;
}

static void timeline_close(cf_timeline *timeline)
{
    free(timeline->chosen);
    free(timeline->events);
    free(timeline->moments);
    free(timeline->rows.at);
}

static cf_status timeline_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_timeline timeline = { .request = request };
    cf_view *view = NULL;
    cf_status status = cf_view_new(&view, request->scenario, &request->view, diags);

    timeline.view = view;
    if (status == CF_OK)
        status = timeline_open(&timeline, diags);
    if (status == CF_OK)
        status = timeline_walk(&timeline, diags);
    if (status == CF_OK && !request->digest_only)
        status = cf_timeline_fill_table(&timeline, report);
    if (status == CF_OK && !request->no_digest)
        status = cf_timeline_write_digest(&timeline, report);
    timeline_close(&timeline);
    cf_view_free(view);
    return status;
}

const cf_analysis cf_analysis_timeline = {
    .name = "timeline",
    .summary = "Show the figures as of each day on which a deal was announced or cancelled",
    .description =
        "For each day on which a deal was announced or cancelled, timeline shows the "
        "figures as they could be known at the end of that day. Each row is what score "
        "shows with --as-of that day. Statuses are those of the scenario, not those of the "
        "day, and deals without a date count from the beginning. Look at the days with the "
        "largest changes first; the deals of those days stand below them. Ctrl-C ends it "
        "with the days computed so far.",
    .memory = "about 1,800 bytes a deal, and 1,500 for each day and supplier.",
    .example = "circfin timeline data/ai-deals.json --supplier nvidia",
    .params = cf_supplier_params,
    .tables = tables,
    .columns = table_columns,
    .stoppable = true,
    .run = timeline_run,
};
