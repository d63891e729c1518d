/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin import DEALS.csv [ENTITIES.csv]: converts spreadsheets into a scenario in JSON. */
#include <string.h>
#include <unistd.h>

#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/source.h"

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Import" },
    { .kind = CLI_SPECS, .specs = cf_reading_threads_specs },
    { .kind = CLI_VALUE,
      .name = "as-of",
      .value = "DATE",
      .help =
          "the day that the spreadsheets describe, such as 2026-08-10 or 2026 (default: none)" },
    { .kind = CLI_VALUE,
      .name = "skip-invalid",
      .value = "FILE",
      .help = "leave out rows with errors, and write them with file, line and reason to FILE, such "
              "as rejects.csv (default: an error writes nothing)" },
    { .kind = CLI_SWITCH,
      .name = "strict",
      .help = "treat warnings as errors, so that nothing is written (default: they are printed)" },
    { .kind = CLI_SWITCH,
      .name = "explain",
      .help = "write a table of the columns instead: what each heading is taken as, its unit and "
              "currency, and how many cells were understood" },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, cli_source_options, cli_listing_options,
                                            NULL };

static cli_exit choose_import(cf_input *source, const cli_args *args)
{
    cli_exit code = cli_source_choose(source, args, NULL, 0);

    if (code != CLI_DONE)
        return code;
    cf_input_set(source, "as_of", cli_value(args, "as-of"));
    if (args->operand_count < 2)
        return CLI_DONE;
    if (source->sheets.entities != NULL)
        return cli_usage_error("leave out one of them",
                               "the entities are given twice, as \"%.60s\" and with --entities",
                               args->operands[1]);
    source->sheets.entities = args->operands[1];
    return CLI_DONE;
}

static cli_exit check_import_files(const cli_output *output, const cf_input *source, bool explains)
{
    const cf_sheets *sheets = &source->sheets;
    const char *const read[] = { sheets->deals, sheets->entities, sheets->settings };
    int from_stdin = 0;

    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        from_stdin += read[i] != NULL && strcmp(read[i], "-") == 0;
    if (cli_source_reads(source, sheets->deals, output->file))
        return cli_usage_error("give -o another name", "-o would overwrite %.60s", output->file);
    if (!explains && cf_sheets_is_name(output->file))
        return cli_usage_error("give -o a name that ends in .json",
                               "import writes JSON, but -o is \"%.60s\"", output->file);
    if (from_stdin > 1)
        return cli_usage_error("give one of them a file name",
                               "only one input can be standard input");
    return CLI_DONE;
}

static cli_exit check_rejects(const char *file, const cli_output *output, const cf_input *source)
{
    if (file == NULL)
        return CLI_DONE;
    if (file[0] == '\0')
        return cli_usage_error("write --skip-invalid rejects.csv",
                               "--skip-invalid needs a file name, but is empty");
    if (strcmp(file, output->file) == 0 || cli_is_same_file(file, output->file))
        return cli_usage_error("give one of them another name",
                               "--skip-invalid and -o write to the same file");
    if (cli_source_reads(source, source->sheets.deals, file))
        return cli_usage_error("give --skip-invalid another name",
                               "--skip-invalid would overwrite %.60s", file);
    return CLI_DONE;
}

/* Writes the rows that are left out, and says how many there are. */
static cf_status write_rejects(const cf_rejects *rejects, const char *file,
                               const cf_scenario *scenario, cf_diags *diags)
{
    int count = cf_rejects_count(rejects);
    cf_status status = cf_rejects_write(rejects, file, diags);

    if (status != CF_OK || count == 0)
        return status;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_ROWS_LEFT_OUT, NULL, NULL,
                        "%d row%s with errors %s left out and written to %s; %d deal%s kept", count,
                        count == 1 ? "" : "s", count == 1 ? "is" : "are",
                        strcmp(file, "-") == 0 ? "standard output" : file, scenario->deal_count,
                        scenario->deal_count == 1 ? " is" : "s are");
}

/* How an import is made, beside its files. */
struct choice {
    const cli_output *output;
    const char *rejects; /* NULL: none */
    bool strict;
};

