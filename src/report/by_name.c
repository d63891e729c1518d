/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures and cells by the names that a program passes, which need not be there. */
#include <math.h>
#include <string.h>

#include "circfin/report.h"

double cf_report_number(const cf_report *report, const char *figure)
{
    for (int i = 0; report != NULL && i < cf_report_figure_count(report); i++) {
        const cf_figure *at = cf_report_figure(report, i);

        if (strcmp(at->name, figure) == 0)
            return at->value.known && !cf_kind_is_text(at->kind) ? at->value.number : NAN;
    }
    return NAN;
}

/* A cell that is there and known, of a text column or not; else NULL. */
static const cf_cell *find_cell(const cf_table *table, long row, const char *column, bool text)
{
    int index = table == NULL ? -1 : cf_table_find_column(table, column);
    const cf_cell *cell;

    if (index < 0 || row < 0 || row >= cf_table_row_count(table) ||
        cf_kind_is_text(cf_table_column(table, index)->kind) != text)
        return NULL;
    cell = cf_table_cell(table, row, index);
    return cell->known ? cell : NULL;
}

double cf_table_number(const cf_table *table, long row, const char *column)
{
    const cf_cell *cell = find_cell(table, row, column, false);

    return cell == NULL ? NAN : cell->number;
}

const char *cf_table_text(const cf_table *table, long row, const char *column)
{
    const cf_cell *cell = find_cell(table, row, column, true);

    return cell == NULL ? NULL : cell->text;
}
