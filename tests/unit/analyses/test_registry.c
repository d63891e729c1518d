/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

Test(registry, every_row_says_what_it_is_and_is_found_by_its_name)
{
    cr_assert_gt(cf_analysis_count(), 0);
    for (int i = 0; i < cf_analysis_count(); i++) {
        const cf_analysis *analysis = cf_analysis_at(i);

        cr_expect_eq(cf_analysis_find(analysis->name), analysis);
        cr_expect_gt(strlen(analysis->summary), 0, "%s has no summary", analysis->name);
        cr_expect_gt(strlen(analysis->description), 100, "%s has no description", analysis->name);
        cr_expect_not_null(analysis->memory, "%s does not say what it takes", analysis->name);
        cr_expect_not_null(strstr(analysis->memory, " bytes a deal"), "%s", analysis->memory);
        cr_expect_eq(strncmp(analysis->example, "circfin ", 8), 0, "%s", analysis->name);
        cr_expect_not_null(strstr(analysis->example, analysis->name));
        cr_assert_not_null(analysis->tables[0]);
        for (const cf_param_spec *param = analysis->params; param->name != NULL; param++)
            cr_expect_gt(strlen(param->help), 0, "--%s has no help", param->name);
    }
    cr_expect_null(cf_analysis_find("no such analysis"));
}

/* What an analysis cannot do without, or some columns stay empty without. */
static const struct {
    const char *analysis;
    cf_param param;
} needed[] = { { "sweep", { "vary", "scale:s-b=0:2:1" } }, { "loops", { "in-order", NULL } } };

/* Options that put other columns into a table. */
static const struct {
    const char *analysis;
    cf_param param;
} widening[] = { { "drivers", { "attribution", NULL } }, { "model", { "ranges", NULL } } };

static void give_what_is_needed(cf_request *request, const cf_analysis *analysis)
{
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (strcmp(needed[i].analysis, analysis->name) == 0) {
            request->params = &needed[i].param;
            request->param_count = 1;
        }
    }
}

/* The report of an analysis under options of the view; --case high is B of one that compares. */
static cf_report *report_with(const cf_analysis *analysis, const cf_scenario *scenario,
                              const char *options, const cf_param *param)
{
    cf_request request = { .scenario = scenario,
                           .view = options_from(options),
                           .params = param,
                           .param_count = param != NULL };
    cf_report *report = NULL;

    if (param == NULL)
        give_what_is_needed(&request, analysis);
    if (analysis->operands != NULL)
        request.operand = CIRCFIN_SOURCE "/models/circulation.mod";
    if (analysis->compares) {
        request.other = scenario;
        request.other_view = options_from("--case high");
    }
    assert_ok(cf_analysis_run(&report, analysis, &request, NULL));
    return report;
}

static cf_report *report_of(const cf_analysis *analysis, const cf_scenario *scenario,
                            const char *options)
{
    return report_with(analysis, scenario, options, NULL);
}

Test(registry, every_analysis_fills_the_tables_that_it_names)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");

    for (int i = 0; i < cf_analysis_count(); i++) {
        const cf_analysis *analysis = cf_analysis_at(i);
        cf_report *report = report_of(analysis, scenario, "");

        cr_expect_str_eq(cf_report_command(report), analysis->name);
        for (int t = 0; analysis->tables[t] != NULL; t++)
            cr_expect_not_null(cf_report_find_table(report, analysis->tables[t]), "%s",
                               analysis->tables[t]);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

Test(registry, what_an_analysis_needs_is_asked_for)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");

    for (int i = 0; i < cf_analysis_count(); i++) {
        const cf_analysis *analysis = cf_analysis_at(i);
        cf_request request = { .scenario = scenario, .view = options_from("") };
        cf_report *report = NULL;

        if (analysis->operands == NULL && !analysis->compares)
            continue;
        cr_expect_eq((int)cf_analysis_run(&report, analysis, &request, NULL), (int)CF_BAD_OPTION,
                     "%s needs another file", analysis->name);
    }
    cf_scenario_free(scenario);
}

