/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the rows of a table or view, in the order in which SQLite hands them out. */
#include <stdlib.h>
#include <string.h>

#include "database/opened.h"

struct cf_database_rows {
    cf_database *database;
    sqlite3_stmt *statement;
    const char *table;
};

/* ---- whether it is whole ---- */

/* Values that a table does not allow are no damage: the readers of its rows tell of them. */
static bool is_damage(const char *found)
{
    return found != NULL && strcmp(found, "ok") != 0 && strstr(found, " value in ") == NULL &&
           strncmp(found, "CHECK ", 6) != 0;
}

static cf_status find_damage(cf_database *database, const char *table)
{
    const cf_sqlite_library *by = &database->by;
    char *sql = by->sqlite3_mprintf("PRAGMA main.quick_check(\"%w\")", table);
    sqlite3_stmt *statement = NULL;
    int code = SQLITE_NOMEM;
    cf_status status = CF_OK;

    if (sql == NULL)
        return CF_NO_MEMORY;
    code = by->sqlite3_prepare_v2(database->db, sql, -1, &statement, NULL);
    by->sqlite3_free(sql);
    while (status == CF_OK && (code == SQLITE_OK || code == SQLITE_ROW)) {
        code = by->sqlite3_step(statement);
        if (code == SQLITE_ROW && is_damage((const char *)by->sqlite3_column_text(statement, 0)))
            status = cf_database_damaged(database, "its pages contradict each other");
    }
    if (status == CF_OK && code != SQLITE_DONE)
        status = cf_database_failed(database, table);
    by->sqlite3_finalize(statement);
    return status;
}

/* Damage may look like a table with fewer rows. A view may read any table. */
static cf_status check_whole(cf_database *database, int table)
{
    cf_status status = CF_OK;

    if (!database->tables.at[table].is_view)
        return find_damage(database, database->tables.at[table].name);
    for (int i = 0; i < database->tables.count && status == CF_OK; i++)
        if (!database->tables.at[i].is_view)
            status = find_damage(database, database->tables.at[i].name);
    return status;
}

/* ---- its rows ---- */

cf_status cf_database_rows_open(cf_database_rows **out, cf_database *database, int table)
{
    const cf_sqlite_library *by = &database->by;
    cf_database_rows *rows = calloc(1, sizeof *rows);
    char *sql = NULL;
    cf_status status = CF_OK;

    *out = NULL;
    if (rows == NULL)
        return CF_NO_MEMORY;
    rows->database = database;
    rows->table = database->tables.at[table].name;
    database->steps = 0;
    status = check_whole(database, table);
    database->steps = 0;
    sql = by->sqlite3_mprintf("SELECT * FROM main.\"%w\"", rows->table);
    if (status == CF_OK && sql == NULL)
        status = CF_NO_MEMORY;
    else if (status == CF_OK &&
             by->sqlite3_prepare_v2(database->db, sql, -1, &rows->statement, NULL) != SQLITE_OK)
        status = cf_database_failed(database, rows->table);
    by->sqlite3_free(sql);
    if (status == CF_OK)
        *out = rows;
    else
        cf_database_rows_free(rows);
    return status;
}

void cf_database_rows_free(cf_database_rows *rows)
{
    if (rows == NULL)
        return;
    rows->database->by.sqlite3_finalize(rows->statement);
    free(rows);
}

int cf_database_column_count(const cf_database_rows *rows)
{
    return rows->database->by.sqlite3_column_count(rows->statement);
}

const char *cf_database_column_name(const cf_database_rows *rows, int column)
{
    const char *name = rows->database->by.sqlite3_column_name(rows->statement, column);

    return name == NULL ? "" : name;
}

cf_status cf_database_rows_next(cf_database_rows *rows, bool *there)
{
    int code = rows->database->by.sqlite3_step(rows->statement);

    *there = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE
               ? CF_OK
               : cf_database_failed(rows->database, rows->table);
}

cf_status cf_database_value_at(cf_database_value *out, const cf_database_rows *rows, int column)
{
    const cf_sqlite_library *by = &rows->database->by;

    *out = (cf_database_value){ .kind = CF_DATABASE_NULL };
    switch (by->sqlite3_column_type(rows->statement, column)) {
    case SQLITE_INTEGER:
        out->kind = CF_DATABASE_INTEGER;
        out->integer = by->sqlite3_column_int64(rows->statement, column);
        break;
    case SQLITE_FLOAT:
        out->kind = CF_DATABASE_REAL;
        out->real = by->sqlite3_column_double(rows->statement, column);
        break;
    case SQLITE_TEXT:
        out->kind = CF_DATABASE_TEXT;
        out->text = (const char *)by->sqlite3_column_text(rows->statement, column);
        out->length = (size_t)by->sqlite3_column_bytes(rows->statement, column);
        return out->text == NULL ? CF_NO_MEMORY : CF_OK;
    case SQLITE_BLOB:
        out->kind = CF_DATABASE_BLOB;
        break;
    default:
        break;
    }
    return CF_OK;
}
