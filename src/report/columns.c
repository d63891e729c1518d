/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small tables that take their columns from the rows of full ones. */
#include "report/columns.h"

#include <assert.h>
#include <string.h>

enum { MOST_COLUMNS = 64 };

const cf_column *cf_columns_find(cf_columns columns, const char *name)
{
    for (int c = 0; c < columns.count; c++)
        if (strcmp(columns.at[c].name, name) == 0)
            return &columns.at[c];
    assert(false && "a column that the table does not have");
    return &columns.at[0];
}

const cf_column *cf_columns_choose(cf_report *report, cf_columns full, cf_columns wanted)
{
    cf_column *columns = cf_report_columns(report, wanted.count);

    for (int c = 0; columns != NULL && c < wanted.count; c++) {
        const cf_column *column = &wanted.at[c];

        columns[c] = column->heading != NULL ? *column : *cf_columns_find(full, column->name);
    }
    return columns;
}

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

static cf_status explain(cf_report *report, const cf_column *column)
{
    return cf_report_add_paragraph(
        report, 1, cf_report_text(report, "%s: %s", cf_column_heading(column), column->meaning));
}

cf_status cf_shown_explain(cf_report *report, cf_columns full, cf_columns own)
{
    cf_status status = CF_OK;

    for (int c = 0; status == CF_OK && c < full.count; c++)
        if (full.at[c].shown)
            status = explain(report, &full.at[c]);
    for (int c = 0; status == CF_OK && c < own.count; c++)
        status = explain(report, &own.at[c]);
    return status == CF_OK ? cf_report_add_paragraph(report, 1, "") : status;
}
