/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/series.h"

#include <stdlib.h>
#include <string.h>

#include "circfin/writer.h"
#include "unit/testlib.h"

/* ---- the whole way: what runs as a series, and drivers ---- */

struct asked {
    const char *analysis, *view, *other; /* options of both views; NULL: no other */
    cf_param param;                      /* name NULL: none */
};

static cf_report *report_of(const cf_scenario *scenario, const struct asked *asked,
                            const char *threads, const cf_progress *progress, cf_diags *diags)
{
    cf_param params[] = { { "threads", threads }, asked->param };
    cf_request request = { .scenario = scenario,
                           .view = options_from(asked->view),
                           .params = params,
                           .param_count = asked->param.name == NULL ? 1 : 2,
                           .progress = progress,
                           .verbose = true };
    cf_report *report = NULL;

    if (asked->other != NULL) {
        request.other = scenario;
        request.other_view = options_from(asked->other);
    }
    cr_assert_eq(cf_analysis_run(&report, cf_analysis_find(asked->analysis), &request, diags),
                 CF_OK, "%s", asked->analysis);
    return report;
}

static char *rendered(const cf_scenario *scenario, const struct asked *asked, const char *threads)
{
    cf_report *report = report_of(scenario, asked, threads, NULL, NULL);
    char *text = NULL;
    size_t size;

    assert_ok(cf_report_render(&text, &size, report, "json", NULL, NULL));
    cf_report_free(report);
    return text;
}

/* A year of deals among forty: some are cancelled, some replace others or are a part of one. */
static cf_scenario *year_of_deals(void)
{
    enum { ENTITIES = 40, DEALS = 400, SIZE = 100000 };
    char *text = malloc(SIZE), *at = text;
    unsigned state = 7;
    cf_scenario *scenario;

    at += sprintf(at, "'entities': [{'id': 'e0'}");
    for (int i = 1; i < ENTITIES; i++)
        at += sprintf(at, ", {'id': 'e%d'}", i);
    at += sprintf(at, "], 'deals': [");
    for (int i = 0; i < DEALS; i++) {
        unsigned payer, payee, day = (unsigned)i % 300;

        state = state * 1103515245u + 12345u;
        payer = state / 65536 % ENTITIES;
        payee = (payer + 1 + state / 4096 % (ENTITIES - 1)) % ENTITIES;
        at += sprintf(at,
                      "%s{'id': 'd%d', 'relation': '%s', 'payer': 'e%u', 'payee': 'e%u', "
                      "'amount': %u.25, 'announced': '2024-%02u-%02u'",
                      i > 0 ? ", " : "", i, i % 3 == 0 ? "investor" : "customer", payer, payee,
                      1 + state / 1024 % 90, 1 + day / 28, 1 + day % 28);
        if (i % 7 == 3)
            at += sprintf(at, ", 'cancelled': '2025-01-%02u'", 1 + day % 28);
        if (i % 23 == 22)
            at += sprintf(at, ", 'supersedes': ['d%d']", i - 10);
        at += sprintf(at, "}");
    }
    sprintf(at, "]");
    scenario = scenario_from(text);
    free(text);
    return scenario;
}

static const struct asked all[] = {
    { "timeline", "", NULL, { NULL, NULL } },
    { "sweep", "", NULL, { "vary", "deal:d5=0:40:1" } },
    { "sweep", "", NULL, { "vary", "relation:investor=1:2:1" } },
    { "compare", "--as-of 2024-09", "--as-of 2024-11", { NULL, NULL } },
    { "drivers", "", NULL, { "measure", "all" } },
};

Test(series, the_number_of_threads_changes_no_byte)
{
    cf_scenario *scenario = year_of_deals();

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char *alone = rendered(scenario, &all[i], "1");
        char *two = rendered(scenario, &all[i], "2"), *five = rendered(scenario, &all[i], "5");

        cr_expect_gt(strlen(alone), 2000);
        cr_expect(strcmp(alone, two) == 0, "%s with 2 threads", all[i].analysis);
        cr_expect(strcmp(alone, five) == 0, "%s with 5 threads", all[i].analysis);
        free(alone);
        free(two);
        free(five);
    }
    cf_scenario_free(scenario);
}

