/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DATABASE_OPENED_H
#define CIRCFIN_DATABASE_OPENED_H

/* A database that is open: what its readers share. */

#include "base/arena.h"
#include "base/vec.h"
#include "database/database.h"
#include "database/sqlite_library.h"

/** What a database may take; real ones stay far below. */
enum {
    CF_DATABASE_MOST_TABLES = 1000,
    /* million instructions of SQLite's machine for a view, and 3 for each byte of the file, which
     * is more than a table takes */
    CF_DATABASE_MOST_STEPS = 50,
    CF_DATABASE_MOST_LENGTH = 1 << 26, /* bytes of a value, or of a row */
    CF_DATABASE_MOST_SQL = 1 << 20     /* bytes of a view */
};

typedef struct cf_database_table {
    const char *name;
    bool is_view;
} cf_database_table;

struct cf_database {
    cf_sqlite_library by;
    sqlite3 *db;
    cf_diags *diags;
    char *bytes; /* of a database in memory, or NULL */
    double size;
    bool is_ours;
    int steps; /* million instructions so far, of the table that is being read; and at most */
    int most_steps;
    cf_arena arena;
    CF_VEC(cf_database_table) tables;
};

/** Reports what SQLite could not do with `table`, or with all of it (NULL). @return as
 *  cf_database_open(), never CF_OK */
CF_NODISCARD cf_status cf_database_failed(const cf_database *database, const char *table);

/** Reports that the file is damaged: "it ends too early". @return CF_BAD_SYNTAX or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_database_damaged(const cf_database *database, const char *what);

/** Reports a problem with this message. @return `status` or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_database_report(const cf_database *database, cf_status status,
                                          cf_code code, const char *hint, const char *message);

#endif
