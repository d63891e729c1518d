/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_CSV_H
#define CIRCFIN_SCENARIO_CSV_H

/*
 * Cells of a CSV text, row by row, each with its place. RFC 4180, and what programs make of it:
 *
 *   - rows end with CRLF or LF; an end inside quotes is part of the cell
 *   - spaces around a cell are not part of it, unless they stand in quotes
 *   - quotes that do not begin a cell are letters like others: 5" disk
 */

#include <stdbool.h>
#include <stddef.h>

typedef struct cf_csv_cell {
    size_t from, to; /* bytes of the text, with the quotes */
    bool quoted;
} cf_csv_cell;

typedef enum cf_csv_event {
    CF_CSV_ROW,
    CF_CSV_END,
    CF_CSV_OPEN_QUOTE,  /* a quote is never closed; the text is used up */
    CF_CSV_AFTER_QUOTE, /* more text follows a closing quote; the row is gone through all the same
                         */
    CF_CSV_NO_MEMORY
} cf_csv_event;

typedef struct cf_csv {
    const char *text;
    size_t size;
    char separator;
    size_t at;          /* the next row */
    cf_csv_cell *cells; /* of the last row */
    int count, room;
    size_t flaw_from, flaw_to; /* of the last event, where it was a flaw */
} cf_csv;                      /* cells are to be freed with cf_csv_free() */

/** Takes the row at `at` apart. An empty line is a row of one empty cell.
 *  Time: O(length of the row); memory for the cells is used again. */
cf_csv_event cf_csv_next(cf_csv *csv);

/** The same for its first `most` cells; `at` is then not yet the next row. */
cf_csv_event cf_csv_begin(cf_csv *csv, int most);

/** Writes what is in a cell, without quotes, into at most to - from bytes. @return the length */
size_t cf_csv_decode(const cf_csv *csv, const cf_csv_cell *cell, char *out);

static inline bool cf_csv_is_empty(const cf_csv_cell *cell)
{
    return cell->to - cell->from <= (cell->quoted ? 2u : 0u);
}

void cf_csv_free(cf_csv *csv);

#endif
