/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DATABASE_NEW_DATABASE_H
#define CIRCFIN_DATABASE_NEW_DATABASE_H

/*
 * A database of SQLite under construction, table by table and row by row. The first failure is kept
 * until cf_new_database_finish() returns it, so that code that fills tables need not check every
 * cell. Values are bound, never part of a statement, and names are in quotes.
 *
 * It is built in the folder of TMPDIR (or /tmp) and then copied, so that it may be larger than the
 * memory. It has no dates, so that equal input gives equal bytes, with one version of SQLite.
 */

#include <stdio.h>

#include "circfin/diag.h"

/** Tells databases of circfin: "circ" in ASCII, as `file` shows it. */
enum { CF_DATABASE_APPLICATION = 0x63697263, CF_DATABASE_MOST_COLUMNS = 2000 };

typedef struct cf_new_database cf_new_database;

/** A column. A number in a column of INTEGER becomes a whole one, if it is one. */
typedef struct cf_new_column {
    const char *name; /* any text; unlike the others in any letters (ASCII) */
    const char *type; /* TEXT, REAL or INTEGER, and its constraints in SQL; static */
} cf_new_column;

/**
 * Begins a database.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_NO_MEMORY, CF_BAD_OPTION if SQLite is missing, or CF_IO with errno set if the
 *         folder of TMPDIR cannot be used
 *
 * Memory: up to 64 MB, which is what SQLite keeps of the file.
 */
CF_NODISCARD cf_status cf_new_database_open(cf_new_database **out);
void cf_new_database_free(cf_new_database *database); /* NULL is allowed; errno stays */

/** Begins a table; at most CF_DATABASE_MOST_COLUMNS columns. `key`: columns of its primary key in
 *  SQL, or NULL. */
void cf_new_database_table(cf_new_database *database, const char *name,
                           const cf_new_column *columns, int count, const char *key);

/** The next value of the row; NULL, NaN and infinity are null. Texts are copied. */
void cf_new_database_text(cf_new_database *database, const char *text);
void cf_new_database_number(cf_new_database *database, double number);
void cf_new_database_end_row(cf_new_database *database);

/** Runs statements of ours, such as CREATE INDEX. */
void cf_new_database_run(cf_new_database *database, const char *sql);

/** The first failure so far: CF_OK, or the status that cf_new_database_finish() will return. */
cf_status cf_new_database_status(const cf_new_database *database);

/** Writes the file to a stream. The caller checks the stream for errors.
 *  @return CF_OK, CF_NO_MEMORY, CF_BAD_INPUT (a text too long for SQLite, or too many columns), or
 *          CF_IO with errno set */
CF_NODISCARD cf_status cf_new_database_finish(cf_new_database *database, FILE *out);

#endif
