/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help, printed from the same rows that parse the command line. */
#include <string.h>

#include "circfin/writer.h"
#include "cli/cli.h"
#include "cli/output.h"

enum { HELP_COLUMN = 31, PAGE_WIDTH = 96, NAME_SIZE = 256, HELP_SIZE = 512 };

void cli_put_wrapped(FILE *out, const char *text, size_t at, size_t indent)
{
    size_t begin = at;

    while (*text != '\0') {
        size_t length = strcspn(text, " ");

        if (at > begin && at + 1 + length > PAGE_WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            at = begin = indent;
        } else if (at > begin) {
            putc(' ', out);
            at++;
        }
        fwrite(text, 1, length, out);
        at += length;
        text += length + strspn(text + length, " ");
    }
    putc('\n', out);
}

/* "-f, --format table|csv|json" */
static void format_option(char text[static NAME_SIZE], const cli_option *option)
{
    size_t used = 0;

    if (option->letter != 0)
        used = (size_t)snprintf(text, NAME_SIZE, "  -%c, --%s", option->letter, option->name);
    else
        used = (size_t)snprintf(text, NAME_SIZE, "      --%s", option->name);
    if (option->value != NULL)
        snprintf(text + used, NAME_SIZE - used, " %s", option->value);
    for (int i = 0; option->choice != NULL && option->choice(i) != NULL && used < NAME_SIZE; i++)
        used += (size_t)snprintf(text + used, NAME_SIZE - used, "%s%s", i == 0 ? " " : "|",
                                 option->choice(i));
}

/* "show only this supplier (default: all; may be repeated)" */
static void format_help(char text[static HELP_SIZE], const cli_option *option)
{
    size_t length = strlen(option->help);

    if (!cf_feature_is_built(option->feature)) {
        snprintf(text, HELP_SIZE, "%s (not in this build)", option->help);
        return;
    }

    if (option->kind != CLI_LIST)
        snprintf(text, HELP_SIZE, "%s", option->help);
    else if (option->help[length - 1] == ')')
        snprintf(text, HELP_SIZE, "%.*s; may be repeated)", (int)length - 1, option->help);
    else
        snprintf(text, HELP_SIZE, "%s (may be repeated)", option->help);
}

static void put_option(FILE *out, const cli_option *option)
{
    char name[NAME_SIZE], help[HELP_SIZE];
    size_t length;

    if (option->kind == CLI_HEADING) {
        fprintf(out, "\n%s:\n", option->help);
        return;
    }
    format_option(name, option);
    length = strlen(name);
    fputs(name, out);
    if (length + 2 > HELP_COLUMN) {
        putc('\n', out);
        length = 0;
    }
    fprintf(out, "%*s", (int)(HELP_COLUMN - length), "");
    format_help(help, option);
    cli_put_wrapped(out, help, HELP_COLUMN, HELP_COLUMN);
}

static void put_commands(FILE *out)
{
    char summary[HELP_SIZE];

    fputs("\nCommands:\n", out);
    for (int i = 0; i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);

        if (strlen(command.operands) <= 12)
            fprintf(out, "  %-10s %-12s  ", command.name, command.operands);
        else
            fprintf(out, "  %-10s %s\n%27s", command.name, command.operands, "");
        snprintf(summary, sizeof summary, "%s%s", command.summary,
                 cf_feature_is_built(command.feature) ? "" : " (not in this build)");
        cli_put_wrapped(out, summary, 27, 27);
    }
}

void cli_help_short(FILE *out)
{
    fputs("usage: circfin COMMAND [OPTIONS] [SCENARIO]\n", out);
    put_commands(out);
    fputs("\nRun \"circfin help\" for more, and \"circfin help COMMAND\" for all options of a "
          "command.\n",
          out);
}

