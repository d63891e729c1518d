/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin completion SHELL: prints the script that completes command lines in a shell. */
#include "cli/completion.h"

#include <string.h>

static const struct {
    const char *name;
    void (*print)(FILE *out);
} shells[] = {
    { "bash", cli_complete_bash },
    { "zsh", cli_complete_zsh },
    { "fish", cli_complete_fish },
};
enum { SHELLS = sizeof shells / sizeof *shells };

static const char *shell_at(int index)
{
    return index < SHELLS ? shells[index].name : NULL;
}

/* ---- what the scripts share ---- */

bool cli_takes_value(const cli_option *option)
{
    return option->kind == CLI_VALUE || option->kind == CLI_LIST;
}

void cli_put_escaped(FILE *out, const char *text, const char *special, const char *before)
{
    for (; *text != '\0'; text++) {
        if (strchr(special, *text) != NULL)
            fputs(before, out);
        putc(*text, out);
    }
}

void cli_put_words(FILE *out, const cli_values *values)
{
    for (int i = 0; i < values->count; i++)
        fprintf(out, "%s%s", i == 0 ? "" : " ", values->words[i]);
}

/* ---- the command ---- */

static cli_exit run_completion(const cli_command *command, const cli_args *args)
{
    const char *names[SHELLS];
    char hint[CLI_HINT_SIZE];

    (void)command;
    for (int i = 0; i < SHELLS; i++) {
        names[i] = shells[i].name;
        if (strcmp(names[i], args->operands[0]) == 0) {
            shells[i].print(stdout);
            return CLI_DONE;
        }
    }
    cli_suggest(hint, args->operands[0], names, SHELLS, "one of bash, zsh, fish");
    return cli_usage_error(hint, "there is no completion for \"%.60s\"", args->operands[0]);
}

const cli_command cli_command_completion = {
    .name = "completion",
    .summary = "Print the script that completes commands and options in bash, zsh or fish",
    .description =
        "With the script, the key Tab completes commands, options, values that are words, and "
        "files. An installed circfin has the scripts where the shells look for them. Without an "
        "installation, bash reads its script with \"source <(circfin completion bash)\" in "
        "~/.bashrc; zsh finds a file _circfin in a folder of fpath; fish finds a file circfin.fish "
        "in ~/.config/fish/completions.",
    .operands = "bash|zsh|fish",
    .example = "circfin completion bash > ~/.local/share/bash-completion/completions/circfin",
    .least = 1,
    .most = 1,
    .operand_choice = shell_at,
    .groups = cli_only_help,
    .run = run_completion,
};
