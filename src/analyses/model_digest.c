/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model: what a person reads first. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyses/model.h"
#include "base/text.h"
#include "base/tolerance.h"

enum { MOST_ROWS = 30, MOST_LINES = 40 }; /* the others with --verbose */

/* Of the tables variables, constraints and rows. */
enum { NAME, VALUE, MARGINAL, LINE_COLUMNS };
enum { COEFFICIENT = LINE_COLUMNS, COEFFICIENT_FROM, COEFFICIENT_TO, ENTERS, RANGED_VARIABLE };
enum { SIDE_FROM = LINE_COLUMNS, SIDE_TO, PRICE_DOWN, PRICE_UP, RANGED_ROW };
enum { MOST_COLUMNS = RANGED_VARIABLE };

static const cf_column value_columns[] = {
    [NAME] = { "name" }, [VALUE] = { "value" }, [MARGINAL] = { "reduced_cost" }
};

static const cf_column dual_columns[] = {
    [NAME] = { "name" }, [VALUE] = { "activity" }, [MARGINAL] = { "dual" }
};

static const cf_column ranged_variable_columns[] = {
    [NAME] = { "variable" },
    [VALUE] = { "value" },
    [MARGINAL] = { "reduced_cost" },
    [COEFFICIENT] = { "coefficient" },
    [COEFFICIENT_FROM] = { "coefficient_from", CF_NUMBER, "from" },
    [COEFFICIENT_TO] = { "coefficient_to", CF_NUMBER, "to" },
    [ENTERS] = { "enters" },
};

static const cf_column ranged_row_columns[] = {
    [NAME] = { "row" },
    [VALUE] = { "activity" },
    [MARGINAL] = { "shadow_price" },
    [SIDE_FROM] = { "side_from", CF_MONEY, "from" },
    [SIDE_TO] = { "side_to", CF_MONEY, "to" },
    [PRICE_DOWN] = { "price_down" },
    [PRICE_UP] = { "price_up" },
};

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

/* ---- the head ---- */

static const char *meaning(const cf_model_result *result)
{
    switch (result->status) {
    case CF_MODEL_OPTIMAL:
        return "optimal";
    case CF_MODEL_FEASIBLE:
        return "feasible, but time ran out before it was shown to be the best";
    case CF_MODEL_INFEASIBLE:
        return "infeasible: nothing meets all constraints";
    case CF_MODEL_UNBOUNDED:
        return "unbounded: the objective can be as good as one likes";
    default:
        return "undefined: the solver found out nothing in its time";
    }
}

/* Ten significant digits hide the solver's rounding. */
static const char *ten_digits(cf_report *report, double number)
{
    char text[32];

    snprintf(text, sizeof text, "%.9e", number);
    cf_text_number(text, strtod(text, NULL));
    return cf_report_text(report, "%s", text);
}

static const char *objective(cf_report *report, const cf_model_result *result)
{
    if (result->objective == NULL)
        return "no objective";
    if (!(fabs(result->value) < INFINITY))
        return cf_report_text(report, "%s %s", result->maximise ? "maximize" : "minimize",
                              result->objective);
    return cf_report_text(report, "%s %s = %s", result->maximise ? "maximize" : "minimize",
                          result->objective, ten_digits(report, result->value));
}

/* Joint entities are one in the data, under the id of the first of them. */
static cf_status write_joint(const cf_model_job *job, cf_report *report)
{
    const cf_view *view = job->view;
    const char *text;

    if (view->joint_count < 2)
        return CF_OK;
    text = cf_report_text(report, "%s stands for", view->entities[view->joint[0]].id);
    for (int i = 0; text != NULL && i < view->joint_count; i++)
        text = cf_report_text(report, "%s%s %s", text, i == 0 ? "" : ",",
                              view->entities[view->joint[i]].id);
    if (text == NULL)
        return CF_NO_MEMORY;
    return cf_report_add_paragraph(report, 0,
                                   cf_report_text(report, "%s, taken as one (--joint).", text));
}

