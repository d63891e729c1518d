/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_CURSOR_H
#define CIRCFIN_SCENARIO_CURSOR_H

/* From a byte of a text to line, column and source line. Goes forward only, so that any number of
 * places costs one walk over the text. */

#include "base/arena.h"
#include "circfin/diag.h"
#include "graph_files/graph_files.h"

typedef struct cf_cursor {
    const char *text;
    size_t size;
    size_t at, line_start; /* bytes */
    int line, column;      /* of `at`, from 1 */
    const char *sheet;     /* of a workbook: counts rows and cells of its text, which is CSV with
                              commas; NULL: none */
    bool is_table;         /* it is one of a database, whose head is row 0 */
    bool is_cells;         /* the text stands for cells in memory: counts rows and cells likewise */
    bool quoted;           /* in a cell in quotes */
    const cf_graph_file *graph; /* the text is a table of it, and places are those in the graph;
                                   NULL: none */
    cf_graph_file_part part;
    struct cf_cursor
        *source; /* goes over the text of the graph, and back to its start if need be */
} cf_cursor;

/** `sheet` and what belongs to `graph` stay as they are. */
void cf_cursor_start(cf_cursor *cursor, const char *text, size_t size);

/** Moves on to a byte that does not lie before the last one. */
void cf_cursor_move(cf_cursor *cursor, size_t at);

/**
 * Fills in the place of the bytes from..to (a part of one line), the pointer and file excepted.
 *
 * @param arena  gets the source line
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_cursor_place(cf_cursor *cursor, cf_where *where, size_t from, size_t to,
                                       cf_arena *arena);

#endif