static bool stop_at_once(void *payload, const cf_progress_state *state)
{
    (void)payload;
    (void)state;
    return false;
}

Test(series, a_stop_ends_it_and_is_told)
{
    static const cf_code codes[] = { CF_CODE_TIMELINE_STOPPED, CF_CODE_SWEEP_STOPPED,
                                     CF_CODE_SWEEP_STOPPED, CF_CODE_COMPARE_STOPPED,
                                     CF_CODE_DRIVERS_STOPPED };
    const cf_progress progress = { stop_at_once, NULL };
    cf_scenario *scenario = year_of_deals();

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        cf_diags *diags = NULL;
        cf_report *report;

        assert_ok(cf_diags_new(&diags));
        report = report_of(scenario, &all[i], "2", &progress, diags);
        /* compare stops twice: in its steps, then in its vintages */
        cr_assert_eq(cf_diags_count(diags), all[i].other != NULL ? 2 : 1, "%s", all[i].analysis);
        cr_expect_eq(cf_diags_at(diags, 0)->code, (int)codes[i], "%s", all[i].analysis);
        cf_report_free(report);
        cf_diags_free(diags);
    }
    cf_scenario_free(scenario);
}

/* ---- the engine ---- */

enum { STEPS = 500 };

struct seen {
    int taken, most;
    bool in_order;
};

static cf_status go(cf_world *world, int from, int to, const cf_series *series)
{
    (void)from;
    (void)series;
    cf_what_if_set_amount(world->bench, 0, 1.0 + to);
    return cf_world_keep_up(world);
}

static cf_status take(int step, const cf_exposure *exposures, bool *goes_on,
                      const cf_series *series)
{
    struct seen *seen = series->payload;

    seen->in_order = seen->in_order && step == seen->taken && exposures[0].invested >= 1.0 + step &&
                     exposures[0].invested <= 1.0 + step;
    *goes_on = ++seen->taken < seen->most;
    return CF_OK;
}

static cf_status refuse(int step, const cf_exposure *exposures, bool *goes_on,
                        const cf_series *series)
{
    (void)exposures;
    (void)goes_on;
    (void)series;
    return step == 3 ? CF_NO_MEMORY : CF_OK;
}

Test(series, steps_are_taken_in_order_until_no_more_are_wanted)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a'}], 'deals': ["
        "{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
        "{'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 5}]");
    cf_view *view = view_of(scenario, "");
    bool *chosen = calloc((size_t)view->entity_count, sizeof *chosen);
    int *entities = calloc((size_t)view->entity_count, sizeof *entities), done;
    cf_world world;
    struct seen seen = { .most = 120, .in_order = true };
    cf_series series = {
        .step_count = STEPS, .entities = entities, .go = go, .take = take, .payload = &seen
    };

    memset(chosen, true, (size_t)view->entity_count);
    assert_ok(cf_world_open(&world, view, false));
    series.world = &world;
    entities[0] = world.network->network.payments[0].payer;
    series.entity_count = 1;
    for (series.threads = 1; series.threads <= 4; series.threads++) {
        seen = (struct seen){ .most = 120, .in_order = true };
        assert_ok(cf_series_run(&series, &done));
        cr_expect_eq(done, 120);
        cr_expect_eq(seen.taken, 120);
        cr_expect(seen.in_order);
    }
    series.take = refuse;
    cr_expect_eq(cf_series_run(&series, &done), CF_NO_MEMORY);
    cr_expect_eq(done, 3);
    cf_world_close(&world);
    cf_view_free(view);
    cf_scenario_free(scenario);
    free(chosen);
    free(entities);
}
