/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a table as one or more sheets. */
#include "writers/xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/width.h"
#include "circfin/text.h"
#include "writers/cell_style.h"
#include "writers/heading.h"

enum { KEY_ROW, HEAD_ROW, FIRST_ROW };
enum { MOST_ROWS = LXW_ROW_MAX - FIRST_ROW };
enum { ROWS_MEASURED = 1000, LEAST_WIDTH = 7, MOST_WIDTH = 48, FILTER_WIDTH = 3, MARGIN = 1 };
enum { HEAD_WIDTH = 12, LINE = 13, MOST_LINES = 5 }; /* a heading wraps from this width on */
enum { ROWS_PRINTED = 42, WIDTH_PRINTED = 230 };     /* on a page */
enum { MOST_LINKS = 65530, DATE_SIZE = 10, CF_KEY_SIZE = 64 };

/* What a column of the sheet shows of one of the table. */
enum part {
    AS_IT_IS,
    NAMES, /* of the entities of the column */
    IDS,   /* those entities, hidden: the column before has their names */
};

struct column {
    int source; /* of the table */
    enum part part;
    char key[CF_KEY_SIZE]; /* for programs: in the hidden row above the heading */
    cf_cell_style style;
    bool text, date;
    lxw_format *format, *head;
    double width;
};

