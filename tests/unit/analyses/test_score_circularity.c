/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: in a large network, figures of the whole system are computed side by side. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "unit/testlib.h"

/* Rings of three with amounts that differ, 24,000 deals: all of the smallest goes round. */
enum { RINGS = 8000 };

static double amount_of(int ring, int hop)
{
    return 1.0 + (ring * 7 + hop * 5) % 11;
}

static cf_scenario *rings(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    cf_scenario *scenario = NULL;

    fprintf(out, "{\"schema\":\"circfin.scenario/1\",\"name\":\"T\",\"currency\":\"USD\","
                 "\"entities\":[");
    for (int i = 0; i < 3 * RINGS; i++)
        fprintf(out, "%s{\"id\":\"e%d\"}", i == 0 ? "" : ",", i);
    fprintf(out, "],\"deals\":[");
    for (int i = 0; i < 3 * RINGS; i++)
        fprintf(out,
                "%s{\"id\":\"d%d\",\"relation\":\"%s\",\"payer\":\"e%d\",\"payee\":\"e%d\","
                "\"amount\":%g}",
                i == 0 ? "" : ",", i, i % 3 == 0 ? "investor" : "customer", i,
                i % 3 == 2 ? i - 2 : i + 1, amount_of(i / 3, i % 3));
    fprintf(out, "]}");
    fclose(out);
    assert_ok(cf_scenario_parse(&scenario, text, size, "rings", NULL));
    free(text);
    return scenario;
}

struct stop {
    int done; /* of the parts: from here on the answer is no */
};

static bool step(void *payload, const cf_progress_state *state)
{
    const struct stop *stop = payload;

    return strcmp(state->unit, "parts") != 0 || state->done < stop->done;
}

static cf_report *score_on(const cf_scenario *scenario, const char *threads, int stop_at)
{
    const cf_param params[] = { { .name = "threads", .value = threads } };
    struct stop stop = { .done = stop_at };
    const cf_progress progress = { .step = step, .payload = &stop };
    const cf_request request = { .scenario = scenario,
                                 .view = cf_view_options_of(CF_VIEW_BASE),
                                 .params = params,
                                 .param_count = 1,
                                 .table = "entities",
                                 .progress = &progress };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    return report;
}

static void expect_equal(const cf_report *a, const cf_report *b, const char *figure)
{
    double x = figure_of(a, figure), y = figure_of(b, figure);

    cr_expect(memcmp(&x, &y, sizeof x) == 0, "%s: %.17g and %.17g", figure, x, y);
    cr_expect_not(isnan(x));
}

Test(score_circularity, threads_find_the_same)
{
    static const char *const threads[] = { "2", "3", "5" };
    cf_scenario *scenario = rings();
    cf_report *alone = score_on(scenario, "1", 100);
    double circulation = 0.0;

    for (int i = 0; i < RINGS; i++)
        circulation += 3.0 * fmin(amount_of(i, 0), fmin(amount_of(i, 1), amount_of(i, 2)));
    expect_near(figure_of(alone, "circulation_max"), circulation);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        cf_report *report = score_on(scenario, threads[i], 100);

        expect_equal(report, alone, "circulation_max");
        expect_equal(report, alone, "circularity_bff");
        expect_equal(report, alone, "finn_cycling_index");
        cf_report_free(report);
    }
    cf_report_free(alone);
    cf_scenario_free(scenario);
}

Test(score_circularity, a_stop_before_them_leaves_out_all_three)
{
    cf_scenario *scenario = rings();
    cf_report *report = score_on(scenario, "2", 2); /* two parts go before */

    cr_expect(isnan(figure_of(report, "circulation_max")));
    cr_expect(isnan(figure_of(report, "circularity_bff")));
    cr_expect(isnan(figure_of(report, "finn_cycling_index")));
    cr_expect_gt(figure_of(report, "gross"), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}
