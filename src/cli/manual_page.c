/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual page of a command, from its rows. */
#include <ctype.h>
#include <string.h>

#include "circfin/writer.h"
#include "cli/manual.h"
#include "cli/output.h"
#include "cli/roff.h"
#include "cli/values.h"

enum { TEXT_SIZE = 512 };

/* ---- parts of both kinds of pages ---- */

void cli_manual_formats(FILE *out, const char *command)
{
    for (int i = 0; i < cf_writer_count(); i++) {
        const cf_writer *writer = cf_writer_at(i);

        if (command != NULL && !cli_output_has_format(command, writer))
            continue;
        cli_roff_item(out);
        cli_roff_bold(out, writer->name);
        fputs(" (", out);
        cli_roff_literal(out, writer->ending);
        fputs(")\n", out);
        cli_roff_text(out, writer->summary);
    }
}

/* Whether a command can end with a status. */
static bool may_end_with(const cli_command *command, cli_exit status)
{
    cli_values operand;

    if (status == CLI_MATCHED)
        return command->analysis != NULL; /* --fail-on */
    cli_values_of_operand(&operand, command, 0);
    return status != CLI_BAD_INPUT || operand.kind == CLI_FILES;
}

void cli_manual_exits(FILE *out, const cli_command *command)
{
    cli_roff_section(out, "EXIT STATUS");
    for (const cli_exit_about *row = cli_exits; row->meaning != NULL; row++) {
        if (command != NULL && !may_end_with(command, row->status))
            continue;
        cli_roff_item(out);
        fprintf(out, "\\fB%d\\fR\n", (int)row->status);
        cli_roff_text(out, row->meaning);
    }
}

/* ---- the head ---- */

static void put_name(FILE *out, const cli_command *command)
{
    char summary[TEXT_SIZE];

    cli_roff_section(out, "NAME");
    fputs("circfin\\-", out);
    cli_roff_literal(out, command->name);
    fputs(" \\- ", out);
    snprintf(summary, sizeof summary, "%s", command->summary);
    summary[0] = (char)tolower((unsigned char)summary[0]);
    cli_roff_text(out, summary);
}

static void put_synopsis(FILE *out, const cli_command *command)
{
    cli_roff_section(out, "SYNOPSIS");
    fputs("\\fBcircfin ", out);
    cli_roff_literal(out, command->name);
    fputs("\\fR [\\fIOPTIONS\\fR]", out);
    if (command->operands[0] != '\0') {
        putc(' ', out);
        cli_roff_italic(out, command->operands);
    }
    putc('\n', out);
}

/* ---- options ---- */

/* "table|md|csv": what stands there is typed as it is; "FILE" is not. */
static void put_value(FILE *out, const cli_command *command, const cli_option *option)
{
    cli_values values;

    if (option->choice == NULL && strchr(option->value, '|') == NULL) {
        cli_roff_italic(out, option->value);
        return;
    }
    cli_values_of_option(&values, command, option);
    for (int i = 0; i < values.count; i++) {
        if (i > 0)
            fputs("|\\:", out); /* where a line may break */
        cli_roff_bold(out, values.words[i]);
    }
}

static void put_option(FILE *out, const cli_command *command, const cli_option *option)
{
    char help[TEXT_SIZE];

    cli_roff_item(out);
    if (option->letter != 0)
        fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
    fputs("\\fB\\-\\-", out);
    cli_roff_literal(out, option->name);
    fputs("\\fR", out);
    if (option->kind != CLI_SWITCH) {
        putc(' ', out);
        put_value(out, command, option);
    }
    putc('\n', out);
    snprintf(help, sizeof help, "%s%s%s", option->help,
             option->kind == CLI_LIST ? "; may be repeated" : "",
             cf_feature_is_built(option->feature) ? "" : " (not in this build)");
    cli_roff_text(out, help);
}

static void put_options(FILE *out, const cli_command *command)
{
    cli_option options[CLI_MOST_OPTIONS];

    cli_command_options(options, command);
    cli_roff_section(out, "OPTIONS");
    for (const cli_option *option = options; option->kind != CLI_END; option++) {
        if (option->kind != CLI_HEADING)
            put_option(out, command, option);
        else if (strcmp(option->help, "Options") != 0)
            cli_roff_subsection(out, option->help);
    }
}

/* ---- tables and figures ---- */

