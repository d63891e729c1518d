/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes databases by SQLite: one transaction into a temporary file that nobody else knows. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "database/new_database.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/files.h"
#include "database/sqlite_library.h"

struct cf_new_database {
    cf_sqlite_library by;
    sqlite3 *db;
    sqlite3_stmt *insert; /* into the table that is being filled, or NULL */
    int bound;            /* values of its row so far */
    cf_temporary folder;
    char *path;
    cf_status status; /* the first failure */
    int error;        /* its errno */
};

/* ---- failures ---- */

static void keep(cf_new_database *database, cf_status status, int error)
{
    if (database->status != CF_OK)
        return;
    database->status = status;
    database->error = error;
}

/* Keeps the failure of a call of SQLite, if it is one. */
static void check(cf_new_database *database, int code)
{
    const cf_sqlite_library *by = &database->by;
    int error = 0;

    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return;
    switch (code & 0xFF) {
    case SQLITE_FULL:
        keep(database, CF_IO, ENOSPC);
        break;
    case SQLITE_TOOBIG:
        keep(database, CF_BAD_INPUT, 0);
        break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        if (by->sqlite3_extended_errcode(database->db) == SQLITE_IOERR_NOMEM) {
            keep(database, CF_NO_MEMORY, 0);
            break;
        }
        error = by->sqlite3_system_errno(database->db);
        keep(database, CF_IO, error == 0 ? EIO : error);
        break;
    case SQLITE_NOMEM:
        keep(database, CF_NO_MEMORY, 0);
        break;
    default:
        keep(database, CF_SOLVER, 0); /* a statement of ours is wrong */
    }
}

cf_status cf_new_database_status(const cf_new_database *database)
{
    return database->status;
}

/* ---- opening ---- */

void cf_new_database_run(cf_new_database *database, const char *sql)
{
    if (database->status == CF_OK)
        check(database, database->by.sqlite3_exec(database->db, sql, NULL, NULL, NULL));
}

/* Everything that a library may have been built with otherwise, so that its file is the same. */
static void set_up(cf_new_database *database)
{
    char sql[200];

    cf_new_database_run(database, "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE;"
                                  "PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = OFF;"
                                  "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
                                  "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
                                  "PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF");
    snprintf(sql, sizeof sql, "BEGIN; PRAGMA application_id = %d; PRAGMA user_version = 1",
             CF_DATABASE_APPLICATION);
    cf_new_database_run(database, sql);
}

