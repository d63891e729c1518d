/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin export SCENARIO -o FILE: writes a scenario as spreadsheets, or a database, that import
 * reads back. */
#include <string.h>
#include <strings.h>

#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/source.h"

static const cli_option *const groups[] = { cli_source_options, cli_sheets_options, NULL };

static bool has_ending(const char *file, const char *ending)
{
    size_t length = strlen(file), end = strlen(ending);

    return length > end && strcasecmp(file + length - end, ending) == 0;
}

/* What is written into one file, by its ending; else a folder. */
static const struct form {
    const char *ending;
    cf_status (*write)(const cf_scenario *scenario, const char *file, cf_diags *diags);
} forms[] = {
    { ".xlsx", cf_sheets_write_workbook },
    { ".sqlite", cf_sheets_write_database },
    { ".db", cf_sheets_write_database },
};

static const struct form *form_of(const char *file)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (has_ending(file, forms[i].ending))
            return &forms[i];
    return NULL;
}

/* What is written must not be what is read; other endings are meant as files, not as folders. */
static cli_exit check_output(const cf_input *source, const char *input, const char *output)
{
    static const char *const others[] = { ".ods", ".xls",  ".xlsm",   ".csv",
                                          ".tsv", ".json", ".sqlite3" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (has_ending(output, others[i]))
            return cli_usage_error("write -o DIR for spreadsheets in CSV, -o FILE.xlsx, or -o "
                                   "FILE.sqlite",
                                   "export writes a folder, a workbook (.xlsx) or a database "
                                   "(.sqlite, .db), but -o is \"%.60s\"",
                                   output);
    if (form_of(output) == NULL)
        return cli_source_check_folder(source, input, output);
    return cli_source_reads(source, input, output)
               ? cli_usage_error("give -o another name", "-o would overwrite %.60s", output)
               : CLI_DONE;
}

static cli_exit export(const cli_output *output, const cf_input *source, const char *file)
{
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    const struct form *form = form_of(output->file);
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cli_source_read(&scenario, source, file, output, diags);
    if (status == CF_OK)
        status = cli_problems_tell(&diags, output);
    cli_limit_end();
    cli_progress_tell(output, "writing", output->file);
    if (status == CF_OK)
        status = form != NULL ? form->write(scenario, output->file, diags)
                              : cf_sheets_write(scenario, output->file, diags);
    cli_progress_clear();
    cli_problems_print(diags, output, status);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

static cli_exit run_export(const cli_command *command, const cli_args *args)
{
    const char *file = args->operands[0];
    cli_output output;
    cf_input source = { .option = NULL };
    cli_exit code = cli_output_choose_file(&output, args);

    (void)command;
    if (code == CLI_DONE && cli_output_is_stdout(&output))
        code = cli_usage_error("such as -o sheets, -o deals.xlsx or -o deals.sqlite",
                               "export needs a folder, a workbook or a database to write into");
    if (code == CLI_DONE)
        code = cli_source_choose(&source, args, &file, 1);
    if (code == CLI_DONE)
        code = check_output(&source, file, output.file);
    if (code == CLI_DONE)
        code = export(&output, &source, file);
    cf_input_free(&source);
    return code;
}

const cli_command cli_command_export = {
    .name = "export",
    .summary = "Convert a scenario into spreadsheets or a database, which every command reads",
    .description =
        "Writes deals.csv, entities.csv and scenario.csv, with the currency, the unit and "
        "the other settings, into a folder. Every command that reads a scenario reads this "
        "folder, and import gives back the same scenario. Text that a spreadsheet would run "
        "as a formula gets an apostrophe before it; reading removes it. With -o FILE.xlsx, one "
        "workbook has the sheets deals, entities and scenario instead, with dates as dates and "
        "numbers as numbers. With -o FILE.sqlite or FILE.db, one database of SQLite has them as "
        "tables, which join by the ids: deals.payer and deals.payee are entities.id.",
    .memory = "about 450 bytes a deal, including the text of the file.",
    .operands = "SCENARIO",
    .example = "circfin export data/ai-deals.json -o ai-deals",
    .least = 1,
    .most = 1,
    .groups = groups,
    .run = run_export,
};
