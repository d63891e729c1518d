/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table as aligned text:
 *
 *   supplier   min  pro rata         numbers right, text left, two spaces between
 *   Nvidia    12.0      18.4
 *   Another      0       3.1         if too wide: break headings between words, then shorten the
 *                                    widest texts that are no keys, then leave out columns, then
 *                                    shorten keys; bars take the free room
 */
#include <stdlib.h>
#include <string.h>

#include "base/width.h"
#include "circfin/text.h"
#include "writers/heading.h"
#include "writers/cell_style.h"
#include "writers/page.h"

/* Columns of the terminal. A key is the first column, or an entity; where the page is narrow, it
 * has two thirds of it. */
enum { GAP = 2, LEAST_TEXT = 8, LEAST_KEY = 32, LEAST_BAR = 8, LEAST_SPAN = 16, MOST_BAR = 40 };
#define ELLIPSIS "\xE2\x80\xA6"
#define ARROW " \xE2\x86\x92 "
enum { ARROW_COLUMNS = 3, LEAST_ENDS = 6 };

struct column {
    cf_cell_style style;
    size_t cells;   /* width of its cells */
    size_t heading; /* width of its heading in one line */
    size_t word;    /* width of the longest word of the heading */
    size_t width;   /* its width on the page */
    bool left_out;
};

struct grid {
    const cf_page *page;
    const cf_table *table;
    struct column *columns;
    int count;
    size_t pending; /* spaces before the next text; dropped at the end of a line */
};

static void print_heading(char text[static CF_CELL_SIZE], const struct grid *grid, int column)
{
    cf_text_printable(text, CF_CELL_SIZE, cf_column_heading(cf_table_column(grid->table, column)));
}

static size_t least_bar(cf_cell_style style)
{
    return style.kind == CF_SPAN ? LEAST_SPAN : LEAST_BAR;
}

static void measure_column(struct grid *grid, int c)
{
    struct column *column = &grid->columns[c];
    char text[CF_CELL_SIZE];

    column->style = cf_cell_style_of_column(grid->table, c);
    if (cf_cell_style_is_drawn(column->style))
        column->style.columns = (int)least_bar(column->style);
    print_heading(text, grid, c);
    column->heading = cf_ruler_columns(text);
    column->word = cf_heading_narrowest(text);
    for (long r = 0; r < cf_table_row_count(grid->table); r++) {
        size_t columns;

        cf_cell_print(text, column->style, cf_table_cell(grid->table, r, c));
        columns = cf_ruler_columns(text);
        column->cells = columns > column->cells ? columns : column->cells;
    }
    if (cf_cell_style_is_drawn(column->style))
        column->cells = least_bar(column->style);
}

static size_t total_width(const struct grid *grid)
{
    size_t total = 0;

    for (int c = 0; c < grid->count; c++)
        if (!grid->columns[c].left_out)
            total += grid->columns[c].width + (c > 0 ? GAP : 0);
    return total;
}

static bool is_key(const struct grid *grid, int c)
{
    return c == 0 || grid->columns[c].style.kind == CF_ENTITY;
}

/* What a text is not made shorter than, or a drawing. */
static size_t least_width(const struct grid *grid, int c, bool keys_too)
{
    size_t most = grid->page->width * 2 / 3, key = most < LEAST_KEY ? most : LEAST_KEY;

    if (cf_cell_style_is_drawn(grid->columns[c].style))
        return least_bar(grid->columns[c].style);
    return is_key(grid, c) && !keys_too && key > LEAST_TEXT ? key : LEAST_TEXT;
}

/* The widest text that may become shorter, or NULL. */
static struct column *widest_text(struct grid *grid, bool keys_too)
{
    struct column *widest = NULL;

    for (int c = 0; c < grid->count; c++) {
        struct column *column = &grid->columns[c];

        if (!column->left_out && cf_cell_style_is_text(column->style) &&
            column->width > least_width(grid, c, keys_too) &&
            (widest == NULL || column->width > widest->width))
            widest = column;
    }
    return widest;
}

static void give_width(struct grid *grid, bool broken)
{
    for (int c = 0; c < grid->count; c++) {
        struct column *column = &grid->columns[c];
        size_t heading = broken ? column->word : column->heading;

        column->width = column->cells > heading ? column->cells : heading;
    }
}

