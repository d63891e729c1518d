/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_REPORT_LOOKUP_H
#define CIRCFIN_REPORT_LOOKUP_H

/* Tables of a report by the names of their columns, for whatever draws or writes them. A missing
 * table reads as one without rows: an analysis leaves a table out when it was not requested. A
 * missing column is a bug: builds with assertions stop, others read null. Look up a name that a
 * user typed with cf_table_find_column() instead. */

#include "circfin/report.h"

typedef struct cf_lookup {
    const cf_table *table; /* borrowed; NULL where the report has none of that name */
    long rows;
} cf_lookup;

cf_lookup cf_lookup_of(const cf_report *report, const char *table); /* report may be NULL */

/** The row that describes a column; NULL where the table is missing. */
const cf_column *cf_lookup_column(const cf_lookup *sheet, const char *name);

/** Whether the table has such a column: one that an option adds. */
bool cf_lookup_has(const cf_lookup *sheet, const char *name);

/** The cell of a row, 0 <= row < rows. Time: O(columns). */
cf_cell cf_lookup_cell(const cf_lookup *sheet, long row, const char *column);

double cf_lookup_number(const cf_lookup *sheet, long row, const char *column); /* NaN for null */
const char *cf_lookup_text(const cf_lookup *sheet, long row, const char *column);

/** The same of the first row; NULL where there is none. */
const char *cf_lookup_first_text(const cf_lookup *sheet, const char *column); /* NULL for null */

/** Whether a row has this text in a column; false for null. */
bool cf_lookup_is(const cf_lookup *sheet, long row, const char *column, const char *text);

/** The first row from `row` on with this text in a column, or `rows`. */
long cf_lookup_find(const cf_lookup *sheet, long row, const char *column, const char *text);

/** How many others head a group of rows before the first with this text in a column; 0 where there
 *  is none. */
int cf_lookup_rank(const cf_lookup *sheet, const char *column, const char *text);

/** The row of each deal of a scenario in a table with a column "deal", or -1. The caller frees it.
 *  @return CF_OK or CF_NO_MEMORY. Time: O(deals + rows) on average. */
CF_NODISCARD cf_status cf_lookup_deals(long **out, const cf_lookup *sheet,
                                       const cf_scenario *scenario);

/** Whether a column belongs to the short selection for people: it says `shown`, or none of the
 *  table's columns does. */
bool cf_lookup_shows(const cf_table *table, int column);

/** The value of a figure of a report; null where it has none of that name. Time: O(figures). */
cf_cell cf_lookup_figure(const cf_report *report, const char *name);

/** The name of an entity in the scenario, or its id. NULL only where id is. */
const char *cf_lookup_name(const cf_scenario *scenario, const char *id);

/** The words for what the column `deal` of drivers names: "funds:ID" is "funds of NAME", and
 *  "revenue:ID" "revenue of NAME", written to `room`; else the id of a deal, as it is. */
enum { CF_DRIVER_SIZE = 440 };
const char *cf_lookup_driver(char room[static CF_DRIVER_SIZE], const cf_scenario *scenario,
                             const char *name);

#endif
