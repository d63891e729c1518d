/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin schema: prints the JSON Schema of a scenario. */
#include "cli/cli.h"

static cli_exit run_schema(const cli_command *command, const cli_args *args)
{
    (void)command;
    (void)args;
    fputs(cf_scenario_schema(), stdout);
    return CLI_DONE;
}

const cli_command cli_command_schema = {
    .name = "schema",
    .summary = "Print the JSON Schema (2020-12) of a scenario",
    .description = "Editors and validators can check a scenario by this schema while you write. "
                   "circfin check finds everything that the schema finds, and more, such as a deal "
                   "with an entity that does not exist.",
    .operands = "",
    .example = "circfin schema > scenario.schema.json",
    .groups = cli_only_help,
    .run = run_schema,
};
