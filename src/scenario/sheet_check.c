/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at the cells of a row before they are read: what has no column, and what has no value. */
#include <string.h>

#include "scenario/sheet.h"

/* One cell of a workbook that has no column shifts no other. */
static cf_status beyond(cf_sheet *sheet, int row_number, int column)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];

    if (!cf_sheet_is_book(sheet))
        return cf_sheet_report_width(sheet, row_number, column);
    if (sheet->beyond++ == 0)
        sheet->first_beyond = (cf_sheet_spot){ cell->from, cell->to, row_number, NULL };
    return CF_OK;
}

/* #REF!, or = for a formula without a value; text stands in quotes. */
bool cf_sheet_has_no_value(const cf_sheet *sheet, int column)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];
    char first = cell->from < cell->to ? sheet->csv.text[cell->from] : ' ';

    return cf_sheet_is_book(sheet) && !cell->quoted && (first == '#' || first == '=');
}

static cf_status report_no_value(cf_sheet *sheet, int row_number, int column)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];
    const char *name = sheet->uses[column].name;
    cf_sheet_spot spot = { cell->from, cell->to, row_number, name };

    sheet->bearable += !cf_sheet_needs(sheet, &sheet->uses[column]);
    if (sheet->csv.text[cell->from] == '=')
        return cf_sheet_report(sheet, CF_ERROR, CF_CODE_BOOK_NO_VALUE, &spot,
                               "open the workbook in Excel or LibreOffice, and save it again",
                               "%s must have a value, but its formula has none in the file", name);
    if (sheet->cursor.is_table)
        return cf_sheet_report(
            sheet, CF_ERROR, CF_CODE_BOOK_NO_VALUE, &spot, "store a text, a number or NULL",
            "%s must be a text or a finite number, but is %s", name,
            strcmp(cf_sheet_text(sheet, column), "#BLOB") == 0 ? "a blob" : "infinite");
    return cf_sheet_report(
        sheet, CF_ERROR, CF_CODE_BOOK_NO_VALUE, &spot, "mend the formula, or leave the cell empty",
        "%s must have a value, but is the error %s", name, cf_sheet_text(sheet, column));
}

cf_status cf_sheet_check_row(cf_sheet *sheet, int row_number, bool *filled)
{
    const cf_csv *csv = &sheet->csv;
    cf_status status = CF_OK;

    *filled = false;
    for (int i = 0; i < csv->count && status == CF_OK; i++) {
        if (cf_csv_is_empty(&csv->cells[i]))
            continue;
        if (i >= sheet->width) {
            *filled |= !cf_sheet_is_book(sheet);
            return beyond(sheet, row_number, i);
        }
        *filled = true;
        if (sheet->uses[i].field != NULL && cf_sheet_has_no_value(sheet, i))
            status = report_no_value(sheet, row_number, i);
    }
    return status;
}

cf_status cf_sheet_warn_beyond(cf_sheet *sheet)
{
    if (sheet->beyond == 0)
        return CF_OK;
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    return cf_sheet_report(sheet, CF_WARNING, CF_CODE_BOOK_IGNORED, &sheet->first_beyond,
                           "give them a column, or clear them",
                           "cells to the right of the header are not read: %ld row%s %s some",
                           sheet->beyond, sheet->beyond == 1 ? "" : "s",
                           sheet->beyond == 1 ? "has" : "have");
}
