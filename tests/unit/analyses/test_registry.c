/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

Test(registry, every_row_says_what_it_is_and_is_found_by_its_name)
{
    cr_assert_gt(cf_analysis_count(), 0);
    for (int i = 0; i < cf_analysis_count(); i++) {
        const cf_analysis *analysis = cf_analysis_at(i);

        cr_expect_eq(cf_analysis_find(analysis->name), analysis);
        cr_expect_gt(strlen(analysis->summary), 0, "%s has no summary", analysis->name);
        cr_expect_eq(strncmp(analysis->example, "circfin ", 8), 0, "%s", analysis->name);
        cr_expect_not_null(strstr(analysis->example, analysis->name));
        cr_assert_not_null(analysis->tables[0]);
        for (const cf_param_spec *param = analysis->params; param->name != NULL; param++)
            cr_expect_gt(strlen(param->help), 0, "--%s has no help", param->name);
    }
    cr_expect_null(cf_analysis_find("no such analysis"));
}

/* What an analysis cannot do without. */
static const struct {
    const char *analysis;
    cf_param param;
} needed[] = { { "sweep", { "vary", "scale:s-b=0:2:1" } } };

static void give_what_is_needed(cf_request *request, const cf_analysis *analysis)
{
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (strcmp(needed[i].analysis, analysis->name) == 0) {
            request->params = &needed[i].param;
            request->param_count = 1;
        }
    }
}

Test(registry, every_analysis_fills_the_tables_that_it_names)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");

    for (int i = 0; i < cf_analysis_count(); i++) {
        const cf_analysis *analysis = cf_analysis_at(i);
        cf_request request = { .scenario = scenario, .view = options_from("") };
        cf_report *report = NULL;

        give_what_is_needed(&request, analysis);
        if (analysis->operands != NULL) {
            cr_expect_eq((int)cf_analysis_run(&report, analysis, &request, NULL),
                         (int)CF_BAD_OPTION, "%s needs a file", analysis->name);
            request.operand = CIRCFIN_SOURCE "/models/circulation.mod";
        }
        if (analysis->compares) {
            cr_expect_eq((int)cf_analysis_run(&report, analysis, &request, NULL),
                         (int)CF_BAD_OPTION, "%s needs two scenarios", analysis->name);
            request.other = scenario;
            request.other_view = options_from("--case high");
        }
        assert_ok(cf_analysis_run(&report, analysis, &request, NULL));
        cr_expect_str_eq(cf_report_command(report), analysis->name);
        for (int t = 0; analysis->tables[t] != NULL; t++)
            cr_expect_not_null(cf_report_find_table(report, analysis->tables[t]), "%s",
                               analysis->tables[t]);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

Test(registry, the_version_is_a_version)
{
    int major, minor, patch;

    cr_expect_eq(sscanf(cf_version(), "%d.%d.%d", &major, &minor, &patch), 3);
}