/* ---- columns --------------------------------------------------------------------------------- */

/* Calls `check` for every column of every table of an analysis. */
static void each_column(const cf_report *report, const char *analysis,
                        void (*check)(const char *analysis, const cf_report *report,
                                      const cf_table *table, int column))
{
    for (int t = 0; t < cf_report_table_count(report); t++) {
        const cf_table *table = cf_report_table(report, t);

        for (int c = 0; c < cf_table_column_count(table); c++)
            check(analysis, report, table, c);
    }
}

static void expect_explained(const char *analysis, const cf_report *report, const cf_table *table,
                             int c)
{
    const cf_column *column = cf_table_column(table, c);
    const char *name = cf_table_name(table);
    size_t length;

    (void)report;
    cr_assert_not_null(column->heading, "%s: %s.%s has no heading", analysis, name, column->name);
    cr_assert_not_null(column->meaning, "%s: %s.%s has no meaning", analysis, name, column->name);
    length = strlen(column->meaning);
    cr_expect(length > 1 && column->meaning[length - 1] == '.', "%s: %s.%s: a sentence", analysis,
              name, column->name);
    for (int other = 0; other < c; other++) {
        const cf_column *before = cf_table_column(table, other);

        cr_expect_str_neq(column->name, before->name, "%s: %s has two", analysis, name);
        cr_expect_str_neq(column->heading, before->heading, "%s: %s has two", analysis, name);
    }
}

/* Keys whose heading says what they are in their table: "stays with", "seller", "comes back". */
static bool is_role(const char *key)
{
    static const char *const roles[] = { "entity", "amount", "share", "name" };

    for (int i = 0; i < CF_COUNT_OF(roles); i++)
        if (strcmp(roles[i], key) == 0)
            return true;
    return false;
}

static void expect_one_heading(const char *analysis, const cf_report *report, const cf_table *table,
                               int c)
{
    const cf_column *column = cf_table_column(table, c);

    for (int t = 0; t < cf_report_table_count(report) && !is_role(column->name); t++) {
        const cf_table *other = cf_report_table(report, t);
        int same = cf_table_find_column(other, column->name);

        if (same >= 0)
            cr_expect_str_eq(cf_column_heading(cf_table_column(other, same)), column->heading,
                             "%s: %s in %s and %s", analysis, column->name, cf_table_name(table),
                             cf_table_name(other));
    }
}

/* ---- what the manual says -------------------------------------------------------------------- */

/* The last columns of the table; what a request adds stands before them. */
static void expect_columns(const cf_table *table, const cf_columns *rows, bool may_have_more)
{
    int more = cf_table_column_count(table) - rows->count;

    cr_assert(more == 0 || (more > 0 && may_have_more), "%s: %d columns, and %d rows",
              cf_table_name(table), cf_table_column_count(table), rows->count);
    cr_assert_not_null(rows->meaning, "%s does not say what a row is", cf_table_name(table));
    for (int c = 0; c < rows->count; c++) {
        const cf_column *column = cf_table_column(table, more + c);

        cr_expect_str_eq(column->name, rows->at[c].name);
        cr_expect_str_eq(column->meaning, rows->at[c].meaning);
        cr_expect_eq((int)column->kind, (int)rows->at[c].kind, "%s", column->name);
    }
}

static void expect_figures(const cf_report *report, const cf_columns *rows)
{
    int count = rows == NULL ? 0 : rows->count;

    cr_assert_eq(cf_report_figure_count(report), count, "%s", cf_report_command(report));
    for (int i = 0; i < count; i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        cr_expect_str_eq(figure->name, rows->at[i].name);
        cr_expect_eq((int)figure->kind, (int)rows->at[i].kind, "%s", figure->name);
        cr_expect_not_null(rows->at[i].meaning, "%s has no meaning", figure->name);
    }
}

