/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin help [COMMAND]: prints the overview, or the help of one command. */
#include "cli/cli.h"

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Options" },
    { .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help" },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, NULL };

static cli_exit run_help(const cli_command *command, const cli_args *args)
{
    cli_command about;
    cli_exit code;

    (void)command;
    if (args->operand_count == 0) {
        cli_help_all(stdout);
        return CLI_DONE;
    }
    code = cli_command_find(&about, args->operands[0]);
    if (code == CLI_DONE)
        cli_help_command(stdout, &about);
    return code;
}

const cli_command cli_command_help = {
    .name = "help",
    .summary = "Explain circfin, or one command with all its options",
    .operands = "[COMMAND]",
    .example = "circfin help score",
    .most = 1,
    .groups = groups,
    .run = run_help,
};
