/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format sqlite: a database with one table for each table of the result, and four that explain
 * it: about, figures, columns and warnings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "circfin/writer.h"
#include "database/new_database.h"
#include "report/money.h"

#define CF_COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

struct result {
    cf_new_database *database;
    const cf_report *report;
    char unit[CF_UNIT_SIZE]; /* of money; "" without a scenario */
    cf_arena arena;          /* names */
};

/* ---- columns ---- */

static const char *type_of(cf_kind kind)
{
    if (cf_kind_is_text(kind))
        return "TEXT";
    return kind == CF_COUNT || kind == CF_FLAG ? "INTEGER" : "REAL";
}

static bool is_taken(const cf_new_column *columns, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcasecmp(columns[i].name, name) == 0)
            return true;
    return false;
}

/* SQLite tells no capitals from small letters, and the names of some columns are those of deals. */
static const char *unlike_others(struct result *result, const cf_new_column *columns, int count,
                                 const char *name)
{
    size_t room = strlen(name) + 16;
    char *other = cf_arena_new(&result->arena, room, 1);

    if (other == NULL)
        return NULL;
    strcpy(other, name);
    for (int i = 2; is_taken(columns, count, other); i++)
        snprintf(other, room, "%s_%d", name, i);
    return other;
}

/* The columns of a table as the database has them; NULL when memory ran out. */
static const cf_new_column *columns_of(struct result *result, const cf_table *table)
{
    int count = cf_table_column_count(table);
    cf_new_column *columns = cf_arena_new(&result->arena, (size_t)count, sizeof *columns);

    for (int c = 0; columns != NULL && c < count; c++) {
        const cf_column *column = cf_table_column(table, c);

        columns[c].type = type_of(column->kind);
        columns[c].name = unlike_others(result, columns, c, column->name);
        if (columns[c].name == NULL)
            return NULL;
    }
    return columns;
}

/* ---- the tables of the result ---- */

static void put_cell(cf_new_database *database, cf_kind kind, const cf_cell *cell)
{
    if (!cell->known || cf_kind_is_text(kind))
        cf_new_database_text(database, cell->known ? cell->text : NULL);
    else
        cf_new_database_number(database, cell->number);
}

static cf_status put_table(struct result *result, const cf_table *table)
{
    const cf_new_column *columns = columns_of(result, table);
    cf_new_database *database = result->database;
    int count = cf_table_column_count(table);

    if (columns == NULL)
        return CF_NO_MEMORY;
    cf_new_database_table(database, cf_table_name(table), columns, count, NULL);
    for (long r = 0; r < cf_table_row_count(table); r++) {
        if (cf_new_database_status(database) != CF_OK)
            break;
        for (int c = 0; c < count; c++)
            put_cell(database, cf_table_column(table, c)->kind, cf_table_cell(table, r, c));
        cf_new_database_end_row(database);
    }
    return CF_OK;
}

/* ---- those that explain it ---- */

static void put_texts(cf_new_database *database, const char *const *texts, int count)
{
    for (int i = 0; i < count; i++)
        cf_new_database_text(database, texts[i]);
    cf_new_database_end_row(database);
}

static void put_about_row(struct result *result, const char *part, const char *name,
                          const char *value)
{
    const char *const texts[] = { part, name, value };

    put_texts(result->database, texts, CF_COUNT(texts));
}

static void put_about_scenario(struct result *result, const cf_scenario *scenario)
{
    char day[CF_DAY_SIZE] = "";

    if (scenario == NULL)
        return;
    if (scenario->as_of != CF_NO_DAY)
        cf_day_format(day, scenario->as_of);
    put_about_row(result, "scenario", "name", scenario->name);
    put_about_row(result, "scenario", "as_of", day[0] == '\0' ? NULL : day);
    put_about_row(result, "scenario", "currency", scenario->currency);
    put_about_row(result, "scenario", "unit", cf_unit_names[scenario->unit]);
    put_about_row(result, "scenario", "file", scenario->file);
}

static void put_about(struct result *result)
{
    static const cf_new_column columns[] = { { "part", "TEXT NOT NULL" },
                                             { "name", "TEXT NOT NULL" },
                                             { "value", "TEXT" } };
    const cf_report *report = result->report;

    cf_new_database_table(result->database, "about", columns, CF_COUNT(columns),
                          "(\"part\", \"name\")");
    put_about_row(result, "circfin", "command", cf_report_command(report));
    put_about_row(result, "circfin", "version", CIRCFIN_VERSION);
    put_about_scenario(result, cf_report_scenario(report));
    for (int i = 0; i < cf_report_setting_count(report); i++) {
        const cf_setting *setting = cf_report_setting(report, i);
        const char *on = setting->on ? "true" : "false";

        put_about_row(result, "view", setting->name, setting->is_switch ? on : setting->text);
    }
}

