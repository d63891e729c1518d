/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin version: prints the version, and what the build has. */
#include "cli/cli.h"

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Options" },
    { .kind = CLI_SWITCH,
      .name = "verbose",
      .letter = 'v',
      .help = "also list what this build has, and what it was made without" },
    { .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help" },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, NULL };

static void put_features(FILE *out)
{
    for (cf_feature_id id = CF_CORE + 1; id < CF_FEATURE_COUNT; id++) {
        const cf_feature *feature = cf_feature_at(id);

        fprintf(out, "%-8s %-10s %s", feature->built ? "has" : "lacks", feature->name,
                feature->brings);
        if (!feature->built)
            fprintf(out, " (%s, with %s)", feature->option, feature->needs);
        putc('\n', out);
    }
}

static cli_exit run_version(const cli_command *command, const cli_args *args)
{
    (void)command;
    cli_print_version(stdout);
    if (cli_has(args, "verbose"))
        put_features(stdout);
    return CLI_DONE;
}

const cli_command cli_command_version = {
    .name = "version",
    .summary = "Print the version",
    .description = "Prints the name and the version of the program on one line. With --verbose, "
                   "a line follows for each feature that a build can be made without.",
    .operands = "",
    .example = "circfin version --verbose",
    .groups = groups,
    .run = run_version,
};
