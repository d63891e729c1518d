/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the value of an option or an operand may be. */
#include "cli/values.h"

#include <assert.h>
#include <string.h>

#include "circfin/writer.h"

static void add_word(cli_values *values, const char *word)
{
    assert(values->count < CLI_MOST_WORDS);
    values->words[values->count++] = word;
}

static void add_choices(cli_values *values, cf_choice *choice)
{
    values->kind = CLI_WORDS;
    for (int i = 0; choice(i) != NULL; i++)
        add_word(values, choice(i));
}

/* "min|pro_rata|max|all" */
static void add_alternatives(cli_values *values, const char *list)
{
    assert(strlen(list) < sizeof values->text);
    strcpy(values->text, list);
    values->kind = CLI_WORDS;
    for (char *word = values->text; word != NULL;) {
        char *end = strchr(word, '|');

        if (end != NULL)
            *end = '\0';
        add_word(values, word);
        word = end == NULL ? NULL : end + 1;
    }
}

static void add_tables(cli_values *values, const cli_command *command)
{
    values->kind = CLI_WORDS;
    for (int i = 0; command->tables != NULL && command->tables[i] != NULL; i++)
        add_word(values, command->tables[i]);
}

static void add_charts(cli_values *values, const cli_command *command)
{
    const cf_chart *chart;

    values->kind = CLI_WORDS;
    for (int i = 0; (chart = cf_chart_at(command->name, i)) != NULL; i++)
        add_word(values, chart->name);
}

void cli_values_of_option(cli_values *out, const cli_command *command, const cli_option *option)
{
    *out = (cli_values){ .kind = CLI_ANYTHING, .commas = option->commas };
    if (option->choice != NULL)
        add_choices(out, option->choice);
    else if (option->parts != NULL)
        add_choices(out, option->parts);
    else if (strcmp(option->name, "table") == 0)
        add_tables(out, command);
    else if (strcmp(option->name, "chart") == 0)
        add_charts(out, command);
    else if (strchr(option->value, '|') != NULL)
        add_alternatives(out, option->value);
    else if (strcmp(option->value, "FILE") == 0)
        out->kind = CLI_FILES;
    else if (strcmp(option->value, "DIR") == 0)
        out->kind = CLI_FOLDERS;
}

/* The word of "MODEL.mod SCENARIO" at an index; the last one where there are fewer. */
static const char *word_of(const char *operands, int index)
{
    const char *next = strchr(operands, ' ');

    return index == 0 || next == NULL ? operands : word_of(next + 1, index - 1);
}

static void add_endings(cli_values *values, const char *operand)
{
    size_t length = strcspn(operand, " ]");
    const char *ending = memchr(operand, '.', length);
    bool scenario = ending == NULL || ending[1] == '.'; /* SCENARIO... */
    bool table = !scenario && strncmp(ending, ".csv", 4) == 0;

    values->kind = CLI_FILES;
    if (scenario)
        add_word(values, ".json");
    if (scenario || table) {
        add_word(values, ".csv");
        add_word(values, ".tsv");
    } else {
        snprintf(values->text, sizeof values->text, "%.*s", (int)(operand + length - ending),
                 ending);
        add_word(values, values->text);
    }
}

void cli_values_of_operand(cli_values *out, const cli_command *command, int index)
{
    *out = (cli_values){ .kind = CLI_ANYTHING };
    if (command->most >= 0 && index >= command->most)
        return;
    if (command->operand_choice != NULL)
        add_choices(out, command->operand_choice);
    else
        add_endings(out, word_of(command->operands, index));
}