/* Whether the columns that are not left out can be made to fit. */
static bool fit_columns(struct grid *grid, bool keys_too)
{
    give_width(grid, false);
    if (total_width(grid) <= grid->page->width)
        return true;
    give_width(grid, true);
    while (total_width(grid) > grid->page->width) {
        struct column *widest = widest_text(grid, keys_too);

        if (widest == NULL)
            return false;
        widest->width--;
    }
    return true;
}

/* Of those that can be spared, the last one of the most; never the first column, nor the last that
 * would be left beside it. */
static bool leave_one_out(struct grid *grid)
{
    int found = 0, left = 0;

    for (int c = 1; c < grid->count; c++) {
        if (grid->columns[c].left_out)
            continue;
        left++;
        if (found == 0 ||
            cf_table_column(grid->table, c)->spare >= cf_table_column(grid->table, found)->spare)
            found = c;
    }
    if (left < 2)
        return false;
    grid->columns[found].left_out = true;
    return true;
}

static void choose_columns(struct grid *grid)
{
    while (!fit_columns(grid, false))
        if (!leave_one_out(grid))
            break;
    if (total_width(grid) <= grid->page->width || fit_columns(grid, true))
        return;
    for (int c = 1; c < grid->count; c++)
        grid->columns[c].left_out = true;
    if (!fit_columns(grid, true))
        grid->columns[0].width = grid->page->width;
}

static void widen_bars(struct grid *grid)
{
    for (int c = 0; c < grid->count; c++) {
        struct column *column = &grid->columns[c];
        size_t total = total_width(grid);

        if (!cf_cell_style_is_drawn(column->style) || column->left_out)
            continue;
        if (column->width < MOST_BAR && total < grid->page->width) {
            size_t more = grid->page->width - total, missing = MOST_BAR - column->width;

            column->width += more < missing ? more : missing;
        }
        column->style.columns = (int)column->width;
    }
}

static void lay_out_grid(struct grid *grid)
{
    for (int c = 0; c < grid->count; c++)
        measure_column(grid, c);
    choose_columns(grid);
    widen_bars(grid);
}

/* Keeps spaces back until a text follows, so that no line ends in spaces. */
static void put_grid_text(struct grid *grid, const char *text, size_t length)
{
    size_t inner = length;

    while (inner > 0 && text[inner - 1] == ' ')
        inner--;
    if (inner > 0) {
        for (; grid->pending > 0; grid->pending--)
            putc(' ', grid->page->out);
        fwrite(text, 1, inner, grid->page->out);
    }
    grid->pending += length - inner;
}

/* As much of a text as fits, with an ellipsis where it does not. Returns its columns. */
static size_t put_beginning(struct grid *grid, const char *text, size_t width)
{
    size_t length = strlen(text), columns = cf_ruler_columns(text);

    if (columns <= width) {
        put_grid_text(grid, text, length);
        return columns;
    }
    length = cf_ruler_fit(text, width - 1);
    while (length > 0 && text[length - 1] == ' ')
        length--;
    put_grid_text(grid, text, length);
    put_grid_text(grid, ELLIPSIS, strlen(ELLIPSIS));
    return columns - cf_ruler_columns(text + length) + 1;
}

/* Both ends of "Payer → Payee", each with half of the room or what the other leaves. False: the
 * text is none, or there is no room for both. */
static bool put_ends(struct grid *grid, char *text, size_t width)
{
    char *arrow = strstr(text, ARROW), *second;
    size_t room, first, columns;

    if (arrow == NULL || width < ARROW_COLUMNS + LEAST_ENDS)
        return false;
    second = arrow + strlen(ARROW);
    if (strstr(second, ARROW) != NULL)
        return false; /* a path */
    *arrow = '\0';
    room = width - ARROW_COLUMNS;
    first = cf_ruler_columns(second) < room / 2 ? room - cf_ruler_columns(second) : room / 2;
    columns = put_beginning(grid, text, first);
    put_grid_text(grid, ARROW, strlen(ARROW));
    columns += ARROW_COLUMNS;
    columns += put_beginning(grid, second, width - columns);
    grid->pending += width - columns;
    return true;
}

/* A number that does not fit becomes an ellipsis: its first digits would be another number. */
static void put_shortened(struct grid *grid, const struct column *column, char *text)
{
    if (cf_cell_style_is_text(column->style) && put_ends(grid, text, column->width))
        return;
    if (cf_cell_style_is_text(column->style)) {
        grid->pending += column->width - put_beginning(grid, text, column->width);
    } else {
        put_grid_text(grid, ELLIPSIS, strlen(ELLIPSIS));
        grid->pending += column->width - 1;
    }
}

