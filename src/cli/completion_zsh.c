/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The script for zsh: zshcompsys(1), _arguments. */
#include "cli/completion.h"

static const char head[] = "#compdef circfin\n"
                           "# zsh completion for circfin, printed by \"circfin completion zsh\".\n"
                           "\n"
                           "_circfin_commands()\n"
                           "{\n"
                           "    local -a commands=(\n";

static const char middle[] =
    "    )\n"
    "    _describe -t commands 'circfin command' commands\n"
    "}\n"
    "\n"
    "_circfin()\n"
    "{\n"
    "    local curcontext=$curcontext state line\n"
    "    typeset -A opt_args\n"
    "    _arguments -C '(- *)'{-h,--help}'[show the help]' '(- *)'{-V,--version}'[print the "
    "version]' \\\n"
    "        ':command:_circfin_commands' '*::argument:->argument' && return\n"
    "    [[ $state == argument ]] || return 1\n"
    "    curcontext=${curcontext%:*:*}:circfin-$words[1]:\n"
    "    case $words[1] in\n";

static const char tail[] = "    esac\n"
                           "}\n"
                           "\n"
                           "if [[ $funcstack[1] == _circfin ]]; then # read by compinit\n"
                           "    _circfin \"$@\"\n"
                           "else\n"
                           "    compdef _circfin circfin\n"
                           "fi\n";

/* Text inside '...': the quote ends the string, stands escaped, and begins it again. */
static void put_quoted(FILE *out, const char *text, const char *special)
{
    for (const char *at = text; *at != '\0'; at++) {
        char one[] = { *at, '\0' };

        if (*at == '\'')
            fputs("'\\''", out);
        else
            cli_put_escaped(out, one, special, "\\");
    }
}

/* One ending in brackets would be a glob qualifier. */
static void put_files(FILE *out, const cli_values *values)
{
    fputs("_files", out);
    if (values->count == 1)
        fprintf(out, " -g \"*%s\"", values->words[0]);
    for (int i = 0; values->count > 1 && i < values->count; i++)
        fprintf(out, "%s%s%s", i == 0 ? " -g \"*(" : "|", values->words[i],
                i + 1 < values->count ? "" : ")\"");
}

/* ":name:(a b c)" */
static void put_action(FILE *out, const char *name, const cli_values *values)
{
    putc(':', out);
    put_quoted(out, name, ":\\");
    putc(':', out);
    if (values->kind == CLI_FOLDERS) {
        fputs("_files -/", out);
    } else if (values->kind == CLI_FILES) {
        put_files(out, values);
    } else if (values->kind == CLI_WORDS && values->commas) {
        fputs("_values -s , word ", out);
        cli_put_words(out, values);
    } else if (values->kind == CLI_WORDS) {
        putc('(', out);
        cli_put_words(out, values);
        putc(')', out);
    } else {
        putc(' ', out); /* says the name, and completes nothing */
    }
}

static void put_option(FILE *out, const cli_command *command, const cli_option *option)
{
    bool takes = cli_takes_value(option);
    cli_values values;

    fputs("            ", out);
    if (option->letter != 0)
        fprintf(out, "'(-%c --%s)'{-%c%s,--%s%s}'", option->letter, option->name, option->letter,
                takes ? "+" : "", option->name, takes ? "=" : "");
    else
        fprintf(out, "'%s--%s%s", option->kind == CLI_LIST ? "*" : "", option->name,
                takes ? "=" : "");
    putc('[', out);
    put_quoted(out, option->help, "[]:\\");
    putc(']', out);
    if (takes) {
        cli_values_of_option(&values, command, option);
        put_action(out, option->value == NULL ? option->name : option->value, &values);
    }
    fputs("' \\\n", out);
}

static void put_operands(FILE *out, const cli_command *command)
{
    cli_values values;
    int most = command->most < 0 ? 1 : command->most;

    for (int i = 0; i < most; i++) {
        cli_values_of_operand(&values, command, i);
        fprintf(out, "            '%s", command->most < 0 ? "*" : "");
        put_action(out, values.kind == CLI_WORDS ? "word" : "file", &values);
        fputs("' \\\n", out);
    }
}

static void put_command(FILE *out, const cli_command *command)
{
    cli_option options[CLI_MOST_OPTIONS];

    cli_command_options(options, command);
    fprintf(out, "    %s)\n        _arguments -s -S \\\n", command->name);
    for (const cli_option *option = options; option->kind != CLI_END; option++) {
        if (option->kind != CLI_HEADING)
            put_option(out, command, option);
    }
    put_operands(out, command);
    fputs("            && return\n        ;;\n", out);
}

void cli_complete_zsh(FILE *out)
{
    fputs(head, out);
    for (int i = 0; i < cli_command_count(); i++) {
        fprintf(out, "        '%s:", cli_command_name(i));
        put_quoted(out, cli_command_at(i).summary, ":\\");
        fputs("'\n", out);
    }
    fputs(middle, out);
    for (int i = 0; i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);

        put_command(out, &command);
    }
    fputs(tail, out);
}
