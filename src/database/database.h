/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DATABASE_DATABASE_H
#define CIRCFIN_DATABASE_DATABASE_H

/*
 * What a database of SQLite says, table by table and row by row.
 *
 *   head.c          recognises one
 *   open.c          opens a file that may be hostile, and lists its tables
 *   read.c          the rows of a table or a view
 *   problems.c      what goes wrong, in words
 *   new_database.c  writes one (new_database.h)
 *
 * A file is opened for reading only, and nothing is written beside it unless another program has it
 * open. It cannot make circfin write, attach another file, load an extension or use a virtual
 * table; what its views may take is bounded (open.c).
 */

#include <stdbool.h>
#include <stddef.h>

#include "circfin/diag.h"

typedef struct cf_database cf_database;

/** Whether a file begins like a database of SQLite. */
bool cf_database_is(const char *bytes, size_t size);

/** So many of its first bytes are enough. */
enum { CF_DATABASE_HEAD = 100 };

/**
 * Opens a database.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param diags     borrowed; must outlive *out, and gets whatever goes wrong with it
 * @return CF_OK, CF_IO (it cannot be read, or another program is writing it), CF_BAD_SYNTAX
 *         (damaged), CF_BAD_INPUT (beyond a limit, or a view that cannot be read), CF_BAD_OPTION
 *         (SQLite is missing; all reported) or CF_NO_MEMORY
 *
 * Time: that of its schema. Memory: some 2 MB.
 */
CF_NODISCARD cf_status cf_database_open(cf_database **out, const char *file, cf_diags *diags);

/** The same for a file in memory. Takes *bytes, which are to be freed, whatever the status. */
CF_NODISCARD cf_status cf_database_take_bytes(cf_database **out, char **bytes, size_t size,
                                              cf_diags *diags);
void cf_database_free(cf_database *database); /* NULL is allowed */

/** Closes the file; the names of its tables stay. NULL is allowed. */
void cf_database_close(cf_database *database);

/** Whether circfin wrote it, so that its texts are exactly what they are. */
bool cf_database_is_ours(const cf_database *database);

/** Its size in bytes. */
double cf_database_size(const cf_database *database);

/** Its tables and views in the order in which they were made. */
int cf_database_table_count(const cf_database *database);
const char *cf_database_table_name(const cf_database *database, int table);

/** The rows of a table. */
typedef struct cf_database_rows cf_database_rows;

typedef enum cf_database_kind {
    CF_DATABASE_NULL,
    CF_DATABASE_INTEGER,
    CF_DATABASE_REAL,
    CF_DATABASE_TEXT,
    CF_DATABASE_BLOB
} cf_database_kind;

typedef struct cf_database_value {
    cf_database_kind kind;
    long long integer;
    double real;      /* may be infinite */
    const char *text; /* as it is in the file: may be no UTF-8, and have a NUL */
    size_t length;    /* of the text */
} cf_database_value;

/** @param[out] out  owned by the caller; NULL unless CF_OK; must not outlive the database
 *  @return as cf_database_open() */
CF_NODISCARD cf_status cf_database_rows_open(cf_database_rows **out, cf_database *database,
                                             int table);
void cf_database_rows_free(cf_database_rows *rows); /* NULL is allowed */

int cf_database_column_count(const cf_database_rows *rows);
const char *cf_database_column_name(const cf_database_rows *rows, int column);

/** The next row; *there is false behind the last. @return as cf_database_open() */
CF_NODISCARD cf_status cf_database_rows_next(cf_database_rows *rows, bool *there);

/** A value of this row; its text lives until the next one. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_database_value_at(cf_database_value *out, const cf_database_rows *rows,
                                            int column);

#endif
