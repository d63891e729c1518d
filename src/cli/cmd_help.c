/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin help [TOPIC]: prints the overview, the help of one command, the glossary or a term. */
#include <string.h>

#include "circfin/fields.h"
#include "circfin/glossary.h"
#include "cli/cli.h"

enum { MOST_WORDS = 512, TOPIC_SIZE = 256 };

static const char glossary[] = "glossary";

/* A command, or the glossary. Terms are topics too, but of several words. */
static const char *topic_at(int index)
{
    return index == cli_command_count() ? glossary : cli_command_name(index);
}

static void put_term(FILE *out, int index)
{
    cf_term term = cf_glossary_at(index);

    fprintf(out, "%s\n  ", term.name);
    cli_put_wrapped(out, term.meaning, 2, 2);
    if (term.more[0] == '\0')
        return;
    fputs("  ", out);
    cli_put_wrapped(out, term.more, 2, 2);
}

static void put_glossary(FILE *out)
{
    for (int i = 0; i < cf_glossary_count(); i++) {
        if (i > 0)
            putc('\n', out);
        put_term(out, i);
    }
}

/* Every word that has help. @return how many */
static size_t list_topics(const char *words[static MOST_WORDS])
{
    size_t count = 0;

    words[count++] = glossary;
    for (int i = 0; i < cli_command_count() && count < MOST_WORDS; i++)
        words[count++] = cli_command_at(i).name;
    for (int i = 0; i < cf_glossary_count() && count < MOST_WORDS; i++) {
        cf_term term = cf_glossary_at(i);

        words[count++] = term.name;
        for (int a = 0; term.aliases[a] != NULL && count < MOST_WORDS; a++)
            words[count++] = term.aliases[a];
    }
    return count;
}

static cli_exit refuse(const char *topic)
{
    const char *words[MOST_WORDS];
    char hint[CLI_HINT_SIZE];

    cli_suggest(hint, topic, words, list_topics(words),
                "\"circfin help\" lists the commands, \"circfin help glossary\" the terms");
    return cli_usage_error(hint, "unknown command or term \"%.60s\"", topic);
}

static bool find_command(cli_command *out, const char *name)
{
    for (int i = 0; i < cli_command_count(); i++) {
        *out = cli_command_at(i);
        if (strcmp(out->name, name) == 0)
            return true;
    }
    return false;
}

/* ---- columns and figures ---- */

static const cf_column *find_column(const cf_columns *columns, const char *name)
{
    for (int i = 0; columns != NULL && i < columns->count; i++)
        if (strcmp(columns->at[i].name, name) == 0)
            return &columns->at[i];
    return columns == NULL || columns->with == NULL ? NULL : find_column(columns->with, name);
}

static void put_column(FILE *out, const char *command, const char *table, const cf_column *column)
{
    if (table == NULL)
        fprintf(out, "%s, a figure of %s (%s)\n  ", column->name, command,
                cf_column_unit(column, "amount"));
    else
        fprintf(out, "%s, in the table %s of %s (%s)\n  ", column->name, table, command,
                cf_column_unit(column, "amount"));
    cli_put_wrapped(out, column->meaning, 2, 2);
}

/* Every column and figure of this name. @return how many there are */
static int put_columns(FILE *out, const char *name)
{
    int count = 0;

    for (int i = 0; i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);
        const cf_column *figure = find_column(command.figures, name);

        if (figure != NULL)
            put_column(out, command.name, NULL, figure);
        count += figure != NULL;
        for (int t = 0; command.tables != NULL && command.tables[t] != NULL; t++) {
            const cf_column *column = find_column(command.columns[t], name);

            if (column != NULL)
                put_column(out, command.name, command.tables[t], column);
            count += column != NULL;
        }
    }
    return count;
}

/* A column of deals.csv: a field of a deal. */
static bool put_field(FILE *out, const char *name)
{
    for (int i = 0; i < cf_deal_field_count(); i++) {
        const cf_field *field = cf_deal_field(i);

        if (strcmp(cf_field_name(field), name) != 0)
            continue;
        fprintf(out, "%s, a field of a deal\n  ", name);
        cli_put_wrapped(out, cf_field_meaning(field), 2, 2);
        return true;
    }
    return false;
}

static cli_exit explain(const char *topic)
{
    int term = cf_glossary_find(topic);
    cli_command about;

    if (find_command(&about, topic))
        cli_help_command(stdout, &about);
    else if (strcmp(topic, glossary) == 0)
        put_glossary(stdout);
    else if (term >= 0)
        put_term(stdout, term);
    else if (put_columns(stdout, topic) + put_field(stdout, topic) == 0 &&
             !cli_explain(stdout, topic))
        return refuse(topic);
    return CLI_DONE;
}

/* A term may have several words. */
static cli_exit run_help(const cli_command *command, const cli_args *args)
{
    char topic[TOPIC_SIZE] = "";
    size_t used = 0;

    (void)command;
    if (args->operand_count == 0) {
        cli_help_all(stdout);
        return CLI_DONE;
    }
    for (int i = 0; i < args->operand_count && used < sizeof topic; i++)
        used += (size_t)snprintf(topic + used, sizeof topic - used, "%s%s", i == 0 ? "" : " ",
                                 args->operands[i]);
    return explain(topic);
}

const cli_command cli_command_help = {
    .name = "help",
    .summary = "Explain circfin, a command and its options, or a term of the results",
    .description =
        "Without a topic, the list of commands and the form of a command line. With a command, its "
        "options, tables and formats; with \"glossary\", every term of the results; with a term or "
        "the name of a column, what it means.",
    .operands = "[TOPIC]",
    .example = "circfin help pro rata",
    .most = -1,
    .operand_choice = topic_at,
    .groups = cli_only_help,
    .run = run_help,
};
