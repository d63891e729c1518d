/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_XLSX_SHEET_H
#define CIRCFIN_WRITERS_XLSX_SHEET_H

/* A table as a sheet: headings in words, frozen and with filters; numbers with formats; widths by
 * content; null as an empty cell. Entities have their names.
 *
 * For programs the first row, which is hidden, has the name of each column. It stands above the
 * headings, not below them, where a filter or sorting would move it. Behind each column of names
 * ("payer_name") a hidden one has the ids ("payer"). */

#include "writers/xlsx_book.h"

typedef struct cf_xlsx_table {
    const cf_table *table;
    const char *name; /* of the sheet; rows beyond its limit go to "name (2)", ... */
    lxw_color_t tab;  /* 0: no colour */
    long most_rows;   /* of a sheet, without the head; 0: the limit of Excel */
    int frozen;       /* number of frozen columns */
    bool printed;     /* as much of it as a page has room for; else nothing */
    /** The address that a cell of text links to, or NULL. The member itself may be NULL. */
    const char *(*link)(const void *payload, long row, int column);
    const void *payload;
} cf_xlsx_table;

/** Adds the sheet or sheets; the book keeps failures. A column of CF_DATE whose cells are all
 *  full dates gets real dates, others get text. Time: O(cells). */
void cf_xlsx_put_table(cf_xlsx *book, const cf_xlsx_table *what);

/** The number format of the cells of a column: a cf_xlsx_number. A column of bounds has the
 * decimals that it needs, as a spreadsheet rounds whatever it shows to the nearest. */
int cf_xlsx_number_of(const cf_table *table, int column);

/** One figure with the format of its kind; null leaves the cell empty. */
void cf_xlsx_put_figure(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                        const cf_figure *figure);

/** Records the columns of a table for cf_xlsx_put_columns(). cf_xlsx_put_table() calls it. */
void cf_xlsx_explain(cf_xlsx *book, const char *sheet, const cf_xlsx_table *what);

/** Adds a sheet that explains the columns of all tables so far and lists what was cut. */
void cf_xlsx_put_columns(cf_xlsx *book);

#endif