/* The key and the unit, then the meaning and the heading that people see instead of the key. */
static void put_column(FILE *out, const cf_column *column)
{
    char meaning[TEXT_SIZE];
    const char *heading = cf_column_heading(column);
    bool same = strcmp(heading, column->name) == 0;

    cli_roff_item(out);
    cli_roff_bold(out, column->name);
    fputs(" (", out);
    cli_roff_literal(out, cf_column_unit(column, NULL));
    fputs(")\n", out);
    snprintf(meaning, sizeof meaning, "%s%s%s%s", column->meaning, same ? "" : " Heading: \"",
             same ? "" : heading, same ? "" : "\".");
    cli_roff_text(out, meaning);
}

static void put_columns(FILE *out, const cf_columns *columns)
{
    for (int c = 0; c < columns->count; c++)
        put_column(out, &columns->at[c]);
}

/* Those that an option adds, or puts in their place. */
static void put_optional_columns(FILE *out, const cf_columns *columns)
{
    bool adds = columns->with != NULL && columns->with->at == columns->at;
    char text[TEXT_SIZE];

    if (columns->with == NULL)
        return;
    snprintf(text, sizeof text,
             adds ? "With --%s also:" : "With --%s these instead:", columns->option);
    cli_roff_text(out, text);
    for (int c = adds ? columns->count : 0; c < columns->with->count; c++)
        put_column(out, &columns->with->at[c]);
}

static void put_tables(FILE *out, const cli_command *command)
{
    cli_roff_section(out, "TABLES");
    cli_roff_text(out, "The names of columns are those of csv and json; in other formats, columns "
                       "have the headings given here. Money is in the currency and the unit of the "
                       "scenario.");
    for (int t = 0; command->tables[t] != NULL; t++) {
        cli_roff_subsection(out, command->tables[t]);
        cli_roff_text(out, command->columns[t]->meaning);
        put_columns(out, command->columns[t]);
        put_optional_columns(out, command->columns[t]);
    }
}

static void put_figures(FILE *out, const cli_command *command)
{
    cli_roff_section(out, "FIGURES");
    cli_roff_text(out, "Numbers beside the tables, in json and xlsx.");
    put_columns(out, command->figures);
}

static void put_formats(FILE *out, const cli_command *command)
{
    cli_roff_section(out, "FORMATS");
    cli_manual_formats(out, command->name);
}

/* Those of a command with --chart. */
static void put_charts(FILE *out, const cli_command *command)
{
    const cf_chart *chart;

    if (cf_chart_at(command->name, 1) == NULL)
        return;
    cli_roff_section(out, "CHARTS");
    for (int i = 0; (chart = cf_chart_at(command->name, i)) != NULL; i++) {
        cli_roff_item(out);
        cli_roff_bold(out, chart->name);
        putc('\n', out);
        cli_roff_text(out, chart->summary);
    }
}

/* ---- the end ---- */

static void put_see_also(FILE *out, const cli_command *command)
{
    cli_roff_section(out, "SEE ALSO");
    cli_roff_page(out, NULL);
    for (int i = 0; i < cli_command_count(); i++) {
        if (strcmp(cli_command_name(i), command->name) == 0)
            continue;
        fputs(",\n", out);
        cli_roff_page(out, cli_command_name(i));
    }
    putc('\n', out);
}

void cli_manual_command(FILE *out, const cli_command *command)
{
    cli_roff_title(out, command->name);
    put_name(out, command);
    put_synopsis(out, command);
    cli_roff_section(out, "DESCRIPTION");
    cli_roff_text(out, command->description != NULL ? command->description : command->summary);
    if (!cf_feature_is_built(command->feature))
        fprintf(out, ".PP\nNot in this build: it was made without %s.\n",
                cf_feature_at(command->feature)->option);
    if (command->memory != NULL) {
        fputs(".PP\nMemory: ", out);
        cli_roff_text(out, command->memory);
    }
    put_options(out, command);
    if (command->tables != NULL)
        put_tables(out, command);
    if (command->figures != NULL)
        put_figures(out, command);
    if (command->tables != NULL)
        put_formats(out, command);
    put_charts(out, command);
    cli_manual_exits(out, command);
    cli_roff_section(out, "EXAMPLES");
    cli_roff_example(out, command->example);
    put_see_also(out, command);
}
