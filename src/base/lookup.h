/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_LOOKUP_H
#define CIRCFIN_BASE_LOOKUP_H

/* Tables of a report by the names of their columns, for whoever draws or writes them. A table or
 * a column that is not there reads as one without rows, or of nulls. */

#include "circfin/report.h"

typedef struct cf_lookup {
    const cf_table *table; /* borrowed; NULL where the report has none of that name */
    long rows;
} cf_lookup;

cf_lookup cf_lookup_of(const cf_report *report, const char *table); /* report may be NULL */

/** The cell of a row, 0 <= row < rows; a null one where there is no such column.
 *  Time: O(columns). */
cf_cell cf_lookup_cell(const cf_lookup *sheet, long row, const char *column);

double cf_lookup_number(const cf_lookup *sheet, long row, const char *column); /* NaN for null */
const char *cf_lookup_text(const cf_lookup *sheet, long row,
                           const char *column); /* NULL for null */

/** Whether a row has this text in a column; null is no text. */
bool cf_lookup_is(const cf_lookup *sheet, long row, const char *column, const char *text);

/** The first row from `row` on with this text in a column, or `rows`. */
long cf_lookup_find(const cf_lookup *sheet, long row, const char *column, const char *text);

/** The row of each deal of a scenario in a table that names them under "deal", or -1; to be freed.
 *  @return CF_OK or CF_NO_MEMORY. Time: O(deals + rows) on average. */
CF_NODISCARD cf_status cf_lookup_deals(long **out, const cf_lookup *sheet,
                                       const cf_scenario *scenario);

/** A figure of a report by name; NaN for null and where there is none. */
double cf_lookup_figure(const cf_report *report, const char *name);

/** What to call an entity: its name in the scenario, or its id. Never NULL unless id is. */
const char *cf_lookup_name(const cf_scenario *scenario, const char *id);

#endif
