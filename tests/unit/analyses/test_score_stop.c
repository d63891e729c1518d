/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: what there is when it is stopped early, wherever that is. */
#include <math.h>
#include <string.h>

#include "circfin/analysis.h"
#include "unit/testlib.h"

struct stop {
    int asked, at; /* the answer is no from call `at` on */
};

static bool step(void *payload, const cf_progress_state *state)
{
    struct stop *stop = payload;

    cr_expect_leq(state->done, state->total);
    return stop->asked++ < stop->at;
}

static const char *warning_of(const cf_diags *diags)
{
    for (int i = 0; i < cf_diags_count(diags); i++)
        if (cf_diags_at(diags, i)->code == CF_CODE_SCORE_STOPPED)
            return cf_diags_at(diags, i)->message;
    return NULL;
}

static long rows_of(const cf_report *report, const char *table)
{
    return cf_table_row_count(cf_report_find_table(report, table));
}

static bool has_looping(const cf_report *report)
{
    const cf_table *deals = cf_report_find_table(report, "deals");
    int column = cf_table_find_column(deals, "looping");

    for (long i = 0; i < cf_table_row_count(deals); i++)
        if (cf_table_cell(deals, i, column)->known)
            return true;
    return false;
}

/* Whether a part is there, and whether the warning says that it is left out. */
static void expect_part(const char *warning, const char *name, bool is_there)
{
    cr_expect_eq(strstr(warning, name) == NULL, is_there, "%s: %s", name, warning);
}

static void expect_parts(const cf_report *report, const char *warning)
{
    expect_part(warning, "looping", has_looping(report));
    expect_part(warning, "routes", rows_of(report, "routes") > 0);
    expect_part(warning, "rests", rows_of(report, "rests") > 0);
    expect_part(warning, "cross", rows_of(report, "cross") > 0);
    expect_part(warning, "circulation_max", !isnan(figure_of(report, "circulation_max")));
    expect_part(warning, "circularity_bff", !isnan(figure_of(report, "circularity_bff")));
    expect_part(warning, "finn", !isnan(figure_of(report, "finn_cycling_index")));
    expect_part(warning, "origins", rows_of(report, "origins") > 0);
    cr_expect_gt(rows_of(report, "entities"), 0);
    cr_expect_gt(figure_of(report, "gross"), 0);
}

/* @return whether the run went through; *suppliers: how many rows there are */
static bool run_until(const cf_scenario *scenario, int at, long *suppliers)
{
    const cf_param threads = { .name = "threads", .value = "1" };
    struct stop stop = { .at = at };
    const cf_progress progress = { .step = step, .payload = &stop };
    cf_request request = { .scenario = scenario,
                           .view = cf_view_options_of(CF_VIEW_BASE),
                           .params = &threads,
                           .param_count = 1,
                           .progress = &progress };
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    const char *warning;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, diags));
    warning = warning_of(diags);
    *suppliers = rows_of(report, "suppliers");
    cr_expect_eq(warning == NULL, stop.asked <= at);
    if (warning != NULL)
        expect_parts(report, warning);
    cf_report_free(report);
    cf_diags_free(diags);
    return stop.asked <= at;
}

Test(score_stop, a_stop_leaves_out_one_part_and_all_behind_and_says_so)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    long suppliers = 0;
    int at = 0;

    cr_expect_not(run_until(scenario, 0, &suppliers));
    cr_expect_eq(suppliers, 0);
    while (!run_until(scenario, ++at, &suppliers))
        cr_assert_lt(at, 1000);
    cr_expect_gt(at, 4); /* circulation, forwarding, Finn and origins are asked for one by one */
    cr_expect_gt(suppliers, 5);
    cf_scenario_free(scenario);
}
