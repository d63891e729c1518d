/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet that explains the columns of all other sheets. */
#include <stdio.h>
#include <string.h>

#include "writers/xlsx_sheet.h"

enum { SHEET, COLUMN, HEADING, UNIT, MEANING, COLUMN_COUNT };

static const cf_column columns[] = {
    [SHEET] = { "sheet", CF_TEXT },     [COLUMN] = { "column", CF_TEXT },
    [HEADING] = { "heading", CF_TEXT }, [UNIT] = { "unit", CF_TEXT },
    [MEANING] = { "meaning", CF_TEXT },
};

void cf_xlsx_explain(cf_xlsx *book, const char *sheet, const cf_xlsx_table *what)
{
    cf_status status = CF_OK;

    if (book->guide == NULL)
        status = cf_table_new(&book->guide, "columns", columns, COLUMN_COUNT);
    for (int c = 0; status == CF_OK && c < cf_table_column_count(what->table); c++) {
        const cf_column *column = cf_table_column(what->table, c);

        status = cf_table_add(
            book->guide, (cf_cell[]){ [SHEET] = cf_cell_text(sheet),
                                      [COLUMN] = cf_cell_text(column->name),
                                      [HEADING] = cf_cell_text(cf_column_heading(column)),
                                      [UNIT] = cf_cell_text(cf_column_unit(column, book->unit)),
                                      [MEANING] = cf_cell_text(column->meaning) });
    }
    if (status != CF_OK)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
}

/* Adds a row on what had to be changed. */
static void remark(cf_xlsx *book, const char *text)
{
    const cf_cell row[COLUMN_COUNT] = { [MEANING] = cf_cell_text(text) };

    if (cf_table_add(book->guide, row) != CF_OK)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
}

void cf_xlsx_put_columns(cf_xlsx *book)
{
    char cut[160], unlinked[160];

    if (book->guide == NULL)
        return;
    snprintf(cut, sizeof cut,
             "%ld texts exceed the 32,767 characters of a cell and were cut, as they say",
             book->cut);
    snprintf(unlinked, sizeof unlinked,
             "%ld addresses are plain text: not http or https, too long, "
             "or beyond the 65,530 links of a sheet",
             book->unlinked);
    if (book->cut > 0)
        remark(book, cut);
    if (book->unlinked > 0)
        remark(book, unlinked);
    cf_xlsx_put_table(book, &(cf_xlsx_table){ .table = book->guide, .name = "columns" });
}