void cli_help_all(FILE *out)
{
    fputs("circfin measures circular financing: how much of the money that a company invests in\n"
          "its customers comes back to it as revenue.\n"
          "\n"
          "usage: circfin COMMAND [OPTIONS] [SCENARIO]\n",
          out);
    put_commands(out);
    fputs(
        "\n"
        "A SCENARIO is a JSON file (see circfin schema), a spreadsheet of deals (.csv, .tsv,\n"
        ".xlsx, .ods), a folder with a deals.csv, a database of SQLite, a graph (.graphml, .gml,\n"
        ".net), or - for standard input. Options may stand before or after it, as --name value\n"
        "or --name=value; -- ends the options. Results go to standard output or to -o FILE,\n"
        "everything else to standard error.\n"
        "\n"
        "\"circfin help COMMAND\" lists all options of a command, \"circfin help glossary\" "
        "explains\n"
        "the terms, and \"circfin explain CF204\" an error or a warning by its code.\n"
        "\n"
        "Exit status:\n",
        out);
    for (const cli_exit_about *row = cli_exits; row->meaning != NULL; row++)
        fprintf(out, "  %2d  %s\n", (int)row->status, row->meaning);
    fputs("\nExample:\n  circfin score data/ai-deals.json\n", out);
}

static void put_tables(FILE *out, const cli_command *command)
{
    char list[1024];
    size_t used = 0;

    list[0] = '\0';
    for (int i = 0; command->tables[i] != NULL && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
                                 command->tables[i]);
    fputs("\nTables for --table:\n  ", out);
    cli_put_wrapped(out, list, 2, 2);
}

/* Those of a command with --chart. */
static void put_charts(FILE *out, const cli_command *command)
{
    const cf_chart *chart;

    if (cf_chart_at(command->name, 1) == NULL)
        return;
    fputs("\nCharts for --chart:\n", out);
    for (int i = 0; (chart = cf_chart_at(command->name, i)) != NULL; i++)
        fprintf(out, "  %-14s %s\n", chart->name, chart->summary);
}

/* What a build lacks of a format. */
static const char *built_words(const cf_writer *writer)
{
    if (cf_feature_is_built(writer->feature))
        return "";
    return writer->partly ? " (in this build not of networks)" : " (not in this build)";
}

static void put_formats(FILE *out, const cli_command *command)
{
    int name = 8, ending = 8; /* the widest of this command, and at least what most have */

    fputs("\nFormats for --format:\n", out);
    for (int i = 0; i < cf_writer_count(); i++) {
        const cf_writer *writer = cf_writer_at(i);

        if (!cli_output_has_format(command->name, writer))
            continue;
        name = (int)strlen(writer->name) > name ? (int)strlen(writer->name) : name;
        ending = (int)strlen(writer->ending) > ending ? (int)strlen(writer->ending) : ending;
    }
    for (int i = 0; i < cf_writer_count(); i++)
        if (cli_output_has_format(command->name, cf_writer_at(i)))
            fprintf(out, "  %-*s %-*s  %s%s\n", name, cf_writer_at(i)->name, ending,
                    cf_writer_at(i)->ending, cf_writer_at(i)->summary,
                    built_words(cf_writer_at(i)));
}

void cli_help_command(FILE *out, const cli_command *command)
{
    cli_option options[CLI_MOST_OPTIONS];

    cli_command_options(options, command);
    cli_put_wrapped(out, command->summary, 0, 0);
    if (!cf_feature_is_built(command->feature))
        fprintf(out, "\nNot in this build: it was made without %s.\n",
                cf_feature_at(command->feature)->option);
    fprintf(out, "\nusage: circfin %s%s%s%s\n", command->name,
            options[0].kind == CLI_END ? "" : " [OPTIONS]", command->operands[0] == '\0' ? "" : " ",
            command->operands);
    if (command->description != NULL) {
        putc('\n', out);
        cli_put_wrapped(out, command->description, 0, 0);
    }
    if (command->memory != NULL) {
        fputs("\nMemory: ", out);
        cli_put_wrapped(out, command->memory, sizeof "Memory: " - 1, 0);
    }
    for (const cli_option *option = options; option->kind != CLI_END; option++)
        put_option(out, option);
    if (command->tables != NULL) {
        put_tables(out, command);
        put_formats(out, command);
        put_charts(out, command);
    }
    fprintf(out, "\nExample:\n  %s\n", command->example);
}

void cli_print_version(FILE *out)
{
    fprintf(out, "circfin %s\n", cf_version());
}
