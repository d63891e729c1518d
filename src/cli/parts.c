/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate --from, --to and --merge: what the command line may say with them. */
#include "cli/parts.h"

#include <stdlib.h>
#include <string.h>

#include "cli/output.h"
#include "cli/source.h"

bool cli_parts_are_merged(const cf_analysis *analysis, const cli_args *args)
{
    return analysis->merges && cli_has(args, "merge");
}

bool cli_part_is_written(const cf_analysis *analysis, const cli_args *args)
{
    return analysis->merges && (cli_has(args, "from") || cli_has(args, "to"));
}

/* Parts have their scenario and their options with them; these alone may be added. */
static bool goes_with_merge(const cli_given *given)
{
    static const char *const names[] = {
        "merge", "above",    "draws-out", "threads", "format", "output",  "table",     "chart",
        "title", "subtitle", "quiet",     "verbose", "color",  "fail-on", "time-limit"
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(given->option->name, names[i]) == 0)
            return true;
    return false;
}

static cli_exit check_merge(const cli_args *args)
{
    const char *output = cli_value(args, "output");

    for (int i = 0; i < args->given_count; i++)
        if (!goes_with_merge(&args->given[i]))
            return cli_usage_error("leave it out: parts have their options with them",
                                   "--%s does not go with --merge", args->given[i].option->name);
    for (int i = 0; output != NULL && i < args->operand_count; i++)
        if (cli_reads_file(args->operands[i], output))
            return cli_usage_error("give -o another name", "-o would overwrite %.60s",
                                   args->operands[i]);
    return CLI_DONE;
}

cli_exit cli_parts_check(const cf_analysis *analysis, const cli_args *args)
{
    const char *output = cli_value(args, "output");

    if (!analysis->merges)
        return CLI_DONE;
    if (cli_parts_are_merged(analysis, args))
        return check_merge(args);
    if (args->operand_count > 1)
        return cli_usage_error("with --merge, files are parts of the draws",
                               "\"%s\" takes only SCENARIO, but also has \"%.60s\"", analysis->name,
                               args->operands[1]);
    if (cli_part_is_written(analysis, args) && (output == NULL || strcmp(output, "-") == 0))
        return cli_usage_error("such as -o a.part", "--from and --to write a part into a file");
    return CLI_DONE;
}

static bool is_param(const cf_analysis *analysis, const char *name)
{
    for (const cf_param_spec *spec = analysis->params; spec->name != NULL; spec++)
        if (strcmp(spec->name, name) == 0)
            return true;
    return false;
}

cf_status cli_parts_params(cf_param **out, int *count, const cf_analysis *analysis,
                           cf_params of_parts, cf_params given)
{
    *count = 0;
    *out = calloc((size_t)(of_parts.count + given.count) + 1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < of_parts.count; i++)
        if (is_param(analysis, of_parts.at[i].name))
            (*out)[(*count)++] = of_parts.at[i];
    for (int i = 0; i < given.count; i++)
        (*out)[(*count)++] = given.at[i];
    return CF_OK;
}
