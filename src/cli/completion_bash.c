/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The script for bash, with or without the package bash-completion. bash 3 has no compopt: there,
 * files get no slash, and lists a blank. */
#include "cli/completion.h"

/* What is the same whatever the commands are. Words hold no blank and no character that a shell
 * knows, so lists of them need no quotes. */
static const char functions[] =
    "# Completes the words of $words; of a list with commas, the last of its words.\n"
    "_circfin_words()\n"
    "{\n"
    "    local word\n"
    "    if [[ $kind == list ]]; then\n"
    "        [[ $cur == *,* ]] && before+=${cur%,*},\n"
    "        cur=${cur##*,}\n"
    "        compopt -o nospace 2>/dev/null\n"
    "    fi\n"
    "    for word in $words; do\n"
    "        [[ $word == \"$cur\"* && ,$before != *,$word,* ]] && COMPREPLY+=(\"$before$word\")\n"
    "    done\n"
    "}\n"
    "\n"
    "# Completes folders, and files that end in one of $words. What has quotes, and what finds\n"
    "# nothing here, is left to readline.\n"
    "_circfin_files()\n"
    "{\n"
    "    local file ending\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    if [[ $cur != *[\\\\\\'\\\"\\$\\`]* ]]; then\n"
    "        while IFS= read -r file; do\n"
    "            if [[ -z $words || -d ${file/#\\~/$HOME} ]]; then\n"
    "                COMPREPLY+=(\"$before$file\")\n"
    "                continue\n"
    "            fi\n"
    "            for ending in $words; do\n"
    "                [[ $file == *\"$ending\" ]] && COMPREPLY+=(\"$before$file\")\n"
    "            done\n"
    "        done < <(compgen -\"${kind:0:1}\" -- \"$cur\")\n"
    "    fi\n"
    "    [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o default 2>/dev/null\n"
    "}\n"
    "\n"
    "# The number of operands before the cursor; sets `ended` behind \"--\".\n"
    "_circfin_count()\n"
    "{\n"
    "    local i\n"
    "    for ((i = 2; i < COMP_CWORD; i++)); do\n"
    "        if [[ -n $ended || ${COMP_WORDS[i]} == - || ${COMP_WORDS[i]} != -* ]]; then\n"
    "            index=$((index + 1))\n"
    "        elif [[ ${COMP_WORDS[i]} == -- ]]; then\n"
    "            ended=1\n"
    "        elif [[ $takes == *\" ${COMP_WORDS[i]} \"* ]]; then\n"
    "            i=$((i + 1))\n"
    "            [[ ${COMP_WORDS[i]} == = ]] && i=$((i + 1))\n"
    "        fi\n"
    "    done\n"
    "}\n"
    "\n"
    "_circfin()\n"
    "{\n"
    "    local IFS=$' \\t\\n' cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local command=${COMP_WORDS[1]} before= options= takes= kind=words words= ended= index=0\n"
    "    COMPREPLY=()\n"
    "    if [[ $COMP_CWORD -eq 1 ]]; then\n"
    "        command=\n"
    "    elif [[ $cur == = ]]; then # a word of its own in --option=value\n"
    "        cur=\n"
    "    elif [[ $prev == = ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    elif [[ $cur == --*=* ]]; then # where COMP_WORDBREAKS has no =\n"
    "        prev=${cur%%=*} before=${cur%%=*}= cur=${cur#*=}\n"
    "    fi\n"
    "    _circfin_options\n"
    "    _circfin_count\n"
    "    if [[ -z $ended && $takes == *\" $prev \"* ]]; then\n"
    "        _circfin_values \"$command $prev\"\n"
    "    elif [[ -z $ended && $cur == -* ]]; then\n"
    "        words=$options\n"
    "    else\n"
    "        _circfin_values \"$command $index\"\n"
    "    fi\n"
    "    case $kind in\n"
    "    files | directories) _circfin_files ;;\n"
    "    *) _circfin_words ;;\n"
    "    esac\n"
    "}\n"
    "complete -F _circfin circfin\n";

/* ---- options ---- */

static void put_names(FILE *out, const cli_option *options, bool only_with_value)
{
    for (const cli_option *option = options; option->kind != CLI_END; option++) {
        if (option->kind == CLI_HEADING || (only_with_value && !cli_takes_value(option)))
            continue;
        fprintf(out, " --%s", option->name);
        if (option->letter != 0)
            fprintf(out, " -%c", option->letter);
    }
}

static void put_options(FILE *out)
{
    fputs("# The options of $command, and those that take a value.\n"
          "_circfin_options()\n"
          "{\n"
          "    case $command in\n"
          "    '') options='--help -h --version -V' ;;\n",
          out);
    for (int i = 0; i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);
        cli_option options[CLI_MOST_OPTIONS];

        cli_command_options(options, &command);
        fprintf(out, "    %s)\n        options='", command.name);
        put_names(out, options, false);
        fputs("'\n        takes='", out);
        put_names(out, options, true);
        fputs(" ' ;;\n", out);
    }
    fputs("    esac\n}\n\n", out);
}

/* ---- values ---- */

static void put_values(FILE *out, const cli_values *values)
{
    const char *kind = values->kind == CLI_FILES     ? "files"
                       : values->kind == CLI_FOLDERS ? "directories"
                       : values->commas              ? "list"
                                                     : "words";

    fprintf(out, " kind=%s words='", kind);
    cli_put_words(out, values);
    fputs("' ;;\n", out);
}

static void put_option_values(FILE *out, const cli_command *command, const cli_option *option)
{
    cli_values values;

    if (!cli_takes_value(option))
        return;
    cli_values_of_option(&values, command, option);
    if (values.kind == CLI_ANYTHING)
        return;
    fprintf(out, "    '%s --%s'", command->name, option->name);
    if (option->letter != 0)
        fprintf(out, " | '%s -%c'", command->name, option->letter);
    putc(')', out);
    put_values(out, &values);
}

static void put_operand_values(FILE *out, const cli_command *command)
{
    cli_values values;
    int most = command->most < 0 ? 1 : command->most;

    for (int i = 0; i < most; i++) {
        cli_values_of_operand(&values, command, i);
        if (command->most < 0)
            fprintf(out, "    '%s '[0-9]*)", command->name);
        else
            fprintf(out, "    '%s %d')", command->name, i);
        put_values(out, &values);
    }
}

static void put_commands(FILE *out)
{
    fputs("    ' 0') words='", out);
    for (int i = 0; i < cli_command_count(); i++)
        fprintf(out, "%s%s", i == 0 ? "" : " ", cli_command_name(i));
    fputs("' ;;\n", out);
}

static void put_all_values(FILE *out)
{
    fputs("# What a value may be: $1 is a command and its option, or the index of its operand.\n"
          "_circfin_values()\n"
          "{\n"
          "    case $1 in\n",
          out);
    put_commands(out);
    for (int i = 0; i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);
        cli_option options[CLI_MOST_OPTIONS];

        cli_command_options(options, &command);
        for (const cli_option *option = options; option->kind != CLI_END; option++)
            put_option_values(out, &command, option);
        put_operand_values(out, &command);
    }
    fputs("    esac\n}\n\n", out);
}

void cli_complete_bash(FILE *out)
{
    fputs("# bash completion for circfin, printed by \"circfin completion bash\".\n\n", out);
    put_options(out);
    put_all_values(out);
    fputs(functions, out);
}