static cf_status write_model_head(const cf_model_job *job, cf_report *report)
{
    const cf_model_result *result = job->result;
    const char *supplier = job->data->supplier;
    const char *what = objective(report, result), *gap = "";
    cf_status status;

    if (result->gap >= 0)
        gap = cf_report_text(report, "; the best is no more than %s away",
                             cf_report_share(report, result->gap));
    if (what == NULL || gap == NULL)
        return CF_NO_MEMORY;
    status = cf_report_add_paragraph(
        report, 0,
        cf_report_text(report, "%s: %s%s", cf_model_job_file(job), meaning(result), gap));
    if (status == CF_OK)
        status = cf_report_add_paragraph(report, 0, what);
    if (status == CF_OK)
        status = cf_report_add_paragraph(
            report, 0,
            cf_report_text(report, "%s of %d variable%s and %d constraint%s%s%s",
                           result->integer ? "Integer programme" : "Linear programme",
                           result->variable_count, plural(result->variable_count),
                           result->constraint_count, plural(result->constraint_count),
                           supplier == NULL ? "" : "; supplier ",
                           supplier == NULL ? "" : supplier));
    return status == CF_OK ? write_joint(job, report) : status;
}

/* ---- tables ---- */

static const char *full_name(cf_report *report, const cf_model_line *line)
{
    return line->index[0] == '\0' ? cf_report_text(report, "%s", line->name)
                                  : cf_report_text(report, "%s[%s]", line->name, line->index);
}

/* Both are false for NaN. `largest` is that of all values. */
static bool is_shown_variable(const cf_model_line *line, double largest)
{
    return fabs(line->value) > fmin(largest, 1.0) * CF_SAME_FIGURE;
}

static bool is_binding(const cf_model_line *line, double largest)
{
    (void)largest;
    return line->nonbasic && fabs(line->marginal) > CF_SAME_FIGURE;
}

static bool is_priced(const cf_model_line *line, double largest)
{
    return is_binding(line, largest) || fabs(line->down) > CF_SAME_FIGURE ||
           fabs(line->up) > CF_SAME_FIGURE;
}

static cf_status add_note(cf_report *report, int more, const char *table)
{
    if (more == 0)
        return CF_OK;
    return cf_report_add_paragraph(
        report, 0,
        cf_report_text(report, "... and %d more: --verbose, or --table %s", more, table));
}

static void fill_line(cf_cell *cells, const cf_model_line *line)
{
    cells[VALUE] = cf_cell_number(line->value);
    cells[MARGINAL] = cf_cell_number(line->marginal);
}

static void fill_ranged_variable(cf_cell *cells, const cf_model_line *line)
{
    fill_line(cells, line);
    cells[COEFFICIENT] = cf_cell_number(line->coefficient);
    cells[COEFFICIENT_FROM] = cf_cell_number(line->coefficient_range.from);
    cells[COEFFICIENT_TO] = cf_cell_number(line->coefficient_range.to);
    cells[ENTERS] = cf_cell_text(line->enters);
}

static void fill_ranged_row(cf_cell *cells, const cf_model_line *line)
{
    const cf_model_range side = cf_model_side(line);

    fill_line(cells, line);
    cells[SIDE_FROM] = cf_cell_number(side.from);
    cells[SIDE_TO] = cf_cell_number(side.to);
    cells[PRICE_DOWN] = cf_cell_number(line->down);
    cells[PRICE_UP] = cf_cell_number(line->up);
}

/* A table of the digest: the lines that are shown of one table of the report. */
struct listing {
    const char *title, *source;
    const cf_columns *all;
    cf_columns wanted;
    void (*fill)(cf_cell *cells, const cf_model_line *line); /* but for the name */
    bool (*is_shown)(const cf_model_line *line, double largest);
};

static const struct listing values = {
    "Variables that are not 0",      "variables", &cf_model_variables,
    { value_columns, LINE_COLUMNS }, fill_line,   is_shown_variable
};
static const struct listing duals = {
    "Constraints that bind",        "constraints", &cf_model_constraints,
    { dual_columns, LINE_COLUMNS }, fill_line,     is_binding
};
static const struct listing ranged_variables = {
    "Variables that are not 0", "variables",
    &cf_model_range_variables,  { ranged_variable_columns, RANGED_VARIABLE },
    fill_ranged_variable,       is_shown_variable
};
static const struct listing ranged_rows = {
    "Rows that have a price",           "rows",          &cf_model_range_rows,
    { ranged_row_columns, RANGED_ROW }, fill_ranged_row, is_priced
};

