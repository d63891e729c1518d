/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decimals of a column, and its cells as text: numbers, shares, flags, bars and sparklines. */
#include "writers/cell_style.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tolerance.h"
#include "circfin/text.h"

enum { USUAL_DECIMALS = 2, MOST_DECIMALS = 9, SHARE_DECIMALS = 1 };
enum { MOST_CHAIN = 16 };
enum { BOUND_DECIMALS = 6, BOUND_SHARE_DECIMALS = 4 };
#define NULL_SIGN "\xE2\x80\x93" /* an en dash */
#define MOST_WRITTEN_OUT 1e15    /* larger numbers are printed as 1.5e+20 */

/* The sizes that decide the decimals of a column. */
struct extent {
    double largest, smallest; /* the smallest above 0, or 0 if there is none */
    bool whole;
};

static void extend(struct extent *extent, const cf_cell *cell)
{
    double size = cell->known ? fabs(cell->number) : 0.0;

    if (size <= 0.0 || size >= MOST_WRITTEN_OUT)
        return;
    extent->largest = fmax(extent->largest, size);
    if (extent->smallest <= 0.0 || size < extent->smallest)
        extent->smallest = size;
    if (fabs(size - round(size)) > CF_SAME_FIGURE * size)
        extent->whole = false;
}

/* The decimals needed to show `digits` significant digits. */
static int decimals_for(double size, int digits)
{
    int decimals = digits - 1 - (int)floor(log10(size));

    return decimals > 0 ? decimals : 0;
}

/* Three significant digits of the largest number. Up to two decimals, also one digit of the
 * smallest, and one decimal below 1000. More than two decimals only if all numbers are small. */
static int decimals_of(const struct extent *extent, int usual)
{
    int decimals;

    if (extent->whole)
        return 0;
    decimals = decimals_for(extent->largest, 3);
    if (decimals > usual)
        return decimals < MOST_DECIMALS ? decimals : MOST_DECIMALS;
    if (extent->largest < 1000.0 && decimals == 0)
        decimals = 1;
    if (decimals_for(extent->smallest, 1) > decimals)
        decimals = decimals_for(extent->smallest, 1);
    return decimals < usual ? decimals : usual;
}

/* Factors and rates have one more than amounts. */
static int most_usual(cf_kind kind)
{
    return kind == CF_NUMBER ? USUAL_DECIMALS + 1 : USUAL_DECIMALS;
}

static bool has_decimals(cf_kind kind)
{
    return kind == CF_MONEY || kind == CF_NUMBER;
}

/* Where values do not decide. */
static int usual_decimals(cf_kind kind)
{
    return kind == CF_SHARE ? SHARE_DECIMALS : 0;
}

static cf_cell_style own_style(const cf_table *table, int column)
{
    cf_cell_style style = { .kind = cf_table_column(table, column)->kind,
                            .rounding = cf_table_column(table, column)->rounding,
                            .decimals = usual_decimals(cf_table_column(table, column)->kind) };
    struct extent extent = { .whole = true };

    if (!has_decimals(style.kind))
        return style;
    for (long r = 0; r < cf_table_row_count(table); r++) {
        extend(&extent, cf_table_cell(table, r, column));
        style.shaded = style.shaded || cf_table_cell(table, r, column)->shade > 0;
    }
    style.decimals = decimals_of(&extent, most_usual(style.kind));
    return style;
}

/* ---- columns that never exceed another ---- */

/* The columns of a table that are within another, and those that they are within. */
struct chain {
    const cf_table *table;
    int count;
    int columns[MOST_CHAIN], within[MOST_CHAIN]; /* within: a place in the chain, or -1 */
    cf_cell_style styles[MOST_CHAIN];
};

/* The place of a column in the chain, where it has one after this; else -1. */
static int join_chain(struct chain *chain, int column)
{
    for (int i = 0; i < chain->count; i++)
        if (chain->columns[i] == column)
            return i;
    if (column < 0 || chain->count == MOST_CHAIN)
        return -1;
    chain->columns[chain->count] = column;
    chain->within[chain->count] = -1;
    chain->styles[chain->count] = own_style(chain->table, column);
    return chain->count++;
}