static cf_status read_sheets(cf_scenario **out, cf_sheets *sheets, const struct choice *choice,
                             cf_diags *diags)
{
    const cli_output *output = choice->output;
    cli_progress progress;
    cf_status status;

    cli_progress_begin(&progress, cli_progress_is_wanted(output), CLI_STOP_NEVER);
    cli_progress_tell(output, "reading", sheets->deals);
    sheets->reading.progress = &progress.progress;
    status = cf_sheets_read(out, sheets, diags);
    cli_progress_end();
    cli_limit_end();
    if (status == CF_OK && choice->strict && cf_diags_total(diags, CF_WARNING) > 0)
        status = CF_BAD_INPUT;
    return status;
}

static void print_problems(const cf_diags *diags, const struct choice *choice, cf_status status)
{
    if (choice->strict && status == CF_BAD_INPUT)
        cli_problems_print_strictly(diags, choice->output);
    else
        cli_problems_print(diags, choice->output, status);
}

/* ---- what is made of the columns ---- */

enum { EXPLAINED_COLUMNS = 9 };

static const cf_column explained_columns[EXPLAINED_COLUMNS] = {
    { .name = "heading", .kind = CF_TEXT, .meaning = "Its heading." },
    { .name = "column", .kind = CF_TEXT, .meaning = "What it is taken as; null: it is not used." },
    { .name = "how",
      .kind = CF_TEXT,
      .meaning = "Why: name, alias or map; ignored: by --map or its x-; null: it is unknown." },
    { .name = "unit", .kind = CF_TEXT, .meaning = "The unit that the heading states." },
    { .name = "currency", .kind = CF_TEXT, .meaning = "The currency that the heading states." },
    { .name = "understood",
      .kind = CF_COUNT,
      .meaning = "Cells that are written in another way than the format has it." },
    { .name = "example", .kind = CF_TEXT, .meaning = "The first of them." },
    { .name = "as", .kind = CF_TEXT, .meaning = "What that is taken as." },
    { .name = "file", .kind = CF_TEXT, .meaning = "The file that has the column.", .spare = 1 },
};

static cf_cell kept(cf_report *report, const char *text)
{
    return cf_cell_text(text == NULL ? NULL : cf_report_text(report, "%s", text));
}

static cf_status add_explained(cf_table *table, cf_report *report, const cf_explained *explained)
{
    cf_status status = CF_OK;

    for (int i = 0; i < cf_explained_count(explained) && status == CF_OK; i++) {
        const cf_explained_column *column = cf_explained_at(explained, i);
        cf_cell row[EXPLAINED_COLUMNS] = {
            kept(report, column->heading),  kept(report, column->column),
            kept(report, column->how),      kept(report, column->unit),
            kept(report, column->currency), cf_cell_number((double)column->understood),
            kept(report, column->example),  kept(report, column->as),
            kept(report, column->file),
        };

        status = cf_table_add(table, row);
    }
    return status == CF_OK ? cf_report_status(report) : status;
}

/* The table twice: for programs, and for the eye. */
static cf_status fill_explained(cf_report *report, const cf_explained *explained)
{
    cf_status status = CF_OK;

    for (int digest = 0; digest <= 1 && status == CF_OK; digest++) {
        cf_table *table = NULL;

        status = cf_table_new(&table, "columns", explained_columns, EXPLAINED_COLUMNS);
        if (status == CF_OK)
            status = add_explained(table, report, explained);
        if (status == CF_OK)
            status = digest == 0 ? cf_report_take_table(report, &table)
                                 : cf_report_take_digest_table(report, 0, &table);
        cf_table_free(table);
    }
    return status;
}

/* Also where the files have errors: they are told, and the columns help to mend them. */
static cli_exit explain(const struct choice *choice, cf_sheets *sheets)
{
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags), filled;
    cli_exit code;

    if (status == CF_OK)
        status = cf_explained_new(&sheets->explained);
    if (status == CF_OK)
        status = read_sheets(&scenario, sheets, choice, diags);
    filled = status == CF_NO_MEMORY ? status : cf_report_new(&report, "import", NULL);
    if (filled == CF_OK)
        filled = fill_explained(report, sheets->explained);
    print_problems(diags, choice, filled == CF_OK ? status : filled);
    code = cli_exit_of(filled == CF_OK ? status : filled);
    if (filled == CF_OK && cf_explained_count(sheets->explained) > 0) {
        cli_exit written = cli_output_write(choice->output, report);

        code = written > code ? written : code;
    }
    cf_report_free(report);
    cf_explained_free(sheets->explained);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return code;
}

