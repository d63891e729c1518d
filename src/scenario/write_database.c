/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a scenario as a database of SQLite with the tables deals, entities and scenario, whose
 * cells are those of the spreadsheets. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/target.h"
#include "base/text.h"
#include "base/vec.h"
#include "circfin/sheets.h"
#include "database/new_database.h"
#include "scenario/columns.h"

#define LINK(table) "REFERENCES \"" table "\" (\"id\")"

/* A database in the making; the first row of a sheet is the columns of its table. */
struct tables {
    cf_new_database *database;
    const char *name;
    const cf_sheet_kind *kind; /* NULL: settings, all of them text */
    bool in_head;
    CF_VEC(cf_new_column) columns;
    cf_arena names;
};

/* ---- columns ---- */

/* Keys and links, which show a program how the tables belong together. */
static const char *type_by_name(const char *table, const char *column)
{
    static const struct {
        const char *table, *column, *type;
    } rows[] = {
        { "deals", "id", "TEXT PRIMARY KEY NOT NULL" },
        { "deals", "relation", "TEXT NOT NULL" },
        { "deals", "payer", "TEXT NOT NULL " LINK("entities") },
        { "deals", "payee", "TEXT NOT NULL " LINK("entities") },
        { "deals", "part_of", "TEXT " LINK("deals") },
        { "entities", "id", "TEXT PRIMARY KEY NOT NULL" },
        { "scenario", "key", "TEXT PRIMARY KEY NOT NULL" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].table, table) == 0 && strcmp(rows[i].column, column) == 0)
            return rows[i].type;
    return NULL;
}

static const char *type_of(const struct tables *tables, const char *column)
{
    const char *type = type_by_name(tables->name, column);
    cf_column_use use;

    if (type != NULL || tables->kind == NULL)
        return type != NULL ? type : "TEXT";
    use = cf_column_find(tables->kind, column, strlen(column));
    if (use.field == NULL || use.part == NULL)
        return "TEXT";
    if (use.part->cell == CF_CELL_BOOL || use.field->kind == CF_FIELD_RANK)
        return "INTEGER";
    return use.part->cell == CF_CELL_NUMBER ? "REAL" : "TEXT";
}

static cf_status add_column(struct tables *tables, const char *name)
{
    const char *copy = cf_arena_copy(&tables->names, name, strlen(name));

    return copy != NULL &&
                   cf_vec_push(&tables->columns, (cf_new_column){ copy, type_of(tables, copy) })
               ? CF_OK
               : CF_NO_MEMORY;
}

/* ---- cells ---- */

static cf_status begin_table(void *context, const char *name)
{
    struct tables *tables = context;

    tables->name = name;
    tables->kind = strcmp(name, cf_deal_sheet.list) == 0     ? &cf_deal_sheet
                   : strcmp(name, cf_entity_sheet.list) == 0 ? &cf_entity_sheet
                                                             : NULL;
    tables->in_head = true;
    tables->columns.count = 0;
    return CF_OK;
}

static cf_status put_text(void *context, const char *text)
{
    struct tables *tables = context;

    if (tables->in_head)
        return add_column(tables, text);
    cf_new_database_text(tables->database, text);
    return cf_new_database_status(tables->database);
}

/* A setting is text; SQLite would keep 15 digits of a number that becomes one. */
static cf_status put_number(void *context, double number)
{
    struct tables *tables = context;
    char text[40];

    if (tables->kind == NULL) {
        cf_text_number(text, number);
        return put_text(context, text);
    }
    cf_new_database_number(tables->database, number);
    return cf_new_database_status(tables->database);
}

static cf_status put_day(void *context, cf_day day)
{
    char text[CF_DAY_SIZE];

    if (day == CF_NO_DAY)
        return put_text(context, NULL);
    cf_day_format(text, day);
    return put_text(context, text);
}

static cf_status put_flag(void *context, bool flag)
{
    return put_number(context, flag);
}

static cf_status end_row(void *context)
{
    struct tables *tables = context;

    if (tables->in_head)
        cf_new_database_table(tables->database, tables->name, tables->columns.at,
                              tables->columns.count, NULL);
    else
        cf_new_database_end_row(tables->database);
    tables->in_head = false;
    return cf_new_database_status(tables->database);
}

/* ---- the file ---- */

/* What SQLite could not do. */
static cf_status report(cf_status status, cf_diags *diags)
{
    cf_status told = CF_OK;

    if (status == CF_IO)
        return cf_target_add_temporary_error("a database", errno, diags);
    if (status == CF_BAD_OPTION)
        told = cf_diags_add(diags, CF_ERROR, CF_CODE_NOTHING, NULL,
                            "install libsqlite3, or write a folder: -o DIR",
                            "a database cannot be written without libsqlite3");
    if (status == CF_BAD_INPUT)
        told = cf_diags_add(diags, CF_ERROR, CF_CODE_BOOK_NO_ROOM, NULL, "write a folder: -o DIR",
                            "a database must hold all of the scenario, but has no room for more "
                            "than %d columns, or for a text of 1 GB",
                            CF_DATABASE_MOST_COLUMNS);
    return told == CF_OK ? status : told;
}

static cf_status write_tables(struct tables *tables, FILE *out, const cf_scenario *scenario)
{
    const cf_sheet_sink sink = { .context = tables,
                                 .begin_sheet = begin_table,
                                 .text = put_text,
                                 .number = put_number,
                                 .day = put_day,
                                 .flag = put_flag,
                                 .end_row = end_row };
    cf_status status = cf_new_database_open(&tables->database);

    if (status == CF_OK)
        status = cf_sheets_put(scenario, &sink);
    if (tables->database == NULL)
        return status;
    cf_new_database_run(tables->database, "CREATE INDEX \"deals_payer\" ON \"deals\" (\"payer\");"
                                          "CREATE INDEX \"deals_payee\" ON \"deals\" (\"payee\")");
    return status == CF_NO_MEMORY ? status : cf_new_database_finish(tables->database, out);
}

cf_status cf_sheets_write_database(const cf_scenario *scenario, const char *file, cf_diags *diags)
{
    struct tables tables = { .database = NULL };
    cf_target target = { .file = file };
    cf_status status = cf_feature_require(CF_FEATURE_SQLITE, diags);

    if (status == CF_OK)
        status = cf_target_open(&target, file, diags);

    if (status == CF_OK)
        status = cf_sheets_warn_unwritten(scenario, diags);
    if (status == CF_OK)
        status = report(write_tables(&tables, target.stream, scenario), diags);
    if (status == CF_OK)
        status = cf_target_finish(&target, diags);
    cf_new_database_free(tables.database);
    free(tables.columns.at);
    cf_arena_free(&tables.names);
    cf_target_release(&target);
    return status;
}
