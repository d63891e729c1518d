/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin merge DIR RESULT.json...: combines the score results of shards into that of the whole. */
#include <string.h>

#include "circfin/shards.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/source.h"

static const cli_option *const groups[] = { cli_output_options, NULL };
static const char *const tables[] = { "suppliers", NULL };

static cli_exit check_files(const cli_output *output, const cli_args *args)
{
    for (int i = 0; i < args->operand_count; i++)
        if (cli_reads_file(args->operands[i], output->file))
            return cli_usage_error("give -o another name", "-o would overwrite %.60s",
                                   args->operands[i]);
    return CLI_DONE;
}

static cli_exit merge(const cli_output *output, const cli_args *args)
{
    cf_diags *diags = NULL;
    cf_shards *shards = NULL;
    cf_report *report = NULL;
    cf_status status = cf_diags_new(&diags);
    cli_exit code;

    if (status != CF_OK)
        return cli_no_memory();
    cli_progress_tell(output, "merging the results of", args->operands[0]);
    status = cf_shards_open(&shards, args->operands[0], diags);
    if (status == CF_OK)
        status =
            cf_shards_merge(&report, shards, args->operands + 1, args->operand_count - 1, diags);
    cli_progress_clear();
    cli_problems_print(diags, output, status);
    code = status == CF_OK ? cli_output_write(output, report) : cli_exit_of(status);
    cf_report_free(report);
    cf_shards_free(shards);
    cf_diags_free(diags);
    return code;
}

static cli_exit run_merge(const cli_command *command, const cli_args *args)
{
    cli_output output;
    cli_exit code = cli_output_choose(&output, args);

    (void)command;
    if (code == CLI_DONE && output.options.table != NULL &&
        strcmp(output.options.table, tables[0]) != 0)
        code = cli_usage_error("its only table is suppliers", "\"merge\" has no table \"%.60s\"",
                               output.options.table);
    if (code == CLI_DONE)
        code = check_files(&output, args);
    return code == CLI_DONE ? merge(&output, args) : code;
}

const cli_command cli_command_merge = {
    .name = "merge",
    .summary = "Combine the score results of all shards of a network into one",
    .description =
        "Takes the folder of shards, whose manifest.json says what they add up to, and for each "
        "shard its result of circfin score in JSON, which may come from another machine. Writes "
        "one result for the whole network: all suppliers in the order of score, circulation added "
        "up, and shares weighted by what they are shares of. A result that is missing, is given "
        "twice or differs from the sums of the manifest is an error, and nothing is written. "
        "circfin score --shards does all of this on one machine.",
    .memory = "three times the size of the results.",
    .operands = "DIR RESULT.json...",
    .example = "circfin merge shards results/*.json --format json -o score.json",
    .least = 2,
    .most = -1,
    .groups = groups,
    .tables = tables, /* the first of score */
    .result_of = "score",
    .run = run_merge,
};