struct writing {
    cf_xlsx *book;
    const cf_xlsx_table *what;
    int count; /* of columns of the sheet */
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

/* What a cell of text shows; borrowed until the next call. */
static const char *shown_text(struct writing *writing, const struct column *column,
                              const char *text)
{
    if (column->part != NAMES)
        return text;
    return cf_table_column(writing->what->table, column->source)->is_path
               ? cf_xlsx_path(writing->book, text)
               : cf_xlsx_name(writing->book, text);
}

static const char *heading_of(const struct writing *writing, const struct column *column)
{
    const cf_column *source = cf_table_column(writing->what->table, column->source);

    return column->part == IDS ? column->key : cf_column_heading(source);
}

static size_t cell_width(struct writing *writing, const struct column *column, const cf_cell *cell)
{
    char text[CF_CELL_SIZE];
    const char *shown;

    if (column->part == NAMES && cell->known) {
        shown = shown_text(writing, column, cell->text);
        return shown == NULL ? 0 : cf_text_columns(shown);
    }
    cf_cell_print(text, column->style, cell);
    return cf_text_columns(text);
}

/* Room for the filter in the heading, and its words on several lines where it is longer than what
 * stands below. Measures only the first rows. */
static double column_width(struct writing *writing, const struct column *column)
{
    const cf_table *table = writing->what->table;
    long rows = cf_table_row_count(table);
    const char *heading = heading_of(writing, column);
    size_t width = cf_text_columns(heading), word = cf_heading_narrowest(heading);

    width = (width < HEAD_WIDTH ? width : word > HEAD_WIDTH ? word : HEAD_WIDTH) + FILTER_WIDTH;
    for (long r = 0; r < rows && r < ROWS_MEASURED; r++) {
        size_t columns = cell_width(writing, column, cf_table_cell(table, r, column->source));

        width = columns + MARGIN > width ? columns + MARGIN : width;
    }
    if (width > MOST_WIDTH)
        return MOST_WIDTH;
    return width < LEAST_WIDTH ? LEAST_WIDTH : (double)width;
}

static void study(struct writing *writing, struct column *column)
{
    const cf_table *table = writing->what->table;

    column->style = cf_cell_style_for_nearest(table, column->source);
    column->text = cf_kind_is_text(column->style.kind);
    column->date = holds_dates(table, column->source);
    column->width = column_width(writing, column);
    column->format = cf_xlsx_format(writing->book, CF_XLSX_PLAIN,
                                    column->date ? CF_XLSX_DATE : number_of(column->style));
    column->head = cf_xlsx_format(writing->book, column->text ? CF_XLSX_HEAD : CF_XLSX_HEAD_RIGHT,
                                  CF_XLSX_GENERAL);
}

static void add_part(struct writing *writing, int source, enum part part)
{
    struct column *column = &writing->columns[writing->count++];
    const char *name = cf_table_column(writing->what->table, source)->name;

    *column = (struct column){ .source = source, .part = part };
    snprintf(column->key, sizeof column->key, "%.50s%s", name, part == NAMES ? "_name" : "");
    study(writing, column);
}

/* A column of names right behind one of entities says the same as its names. */
static bool repeats(const cf_table *table, int c)
{
    return c > 0 && strcmp(cf_table_column(table, c)->name, "name") == 0 &&
           cf_table_column(table, c - 1)->kind == CF_ENTITY;
}

/* Entities by name, with their ids in a hidden column for programs. */
static void lay_out(struct writing *writing)
{
    const cf_table *table = writing->what->table;
    bool named = writing->book->scenario != NULL;

    for (int c = 0; c < cf_table_column_count(table) && writing->count + 2 <= LXW_COL_MAX; c++) {
        const cf_column *column = cf_table_column(table, c);
        bool split = named && (column->kind == CF_ENTITY || column->is_path);

        if (split)
            add_part(writing, c, NAMES);
        add_part(writing, c, split || (named && repeats(table, c)) ? IDS : AS_IT_IS);
    }
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
    const struct column *column = &writing->columns[c];
    const char *url = what->link == NULL ? NULL : what->link(what->payload, r, column->source);

    if (!put_link(writing, row, c, text, url))
        cf_xlsx_put_text(writing->book, writing->sheet, row, c, shown_text(writing, column, text),
                         column->format);
}

static void put_sheet_cell(struct writing *writing, long r, int c)
{
    const struct column *column = &writing->columns[c];
    const cf_cell *cell = cf_table_cell(writing->what->table, r, column->source);
    lxw_row_t row = (lxw_row_t)(r - writing->first + FIRST_ROW);
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

/* For people, and above it, hidden, for programs. */
static void put_sheet_head(struct writing *writing)
{
    cf_xlsx *book = writing->book;
    int lines = 1;

    for (int c = 0; c < writing->count; c++) {
        const struct column *column = &writing->columns[c];
        int wanted = column->part == IDS ? 1
                                         : cf_heading_lines(heading_of(writing, column),
                                                            (size_t)column->width - FILTER_WIDTH);

        lines = wanted > lines ? wanted : lines;
    }
    lines = lines < MOST_LINES ? lines : MOST_LINES;
    cf_xlsx_check(book,
                  book->by.worksheet_set_row_opt(writing->sheet, KEY_ROW, LXW_DEF_ROW_HEIGHT, NULL,
                                                 &(lxw_row_col_options){ .hidden = 1 }));
    for (int c = 0; c < writing->count; c++)
        cf_xlsx_put_text(book, writing->sheet, KEY_ROW, c, writing->columns[c].key,
                         cf_xlsx_format(book, CF_XLSX_MUTED, CF_XLSX_TEXT));
    cf_xlsx_check(book,
                  book->by.worksheet_set_row(writing->sheet, HEAD_ROW, lines * LINE + 3.0, NULL));
    for (int c = 0; c < writing->count; c++)
        cf_xlsx_put_text(book, writing->sheet, HEAD_ROW, c,
                         heading_of(writing, &writing->columns[c]), writing->columns[c].head);
}

/* The columns of the sheet that stay beside those that scroll. */
static int frozen_columns(const struct writing *writing)
{
    int frozen = 0;

    while (frozen < writing->count && writing->columns[frozen].source < writing->what->frozen)
        frozen++;
    return frozen;
}

static void print(struct writing *writing, long rows)
{
    cf_xlsx_area area = { .pages = 1,
                          .first = HEAD_ROW,
                          .rows = (lxw_row_t)(rows < ROWS_PRINTED ? rows : ROWS_PRINTED) + 1,
                          .all_rows = (lxw_row_t)rows + 1,
                          .head = 1,
                          .all_columns = writing->count };
    double width = 0.0;

    if (!writing->what->printed || writing->first > 0) {
        cf_xlsx_leave_unprinted(writing->book, writing->sheet);
        return;
    }
    while (area.columns < writing->count) {
        const struct column *column = &writing->columns[area.columns];

        width += column->part == IDS ? 0.0 : column->width;
        if (width > WIDTH_PRINTED && area.columns > 0)
            break;
        area.columns++;
    }
    cf_xlsx_print(writing->book, writing->sheet, &area);
}

/* The sheet holds rows first..end of the table. */
static void set_up_sheet(struct writing *writing, long end)
{
    cf_xlsx *book = writing->book;
    lxw_worksheet *sheet = writing->sheet;
    lxw_row_t last = (lxw_row_t)(end - writing->first) + HEAD_ROW;
    char everything[32];

    for (int c = 0; c < writing->count; c++)
        cf_xlsx_check(book,
                      book->by.worksheet_set_column_opt(
                          sheet, (lxw_col_t)c, (lxw_col_t)c, writing->columns[c].width, NULL,
                          &(lxw_row_col_options){ .hidden = writing->columns[c].part == IDS }));
    cf_xlsx_check(book, book->by.worksheet_autofilter(sheet, HEAD_ROW, 0, last,
                                                      (lxw_col_t)(writing->count - 1)));
    book->by.worksheet_freeze_panes(sheet, FIRST_ROW, (lxw_col_t)frozen_columns(writing));
    book->by.lxw_rowcol_to_range(everything, 0, 0, last, (lxw_col_t)(writing->count - 1));
    cf_xlsx_check(book, book->by.worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                                                         everything));
    if (writing->what->tab != 0)
        book->by.worksheet_set_tab_color(sheet, writing->what->tab);
    print(writing, end - writing->first);
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
    struct writing writing = { .book = book, .what = what };
    int columns = cf_table_column_count(what->table);
    long rows = cf_table_row_count(what->table);
    long most = what->most_rows > 0 ? what->most_rows : MOST_ROWS;
    cf_ruler ruler;

    if (book->status != CF_OK || columns == 0)
        return;
    cf_ruler_open(&ruler);
    writing.columns = calloc(2 * (size_t)columns, sizeof *writing.columns);
    if (writing.columns == NULL)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        lay_out(&writing);
    do {
        long end = rows - writing.first > most ? writing.first + most : rows;

        put_sheet(&writing, end);
        if (writing.first == 0 && writing.sheet != NULL)
            cf_xlsx_explain(book, writing.sheet->name, what);
        writing.first = end;
    } while (writing.first < rows && book->status == CF_OK);
    free(writing.columns);
    cf_ruler_close(&ruler);
}