static void find_chain(struct chain *chain, const cf_table *table)
{
    *chain = (struct chain){ .table = table };
    for (int c = 0; c < cf_table_column_count(table); c++) {
        const char *name = cf_table_column(table, c)->within;
        int most = name == NULL ? -1 : cf_table_find_column(table, name);
        int at = most < 0 ? -1 : join_chain(chain, c);

        if (at >= 0)
            chain->within[at] = join_chain(chain, most);
    }
}

/* The number that a cell reads as. */
static double reads(cf_cell_style style, const cf_cell *cell)
{
    char text[CF_CELL_SIZE], *to = text;

    cf_cell_print(text, style, cell); /* a number above 0: see reads_as_more() */
    for (const char *from = text; *from != '\0'; from++)
        if (*from != ',')
            *to++ = *from;
    *to = '\0';
    return strtod(text, NULL);
}

/* By how much a cell may read as more, or less, than it is. */
static double most_more(cf_cell_style style)
{
    double step = pow(10.0, -style.decimals);

    return style.rounding == CF_UP ? step : style.rounding == CF_DOWN ? 0.0 : step / 2.0;
}

static double most_less(cf_cell_style style)
{
    return pow(10.0, -style.decimals) - most_more(style);
}

/* Rounding keeps the order of numbers. */
static bool never_reads_as_more(cf_cell_style style, cf_cell_style limit)
{
    if (style.decimals == limit.decimals)
        return style.rounding == limit.rounding || style.rounding == CF_DOWN ||
               limit.rounding == CF_UP;
    return limit.rounding == CF_UP && limit.decimals < style.decimals;
}

/* Whether some cell of a column reads as more than that of the column it is within. */
static bool reads_as_more(const struct chain *chain, int i)
{
    int most = chain->within[i];
    double apart;

    if (most < 0 || never_reads_as_more(chain->styles[i], chain->styles[most]))
        return false;
    apart = most_more(chain->styles[i]) + most_less(chain->styles[most]);
    for (long r = 0; r < cf_table_row_count(chain->table); r++) {
        const cf_cell *cell = cf_table_cell(chain->table, r, chain->columns[i]);
        const cf_cell *limit = cf_table_cell(chain->table, r, chain->columns[most]);

        if (cell->known && limit->known && cell->number > 0.0 &&
            cell->number + apart >= limit->number &&
            reads(chain->styles[i], cell) > reads(chain->styles[most], limit))
            return true;
    }
    return false;
}

static bool some_read_as_more(const struct chain *chain)
{
    for (int i = 0; i < chain->count; i++)
        if (reads_as_more(chain, i))
            return true;
    return false;
}

/* Gives all of them the same decimals, as few as do; where that is not enough, limits are
 * rounded up as well. */
static void settle_chain(struct chain *chain)
{
    int decimals = 0, most;

    for (int i = 0; i < chain->count; i++)
        decimals = chain->styles[i].decimals > decimals ? chain->styles[i].decimals : decimals;
    most = decimals < USUAL_DECIMALS ? USUAL_DECIMALS : decimals + 1;
    for (; decimals <= most && some_read_as_more(chain); decimals++)
        for (int i = 0; i < chain->count; i++)
            chain->styles[i].decimals = decimals;
    for (int round = 0; round < chain->count; round++)
        for (int i = 0; i < chain->count; i++)
            if (reads_as_more(chain, i))
                chain->styles[chain->within[i]].rounding = CF_UP;
}

cf_cell_style cf_cell_style_of_column(const cf_table *table, int column)
{
    struct chain chain;

    find_chain(&chain, table);
    for (int i = 0; i < chain.count; i++) {
        if (chain.columns[i] != column)
            continue;
        settle_chain(&chain);
        return chain.styles[i];
    }
    return own_style(table, column);
}

