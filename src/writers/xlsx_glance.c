/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table at a glance, block by block:
 *
 *     Nvidia                              Nvidia
 *            2025   2026   2027                  min   more: pro rata   more: max   [chart]
 *     2025   0.55   1.62   0.02           2025     0             0.55        0.18
 *     2026          0.47   4.99           2026     2             0.66        4.19
 *
 * Cells are written in the order of rows, as a frugal book needs it.
 */
#include "writers/xlsx_glance.h"

#include <math.h>
#include <string.h>

#include "circfin/analysis.h"
#include "report/lookup.h"
#include "writers/xlsx_sheet.h"

enum { MOST_COLUMNS = 1000, MOST_CHARTS = 12, CHART_ROWS = 16, CHART_COLUMN = 5 };
enum { NAME_WIDTH = 14, NUMBER_WIDTH = 11, GRID = 0xDDE3E8, LIGHT = 0xFFFFFF };

/* Of the colour of the first supplier, as on the page: min, pro rata, max. */
static const double shades[3] = { 1.0, 0.55, 0.2 };

struct sheet {
    cf_xlsx *book;
    const cf_report *report;
    const cf_glance *glance;
    cf_lookup rows;
    lxw_worksheet *sheet;
    char name[LXW_SHEETNAME_MAX + 1]; /* of the sheet */
    lxw_row_t row;
    int charts;
};

static void put_text(struct sheet *sheet, int column, const char *text, cf_xlsx_style style)
{
    cf_xlsx_put_text(sheet->book, sheet->sheet, sheet->row, column, text,
                     cf_xlsx_format(sheet->book, style, CF_XLSX_TEXT));
}

static void put_number(struct sheet *sheet, int column, double number, const char *like)
{
    int index = cf_table_find_column(sheet->rows.table, like);
    int look = index < 0 ? CF_XLSX_GENERAL : cf_xlsx_number_of(sheet->rows.table, index);

    cf_xlsx_put_number(sheet->book, sheet->sheet, sheet->row, column, number,
                       cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, look));
}

/* The only period has no name where no deal has a date. */
static const char *key_of(const struct sheet *sheet, long row, const char *column)
{
    const char *key = cf_lookup_text(&sheet->rows, row, column);

    return key == NULL ? "all" : key;
}

static bool is_of(const struct sheet *sheet, long row, const char *column, const char *key)
{
    return row < sheet->rows.rows && strcmp(key_of(sheet, row, column), key) == 0;
}

/* The rows of the block of `row` end before this one. */
static long past_block(const struct sheet *sheet, long row)
{
    const char *key = key_of(sheet, row, sheet->glance->by);

    while (is_of(sheet, row, sheet->glance->by, key))
        row++;
    return row;
}

static void put_name(struct sheet *sheet, long row)
{
    put_text(sheet, 0, cf_xlsx_name(sheet->book, key_of(sheet, row, sheet->glance->by)),
             CF_XLSX_HEADING);
    sheet->row++;
}

/* ---- a matrix ---- */

/* What heads the columns of a block, in the order in which it occurs. */
struct heads {
    const char *at[MOST_COLUMNS];
    int count;
};

static int head_of(const struct heads *heads, const char *key)
{
    for (int i = 0; i < heads->count; i++)
        if (strcmp(heads->at[i], key) == 0)
            return i;
    return -1;
}

static void read_heads(struct heads *heads, const struct sheet *sheet, long row, long past)
{
    heads->count = 0;
    for (; row < past && heads->count < MOST_COLUMNS; row++) {
        const char *key = key_of(sheet, row, sheet->glance->columns);

        if (head_of(heads, key) < 0)
            heads->at[heads->count++] = key;
    }
}

static void put_heads(struct sheet *sheet, const struct heads *heads)
{
    for (int i = 0; i < heads->count; i++)
        put_text(sheet, 1 + i, heads->at[i], CF_XLSX_HEAD_RIGHT);
    sheet->row++;
}

/* One row of the matrix; returns the first row of the table that is not part of it. */
static long put_line(struct sheet *sheet, const struct heads *heads, long row, long past)
{
    const cf_glance *glance = sheet->glance;
    const char *key = key_of(sheet, row, glance->rows);

    put_text(sheet, 0, key, CF_XLSX_PLAIN);
    for (; row < past && is_of(sheet, row, glance->rows, key); row++) {
        int column = head_of(heads, key_of(sheet, row, glance->columns));

        if (column >= 0)
            put_number(sheet, 1 + column, cf_lookup_number(&sheet->rows, row, glance->value),
                       glance->value);
    }
    sheet->row++;
    return row;
}

static void colour(struct sheet *sheet, lxw_row_t first, int columns)
{
    lxw_conditional_format scale = { .type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                     .min_color = LIGHT,
                                     .max_color = cf_xlsx_tint("s0", 0.6) };

    if (sheet->sheet != NULL && sheet->row > first && columns > 0)
        cf_xlsx_check(sheet->book,
                      sheet->book->by.worksheet_conditional_format_range(
                          sheet->sheet, first, 1, sheet->row - 1, (lxw_col_t)columns, &scale));
}

static void put_matrix(struct sheet *sheet, long row, long past)
{
    struct heads heads;
    lxw_row_t first;

    read_heads(&heads, sheet, row, past);
    put_heads(sheet, &heads);
    first = sheet->row;
    while (row < past)
        row = put_line(sheet, &heads, row, past);
    colour(sheet, first, heads.count);
}

/* ---- bands ---- */

