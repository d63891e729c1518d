/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin version: prints the version. */
#include "cli/cli.h"

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Options" },
    { .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help" },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, NULL };

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
    .groups = groups,
    .run = run_version,
};
