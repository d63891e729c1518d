/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a table as one or more sheets. */
#include "writers/xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "circfin/text.h"
#include "writers/cell_style.h"

enum { MOST_ROWS = LXW_ROW_MAX - 1 }; /* below the head */
enum { ROWS_MEASURED = 1000, LEAST_WIDTH = 7, MOST_WIDTH = 56, FILTER_WIDTH = 3, MARGIN = 1 };
enum { MOST_LINKS = 65530, DATE_SIZE = 10 };

struct column {
    cf_cell_style style;
    bool text, date;
    lxw_format *format, *head;
    double width;
};

struct writing {
    cf_xlsx *book;
    const cf_xlsx_table *what;
    int count; /* of columns */
    struct column *columns;
    lxw_worksheet *sheet;
    long first; /* index of the first row of the table on the sheet */
    long links; /* on the sheet */
};

/* ---- columns ---- */

/* Reads a full date from 1901 on, where Excel's calendar has the right leap years. */
static bool read_day(cf_day *day, const char *text)
{
    const cf_day first = -25202; /* 1901-01-01 */

    return strlen(text) == DATE_SIZE && cf_day_parse(day, text, CF_FIRST_DAY) && *day >= first;
}

/* A single shorter date makes it a column of text. */
static bool holds_dates(const cf_table *table, int c)
{
    cf_day day;

    if (cf_table_column(table, c)->kind != CF_DATE)
        return false;
    for (long r = 0; r < cf_table_row_count(table); r++) {
        const cf_cell *cell = cf_table_cell(table, r, c);

        if (cell->known && !read_day(&day, cell->text))
            return false;
    }
    return true;
}

static int number_of(cf_cell_style style)
{
    switch (style.kind) {
    case CF_TEXT:
    case CF_ENTITY:
    case CF_DATE:
        return CF_XLSX_TEXT;
    case CF_MONEY:
    case CF_NUMBER:
        return CF_XLSX_MONEY + style.decimals;
    case CF_SHARE:
        return style.decimals > 1 ? CF_XLSX_PERCENT + style.decimals : CF_XLSX_SHARE;
    case CF_COUNT:
        return CF_XLSX_COUNT;
    case CF_FLAG:
        return CF_XLSX_FLAG;
    default:
        return CF_XLSX_GENERAL;
    }
}

int cf_xlsx_number_of(const cf_table *table, int column)
{
    return number_of(cf_cell_style_for_nearest(table, column));
}

/* Measures only the first rows. */
static double column_width(const cf_table *table, int c, const struct column *column)
{
    long rows = cf_table_row_count(table);
    size_t width = cf_text_columns(cf_table_column(table, c)->name) + FILTER_WIDTH;

    for (long r = 0; r < rows && r < ROWS_MEASURED; r++) {
        char text[CF_CELL_SIZE];
        size_t columns;

        cf_cell_print(text, column->style, cf_table_cell(table, r, c));
        columns = cf_text_columns(text) + MARGIN;
        width = columns > width ? columns : width;
    }
    if (width > MOST_WIDTH)
        return MOST_WIDTH;
    return width < LEAST_WIDTH ? LEAST_WIDTH : (double)width;
}

static void study(struct writing *writing, int c)
{
    struct column *column = &writing->columns[c];
    const cf_table *table = writing->what->table;

    column->style = cf_cell_style_for_nearest(table, c);
    column->text = cf_kind_is_text(column->style.kind);
    column->date = holds_dates(table, c);
    column->width = column_width(table, c, column);
    column->format = cf_xlsx_format(writing->book, CF_XLSX_PLAIN,
                                    column->date ? CF_XLSX_DATE : number_of(column->style));
    column->head = cf_xlsx_format(writing->book, column->text ? CF_XLSX_HEAD : CF_XLSX_HEAD_RIGHT,
                                  CF_XLSX_GENERAL);
}

/* ---- cells ---- */

void cf_xlsx_put_figure(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                        const cf_figure *figure)
{
    int number = number_of(cf_cell_style_of_value(figure->kind, &figure->value));
    lxw_format *format = cf_xlsx_format(book, CF_XLSX_PLAIN, number);

    if (!figure->value.known || sheet == NULL)
        return;
    if (cf_kind_is_text(figure->kind))
        cf_xlsx_put_text(book, sheet, row, column, figure->value.text, format);
    else if (figure->kind == CF_FLAG)
        cf_xlsx_check(book, book->by.worksheet_write_boolean(sheet, row, (lxw_col_t)column,
                                                             figure->value.number > 0.0, format));
    else
        cf_xlsx_put_number(book, sheet, row, column, figure->value.number, format);
}

