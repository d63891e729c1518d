/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline: the figures as of every day on which a deal was announced or cancelled. */
#include "analyses/timeline.h"

#include <stdlib.h>

#include "analyses/params.h"

static const char *const tables[] = { "timeline", NULL };
static const cf_columns *const table_columns[] = { &cf_timeline_columns };

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
        status = cf_param_threads(&timeline->threads, timeline->request, diags);
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
        status = cf_timeline_walk(&timeline, diags);
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
    .own_amounts = true,
    .run = timeline_run,
};
