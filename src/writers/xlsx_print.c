/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of a workbook is printed: ten pages of A4 in all, so that nobody gets two hundred by
 * printing the whole of it. A sheet cannot be told not to print; its print area is one empty cell
 * far away from all that it holds, and pages without content are not printed.
 */
#include "writers/xlsx_book.h"

enum { A4 = 9 };

void cf_xlsx_set_up_page(cf_xlsx *book, lxw_worksheet *sheet)
{
    if (sheet == NULL)
        return;
    book->by.worksheet_set_landscape(sheet);
    book->by.worksheet_set_paper(sheet, A4);
    book->by.worksheet_set_margins(sheet, 0.4, 0.4, 0.4, 0.6);
    book->by.worksheet_fit_to_pages(sheet, 1, 0);
    cf_xlsx_check(book, book->by.worksheet_set_footer(sheet, "&L&8&A&R&8Page &P of &N"));
}

/* Says below what is not printed as a whole. */
static void tell(cf_xlsx *book, lxw_worksheet *sheet, const cf_xlsx_area *area)
{
    bool wider = area->columns < area->all_columns;
    char text[160], rows[64] = "";

    if (area->rows < area->all_rows)
        snprintf(rows, sizeof rows, ": the first %u of %u rows", area->rows - area->head,
                 area->all_rows - area->head);
    snprintf(text, sizeof text, "&L&8&A%s%s&R&8Page &P of &N", rows,
             !wider            ? ""
             : rows[0] == '\0' ? ": the first columns"
                               : ", and the first columns");
    cf_xlsx_check(book, book->by.worksheet_set_footer(sheet, text));
}

void cf_xlsx_print(cf_xlsx *book, lxw_worksheet *sheet, const cf_xlsx_area *area)
{
    if (sheet == NULL)
        return;
    if (book->pages + area->pages > CF_XLSX_PAGES) {
        cf_xlsx_leave_unprinted(book, sheet);
        return;
    }
    book->pages += area->pages;
    cf_xlsx_set_up_page(book, sheet);
    book->by.worksheet_fit_to_pages(sheet, 1, (uint16_t)area->pages);
    cf_xlsx_check(book,
                  book->by.worksheet_print_area(sheet, area->first, 0, area->first + area->rows - 1,
                                                (lxw_col_t)(area->columns - 1)));
    tell(book, sheet, area);
}

void cf_xlsx_leave_unprinted(cf_xlsx *book, lxw_worksheet *sheet)
{
    if (sheet == NULL)
        return;
    cf_xlsx_set_up_page(book, sheet);
    cf_xlsx_check(book, book->by.worksheet_print_area(sheet, LXW_ROW_MAX - 1, LXW_COL_MAX - 1,
                                                      LXW_ROW_MAX - 1, LXW_COL_MAX - 1));
}
