/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_XLSX_SHEET_H
#define CIRCFIN_WRITERS_XLSX_SHEET_H

/* A table as a sheet: the names of its columns in the first row, which stays in sight and
 * filters; numbers with formats; widths by content; null as an empty cell. */

#include "writers/xlsx_book.h"

typedef struct cf_xlsx_table {
    const cf_table *table;
    const char *name; /* of the sheet; further rows than one holds go to "name (2)", ... */
    lxw_color_t tab;  /* 0: no colour */
    long most_rows;   /* of a sheet below the head; 0: as many as there can be */
    int frozen;       /* columns that stay in sight, too */
    /** The address that a cell of text links to, or NULL. The member itself may be NULL. */
    const char *(*link)(const void *payload, long row, int column);
    const void *payload;
} cf_xlsx_table;

/** Adds the sheet or sheets; failures stick to the book. A column of CF_DATE whose cells are all
 *  full dates gets real dates, others get text. Time: O(cells). */
void cf_xlsx_put_table(cf_xlsx *book, const cf_xlsx_table *what);

/** One figure with the format of its kind; null leaves the cell empty. */
void cf_xlsx_put_figure(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                        const cf_figure *figure);

/** Notes the columns of a table for cf_xlsx_put_columns(): cf_xlsx_put_table() does it. */
void cf_xlsx_explain(cf_xlsx *book, const char *sheet, const cf_xlsx_table *what);

/** Adds a sheet that says what the columns of all tables so far hold, and what had to be cut. */
void cf_xlsx_put_columns(cf_xlsx *book);

#endif
