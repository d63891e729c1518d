/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_REPORT_COLUMNS_H
#define CIRCFIN_REPORT_COLUMNS_H

/*
 * Small tables that take their columns from the rows of full ones.
 *
 *   full   entity*  name  invested*  revenue  ...     * the column says `shown`
 *   own                                               of revenue  basis
 *   table  supplier       invested                    of revenue  basis
 */

#include "circfin/report.h"

/** The row with this name: that there is one is asserted. */
const cf_column *cf_columns_find(cf_columns columns, const char *name);

/** A copy of `wanted` that lives as long as the report: whatever has no heading of its own is, but
 *  for its name, the row of that name in `full`. NULL when memory ran out. */
const cf_column *cf_columns_choose(cf_report *report, cf_columns full, cf_columns wanted);

/** An empty table of the columns of `full` that say `shown`, then all of `own`.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shown_table_new(cf_table **out, cf_report *report, const char *name,
                                          cf_columns full, cf_columns own);

/** Adds a row: the shown cells of a full row, then own ones, each as long as its columns.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shown_table_add(cf_table *table, cf_columns full, const cf_cell *cells,
                                          cf_columns own, const cf_cell *own_cells);

/** Adds to the digest what the columns of such a table mean, a paragraph each, for --verbose.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shown_explain(cf_report *report, cf_columns full, cf_columns own);

#endif
