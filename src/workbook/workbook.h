/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_WORKBOOK_H
#define CIRCFIN_WORKBOOK_WORKBOOK_H

/*
 * What a sheet of a workbook says, row by row: Office Open XML (.xlsx) and OpenDocument (.ods). A
 * database of SQLite is read as a workbook whose sheets are its tables and views (database/).
 *
 *   package.c      the zip archive, and how much may come out of it
 *   xml_reader.c   one part of it as events, without document types, entities and the network
 *   parts.c        which part is what, by the relations of a package (.xlsx)
 *   workbook.c     opens a file, and lists its sheets
 *   styles.c       which cells are dates, by their number formats
 *   strings.c      the table of shared strings
 *   dates.c        serial numbers of days
 *   rows.c         the rows of a sheet; rows_xlsx.c, rows_ods.c and rows_table.c read them
 *
 * Formulas are not calculated, and macros not looked at: a cell has the value that the program
 * left in the file. A file may be hostile: every size has a limit (package.h).
 */

#include <stdbool.h>
#include <stddef.h>

#include "circfin/diag.h"

typedef struct cf_book cf_book;

typedef enum cf_book_kind {
    CF_BOOK_TEXT,
    CF_BOOK_EXACT,   /* a text with all its spaces, even an empty one */
    CF_BOOK_NUMBER,  /* shortest decimal, with a point; 0.5 that is shown as a percentage is 50% */
    CF_BOOK_DAY,     /* 2026-03-01, whatever its format shows of it */
    CF_BOOK_FLAG,    /* TRUE or FALSE */
    CF_BOOK_ERROR,   /* such as #REF! */
    CF_BOOK_NO_VALUE /* a formula whose value is not in the file; its text is empty */
} cf_book_kind;

typedef struct cf_book_cell {
    int column; /* from 0 */
    cf_book_kind kind;
    size_t from, length; /* bytes of the text of the row; UTF-8 without a NUL */
} cf_book_cell;

/** A row with at least one cell that is not empty; it lives until the next one. */
typedef struct cf_book_row {
    int number;                /* from 1, as the program counts them; 1 is the head of a table */
    const cf_book_cell *cells; /* in the order of columns; empty ones are left out */
    int count;
    const char *text;
} cf_book_row;

enum { CF_BOOK_MOST_ROWS = 1048576, CF_BOOK_MOST_COLUMNS = 16384 };

/**
 * Opens a workbook.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param diags     borrowed; must outlive *out, and gets whatever goes wrong with it
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX (damaged or encrypted), CF_BAD_INPUT (beyond a limit, or with
 *         a document type), CF_BAD_OPTION (libzip or libxml2 is missing; all reported) or
 *         CF_NO_MEMORY
 *
 * Time: that of its smaller parts; .ods is read once to its end.
 */
CF_NODISCARD cf_status cf_book_open(cf_book **out, const char *file, cf_diags *diags);

/** The same for a file in memory. Takes *bytes, which are to be freed, whatever the status. */
CF_NODISCARD cf_status cf_book_take_bytes(cf_book **out, char **bytes, size_t size,
                                          cf_diags *diags);
void cf_book_free(cf_book *workbook); /* NULL is allowed */

/** Closes the file and frees all but the names of the sheets, which can no longer be read. NULL is
 *  allowed. */
void cf_book_close(cf_book *workbook);

/** Whether it is a database: its sheets are tables and views, whose first row has the names of the
 *  columns. */
bool cf_book_is_database(const cf_book *workbook);

int cf_book_sheet_count(const cf_book *workbook);
const char *cf_book_sheet_name(const cf_book *workbook, int sheet);
bool cf_book_sheet_is_hidden(const cf_book *workbook, int sheet);

/** The sheet of this name, in any letters (ASCII); -1: none. */
int cf_book_find_sheet(const cf_book *workbook, const char *name);

typedef struct cf_book_rows cf_book_rows;

/**
 * Begins to read a sheet. Hidden rows and columns are read like others. Several sheets may be read
 * at a time.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; must not outlive the workbook
 * @return as cf_book_open()
 *
 * Memory: some 100 KB and the longest row; the table of shared strings, once for all sheets.
 */
CF_NODISCARD cf_status cf_book_rows_open(cf_book_rows **out, cf_book *workbook, int sheet);
void cf_book_rows_free(cf_book_rows *rows); /* NULL is allowed */

/**
 * The next row that is not empty; their numbers grow.
 *
 * @param[out] there  false: there is none, and the sheet was whole
 * @return as cf_book_open(), reported in the diags of the workbook
 */
CF_NODISCARD cf_status cf_book_rows_next(cf_book_rows *rows, cf_book_row *out, bool *there);

#endif
