/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_WORKBOOK_H
#define CIRCFIN_DOCUMENTS_WORKBOOK_H

/*
 * workbook.xlsx, for readers who go on working with the figures:
 *
 *   summary      what it comes to, in words, figures and charts (workbook_summary.c, _charts.c)
 *   streams, graph   the pictures of the page (workbook_pictures.c)
 *   what-if      cells to change, and formulas that follow them (workbook_what_if.h)
 *   suppliers... a sheet a table; deals has every deal of the scenario (workbook_deals.c)
 *   chart data   what the charts show
 *   columns      what each column means
 */

#include <stdio.h>

#include "report/lookup.h"
#include "documents/sections.h"
#include "writers/xlsx_sheet.h"

enum { CF_WORKBOOK_SUMMARY_PAGES = 2 }; /* printed; one of each picture, and of some sheets */

struct cf_workbook {
    cf_xlsx book;
    const cf_dossier *dossier;
    cf_lookup suppliers; /* of score */
    int money;           /* how amounts of suppliers are written: a cf_xlsx_number */
};

#define CF_WORKBOOK_CHART_DATA "chart data"
#define CF_WORKBOOK_WHAT_IF "what-if"
#define CF_WORKBOOK_STREAMS "streams"
#define CF_WORKBOOK_GRAPH "graph"

/* Parts. Failures stick to the book. */
void cf_workbook_put_summary(cf_workbook *workbook, lxw_worksheet *sheet);
void cf_workbook_put_pictures(cf_workbook *workbook);
void cf_workbook_put_what_if(cf_workbook *workbook);
void cf_workbook_put_deals(cf_workbook *workbook, unsigned tab);

/** Fills the sheet "chart data" and places the charts on the summary from a row on.
 *  @return the first row below them */
lxw_row_t cf_workbook_put_charts(cf_workbook *workbook, lxw_worksheet *summary, lxw_row_t row);

/** The colour that the supplier of a row of score has on the page, mixed with white. */
lxw_color_t cf_workbook_colour(const cf_workbook *workbook, long row, double strength);

/** What to call a supplier: its name, or its id. */
const char *cf_workbook_supplier(const cf_workbook *workbook, long row);

#endif
