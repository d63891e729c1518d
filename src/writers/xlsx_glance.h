/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_XLSX_GLANCE_H
#define CIRCFIN_WRITERS_XLSX_GLANCE_H

/* A table at a glance, on a sheet of its own: see cf_glance. */

#include "writers/xlsx_book.h"

/**
 * Adds the sheet that the analysis of the report wants for a table, if it wants one and the table
 * has rows. The book keeps failures.
 *
 * Time: O(rows of the table).
 */
void cf_xlsx_put_glance(cf_xlsx *book, const cf_report *report, const cf_table *table,
                        lxw_color_t tab);

#endif