cf_cell_style cf_cell_style_of_value(cf_kind kind, const cf_cell *cell)
{
    cf_cell_style style = { .kind = kind, .decimals = usual_decimals(kind) };
    struct extent extent = { .whole = true };

    if (!has_decimals(kind))
        return style;
    extend(&extent, cell);
    style.decimals = decimals_of(&extent, most_usual(style.kind));
    return style;
}

bool cf_cell_style_is_text(cf_cell_style style)
{
    return cf_kind_is_text(style.kind) || cf_cell_style_is_drawn(style);
}

bool cf_cell_style_is_drawn(cf_cell_style style)
{
    return style.kind == CF_BAR || style.kind == CF_COURSE || style.kind == CF_SPAN;
}

static cf_rounding rounding_of(cf_cell_style style, const cf_cell *cell)
{
    return cell->rounding != CF_NEAREST ? (cf_rounding)cell->rounding : style.rounding;
}

/* "-5" gets the minus sign U+2212. */
static void set_minus(char text[static CF_CELL_SIZE])
{
    if (text[0] != '-')
        return;
    memmove(text + strlen(CF_MINUS), text + 1, strlen(text)); /* with its NUL */
    memcpy(text, CF_MINUS, strlen(CF_MINUS));
}

static void print_number(char text[static CF_CELL_SIZE], double number, int decimals,
                         cf_rounding rounding)
{
    if (fabs(number) >= MOST_WRITTEN_OUT)
        cf_text_number(text, number);
    else
        cf_text_rounded(text, number, fabs(number) > 0.0 ? decimals : 0, rounding);
    set_minus(text);
}

static void print_share(char text[static CF_CELL_SIZE], double share, int decimals,
                        cf_rounding rounding)
{
    double percent = share * 100.0;

    if (!isfinite(percent)) { /* a share near the largest double */
        cf_text_number(text, share);
        return;
    }
    if (fabs(percent) >= MOST_WRITTEN_OUT)
        cf_text_number(text, percent);
    else
        cf_text_rounded(text, percent, decimals, rounding);
    set_minus(text);
    strcat(text, " %"); /* all leave more than 100 bytes free */
}

/* Full blocks, then one of U+2589 (seven eighths) to U+258F (one eighth). */
static void print_bar(char text[static CF_CELL_SIZE], double part, int columns)
{
    const int most = (CF_CELL_SIZE - 1) / 3;
    int full = 8 * (columns < most ? columns : most);
    int eighths = (int)lround(fmin(fmax(part, 0.0), 1.0) * full);
    char *at = text;

    if (eighths == 0 && part > 0 && full > 0)
        eighths = 1; /* a small part must not look like 0 */
    for (; eighths > 0; eighths -= 8) {
        unsigned block = eighths >= 8 ? 0x88u : 0x90u - (unsigned)eighths;

        *at++ = '\xE2';
        *at++ = '\x96';
        *at++ = (char)block;
    }
    *at = '\0';
}

/* One block a column, U+2581 to U+2588. If there are more heights than columns, shows an even
 * selection that includes the first and the last. */
static void print_sparkline(char text[static CF_CELL_SIZE], const char *heights, int columns)
{
    const int most = (CF_CELL_SIZE - 1) / 3;
    int count = (int)strlen(heights), shown = columns < most ? columns : most;
    char *at = text;

    shown = count < shown ? count : shown;
    for (int i = 0; i < shown; i++) {
        char height =
            heights[shown < 2 ? count - 1 : (i * (count - 1) + (shown - 1) / 2) / (shown - 1)];

        if (height < '1' || height > '8') {
            *at++ = ' ';
            continue;
        }
        *at++ = '\xE2';
        *at++ = '\x96';
        *at++ = (char)(0x80 + (height - '0'));
    }
    *at = '\0';
}