static cf_status write_scenario(const cf_scenario *scenario, const cli_output *output,
                                cf_diags *diags)
{
    cf_status status;

    cli_progress_tell(output, "writing", output->file);
    status = cf_scenario_write(scenario, output->file, diags);
    cli_progress_clear();
    return status;
}

static cli_exit import(const struct choice *choice, cf_sheets *sheets)
{
    const cli_output *output = choice->output;
    const char *rejects = choice->rejects;
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK && rejects != NULL)
        status = cf_rejects_new(&sheets->rejects);
    if (status == CF_OK)
        status = read_sheets(&scenario, sheets, choice, diags);
    if (status == CF_OK && rejects != NULL)
        status = write_rejects(sheets->rejects, rejects, scenario, diags);
    if (status == CF_OK)
        status = cli_problems_tell(&diags, output);
    if (status == CF_OK)
        status = write_scenario(scenario, output, diags);
    if (status == CF_IO && cli_is_pipe_closed(diags))
        status = CF_OK;
    else
        print_problems(diags, choice, status);
    cf_rejects_free(sheets->rejects);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

static cli_exit run_import(const cli_command *command, const cli_args *args)
{
    cli_output output;
    cf_input source = { .option = NULL };
    const struct choice choice = { .output = &output,
                                   .rejects = cli_value(args, "skip-invalid"),
                                   .strict = cli_has(args, "strict") };
    bool explains = cli_has(args, "explain");
    cli_exit code =
        explains ? cli_output_choose(&output, args) : cli_output_choose_file(&output, args);

    (void)command;
    if (code == CLI_DONE && !explains && cli_value(args, "format") != NULL)
        code = cli_usage_error("leave it out", "--format is for --explain: import writes JSON");
    if (code == CLI_DONE && choice.strict && choice.rejects != NULL)
        code = cli_usage_error("leave out one of them: rows that are left out are a warning",
                               "--strict does not go with --skip-invalid");
    if (code == CLI_DONE)
        code = choose_import(&source, args);
    source.sheets.deals = args->operands[0];
    if (code == CLI_DONE)
        code = check_import_files(&output, &source, explains);
    if (code == CLI_DONE)
        code = check_rejects(choice.rejects, &output, &source);
    if (code == CLI_DONE)
        code = explains ? explain(&choice, &source.sheets) : import(&choice, &source.sheets);
    cf_input_free(&source);
    return code;
}

const cli_command cli_command_import = {
    .name = "import",
    .summary = "Convert spreadsheets, a database or a graph into a scenario",
    .description =
        "Reads a spreadsheet with one deal a row, and another one of entities if there is "
        "one, and writes a scenario as JSON. Only the columns relation, payer and payee "
        "are required, in any order; data/template has all of them. Other headings, such as "
        "From, Seller or Montant (EUR m), and amounts, dates and words as people write them "
        "are understood, which is told once for each kind; --explain shows it as a table. "
        "The separator, a comma, a semicolon or a tab, is detected. A workbook (.xlsx, .ods) is "
        "read in the same way, sheet by sheet, and so is a database of SQLite, table by table: "
        "--sheet; and a graph (.graphml, .gml, or .net of Pajek), whose edges run from payer to "
        "payee. --strict refuses whatever has a warning, as in check. A decimal comma is never "
        "guessed: --decimal says that there is one. Every other command reads spreadsheets "
        "directly, so import "
        "is needed only to go on in JSON.",
    .memory = "about 450 bytes a deal, including the text of the files.",
    .operands = "DEALS.csv [ENTITIES.csv]",
    .example = "circfin import data/template/deals.csv --currency USD --unit bn -o mine.json",
    .least = 1,
    .most = 2,
    .groups = groups,
    .run = run_import,
};
