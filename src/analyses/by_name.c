/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs an analysis by its name, with options as texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "circfin/analysis.h"
#include "circfin/text.h"

enum { MOST_ANALYSES = 64, HINT_SIZE = 400 };

static const char *analysis_at(int index)
{
    return index < cf_analysis_count() ? cf_analysis_at(index)->name : NULL;
}

/* What the file before the scenario is called among the options. */
static const cf_param_spec operand_specs[] = {
    { .name = "model", .value = "FILE" },
    { .name = NULL },
};

/* A request and what it borrows from. */
struct asked {
    const cf_analysis *analysis;
    cf_param *params, *own; /* all of them, and those of the analysis */
    cf_view_choice view, other_view;
    cf_request request;
};

static cf_status find_analysis(const cf_analysis **out, const char *name, cf_diags *diags)
{
    const char *names[MOST_ANALYSES], *nearest;
    char hint[HINT_SIZE], list[HINT_SIZE - sizeof "one of "];
    size_t count = 0;

    *out = cf_analysis_find(name);
    if (*out != NULL)
        return CF_OK;
    for (; count < MOST_ANALYSES && analysis_at((int)count) != NULL; count++)
        names[count] = analysis_at((int)count);
    nearest = cf_text_nearest(name, names, count);
    cf_choice_list(list, sizeof list, analysis_at);
    snprintf(hint, sizeof hint, "one of %s", list);
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest);
    return cf_refuse(diags, CF_CODE_UNKNOWN_ANALYSIS, hint, "there is no analysis \"%.60s\"", name);
}

/* The options of the analysis itself. */
static cf_status take_own(struct asked *asked, cf_params params, cf_diags *diags)
{
    asked->own = calloc((size_t)params.count + 1, sizeof *asked->own);
    if (asked->own == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < params.count; i++) {
        const cf_param_spec *spec = cf_param_spec_find(asked->analysis->params, params.at[i].name);

        if (spec != NULL && spec->writes)
            return cf_refuse(diags, CF_CODE_OPTION_WRITES, NULL,
                             "%s writes a file, which only the command does", spec->name);
        if (spec != NULL)
            asked->own[asked->request.param_count++] = params.at[i];
    }
    asked->request.params = asked->own;
    return CF_OK;
}

static cf_status read_options(struct asked *asked, const char *const *options, cf_diags *diags)
{
    const cf_param_spec *specs[5] = { cf_view_specs };
    int lists = 1;
    cf_params params = { .count = 0 };
    cf_status status;

    if (asked->analysis->params != NULL)
        specs[lists++] = asked->analysis->params;
    if (asked->analysis->compares)
        specs[lists++] = cf_view_b_specs;
    if (asked->analysis->operands != NULL)
        specs[lists++] = operand_specs;
    status = cf_params_read(&asked->params, &params.count, options, specs, diags);
    params.at = asked->params;
    if (status == CF_OK)
        status = take_own(asked, params, diags);
    if (status == CF_OK)
        status = cf_view_choose(&asked->view, params, diags);
    if (status == CF_OK && asked->analysis->compares)
        status = cf_view_b_choose(&asked->other_view, params, diags);
    asked->request.operand = cf_params_text(params, operand_specs[0].name);
    asked->request.view = asked->view.options;
    asked->request.other_view = asked->other_view.options;
    return status;
}

static void free_asked(struct asked *asked)
{
    cf_view_choice_free(&asked->view);
    cf_view_choice_free(&asked->other_view);
    free(asked->params);
    free(asked->own);
}

static cf_status check_table(const struct asked *asked, const char *table, cf_diags *diags)
{
    const char *const *names = asked->analysis->tables, *nearest;
    char hint[HINT_SIZE];
    size_t count = 0;

    for (; names[count] != NULL; count++)
        if (table == NULL || strcmp(names[count], table) == 0)
            return CF_OK;
    nearest = cf_text_nearest(table, names, count);
    snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest == NULL ? "" : nearest);
    return cf_refuse(diags, CF_CODE_NO_TABLE, nearest == NULL ? NULL : hint,
                     "\"%s\" has no table \"%.60s\"", asked->analysis->name, table);
}

