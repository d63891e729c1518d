/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin version: prints the version. */
#include "cli/cli.h"

static cli_exit run_version(const cli_command *command, const cli_args *args)
{
    (void)command;
    (void)args;
    cli_print_version(stdout);
    return CLI_DONE;
}

const cli_command cli_command_version = {
    .name = "version",
    .summary = "Print the version",
    .description = "Prints the name and the version of the program on one line.",
    .operands = "",
    .example = "circfin version",
    .groups = cli_only_help,
    .run = run_version,
};
