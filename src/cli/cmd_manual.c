/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin manual [COMMAND]: prints a manual page, or writes all of them into a folder. */
#include <stdlib.h>
#include <string.h>

#include "cli/manual.h"
#include "cli/output.h"

enum { PATH_SIZE = 4096 };

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Options" },
    { .kind = CLI_VALUE,
      .name = "all",
      .value = "DIR",
      .help = "write every page into this folder, which must exist, such as man/man1 (default: "
              "print one page)" },
    { .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help" },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, NULL };

/* The page of a command, or of circfin where it is NULL. */
static void put_page(FILE *out, const cli_command *command)
{
    if (command == NULL)
        cli_manual_overview(out);
    else
        cli_manual_command(out, command);
}

static cli_exit write_page(const cli_output *output, const char *folder, const cli_command *command)
{
    char path[PATH_SIZE], *text = NULL;
    size_t length;
    FILE *page = open_memstream(&text, &length);
    cli_exit code;

    if (page == NULL)
        return cli_no_memory();
    put_page(page, command);
    snprintf(path, sizeof path, "%s/circfin%s%s.1", folder, command == NULL ? "" : "-",
             command == NULL ? "" : command->name);
    code = fclose(page) == 0 ? cli_output_write_text(output, text, path) : cli_no_memory();
    free(text);
    return code;
}

static cli_exit write_all(const cli_args *args, const char *folder)
{
    cli_output output = cli_output_of_messages(args);
    cli_exit code = write_page(&output, folder, NULL);

    for (int i = 0; code == CLI_DONE && i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);

        code = write_page(&output, folder, &command);
    }
    return code;
}

/* "circfin-score" is the name of a page: the command is "score". */
static const char *command_of_page(const char *word)
{
    static const char prefix[] = "circfin-";

    return strncmp(word, prefix, strlen(prefix)) == 0 ? word + strlen(prefix) : word;
}

static cli_exit run_manual(const cli_command *command, const cli_args *args)
{
    const char *folder = cli_value(args, "all");
    cli_command about;
    cli_exit code;

    (void)command;
    if (folder != NULL && args->operand_count > 0)
        return cli_usage_error("leave out one of them",
                               "--all writes every page, not only \"%.60s\"", args->operands[0]);
    if (folder != NULL && folder[0] == '\0')
        return cli_usage_error("write --all . for the current folder",
                               "--all needs a folder name, but is empty");
    if (folder != NULL)
        return write_all(args, folder);
    if (args->operand_count == 0 || strcmp(args->operands[0], "circfin") == 0) {
        put_page(stdout, NULL);
        return CLI_DONE;
    }
    code = cli_command_find(&about, command_of_page(args->operands[0]));
    if (code == CLI_DONE)
        put_page(stdout, &about);
    return code;
}

const cli_command cli_command_manual = {
    .name = "manual",
    .summary = "Print a manual page for man: of circfin, or of one command",
    .description =
        "Prints a page in the form that man reads, with every option, and every column and "
        "figure of the results with its unit and meaning. An installed circfin has all "
        "pages already, and \"man circfin\" shows the first of them. Without an installation, "
        "\"circfin manual score | man -l -\" shows one.",
    .operands = "[COMMAND]",
    .example = "circfin manual score > circfin-score.1",
    .most = 1,
    .operand_choice = cli_command_name,
    .groups = groups,
    .run = run_manual,
};
