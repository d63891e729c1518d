/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin check SCENARIO...: reads scenarios and reports every problem in them. */
#include <string.h>

#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/problems.h"
#include "cli/source.h"
#include "cli/suspects.h"

enum { FILE_NAME, LINE, COLUMN, SEVERITY, CODE, MESSAGE, POINTER, HINT, COUNT, COLUMN_COUNT };

static const cf_column columns[COLUMN_COUNT] = {
    [FILE_NAME] = { "file", CF_TEXT, NULL, "The file that has the problem." },
    [LINE] = { "line", CF_COUNT, NULL, "Its line, from 1; empty where there is no line." },
    [COLUMN] = { "column", CF_COUNT, NULL, "The column in that line, from 1." },
    [SEVERITY] = { "severity", CF_TEXT, NULL, "error, warning or note." },
    [CODE] = { "code", CF_TEXT, NULL, "The kind of the problem, such as CF212." },
    [MESSAGE] = { "message", CF_TEXT, NULL, "The rule and the value found." },
    [POINTER] = { "pointer", CF_TEXT, NULL, "The place in the scenario, as a JSON pointer." },
    [HINT] = { "hint", CF_TEXT, NULL, "What to do about it." },
    [COUNT] = { "count", CF_COUNT, NULL, "The problems of this kind in the file, listed or not." },
};
static const cf_columns problems = { columns, COLUMN_COUNT, "Each problem that is listed." };
enum { PROBLEMS, SUSPECTS };

static const char *const tables[] = { [PROBLEMS] = "problems", [SUSPECTS] = "suspects", NULL };
static const cf_columns *const table_columns[] = {
    [PROBLEMS] = &problems, [SUSPECTS] = &cli_suspect_columns
};

enum { FILES, ERRORS, WARNINGS, NOTES, FIGURE_COUNT };

static const cf_column figure_rows[FIGURE_COUNT] = {
    [FILES] = { "files", CF_COUNT, NULL, "The files that were checked." },
    [ERRORS] = { "errors", CF_COUNT, NULL, "The errors in them." },
    [WARNINGS] = { "warnings", CF_COUNT, NULL, "The warnings." },
    [NOTES] = { "notes", CF_COUNT, NULL, "The notes, of what is often right." },
};
static const cf_columns figures = { figure_rows, FIGURE_COUNT };

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Check" },
    { .kind = CLI_SWITCH, .name = "strict", .help = "treat warnings as errors" },
    { .kind = CLI_SPECS, .specs = cf_reading_threads_specs },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, cli_source_options, cli_output_options, NULL };

struct check {
    cli_output output;
    cf_input source;
    bool strict;
    cf_report *report; /* NULL: prints text */
    cf_table *problems, *suspects;
    int files, errors, warnings, notes;
};

static cf_cell copied(cf_report *report, const char *text)
{
    return cf_cell_text(text == NULL ? NULL : cf_report_text(report, "%s", text));
}

static cf_cell position(const cf_where *where, int number)
{
    return where->line == 0 ? cf_cell_null() : cf_cell_number(number);
}

/* The file, and the sheet of a workbook as in messages. */
static cf_cell file_of(cf_report *report, const char *file, const cf_where *where)
{
    if (where->file == NULL || where->sheet == NULL)
        return copied(report, where->file == NULL ? file : where->file);
    return cf_cell_text(cf_report_text(report, "%s!%s", where->file, where->sheet));
}

static cf_status add_problem(struct check *check, const char *file, const cf_diags *diags,
                             const cf_diag *diag)
{
    static const char *const severities[] = { "error", "warning", "note" };
    bool is_strict = check->strict && diag->severity == CF_WARNING;
    cf_cell row[COLUMN_COUNT] = {
        [FILE_NAME] = file_of(check->report, file, &diag->where),
        [LINE] = position(&diag->where, diag->where.line),
        [COLUMN] = position(&diag->where, diag->where.column),
        [SEVERITY] = cf_cell_text(severities[is_strict ? CF_ERROR : diag->severity]),
        [CODE] = cf_cell_text(cf_report_text(check->report, "CF%d", diag->code)),
        [MESSAGE] = copied(check->report, diag->message),
        [POINTER] = copied(check->report, diag->where.pointer),
        [HINT] = copied(check->report, diag->hint),
        [COUNT] = cf_cell_number(cf_diags_of_kind(diags, diag)),
    };

    if (!row[CODE].known || !row[MESSAGE].known)
        return CF_NO_MEMORY;
    return cf_table_add(check->problems, row);
}

static cf_status add_problems(struct check *check, const char *file, const cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int i = 0; i < cf_diags_count(diags) && status == CF_OK; i++) {
        const cf_diag *diag = cf_diags_at(diags, i);

        if (check->output.quiet && diag->severity != CF_ERROR)
            continue;
        status = add_problem(check, file, diags, diag);
        if (status == CF_OK && cli_is_suspect(diag))
            status = cli_suspects_add(check->suspects, check->report, file, diags, diag);
    }
    return status;
}

/* Appends ", 45 deals" to the line. */
static void put_count(int count, const char *one, const char *many)
{
    printf(", %d %s", count, count == 1 ? one : many);
}

