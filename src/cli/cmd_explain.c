/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin explain [CODE...]: what a diagnostic means and how to mend it, or a list of all. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "circfin/codes.h"
#include "cli/cli.h"

/* "CF411", "[CF411]", "cf411" or "411"; NULL where there is no such code. */
static const cf_code_about *find(const char *word)
{
    const char *code = word[0] == '[' ? word + 1 : word;
    const char *digits = strncasecmp(code, "CF", 2) == 0 ? code + 2 : code;

    if (strspn(digits, "0123456789") != 3 || strcmp(digits + 3, word[0] == '[' ? "]" : "") != 0)
        return NULL;
    return cf_code_find(atoi(digits));
}

static const char *code_at(int index)
{
    static const char *const names[] = {
#define CF_CODE(name, number, ...) "CF" #number,
#include "circfin/codes.def"
    };

    return index < cf_code_count() ? names[index] : NULL;
}

static const char *kind_of(const cf_code_about *about)
{
    if (about->is_error && about->is_warning)
        return " (error or warning)";
    return about->is_error ? "" : about->is_note ? " (note)" : " (warning)";
}

static void put_example(FILE *out, const char *lines)
{
    for (; *lines != '\0'; lines += strcspn(lines, "\n"), lines += *lines == '\n')
        fprintf(out, "    %.*s\n", (int)strcspn(lines, "\n"), lines);
}

static void explain(FILE *out, const cf_code_about *about)
{
    fprintf(out, "CF%d: %s%s\n\n  ", (int)about->code, about->title, kind_of(about));
    cli_put_wrapped(out, about->what, 2, 2);
    fputs("  ", out);
    cli_put_wrapped(out, about->way_out, 2, 2);
    if (about->example[0] != '\0')
        putc('\n', out);
    put_example(out, about->example);
}

bool cli_explain(FILE *out, const char *word)
{
    const cf_code_about *about = find(word);

    if (about != NULL)
        explain(out, about);
    return about != NULL;
}

static void list(FILE *out)
{
    int group = 0;

    for (int i = 0; i < cf_code_count(); i++) {
        const cf_code_about *about = cf_code_at(i);
        int hundred = (int)about->code / 100;

        if (hundred != group)
            fprintf(out, "%s%s:\n", i == 0 ? "" : "\n", cf_code_group(hundred));
        group = hundred;
        fprintf(out, "  CF%d  %s%s\n", (int)about->code, about->title, kind_of(about));
    }
    fputs("\n\"circfin explain CF204\" says more about one of them.\n", out);
}

static cli_exit run_explain(const cli_command *command, const cli_args *args)
{
    (void)command;
    for (int i = 0; i < args->operand_count; i++)
        if (find(args->operands[i]) == NULL)
            return cli_usage_error("\"circfin explain\" lists the codes",
                                   "there is no code \"%.60s\"", args->operands[i]);
    for (int i = 0; i < args->operand_count; i++) {
        if (i > 0)
            putc('\n', stdout);
        cli_explain(stdout, args->operands[i]);
    }
    if (args->operand_count == 0)
        list(stdout);
    return CLI_DONE;
}

const cli_command cli_command_explain = {
    .name = "explain",
    .summary = "Explain an error or a warning by its code, or list all the codes",
    .description =
        "Each problem of a scenario, a view or a result ends with its code, such as [CF411]. The "
        "command says what the rule is, why it matters for the figures, and how to mend it. "
        "Without "
        "a code, it lists all of them. The letters CF may be left out.",
    .operands = "[CODE...]",
    .example = "circfin explain CF411",
    .most = -1,
    .operand_choice = code_at,
    .groups = cli_only_help,
    .run = run_explain,
};