static const cf_column *find_row(const cf_columns *rows, const char *name)
{
    for (int i = 0; rows != NULL && i < rows->count; i++)
        if (strcmp(rows->at[i].name, name) == 0)
            return &rows->at[i];
    return NULL;
}

/* What the analysis says of a figure, or nothing but its kind. */
static cf_column figure_row(const struct result *result, const cf_figure *figure)
{
    const cf_analysis *analysis = cf_analysis_find(cf_report_command(result->report));
    const cf_columns *rows = analysis == NULL ? NULL : analysis->figures;
    const cf_column *row = find_row(rows, figure->name);

    if (row == NULL && rows != NULL)
        row = find_row(rows->with, figure->name);
    return row != NULL ? *row : (cf_column){ .name = figure->name, .kind = figure->kind };
}

static void put_figures(struct result *result)
{
    static const cf_new_column columns[] = { { "name", "TEXT PRIMARY KEY NOT NULL" },
                                             { "value", "REAL" },
                                             { "text", "TEXT" },
                                             { "unit", "TEXT" },
                                             { "meaning", "TEXT" } };
    cf_new_database *database = result->database;

    cf_new_database_table(database, "figures", columns, CF_COUNT(columns), NULL);
    for (int i = 0; i < cf_report_figure_count(result->report); i++) {
        const cf_figure *figure = cf_report_figure(result->report, i);
        cf_column row = figure_row(result, figure);
        bool is_text = cf_kind_is_text(figure->kind);

        cf_new_database_text(database, figure->name);
        put_cell(database, figure->kind, is_text ? &(cf_cell){ .known = false } : &figure->value);
        put_cell(database, figure->kind, is_text ? &figure->value : &(cf_cell){ .known = false });
        cf_new_database_text(database, cf_column_unit(&row, result->unit));
        cf_new_database_text(database, row.meaning);
        cf_new_database_end_row(database);
    }
}

static cf_status put_columns(struct result *result)
{
    static const cf_new_column columns[] = { { "table_name", "TEXT NOT NULL" },
                                             { "position", "INTEGER NOT NULL" },
                                             { "name", "TEXT NOT NULL" },
                                             { "heading", "TEXT" },
                                             { "unit", "TEXT" },
                                             { "meaning", "TEXT" } };

    cf_new_database_table(result->database, "columns", columns, CF_COUNT(columns),
                          "(\"table_name\", \"position\")");
    for (int i = 0; i < cf_report_table_count(result->report); i++) {
        const cf_table *table = cf_report_table(result->report, i);
        const cf_new_column *own = columns_of(result, table);

        for (int c = 0; own != NULL && c < cf_table_column_count(table); c++) {
            const cf_column *column = cf_table_column(table, c);
            const char *const texts[] = { own[c].name, cf_column_heading(column),
                                          cf_column_unit(column, result->unit), column->meaning };

            cf_new_database_text(result->database, cf_table_name(table));
            cf_new_database_number(result->database, c + 1);
            put_texts(result->database, texts, CF_COUNT(texts));
        }
        if (own == NULL)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

static void put_warnings(struct result *result)
{
    static const cf_new_column columns[] = { { "number", "INTEGER PRIMARY KEY NOT NULL" },
                                             { "text", "TEXT NOT NULL" } };
    cf_new_database *database = result->database;

    cf_new_database_table(database, "warnings", columns, CF_COUNT(columns), NULL);
    for (int i = 0; i < cf_report_warning_count(result->report); i++) {
        cf_new_database_number(database, i + 1);
        cf_new_database_text(database, cf_report_warning(result->report, i));
        cf_new_database_end_row(database);
    }
}

/* ---- all ---- */

static cf_status put_result(struct result *result)
{
    cf_status status = CF_OK;

    put_about(result);
    put_figures(result);
    for (int i = 0; i < cf_report_table_count(result->report) && status == CF_OK; i++)
        status = put_table(result, cf_report_table(result->report, i));
    if (status == CF_OK)
        status = put_columns(result);
    put_warnings(result);
    return status;
}

static cf_status write_sqlite(FILE *out, const cf_report *report, const cf_write_options *options)
{
    struct result result = { .report = report };
    cf_status status = cf_new_database_open(&result.database);

    if (cf_report_scenario(report) != NULL)
        cf_unit_text(result.unit, cf_report_scenario(report));
    if (status == CF_OK)
        status = options->table == NULL
                     ? put_result(&result)
                     : put_table(&result, cf_report_find_table(report, options->table));
    if (status == CF_OK)
        status = cf_new_database_finish(result.database, out);
    cf_new_database_free(result.database);
    cf_arena_free(&result.arena);
    return status;
}

const cf_writer cf_writer_sqlite = {
    .name = "sqlite",
    .ending = ".sqlite",
    .also = ".db",
    .summary = "database of SQLite: a table for each table, figures, columns explained",
    .needs = "libsqlite3",
    .feature = CF_FEATURE_SQLITE,
    .binary = true,
    .write = write_sqlite,
};