/* The column of a part of a line: the ends of a span never inside it. */
static int column_at(long part, int columns, cf_rounding rounding)
{
    double at = (double)part * (columns - 1) / CF_SPAN_WHOLE;

    return (int)(rounding == CF_DOWN ? floor(at) : rounding == CF_UP ? ceil(at) : round(at));
}

/* A line with a mark, such as  ├──●─────┤ ; the mark alone where it has no length. */
static void print_span(char text[static CF_CELL_SIZE], const char *span, int columns)
{
    const int most = (CF_CELL_SIZE - 1) / 3;
    char *rest = NULL, *at = text;
    long low = strtol(span, &rest, 10), middle = strtol(rest, &rest, 10);
    long high = strtol(rest, &rest, 10);
    int width = columns < most ? columns : most, mark = column_at(middle, width, CF_NEAREST);
    int first = low == high ? mark : column_at(low, width, CF_DOWN);
    int last = low == high ? mark : column_at(high, width, CF_UP);

    for (int c = 0; *span != '\0' && c <= last; c++) {
        const char *sign = c == mark    ? "\xE2\x97\x8F"
                           : c < first  ? " "
                           : c == first ? "\xE2\x94\x9C"
                           : c == last  ? "\xE2\x94\xA4"
                                        : "\xE2\x94\x80";

        at = stpcpy(at, sign);
    }
    *at = '\0';
}

/* U+2591 to U+2588, or as much room. */
static void add_shade(char text[static CF_CELL_SIZE], int shade)
{
    static const char *const marks[] = { "  ", " \xE2\x96\x91", " \xE2\x96\x92", " \xE2\x96\x93",
                                         " \xE2\x96\x88" };

    strcat(text, marks[shade]); /* numbers leave more than 100 bytes free */
}

static void print_cell(char text[static CF_CELL_SIZE], cf_cell_style style, const cf_cell *cell)
{
    if (style.kind == CF_BAR)
        print_bar(text, cell->known ? cell->number : 0.0, style.columns);
    else if (style.kind == CF_COURSE)
        print_sparkline(text, cell->known ? cell->text : "", style.columns);
    else if (style.kind == CF_SPAN)
        print_span(text, cell->known ? cell->text : "", style.columns);
    else if (!cell->known)
        memcpy(text, NULL_SIGN, sizeof NULL_SIGN);
    else if (cf_cell_style_is_text(style))
        cf_text_printable(text, CF_CELL_SIZE, cell->text);
    else if (style.kind == CF_FLAG)
        strcpy(text, cell->number > 0.0 ? "true" : "false");
    else if (style.kind == CF_SHARE)
        print_share(text, cell->number, style.decimals, rounding_of(style, cell));
    else
        print_number(text, cell->number, style.decimals, rounding_of(style, cell));
}

void cf_cell_print(char text[static CF_CELL_SIZE], cf_cell_style style, const cf_cell *cell)
{
    print_cell(text, style, cell);
    if (style.shaded)
        add_shade(text, cell->shade);
}

/* Whether a cell reads the same rounded to the nearest and as the bound that it is. */
static bool reads_as_bound(cf_cell_style style, const cf_cell *cell)
{
    cf_cell plain = *cell;
    char bound[CF_CELL_SIZE], nearest[CF_CELL_SIZE];

    cf_cell_print(bound, style, cell);
    plain.rounding = CF_NEAREST;
    style.rounding = CF_NEAREST;
    cf_cell_print(nearest, style, &plain);
    return strcmp(bound, nearest) == 0;
}

cf_cell_style cf_cell_style_for_nearest(const cf_table *table, int column)
{
    cf_cell_style style = cf_cell_style_of_column(table, column);
    int most = style.kind == CF_SHARE ? BOUND_SHARE_DECIMALS : BOUND_DECIMALS;

    if (style.kind != CF_SHARE && !has_decimals(style.kind))
        return style;
    for (long r = 0; r < cf_table_row_count(table) && style.decimals < most; r++)
        while (style.decimals < most && !reads_as_bound(style, cf_table_cell(table, r, column)))
            style.decimals++;
    return style;
}