static bool put_link(struct writing *writing, lxw_row_t row, int c, const char *text,
                     const char *url)
{
    lxw_format *format;

    if (url == NULL)
        return false;
    if (!cf_xlsx_can_link(url) || writing->links >= MOST_LINKS) {
        writing->book->unlinked++;
        return false;
    }
    format = cf_xlsx_format(writing->book, CF_XLSX_LINK, CF_XLSX_TEXT);
    cf_xlsx_check(writing->book, writing->book->by.worksheet_write_url(writing->sheet, row,
                                                                       (lxw_col_t)c, url, format));
    cf_xlsx_put_text(writing->book, writing->sheet, row, c, text, format);
    writing->links++;
    return true;
}

static void put_sheet_text(struct writing *writing, long r, lxw_row_t row, int c, const char *text)
{
    const cf_xlsx_table *what = writing->what;
    const char *url = what->link == NULL ? NULL : what->link(what->payload, r, c);

    if (!put_link(writing, row, c, text, url))
        cf_xlsx_put_text(writing->book, writing->sheet, row, c, text, writing->columns[c].format);
}

static void put_sheet_cell(struct writing *writing, long r, int c)
{
    const struct column *column = &writing->columns[c];
    const cf_cell *cell = cf_table_cell(writing->what->table, r, c);
    lxw_row_t row = (lxw_row_t)(r - writing->first + 1);
    const cf_day epoch = -25569; /* day 0 of a sheet's calendar, 1899-12-30 */
    cf_day day;

    if (!cell->known)
        return;
    if (column->date && read_day(&day, cell->text))
        cf_xlsx_put_number(writing->book, writing->sheet, row, c, day - epoch, column->format);
    else if (column->text)
        put_sheet_text(writing, r, row, c, cell->text);
    else if (column->style.kind == CF_FLAG)
        cf_xlsx_check(writing->book,
                      writing->book->by.worksheet_write_boolean(
                          writing->sheet, row, (lxw_col_t)c, cell->number > 0.0, column->format));
    else
        cf_xlsx_put_number(writing->book, writing->sheet, row, c, cell->number, column->format);
}

/* ---- sheets ---- */

static void put_sheet_head(struct writing *writing)
{
    for (int c = 0; c < writing->count; c++)
        cf_xlsx_put_text(writing->book, writing->sheet, 0, c,
                         cf_table_column(writing->what->table, c)->name, writing->columns[c].head);
}

/* The sheet holds rows first..end of the table. */
static void set_up_sheet(struct writing *writing, long end)
{
    cf_xlsx *book = writing->book;
    lxw_worksheet *sheet = writing->sheet;
    lxw_row_t last = (lxw_row_t)(end - writing->first);
    char everything[32];
    double width = 0.0;

    for (int c = 0; c < writing->count; c++)
        width += writing->columns[c].width;
    for (int c = 0; c < writing->count; c++)
        cf_xlsx_check(book, book->by.worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c,
                                                          writing->columns[c].width, NULL));
    cf_xlsx_check(
        book, book->by.worksheet_autofilter(sheet, 0, 0, last, (lxw_col_t)(writing->count - 1)));
    book->by.worksheet_freeze_panes(sheet, 1, (lxw_col_t)writing->what->frozen);
    book->by.lxw_rowcol_to_range(everything, 0, 0, last, (lxw_col_t)(writing->count - 1));
    cf_xlsx_check(book, book->by.worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                                                         everything));
    if (writing->what->tab != 0)
        book->by.worksheet_set_tab_color(sheet, writing->what->tab);
    cf_xlsx_set_up_page(book, sheet, width, 1, writing->what->frozen);
}

static void put_sheet(struct writing *writing, long end)
{
    writing->sheet = cf_xlsx_add_sheet(writing->book, writing->what->name);
    writing->links = 0;
    if (writing->sheet == NULL)
        return;
    set_up_sheet(writing, end);
    put_sheet_head(writing);
    for (long r = writing->first; r < end && writing->book->status == CF_OK; r++)
        for (int c = 0; c < writing->count; c++)
            put_sheet_cell(writing, r, c);
}

void cf_xlsx_put_table(cf_xlsx *book, const cf_xlsx_table *what)
{
    struct writing writing = { .book = book,
                               .what = what,
                               .count = cf_table_column_count(what->table) };
    long rows = cf_table_row_count(what->table);
    long most = what->most_rows > 0 ? what->most_rows : MOST_ROWS;

    if (writing.count > LXW_COL_MAX)
        writing.count = LXW_COL_MAX;
    if (book->status != CF_OK || writing.count == 0)
        return;
    writing.columns = calloc((size_t)writing.count, sizeof *writing.columns);
    if (writing.columns == NULL)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    for (int c = 0; writing.columns != NULL && c < writing.count; c++)
        study(&writing, c);
    do {
        long end = rows - writing.first > most ? writing.first + most : rows;

        put_sheet(&writing, end);
        if (writing.first == 0 && writing.sheet != NULL)
            cf_xlsx_explain(book, writing.sheet->name, what);
        writing.first = end;
    } while (writing.first < rows && book->status == CF_OK);
    free(writing.columns);
}
