/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digest tables that follow the rows of full ones. */
#include "report/shown.h"

#include <assert.h>

enum { MOST_COLUMNS = 64 };

cf_status cf_shown_table_new(cf_table **out, cf_report *report, const char *name, cf_columns full,
                             cf_columns own)
{
    cf_column *columns = cf_report_columns(report, full.count + own.count);
    int count = 0;

    *out = NULL;
    if (columns == NULL)
        return CF_NO_MEMORY;
    for (int c = 0; c < full.count; c++)
        if (full.at[c].shown)
            columns[count++] = full.at[c];
    for (int c = 0; c < own.count; c++)
        columns[count++] = own.at[c];
    return cf_table_new(out, name, columns, count);
}

cf_status cf_shown_table_add(cf_table *table, cf_columns full, const cf_cell *cells, cf_columns own,
                             const cf_cell *own_cells)
{
    cf_cell row[MOST_COLUMNS];
    int count = 0;

    assert(full.count + own.count <= MOST_COLUMNS);
    for (int c = 0; c < full.count; c++)
        if (full.at[c].shown)
            row[count++] = cells[c];
    for (int c = 0; c < own.count; c++)
        row[count++] = own_cells[c];
    return cf_table_add_row(table, row, count);
}
