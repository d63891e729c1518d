/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_BOOK_CSV_H
#define CIRCFIN_SCENARIO_BOOK_CSV_H

/*
 * A sheet of a workbook as the text of a CSV file, of which row n and column k are those of the
 * sheet. What stands in quotes was text; what does not was a number, a date, TRUE or FALSE, or, if
 * it begins with # or =, an error or a formula without a value.
 *
 * The header is the first row in which the most columns are known. Rows above it become blank, so
 * that it comes first, and heads that go over several rows are put together in it:
 *
 *     | id | Source        |          | id | source_title | source_date |
 *     |    | title | date  |   ───►
 */

#include "base/vec.h"
#include "circfin/sheets.h"
#include "scenario/columns.h"
#include "workbook/cell_text.h"
#include "workbook/workbook.h"

typedef struct cf_book_head {
    cf_book_row row; /* its cells and text are copies */
} cf_book_head;

typedef struct cf_book_csv {
    const cf_sheet_kind *kind;
    const cf_sheets *asked;
    bool is_table; /* of a database: its first row is the header, whatever it says */
    cf_book_rows *rows;
    CF_VEC(cf_book_head) heads; /* the first rows, until they are written */
    cf_book_text text;          /* written, of which `served` bytes were read */
    size_t served;
    int row;                       /* the last one in the text */
    int known;                     /* columns of the header */
    int header;                    /* its number; 0: there is none */
    int above;                     /* rows above it that are no heads */
    int first_above, first_column; /* the place of the first of them, from 1 */
} cf_book_csv;

/** Opens a sheet and finds its header; close *out whatever the status. `kind` and `asked`, which
 *  may be NULL, are borrowed.
 *  @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_csv_open(cf_book_csv *out, cf_book *workbook, int sheet,
                                        const cf_sheet_kind *kind, const cf_sheets *asked);

/** Reads up to `room` bytes; *got is 0 at the end. @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_csv_read(cf_book_csv *csv, char *bytes, size_t room, size_t *got);

/** Reads all of it: *text, with a NUL behind it, is to be freed. At most `limit` bytes. */
CF_NODISCARD cf_status cf_book_csv_read_all(cf_book_csv *csv, char **text, size_t *size,
                                            size_t limit, cf_diags *diags);

/** Tells how many rows above the header are skipped, at the first of them. @return CF_OK or
 *  CF_NO_MEMORY */
CF_NODISCARD cf_status cf_book_csv_warn(const cf_book_csv *csv, const char *sheet, cf_diags *diags);

void cf_book_csv_close(cf_book_csv *csv);

#endif