static void print_good(const char *file, const cf_scenario *scenario, const cf_diags *diags)
{
    cli_put_printable(stdout, file);
    fputs(": ok", stdout);
    put_count(scenario->entity_count, "entity", "entities");
    put_count(scenario->deal_count, "deal", "deals");
    if (cf_diags_total(diags, CF_WARNING) > 0)
        put_count(cf_diags_total(diags, CF_WARNING), "warning", "warnings");
    if (cf_diags_total(diags, CF_NOTE) > 0)
        put_count(cf_diags_total(diags, CF_NOTE), "note", "notes");
    putchar('\n');
}

/* Prints problems on standard error and "ok" on standard output. */
static void print_file(const struct check *check, const char *file, const cf_scenario *scenario,
                       const cf_diags *diags, cf_status status)
{
    if (check->strict)
        cli_problems_print_strictly(diags, &check->output);
    else
        cli_problems_print(diags, &check->output, status);
    if (status == CF_OK)
        print_good(file, scenario, diags);
}

static cli_exit check_file(struct check *check, const char *file)
{
    const char *name = strcmp(file, "-") == 0 ? "<stdin>" : file; /* as in diagnostics */
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status, added = CF_OK;

    status = cf_diags_new(&diags);
    if (status != CF_OK)
        return cli_no_memory();
    status = cli_source_read(&scenario, &check->source, file, &check->output, diags);
    if (status == CF_OK && check->strict && cf_diags_total(diags, CF_WARNING) > 0)
        status = CF_BAD_INPUT;
    check->files++;
    check->errors += cf_diags_total(diags, CF_ERROR);
    check->warnings += cf_diags_total(diags, CF_WARNING);
    check->notes += cf_diags_total(diags, CF_NOTE);
    if (check->report == NULL)
        print_file(check, name, scenario, diags, status);
    else
        added = status == CF_NO_MEMORY ? status : add_problems(check, name, diags);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return added != CF_OK ? cli_no_memory() : cli_exit_of(status);
}

static cf_status open_report(struct check *check)
{
    cf_status status = cf_report_new(&check->report, "check", NULL);

    if (status == CF_OK)
        status = cf_table_new(&check->problems, tables[PROBLEMS], columns, COLUMN_COUNT);
    if (status == CF_OK)
        status = cf_table_new(&check->suspects, tables[SUSPECTS], cli_suspect_columns.at,
                              cli_suspect_columns.count);
    return status;
}

static cf_status fill_figures(struct check *check)
{
    const cf_cell cells[FIGURE_COUNT] = {
        [FILES] = cf_cell_number(check->files),
        [ERRORS] = cf_cell_number(check->errors),
        [WARNINGS] = cf_cell_number(check->warnings),
        [NOTES] = cf_cell_number(check->notes),
    };
    cf_status status = cf_report_add_figures(check->report, figures, cells);

    if (status == CF_OK)
        status = cf_report_take_table(check->report, &check->problems);
    return status == CF_OK ? cf_report_take_table(check->report, &check->suspects) : status;
}

static cli_exit write_report(struct check *check)
{
    if (check->report == NULL)
        return CLI_DONE;
    if (fill_figures(check) != CF_OK)
        return cli_no_memory();
    return cli_output_write(&check->output, check->report);
}

static cli_exit worse(cli_exit a, cli_exit b)
{
    return a > b ? a : b;
}

/* Returns the worst status of all files. */
static cli_exit check_files(struct check *check, const cli_args *args)
{
    cli_exit worst = CLI_DONE;

    for (int i = 0; i < args->operand_count && worst != CLI_BUG; i++)
        worst = worse(worst, check_file(check, args->operands[i]));
    return worst == CLI_BUG ? worst : worse(worst, write_report(check));
}

static cli_exit run_check(const cli_command *command, const cli_args *args)
{
    struct check check = { .strict = cli_has(args, "strict") };
    cli_exit code = cli_output_choose(&check.output, args);
    bool as_text;

    (void)command;
    if (code != CLI_DONE)
        return code;
    code = cli_source_choose(&check.source, args, args->operands, args->operand_count);
    check.source.sheets.reading.compare_totals = true;
    check.source.sheets.reading.notes = true;
    as_text = check.output.writer == cf_writer_at(0) && check.output.options.table == NULL &&
              cli_output_is_stdout(&check.output);
    if (code == CLI_DONE && !as_text && open_report(&check) != CF_OK)
        code = cli_no_memory();
    if (code == CLI_DONE)
        code = check_files(&check, args);
    cf_input_free(&check.source);
    cf_table_free(check.problems);
    cf_table_free(check.suspects);
    cf_report_free(check.report);
    return code;
}

const cli_command cli_command_check = {
    .name = "check",
    .summary = "Check scenarios and report every problem with file:line:column",
    .description =
        "Reads scenarios and reports every problem in them at once, each with file, line, "
        "column, the rule, the value found and a hint. An error keeps the other commands "
        "from reading the file; a warning does not. With --strict, a warning counts as an "
        "error. What is probably wrong is a warning: names in two spellings, the same deal twice, "
        "an amount of another unit, dates and terms far from the others, entities in no deal. Who "
        "invests and is never paid is a note, which --strict leaves as it is. A scenario without "
        "errors gets a line with its counts. With --format, --table or -o, the problems are "
        "written as a table, and what is probably wrong as the table suspects.",
    .memory = "about 450 bytes a deal, including the text of the file, for one file at a time.",
    .operands = "SCENARIO...",
    .example = "circfin check --strict data/ai-deals.json",
    .least = 1,
    .most = -1,
    .groups = groups,
    .tables = tables,
    .columns = table_columns,
    .figures = &figures,
    .run = run_check,
};