Test(registry, an_analysis_names_the_columns_and_figures_of_its_report)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");

    for (int i = 0; i < cf_analysis_count(); i++) {
        const cf_analysis *analysis = cf_analysis_at(i);
        cf_report *report = report_of(analysis, scenario, "");
        int t = 0;

        for (; analysis->tables[t] != NULL; t++)
            expect_columns(cf_report_find_table(report, analysis->tables[t]), analysis->columns[t],
                           strcmp(analysis->name, "sweep") == 0);
        cr_expect_eq(cf_report_table_count(report), t, "%s has more tables", analysis->name);
        expect_figures(report, analysis->figures);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

Test(registry, an_option_that_changes_columns_is_named_with_them)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");
    int changed = 0;

    for (int i = 0; i < CF_COUNT_OF(widening); i++) {
        const cf_analysis *analysis = cf_analysis_find(widening[i].analysis);
        cf_report *report = report_with(analysis, scenario, "", &widening[i].param);

        each_column(report, analysis->name, expect_explained);
        each_column(report, analysis->name, expect_one_heading);
        for (int t = 0; analysis->tables[t] != NULL; t++) {
            const cf_columns *columns = analysis->columns[t];
            bool has_others = columns->option != NULL;

            cr_expect(!has_others || strcmp(columns->option, widening[i].param.name) == 0);
            changed += has_others;
            if (has_others) {
                cf_columns others = *columns->with;

                others.meaning = columns->meaning;
                columns = &others;
                expect_columns(cf_report_find_table(report, analysis->tables[t]), columns, false);
            }
        }
        cf_report_free(report);
    }
    cr_expect_eq(changed, CF_COUNT_OF(widening));
    cf_scenario_free(scenario);
}

/* A cell that no file sets is null everywhere. */
static void expect_known_somewhere(const char *analysis, const cf_report *report,
                                   const cf_table *table, int c)
{
    bool known = false;

    (void)report;
    for (long r = 0; r < cf_table_row_count(table) && !known; r++)
        known = cf_table_cell(table, r, c)->known;
    cr_expect(known, "%s: no cell of %s.%s is set", analysis, cf_table_name(table),
              cf_table_column(table, c)->name);
}

Test(registry, every_column_is_one_row_that_explains_it)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");

    for (int i = 0; i < cf_analysis_count(); i++) {
        const cf_analysis *analysis = cf_analysis_at(i);
        cf_report *report = report_of(analysis, scenario, "");

        each_column(report, analysis->name, expect_explained);
        each_column(report, analysis->name, expect_one_heading);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

/* A copy in which every entity has a margin, a backlog and a stated total: no source of the AI
 * deals tells all of them. */
static cf_scenario with_figures(const cf_scenario *scenario)
{
    static const cf_stated stated = { .amount = { 1e6, 1e6, 1e6 }, .amount_known = true };
    cf_scenario copy = *scenario;
    cf_entity *entities = calloc((size_t)copy.entity_count, sizeof *entities);

    cr_assert_not_null(entities);
    for (int i = 0; i < copy.entity_count; i++) {
        entities[i] = scenario->entities[i];
        entities[i].margin = (cf_range){ 0.5, 0.5, 0.5 };
        entities[i].margin_known = true;
        entities[i].backlog = (cf_range){ 900, 900, 900 };
        entities[i].backlog_known = true;
        entities[i].stated = &stated;
        entities[i].stated_count = 1;
    }
    copy.entities = entities;
    return copy;
}

Test(registry, every_column_has_its_cells_set)
{
    static const char *const analyses[] = { "score", "loops", "timeline", "graph" };
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_scenario copy = with_figures(scenario);

    for (int i = 0; i < CF_COUNT_OF(analyses); i++) {
        cf_report *report = report_of(cf_analysis_find(analyses[i]), &copy,
                                      i == 0 ? "--joint nvidia,amazon,microsoft" : "");

        each_column(report, analyses[i], expect_known_somewhere);
        cf_report_free(report);
    }
    free((void *)copy.entities);
    cf_scenario_free(scenario);
}

Test(registry, the_version_is_a_version)
{
    int major, minor, patch;

    cr_expect_eq(sscanf(cf_version(), "%d.%d.%d", &major, &minor, &patch), 3);
}