static void put_grid_cell(struct grid *grid, int c, char *text)
{
    const struct column *column = &grid->columns[c];
    size_t columns = cf_ruler_columns(text);

    if (column->left_out)
        return;
    if (c > 0)
        grid->pending += GAP;
    if (columns > column->width) {
        put_shortened(grid, column, text);
        return;
    }
    if (!cf_cell_style_is_text(column->style))
        grid->pending += column->width - columns;
    put_grid_text(grid, text, strlen(text));
    if (cf_cell_style_is_text(column->style))
        grid->pending += column->width - columns;
}

static void end_line(struct grid *grid)
{
    grid->pending = 0;
    putc('\n', grid->page->out);
}

static int heading_lines(const struct grid *grid)
{
    int most = 1;

    for (int c = 0; c < grid->count; c++) {
        char text[CF_CELL_SIZE];
        int lines;

        if (grid->columns[c].left_out)
            continue;
        print_heading(text, grid, c);
        lines = cf_heading_lines(text, grid->columns[c].width);
        most = lines > most ? lines : most;
    }
    return most;
}

/* Headings end on the same line; `below` lines of the tallest follow. */
static void put_heading_line(struct grid *grid, int below)
{
    for (int c = 0; c < grid->count; c++) {
        size_t width = grid->columns[c].width, length = 0;
        char text[CF_CELL_SIZE], *line = text;
        int lines;

        print_heading(text, grid, c);
        lines = cf_heading_lines(text, width);
        if (below < lines)
            line += cf_heading_line(text, width, lines - 1 - below, &length) - text;
        line[length] = '\0';
        put_grid_cell(grid, c, line);
    }
}

static void put_headings(struct grid *grid)
{
    for (int below = heading_lines(grid) - 1; below >= 0; below--) {
        if (grid->page->colour)
            fputs("\033[1m", grid->page->out);
        put_heading_line(grid, below);
        if (grid->page->colour)
            fputs("\033[0m", grid->page->out);
        end_line(grid);
    }
}

static void put_grid_rows(struct grid *grid)
{
    char text[CF_CELL_SIZE];

    for (long r = 0; r < cf_table_row_count(grid->table) && !ferror(grid->page->out); r++) {
        for (int c = 0; c < grid->count; c++) {
            cf_cell_print(text, grid->columns[c].style, cf_table_cell(grid->table, r, c));
            put_grid_cell(grid, c, text);
        }
        end_line(grid);
    }
}

/* The heading of a column that is left out and has one, else NULL. */
static const char *missing_heading(const struct grid *grid, int c)
{
    const char *heading = cf_column_heading(cf_table_column(grid->table, c));

    return grid->columns[c].left_out && heading[0] != '\0' ? heading : NULL;
}

/* "(too narrow for 2 more columns: net, gross)" */
static cf_status put_missing_columns(const struct grid *grid)
{
    size_t size = 64;
    int missing = 0;
    char *note = NULL;
    const char *before = " ";
    cf_status status;

    for (int c = 0; c < grid->count; c++) {
        if (missing_heading(grid, c) == NULL)
            continue;
        missing++;
        size += strlen(missing_heading(grid, c)) + 2;
    }
    if (missing == 0)
        return CF_OK;
    note = malloc(size);
    if (note == NULL)
        return CF_NO_MEMORY;
    snprintf(note, size, "(too narrow for %d more column%s:", missing, missing == 1 ? "" : "s");
    for (int c = 0; c < grid->count; c++) {
        if (missing_heading(grid, c) == NULL)
            continue;
        strcat(note, before);
        strcat(note, missing_heading(grid, c));
        before = ", ";
    }
    strcat(note, ")");
    status = cf_page_paragraph(grid->page, note);
    free(note);
    return status;
}

cf_status cf_page_table(const cf_page *page, const cf_table *table)
{
    int count = cf_table_column_count(table);
    struct grid grid = { .page = page, .table = table, .count = count };
    cf_status status;

    grid.columns = calloc((size_t)count, sizeof *grid.columns);
    if (grid.columns == NULL)
        return CF_NO_MEMORY;
    lay_out_grid(&grid);
    put_headings(&grid);
    put_grid_rows(&grid);
    status = put_missing_columns(&grid);
    free(grid.columns);
    return status;
}