/* The result is gone before the digest is written. */
static void keep_texts(cf_cell *cells, const cf_column *columns, int count, cf_report *report)
{
    for (int c = NAME + 1; c < count; c++)
        if (cf_kind_is_text(columns[c].kind) && cells[c].known)
            cells[c] = cf_cell_text(cf_report_text(report, "%s", cells[c].text));
}

static cf_status write_lines(cf_report *report, const struct listing *listing,
                             const cf_model_line *lines, int count, int most)
{
    const cf_column *columns = cf_columns_choose(report, *listing->all, listing->wanted);
    double largest = 0.0;
    cf_table *table = NULL;
    cf_status status = columns == NULL
                           ? CF_NO_MEMORY
                           : cf_table_new(&table, listing->title, columns, listing->wanted.count);
    int shown = 0;

    for (int i = 0; i < count; i++)
        largest = fmax(largest, fabs(lines[i].value));
    for (int i = 0; i < count && status == CF_OK; i++) {
        cf_cell row[MOST_COLUMNS];

        if (!listing->is_shown(&lines[i], largest) || ++shown > most)
            continue;
        row[NAME] = cf_cell_text(full_name(report, &lines[i]));
        listing->fill(row, &lines[i]);
        keep_texts(row, columns, listing->wanted.count, report);
        status =
            row[NAME].known ? cf_table_add_row(table, row, listing->wanted.count) : CF_NO_MEMORY;
    }
    if (status == CF_OK)
        status = cf_report_take_digest_table(report, 0, &table);
    if (status == CF_OK)
        status = add_note(report, shown > most ? shown - most : 0, listing->source);
    cf_table_free(table);
    return status;
}

static cf_status write_tables(const cf_model_job *job, cf_report *report)
{
    const cf_model_result *result = job->result;
    int most =
        job->request->verbose ? result->variable_count + result->constraint_count : MOST_ROWS;
    cf_status status;

    if (result->status != CF_MODEL_OPTIMAL && result->status != CF_MODEL_FEASIBLE)
        return CF_OK;
    status = write_lines(report, result->ranged ? &ranged_variables : &values, result->variables,
                         result->variable_count, most);
    if (status == CF_OK && !result->integer)
        status = write_lines(report, result->ranged ? &ranged_rows : &duals, result->constraints,
                             result->constraint_count, most);
    return status;
}

/* ---- what the model printed, and what was changed ---- */

static cf_status write_printed(const cf_model_job *job, cf_report *report)
{
    const cf_model_result *result = job->result;
    int most = job->request->verbose ? result->printed_count : MOST_LINES;
    cf_status status = CF_OK;

    if (result->printed_count == 0)
        return CF_OK;
    status = cf_report_add_paragraph(report, 0, "");
    if (status == CF_OK)
        status = cf_report_add_paragraph(report, 0, "Printed by the model:");
    for (int i = 0; i < result->printed_count && i < most && status == CF_OK; i++)
        status =
            cf_report_add_paragraph(report, 0, cf_report_text(report, "%s", result->printed[i]));
    if (status == CF_OK && result->printed_count > most)
        status = add_note(report, result->printed_count - most, "printed");
    return status;
}

static cf_status write_changes(const cf_model_job *job, cf_report *report)
{
    int count = job->data->symbol_count;

    if (count == 0)
        return CF_OK;
    return cf_report_add_paragraph(
        report, 0,
        cf_report_text(report,
                       "%d id%s no symbol of MathProg and stand%s under another name in the data: "
                       "--table symbols",
                       count, count == 1 ? " is" : "s are", count == 1 ? "s" : ""));
}

cf_status cf_model_write_digest(const cf_model_job *job, cf_report *report)
{
    cf_status status = write_model_head(job, report);

    if (status == CF_OK)
        status = write_printed(job, report);
    if (status == CF_OK)
        status = write_tables(job, report);
    if (status == CF_OK)
        status = write_changes(job, report);
    return status;
}