/* Each band as what it adds to the one below, which is what stacked areas need. */
static void put_steps(struct sheet *sheet, long row)
{
    const cf_glance *glance = sheet->glance;
    const char *const columns[3] = { glance->low, glance->middle, glance->high };
    double before = 0.0;

    put_text(sheet, 0, key_of(sheet, row, glance->rows), CF_XLSX_PLAIN);
    for (int i = 0; i < 3; i++) {
        double value = cf_lookup_number(&sheet->rows, row, columns[i]);

        if (isnan(value))
            continue;
        put_number(sheet, 1 + i, fmax(value - before, 0.0), columns[i]);
        before = value;
    }
    sheet->row++;
}

static void put_area(struct sheet *sheet, lxw_chart *chart, lxw_row_t first, int column)
{
    const cf_xlsx_library *by = &sheet->book->by;
    lxw_chart_series *series = by->chart_add_series(chart, NULL, NULL);
    lxw_row_t last = sheet->row - 1;

    if (series == NULL)
        return;
    by->chart_series_set_categories(series, sheet->name, first, 0, last, 0);
    by->chart_series_set_values(series, sheet->name, first, (lxw_col_t)column, last,
                                (lxw_col_t)column);
    by->chart_series_set_name_range(series, sheet->name, first - 1, (lxw_col_t)column);
    by->chart_series_set_fill(series,
                              &(lxw_chart_fill){ .color = cf_xlsx_tint("s0", shades[column - 1]) });
}

static void put_chart(struct sheet *sheet, lxw_row_t first, const char *title)
{
    const cf_xlsx_library *by = &sheet->book->by;
    lxw_chart *chart = by->workbook_add_chart(sheet->book->book, LXW_CHART_AREA_STACKED);
    const char *clean = cf_xlsx_clean(sheet->book, title);

    if (chart == NULL) {
        cf_xlsx_check(sheet->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    by->chart_title_set_name(chart, clean == NULL ? "" : clean);
    by->chart_title_set_name_font(chart, &(lxw_chart_font){ .size = 11, .bold = 1 });
    by->chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    by->chart_chartarea_set_line(chart, &(lxw_chart_line){ .none = 1 });
    by->chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_TRUE);
    by->chart_axis_major_gridlines_set_line(chart->y_axis,
                                            &(lxw_chart_line){ .color = GRID, .width = 0.75F });
    for (int column = 1; column <= 3; column++)
        put_area(sheet, chart, first, column);
    cf_xlsx_check(sheet->book, by->worksheet_insert_chart_opt(sheet->sheet, first - 1, CHART_COLUMN,
                                                              chart, NULL));
    sheet->charts++;
}

/* Whether the highest band ever leaves 0. */
static bool is_drawn(const struct sheet *sheet, long row, long past)
{
    for (; row < past; row++)
        if (cf_lookup_number(&sheet->rows, row, sheet->glance->high) > 0.0)
            return sheet->charts < MOST_CHARTS && sheet->sheet != NULL;
    return false;
}

static void put_bands(struct sheet *sheet, long row, long past)
{
    static const char *const heads[3] = { "must (min)", "more, if all mix (pro rata)",
                                          "more, at most (max)" };
    const char *id = key_of(sheet, row, sheet->glance->by);
    bool drawn = is_drawn(sheet, row, past);
    lxw_row_t first = sheet->row + 1;

    for (int i = 0; i < 3; i++)
        put_text(sheet, 1 + i, heads[i], CF_XLSX_HEAD_RIGHT);
    sheet->row++;
    for (; row < past; row++)
        put_steps(sheet, row);
    if (!drawn)
        return;
    put_chart(sheet, first, cf_xlsx_name(sheet->book, id));
    if (sheet->row < first + CHART_ROWS)
        sheet->row = first + CHART_ROWS;
}

/* ---- the sheet ---- */

/* What the analysis of the report says about the table. */
static const cf_glance *glance_of(const cf_report *report, const cf_table *table)
{
    const cf_analysis *analysis = cf_analysis_find(cf_report_command(report));

    for (int i = 0; analysis != NULL && analysis->tables[i] != NULL; i++)
        if (strcmp(analysis->tables[i], cf_table_name(table)) == 0)
            return analysis->columns[i]->glance;
    return NULL;
}

static void set_up(struct sheet *sheet, lxw_color_t tab)
{
    const cf_xlsx_library *by = &sheet->book->by;
    double width = sheet->glance->columns != NULL ? NUMBER_WIDTH : 2.4 * NUMBER_WIDTH;
    lxw_col_t last = sheet->glance->columns != NULL ? MOST_COLUMNS : 3;

    if (sheet->sheet == NULL)
        return;
    strcpy(sheet->name, sheet->sheet->name);
    cf_xlsx_check(sheet->book, by->worksheet_set_column(sheet->sheet, 0, 0, NAME_WIDTH, NULL));
    cf_xlsx_check(sheet->book, by->worksheet_set_column(sheet->sheet, 1, last, width, NULL));
    if (tab != 0)
        by->worksheet_set_tab_color(sheet->sheet, tab);
    cf_xlsx_leave_unprinted(sheet->book, sheet->sheet);
}

void cf_xlsx_put_glance(cf_xlsx *book, const cf_report *report, const cf_table *table,
                        lxw_color_t tab)
{
    const cf_glance *glance = glance_of(report, table);
    struct sheet sheet = { .book = book, .report = report, .glance = glance };

    if (glance == NULL || cf_table_row_count(table) == 0)
        return;
    sheet.rows = cf_lookup_of(report, cf_table_name(table));
    sheet.sheet = cf_xlsx_add_sheet(book, glance->sheet);
    set_up(&sheet, tab);
    for (long row = 0, past; row < sheet.rows.rows; row = past) {
        past = past_block(&sheet, row);
        put_name(&sheet, row);
        if (glance->columns != NULL)
            put_matrix(&sheet, row, past);
        else
            put_bands(&sheet, row, past);
        sheet.row++;
    }
}