/* A folder of its own, which goes with whatever SQLite makes in it. */
static cf_status make_file(cf_new_database *database)
{
    char *folder = NULL;
    cf_status status = cf_temporary_new_folder(&database->folder);

    if (status != CF_OK)
        return status;
    folder = realpath(database->folder.path, NULL); /* so that it cannot be taken for an address */
    if (folder == NULL)
        return errno == ENOMEM ? CF_NO_MEMORY : CF_IO;
    database->path = cf_path_format("%s/result.sqlite", folder);
    free(folder);
    return database->path == NULL ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_new_database_open(cf_new_database **out)
{
    cf_new_database *database = calloc(1, sizeof *database);
    cf_status status;

    *out = NULL;
    if (database == NULL)
        return CF_NO_MEMORY;
    status = cf_library_load(&database->by, CIRCFIN_LIBSQLITE, SQLITE_FUNCTIONS(CF_LIBRARY_NAME));
    if (status == CF_OK)
        status = make_file(database);
    if (status == CF_OK) {
        check(database, database->by.sqlite3_open_v2(database->path, &database->db,
                                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                                         SQLITE_OPEN_NOMUTEX,
                                                     NULL));
        set_up(database);
        status = database->status;
        errno = database->error;
    }
    if (status == CF_OK)
        *out = database;
    else
        cf_new_database_free(database);
    return status;
}

void cf_new_database_free(cf_new_database *database)
{
    int error = errno;

    if (database == NULL)
        return;
    if (database->insert != NULL)
        database->by.sqlite3_finalize(database->insert);
    if (database->db != NULL)
        database->by.sqlite3_close(database->db);
    cf_temporary_remove(&database->folder);
    free(database->path);
    free(database);
    errno = error;
}

/* ---- tables ---- */

static void add_name(cf_buffer *sql, const char *name)
{
    cf_buffer_add(sql, "\"");
    for (; *name != '\0'; name++) {
        char piece[3] = { *name, *name == '"' ? '"' : '\0' };

        cf_buffer_add(sql, piece);
    }
    cf_buffer_add(sql, "\"");
}

static void create(cf_new_database *database, const char *name, const cf_new_column *columns,
                   int count, const char *key)
{
    cf_buffer sql = { .text = NULL };

    cf_buffer_add(&sql, "CREATE TABLE ");
    add_name(&sql, name);
    for (int i = 0; i < count; i++) {
        cf_buffer_add(&sql, i == 0 ? " (\n  " : ",\n  ");
        add_name(&sql, columns[i].name);
        cf_buffer_add(&sql, " ");
        cf_buffer_add(&sql, columns[i].type);
    }
    if (key != NULL) {
        cf_buffer_add(&sql, ",\n  PRIMARY KEY ");
        cf_buffer_add(&sql, key);
    }
    cf_buffer_add(&sql, "\n)");
    if (sql.failed)
        keep(database, CF_NO_MEMORY, 0);
    else
        cf_new_database_run(database, cf_buffer_text(&sql));
    cf_buffer_free(&sql);
}

static void prepare(cf_new_database *database, const char *name, int count)
{
    cf_buffer sql = { .text = NULL };

    cf_buffer_add(&sql, "INSERT INTO ");
    add_name(&sql, name);
    for (int i = 0; i < count; i++)
        cf_buffer_add(&sql, i == 0 ? " VALUES (?" : ", ?");
    cf_buffer_add(&sql, ")");
    if (sql.failed)
        keep(database, CF_NO_MEMORY, 0);
    else
        check(database, database->by.sqlite3_prepare_v2(database->db, cf_buffer_text(&sql), -1,
                                                        &database->insert, NULL));
    cf_buffer_free(&sql);
}

void cf_new_database_table(cf_new_database *database, const char *name,
                           const cf_new_column *columns, int count, const char *key)
{
    if (database->insert != NULL)
        database->by.sqlite3_finalize(database->insert);
    database->insert = NULL;
    database->bound = 0;
    if (count > CF_DATABASE_MOST_COLUMNS)
        keep(database, CF_BAD_INPUT, 0);
    if (database->status == CF_OK)
        create(database, name, columns, count, key);
    if (database->status == CF_OK)
        prepare(database, name, count);
}

/* ---- rows ---- */

void cf_new_database_text(cf_new_database *database, const char *text)
{
    database->bound++;
    if (database->status == CF_OK && text != NULL)
        check(database, database->by.sqlite3_bind_text(database->insert, database->bound, text, -1,
                                                       SQLITE_TRANSIENT));
}

void cf_new_database_number(cf_new_database *database, double number)
{
    database->bound++;
    if (database->status == CF_OK && isfinite(number))
        check(database,
              database->by.sqlite3_bind_double(database->insert, database->bound, number));
}

void cf_new_database_end_row(cf_new_database *database)
{
    const cf_sqlite_library *by = &database->by;

    database->bound = 0;
    if (database->status != CF_OK)
        return;
    check(database, by->sqlite3_step(database->insert));
    by->sqlite3_reset(database->insert);
    by->sqlite3_clear_bindings(database->insert);
}

/* ---- the file ---- */

cf_status cf_new_database_finish(cf_new_database *database, FILE *out)
{
    cf_new_database_run(database, "COMMIT");
    if (database->insert != NULL)
        database->by.sqlite3_finalize(database->insert);
    database->insert = NULL;
    if (database->status == CF_OK) {
        check(database, database->by.sqlite3_close(database->db));
        database->db = NULL;
    }
    errno = database->error;
    return database->status == CF_OK ? cf_file_copy(out, database->path) : database->status;
}
