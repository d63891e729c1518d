/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_GRAPH_TABLE_H
#define CIRCFIN_WRITERS_GRAPH_TABLE_H

/*
 * What a graph for other programs says, the same in every format: three tables, one row at a time.
 *
 *   graph      one row: the scenario, its currency and unit, the day and the view
 *   vertices   a row for each entity of the picture
 *   edges      a row for each deal of the picture, in file order
 *
 * What a scenario file says, too, has the name of its field (circfin/fields.def), so that reading a
 * graph takes no mapping. It has the value of the view: amounts are in the scenario's currency and
 * unit, and what the view has settled (programmes and their parts, schedules, what a deal
 * supersedes) is left out. Results have the names of the columns of `score` and `graph`. An unknown
 * value is a null cell, never 0; a column that would have no other is left out.
 */

#include "circfin/report.h"

typedef enum cf_graph_part {
    CF_GRAPH_ITSELF,
    CF_GRAPH_VERTICES,
    CF_GRAPH_EDGES,
    CF_GRAPH_PART_COUNT
} cf_graph_part;

typedef struct cf_graph_table cf_graph_table;

/** An edge: the deal, the line of the picture that it is a part of, and its ends there, which are
 *  rows of the vertices. */
typedef struct cf_graph_edge {
    int payer, payee;
    const cf_picture_edge *line;
    const cf_picture_deal *deal;
} cf_graph_edge;

/**
 * Makes the tables of a report's picture.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param report    borrowed; must outlive *out
 * @return CF_OK, CF_NO_MEMORY, or CF_BAD_OPTION if the report has no picture
 *
 * Time: O(entities + deals of the scenario). Memory: some 25 bytes a deal.
 */
CF_NODISCARD cf_status cf_graph_table_new(cf_graph_table **out, const cf_report *report);
void cf_graph_table_free(cf_graph_table *table); /* NULL is allowed */

int cf_graph_table_count(const cf_graph_table *table, cf_graph_part part);

/** Columns that are never null, where there is a row: vertices and edges begin with "id", which is
 *  unique, and vertices go on with "name". */
enum { CF_GRAPH_ID, CF_GRAPH_NAME };

/** The columns of a part, which hold text (cf_kind_is_text), flags (CF_FLAG) or numbers. There are
 *  none without a row. Borrowed. */
const cf_column *cf_graph_table_columns(const cf_graph_table *table, cf_graph_part part,
                                        int *count);

/** The cells of a row, one for each column. They live until the next row, of whatever part. NULL
 *  when memory ran out. */
const cf_cell *cf_graph_table_row(cf_graph_table *table, cf_graph_part part, int row);

/** What row `row` of the edges joins, and its deal in the scenario; row `row` of the vertices is
 * the entity of that index in the picture. Borrowed. */
const cf_graph_edge *cf_graph_table_edge(const cf_graph_table *table, int row);
const cf_deal *cf_graph_table_deal(const cf_graph_table *table, int row);

#endif