static cf_status ask(struct asked *asked, const cf_question *question, cf_diags *diags)
{
    cf_status status;

    if (question->scenario == NULL || question->analysis == NULL)
        return cf_refuse(diags, CF_CODE_NO_INPUT, NULL,
                         "a scenario and the name of an analysis must not be NULL");
    status = find_analysis(&asked->analysis, question->analysis, diags);
    if (status == CF_OK)
        status = read_options(asked, question->options, diags);
    if (status == CF_OK)
        status = check_table(asked, question->table, diags);
    asked->request.scenario = question->scenario;
    asked->request.other = question->other != NULL ? question->other : question->scenario;
    asked->request.table = question->table;
    asked->request.no_digest = question->table != NULL;
    asked->request.progress = question->progress;
    return status;
}

static cf_status run(cf_report **out, const struct asked *asked, cf_diags *diags)
{
    if (asked->analysis->operands != NULL && asked->request.operand == NULL)
        return cf_refuse(diags, CF_CODE_OPTION_NEEDS_VALUE, NULL,
                         "the analysis \"%s\" needs the option model=FILE", asked->analysis->name);
    return cf_analysis_run(out, asked->analysis, &asked->request, diags);
}

cf_status cf_question_answer(cf_report **out, const cf_question *question, cf_diags *diags)
{
    struct asked asked = { .analysis = NULL };
    cf_status status = ask(&asked, question, diags);

    *out = NULL;
    if (status == CF_OK)
        status = run(out, &asked, diags);
    free_asked(&asked);
    return status;
}

cf_status cf_scenario_analyse(cf_report **out, const cf_scenario *scenario, const char *analysis,
                              const char *const *options, cf_diags *diags)
{
    const cf_question question = { .analysis = analysis, .scenario = scenario, .options = options };

    return cf_question_answer(out, &question, diags);
}

/* ---- row by row ---- */

/* Whoever takes the rows. */
struct taker {
    cf_row_function *function;
    void *payload;
    cf_table *row; /* the row at hand, made with the first one */
    cf_status status;
};

static bool take_row(void *payload, const cf_column *columns, int column_count,
                     const cf_cell *cells)
{
    struct taker *taker = payload;

    if (taker->row == NULL)
        taker->status = cf_table_new(&taker->row, "row", columns, column_count);
    if (taker->status == CF_OK) {
        cf_table_clear(taker->row);
        taker->status = cf_table_add_row(taker->row, cells, column_count);
    }
    return taker->status == CF_OK && taker->function(taker->payload, taker->row, 0);
}

static void hand_over(const struct taker *taker, const cf_table *rows)
{
    bool goes_on = true;

    for (long row = 0; goes_on && row < cf_table_row_count(rows); row++)
        goes_on = taker->function(taker->payload, rows, row);
}

cf_status cf_scenario_each_row(const cf_scenario *scenario, const char *analysis,
                               const char *const *options, cf_row_function *function, void *payload,
                               cf_diags *diags)
{
    struct taker taker = { .function = function, .payload = payload };
    const cf_row_sink sink = { .row = take_row, .payload = &taker };
    const cf_question question = { .analysis = analysis, .scenario = scenario, .options = options };
    struct asked asked = { .analysis = NULL };
    cf_report *report = NULL;
    cf_status status = ask(&asked, &question, diags);

    if (status == CF_OK) {
        asked.request.table = asked.analysis->tables[0];
        asked.request.no_digest = asked.request.no_figures = true;
        if (cf_param_spec_find(asked.analysis->params, "stream") != NULL)
            asked.request.stream = &sink;
        status = run(&report, &asked, diags);
    }
    if (status == CF_OK)
        status = taker.status;
    if (status == CF_OK && asked.request.stream == NULL)
        hand_over(&taker, cf_report_find_table(report, asked.request.table));
    cf_report_free(report);
    cf_table_free(taker.row);
    free_asked(&asked);
    return status;
}
