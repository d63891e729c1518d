/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds without workbooks have this in the place of workbook/ and of what writes .xlsx: no
 * workbook is ever open. */
#include <stdlib.h>

#include "circfin/features.h"
#include "circfin/sheets.h"
#include "documents/sections.h"
#include "workbook/workbook.h"
#include "writers/xlsx_report.h"

/* ---- reading ---- */

cf_status cf_book_open(cf_book **out, const char *file, cf_diags *diags)
{
    (void)file;
    *out = NULL;
    return cf_feature_require(CF_FEATURE_XLSX, diags);
}

cf_status cf_book_take_bytes(cf_book **out, char **bytes, size_t size, cf_diags *diags)
{
    (void)size;
    free(*bytes);
    *bytes = NULL;
    return cf_book_open(out, NULL, diags);
}

void cf_book_free(cf_book *workbook)
{
    (void)workbook;
}

void cf_book_close(cf_book *workbook)
{
    (void)workbook;
}

int cf_book_sheet_count(const cf_book *workbook)
{
    (void)workbook;
    return 0;
}

const char *cf_book_sheet_name(const cf_book *workbook, int sheet)
{
    (void)workbook, (void)sheet;
    return NULL;
}

bool cf_book_sheet_is_hidden(const cf_book *workbook, int sheet)
{
    (void)workbook, (void)sheet;
    return false;
}

int cf_book_find_sheet(const cf_book *workbook, const char *name)
{
    (void)workbook, (void)name;
    return -1;
}

cf_status cf_book_rows_open(cf_book_rows **out, cf_book *workbook, int sheet)
{
    (void)workbook, (void)sheet;
    *out = NULL;
    return CF_BAD_OPTION;
}

void cf_book_rows_free(cf_book_rows *rows)
{
    (void)rows;
}

cf_status cf_book_rows_next(cf_book_rows *rows, cf_book_row *out, bool *there)
{
    (void)rows, (void)out;
    *there = false;
    return CF_BAD_OPTION;
}

/* ---- writing ---- */

cf_status cf_sheets_write_workbook(const cf_scenario *scenario, const char *file, cf_diags *diags)
{
    (void)scenario, (void)file;
    return cf_feature_require(CF_FEATURE_XLSX, diags);
}

cf_status cf_xlsx_write_report(FILE *out, const cf_report *report, const cf_write_options *options)
{
    (void)out, (void)report, (void)options;
    return CF_BAD_OPTION;
}

cf_status cf_workbook_write(FILE *out, const cf_dossier *dossier)
{
    (void)out, (void)dossier;
    return CF_BAD_OPTION;
}

void cf_workbook_put_score(cf_workbook *workbook, const cf_section *section)
{
    (void)workbook, (void)section;
}
