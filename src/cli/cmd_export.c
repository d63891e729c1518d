/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin export SCENARIO -o FILE: writes a scenario as spreadsheets that import reads
 * back. */
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

static bool is_workbook(const char *file)
{
    return has_ending(file, ".xlsx");
}

/* What is written must not be what is read; other endings are meant as files, not as folders. */
static cli_exit check_output(const cf_input *source, const char *input, const char *output)
{
    static const char *const others[] = { ".ods", ".xls", ".xlsm", ".csv", ".tsv", ".json" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (has_ending(output, others[i]))
            return cli_usage_error("write -o DIR for spreadsheets in CSV, or -o FILE.xlsx",
                                   "export writes a folder or a workbook (.xlsx), but -o is "
                                   "\"%.60s\"",
                                   output);
    if (!is_workbook(output))
        return cli_source_check_folder(source, input, output);
    return cli_source_reads(source, input, output)
               ? cli_usage_error("give -o another name", "-o would overwrite %.60s", output)
               : CLI_DONE;
}

static cli_exit export(const cli_output *output, const cf_input *source, const char *file)
{
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cli_source_read(&scenario, source, file, output, diags);
    if (status == CF_OK)
        status = cli_problems_tell(&diags, output);
    cli_limit_end();
    cli_progress_tell(output, "writing", output->file);
    if (status == CF_OK)
        status = is_workbook(output->file) ? cf_sheets_write_workbook(scenario, output->file, diags)
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
        code = cli_usage_error("such as -o sheets, or -o deals.xlsx",
                               "export needs a folder or a workbook to write into");
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
    .summary = "Convert a scenario into spreadsheets, which every command reads",
    .description =
        "Writes deals.csv, entities.csv and scenario.csv, with the currency, the unit and "
        "the other settings, into a folder. Every command that reads a scenario reads this "
        "folder, and import gives back the same scenario. Text that a spreadsheet would run "
        "as a formula gets an apostrophe before it; reading removes it. With -o FILE.xlsx, one "
        "workbook has the sheets deals, entities and scenario instead, with dates as dates and "
        "numbers as numbers.",
    .memory = "about 450 bytes a deal, including the text of the file.",
    .operands = "SCENARIO",
    .example = "circfin export data/ai-deals.json -o ai-deals",
    .least = 1,
    .most = 1,
    .groups = groups,
    .run = run_export,
};
