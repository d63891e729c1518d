/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The script for fish: complete(1). */
#include "cli/completion.h"

#include <string.h>

static const char head[] =
    "# fish completion for circfin, printed by \"circfin completion fish\".\n"
    "\n"
    "# Whether the command is this one.\n"
    "function __circfin_is\n"
    "    set -l words (commandline -opc)\n"
    "    test (count $words) -gt 1; and test $words[2] = $argv[1]\n"
    "end\n"
    "\n"
    "# Whether the next word is the one at this place, counted from circfin.\n"
    "function __circfin_at\n"
    "    test (count (commandline -opc)) -eq $argv[1]\n"
    "end\n"
    "\n"
    "# What stands under the cursor, without \"--option=\".\n"
    "function __circfin_token\n"
    "    commandline -ct | string replace -r -- '^--[^=]*=' ''\n"
    "end\n"
    "\n"
    "# Folders, and files that end in one of these; all files where there are none.\n"
    "function __circfin_files\n"
    "    set -l token (__circfin_token)\n"
    "    set -l all (complete -C \"'' $token\")\n"
    "    set -l endings (string join '|' -- (string escape --style=regex -- $argv))\n"
    "    set -l found (string match -r -- \"^.*(?:/|$endings)\\$\" $all)\n"
    "    test (count $found) -gt 0; or set found $all\n"
    "    printf '%s\\n' $found\n"
    "end\n"
    "\n"
    "# The last word of a list with commas.\n"
    "function __circfin_list\n"
    "    set -l before (string replace -r -- '[^,]*$' '' (__circfin_token))\n"
    "    for word in $argv\n"
    "        contains -- $word (string split , -- $before); or echo $before$word\n"
    "    end\n"
    "end\n"
    "\n"
    "complete -c circfin -f\n"
    "complete -c circfin -n '__circfin_at 1' -s h -l help -d 'show the help'\n"
    "complete -c circfin -n '__circfin_at 1' -s V -l version -d 'print the version'\n";

static void put_description(FILE *out, const char *text)
{
    fputs(" -d '", out);
    cli_put_escaped(out, text, "'\\", "\\");
    fputs("'\n", out);
}

/* " -a 'a b c'": the values; " -F": all files. */
static void put_values(FILE *out, const cli_values *values)
{
    if (values->kind == CLI_FILES && values->count == 0) {
        fputs(" -F", out);
    } else if (values->kind == CLI_FILES) {
        fputs(" -a '(__circfin_files ", out);
        cli_put_words(out, values);
        fputs(")'", out);
    } else if (values->kind == CLI_FOLDERS) {
        fputs(" -a '(__fish_complete_directories (__circfin_token))'", out);
    } else if (values->kind == CLI_WORDS) {
        fputs(values->commas ? " -a '(__circfin_list " : " -a '", out);
        cli_put_words(out, values);
        fputs(values->commas ? ")'" : "'", out);
    }
}

static void put_option(FILE *out, const cli_command *command, const cli_option *option)
{
    cli_values values;

    fprintf(out, "complete -c circfin -n '__circfin_is %s'", command->name);
    if (option->letter != 0)
        fprintf(out, " -s %c", option->letter);
    fprintf(out, " -l %s", option->name);
    if (cli_takes_value(option)) {
        cli_values_of_option(&values, command, option);
        fputs(values.kind == CLI_FILES ? " -r" : " -x", out);
        put_values(out, &values);
    }
    put_description(out, option->help);
}

/* Words have their place; a file may stand between options, wherever it belongs. */
static void put_operands(FILE *out, const cli_command *command)
{
    cli_values values, next;
    int most = command->most < 0 ? 1 : command->most;

    if (most == 0)
        return;
    cli_values_of_operand(&values, command, 0);
    cli_values_of_operand(&next, command, 1);
    for (int i = 0; i < next.count && strcmp(next.words[0], values.words[0]) != 0; i++)
        values.words[values.count++] = next.words[i];
    fprintf(out, "complete -c circfin -n '__circfin_is %s", command->name);
    if (values.kind == CLI_WORDS)
        fputs("; and __circfin_at 2", out);
    putc('\'', out);
    put_values(out, &values);
    putc('\n', out);
}

void cli_complete_fish(FILE *out)
{
    fputs(head, out);
    for (int i = 0; i < cli_command_count(); i++) {
        fprintf(out, "complete -c circfin -n '__circfin_at 1' -a %s", cli_command_name(i));
        put_description(out, cli_command_at(i).summary);
    }
    for (int i = 0; i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);
        cli_option options[CLI_MOST_OPTIONS];

        cli_command_options(options, &command);
        putc('\n', out);
        for (const cli_option *option = options; option->kind != CLI_END; option++) {
            if (option->kind != CLI_HEADING)
                put_option(out, &command, option);
        }
        put_operands(out, &command);
    }
}
