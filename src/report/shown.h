/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_REPORT_SHOWN_H
#define CIRCFIN_REPORT_SHOWN_H

/*
 * Digest tables that follow the rows of full ones:
 *
 *   full   entity*  name  invested*  revenue  ...     * the column says `shown`
 *   own                                               of revenue  basis
 *   table  supplier       invested                    of revenue  basis
 */

#include "circfin/report.h"

typedef struct cf_columns {
    const cf_column *at; /* must outlive the table */
    int count;
} cf_columns;

/** An empty table of the columns of `full` that say `shown`, then all of `own`.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shown_table_new(cf_table **out, cf_report *report, const char *name,
                                          cf_columns full, cf_columns own);

/** Adds a row: the shown cells of a full row, then own ones, each as long as its columns.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shown_table_add(cf_table *table, cf_columns full, const cf_cell *cells,
                                          cf_columns own, const cf_cell *own_cells);

#endif
