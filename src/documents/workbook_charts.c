/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The charts of the summary. Their numbers are on the sheet "chart data", so
 * that every viewer draws them, one block beside the other:
 *
 *     loop-back     exposure      drivers       timeline
 *     0..3          5..8          10..12        14..
 *
 * Bars grow upwards from the first row, so the largest comes last.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "documents/workbook.h"

enum { LOOPBACK = 0, EXPOSURE = 5, DRIVERS = 10, TIMELINE = 14 };
enum { MOST_SUPPLIERS = 12, MOST_DRIVERS = 10, MOST_LINES = 5, LABEL_MOST = 28, TITLE_MOST = 60 };
enum { HEAD_ROW = 1, FIRST_ROW = 2, CHART_ROWS = 17, RIGHT_COLUMN = 6 };
enum { CHART_WIDTH = 560, CHART_HEIGHT = 320, GRID = 0xDDE3E8 };

/* Of a supplier's colour: min, up to pro rata, up to max. */
static const double shades[3] = { 1.0, 0.55, 0.2 };

static const uint8_t dashes[MOST_LINES] = { LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH,
                                            LXW_CHART_LINE_DASH_ROUND_DOT,
                                            LXW_CHART_LINE_DASH_LONG_DASH,
                                            LXW_CHART_LINE_DASH_DASH_DOT };

struct charts {
    cf_workbook *workbook;
    cf_xlsx *book;
    const cf_xlsx_library *by; /* of the book */
    lxw_worksheet *summary, *data;
    lxw_row_t row; /* of the summary, for the next pair of charts */
    int placed;
};

/* ---- data ---- */

static void put_head(struct charts *charts, lxw_row_t row, int column, const char *text,
                     cf_xlsx_style style)
{
    cf_xlsx_put_text(charts->book, charts->data, row, column, text,
                     cf_xlsx_format(charts->book, style, CF_XLSX_TEXT));
}

static void put_number(struct charts *charts, lxw_row_t row, int column, double number, int look)
{
    cf_xlsx_put_number(charts->book, charts->data, row, column, number,
                       cf_xlsx_format(charts->book, CF_XLSX_PLAIN, look));
}

/* A name as a label of a chart: short, on one line. */
static void put_label(struct charts *charts, lxw_row_t row, int column, const char *name)
{
    char label[LABEL_MOST * 4 + 8];
    size_t length = cf_text_beginning(name, LABEL_MOST);

    memcpy(label, name, length);
    strcpy(label + length, name[length] != '\0' ? "\xE2\x80\xA6" : "");
    put_head(charts, row, column, label, CF_XLSX_PLAIN);
}

/* ---- a chart ---- */

static lxw_chart *new_chart(struct charts *charts, int type, const char *title)
{
    lxw_chart *chart = charts->by->workbook_add_chart(charts->book->book, (uint8_t)type);

    if (chart == NULL) {
        cf_xlsx_check(charts->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    charts->by->chart_title_set_name(chart, title);
    charts->by->chart_title_set_name_font(chart, &(lxw_chart_font){ .size = 11, .bold = 1 });
    charts->by->chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    charts->by->chart_chartarea_set_line(chart, &(lxw_chart_line){ .none = 1 });
    return chart;
}

static void set_grid(const struct charts *charts, lxw_chart_axis *axis)
{
    charts->by->chart_axis_major_gridlines_set_visible(axis, LXW_TRUE);
    charts->by->chart_axis_major_gridlines_set_line(
        axis, &(lxw_chart_line){ .color = GRID, .width = 0.75F });
}

/* The column of the data as a series, with its head as name; labels stand in another column. */
static lxw_chart_series *add_series(const struct charts *charts, lxw_chart *chart, int labels,
                                    int column, lxw_row_t last)
{
    lxw_chart_series *series = charts->by->chart_add_series(chart, NULL, NULL);

    if (series == NULL)
        return NULL;
    charts->by->chart_series_set_categories(series, CF_WORKBOOK_CHART_DATA, FIRST_ROW,
                                            (lxw_col_t)labels, last, (lxw_col_t)labels);
    charts->by->chart_series_set_values(series, CF_WORKBOOK_CHART_DATA, FIRST_ROW,
                                        (lxw_col_t)column, last, (lxw_col_t)column);
    charts->by->chart_series_set_name_range(series, CF_WORKBOOK_CHART_DATA, HEAD_ROW,
                                            (lxw_col_t)column);
    return series;
}

/* Two beside each other, then on below. */
static void place(struct charts *charts, lxw_chart *chart, const char *description)
{
    enum { USUAL_WIDTH = 480, USUAL_HEIGHT = 288 };
    lxw_chart_options options = { .x_scale = (double)CHART_WIDTH / USUAL_WIDTH,
                                  .y_scale = (double)CHART_HEIGHT / USUAL_HEIGHT,
                                  .description = (char *)(uintptr_t)description };
    lxw_row_t row = charts->row + (lxw_row_t)(charts->placed / 2 * CHART_ROWS);
    lxw_col_t column = charts->placed % 2 == 0 ? 0 : RIGHT_COLUMN;

    cf_xlsx_check(charts->book, charts->by->worksheet_insert_chart_opt(charts->summary, row, column,
                                                                       chart, &options));
    charts->placed++;
}

/* ---- intervals ---- */

/* A share of the reported revenue where there is one, else of that in the deals. */
static double bound_at(const cf_lookup *suppliers, long row, const char *const columns[2])
{
    double value = cf_lookup_number(suppliers, row, columns[0]);

    return isnan(value) ? cf_lookup_number(suppliers, row, columns[1]) : value;
}

/* At least, up to pro rata, up to most: what each adds to the one before. */
static void put_interval(struct charts *charts, lxw_row_t row, int first, long supplier,
                         const char *const columns[3][2], int look)
{
    const cf_lookup *suppliers = &charts->workbook->suppliers;
    double before = 0.0;

    put_label(charts, row, first, cf_workbook_supplier(charts->workbook, supplier));
    for (int i = 0; i < 3; i++) {
        double value = bound_at(suppliers, supplier, columns[i]);

        if (isnan(value))
            continue;
        put_number(charts, row, first + 1 + i, fmax(value - before, 0.0), look);
        before = value;
    }
}

/* The bar of each supplier in its own colour, as on the page. */
static void colour_points(const struct charts *charts, lxw_chart_series *series, long count,
                          double strength)
{
    lxw_chart_fill fills[MOST_SUPPLIERS];
    lxw_chart_point points[MOST_SUPPLIERS], *list[MOST_SUPPLIERS + 1] = { NULL };

    for (long n = 0; n < count; n++) {
        long at = count - 1 - n;

        fills[at] = (lxw_chart_fill){ .color = cf_workbook_colour(charts->workbook, n, strength) };
        points[at] = (lxw_chart_point){ .fill = &fills[at] };
        list[at] = &points[at];
    }
    cf_xlsx_check(charts->book, charts->by->chart_series_set_points(series, list));
}

static void put_intervals(struct charts *charts, int first, const char *const columns[3][2],
                          const char *title, const char *format, int look)
{
    static const char *const heads[4] = { "supplier", "must (min)", "more, if all mix (pro rata)",
                                          "more, at most (max)" };
    long count = charts->workbook->suppliers.rows;
    lxw_chart *chart = new_chart(charts, LXW_CHART_BAR_STACKED, title);

    if (chart == NULL)
        return;
    if (count > MOST_SUPPLIERS)
        count = MOST_SUPPLIERS;
    put_head(charts, 0, first, title, CF_XLSX_PLAIN);
    for (int i = 0; i < 4; i++)
        put_head(charts, HEAD_ROW, first + i, heads[i], CF_XLSX_HEAD);
    for (long n = 0; n < count; n++)
        put_interval(charts, FIRST_ROW + (lxw_row_t)(count - 1 - n), first, n, columns, look);
    for (int i = 0; i < 3; i++) {
        lxw_chart_series *series =
            add_series(charts, chart, first, first + 1 + i, FIRST_ROW + (lxw_row_t)count - 1);

        if (series == NULL)
            continue;
        charts->by->chart_series_set_fill(
            series,
            &(lxw_chart_fill){ .color = cf_workbook_colour(charts->workbook, 0, shades[i]) });
        colour_points(charts, series, count, shades[i]);
    }
    charts->by->chart_axis_set_num_format(chart->x_axis, format);
    charts->by->chart_set_series_gap(chart, 45);
    set_grid(charts, chart->x_axis);
    place(charts, chart, title);
}

/* ---- drivers ---- */

struct driver {
    const char *deal;
    double less, more; /* change of the loop-back with the deal at its low and high */
};

static double swing(const struct driver *driver)
{
    return fmax(fabs(driver->less), fabs(driver->more));
}

static int compare_drivers(const void *a, const void *b)
{
    double x = swing(a), y = swing(b);

    return x != y ? (x < y) - (x > y)
                  : strcmp(((const struct driver *)a)->deal, ((const struct driver *)b)->deal);
}

/* What moves the pro rata loop-back of a supplier, largest first. *out is to be freed. */
static long read_drivers(struct charts *charts, struct driver **out, const char *supplier)
{
    cf_lookup table = cf_lookup_of(charts->workbook->dossier->parts[CF_PART_DRIVERS], "drivers");
    long count = 0;

    *out = calloc((size_t)table.rows + 1, sizeof **out);
    if (*out == NULL)
        cf_xlsx_check(charts->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    for (long r = 0; *out != NULL && r < table.rows; r++) {
        double value = cf_lookup_number(&table, r, "value");
        struct driver driver = { cf_lookup_text(&table, r, "deal"),
                                 cf_lookup_number(&table, r, "low") - value,
                                 cf_lookup_number(&table, r, "high") - value };

        if (driver.deal != NULL && cf_lookup_is(&table, r, "supplier", supplier) &&
            cf_lookup_is(&table, r, "measure", "pro_rata") && isfinite(driver.less) &&
            isfinite(driver.more) && swing(&driver) > 0.0)
            (*out)[count++] = driver;
    }
    if (count > 0)
        qsort(*out, (size_t)count, sizeof **out, compare_drivers);
    return count < MOST_DRIVERS ? count : MOST_DRIVERS;
}

static void draw_drivers(struct charts *charts, const struct driver *drivers, long count,
                         const char *title)
{
    const double strengths[2] = { 0.35, 1.0 };
    static const char *const heads[3] = { "deal", "deal at its low (or 10 % less)",
                                          "deal at its high (or 10 % more)" };
    lxw_chart *chart = new_chart(charts, LXW_CHART_BAR, title);

    if (chart == NULL)
        return;
    put_head(charts, 0, DRIVERS, title, CF_XLSX_PLAIN);
    for (int i = 0; i < 3; i++)
        put_head(charts, HEAD_ROW, DRIVERS + i, heads[i], CF_XLSX_HEAD);
    for (long n = 0; n < count; n++) {
        lxw_row_t row = FIRST_ROW + (lxw_row_t)(count - 1 - n);
        char room[CF_DRIVER_SIZE];

        put_label(charts, row, DRIVERS,
                  cf_lookup_driver(room, charts->workbook->dossier->scenario, drivers[n].deal));
        put_number(charts, row, DRIVERS + 1, drivers[n].less, CF_XLSX_MONEY + 3);
        put_number(charts, row, DRIVERS + 2, drivers[n].more, CF_XLSX_MONEY + 3);
    }
    for (int i = 0; i < 2; i++) {
        lxw_chart_series *series =
            add_series(charts, chart, DRIVERS, DRIVERS + 1 + i, FIRST_ROW + (lxw_row_t)count - 1);

        if (series != NULL)
            charts->by->chart_series_set_fill(
                series, &(lxw_chart_fill){ .color = cf_xlsx_tint("s0", strengths[i]) });
    }
    charts->by->chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    charts->by->chart_axis_set_num_format(chart->x_axis, "+#,##0.0##;-#,##0.0##;0");
    charts->by->chart_set_series_overlap(chart, 100);
    charts->by->chart_set_series_gap(chart, 45);
    set_grid(charts, chart->x_axis);
    place(charts, chart, title);
}

static void put_drivers(struct charts *charts)
{
    for (long n = 0; n < charts->workbook->suppliers.rows; n++) {
        const char *supplier = cf_lookup_text(&charts->workbook->suppliers, n, "entity");
        struct driver *drivers = NULL;
        long count = read_drivers(charts, &drivers, supplier);

        if (count > 0) {
            const char *clean =
                cf_xlsx_clean(charts->book, cf_workbook_supplier(charts->workbook, n));
            const char *name = clean == NULL ? "" : clean;
            char title[TITLE_MOST * 4 + 100];

            snprintf(title, sizeof title, "What moves the pro rata loop-back of %.*s (%s)",
                     (int)cf_text_beginning(name, TITLE_MOST), name, charts->book->unit);
            draw_drivers(charts, drivers, count, title);
            n = charts->workbook->suppliers.rows; /* of the first that has any */
        }
        free(drivers);
    }
}

/* ---- timeline ---- */

static double day_number(const char *text)
{
    cf_day day;

    return text != NULL && cf_day_parse(&day, text, CF_FIRST_DAY) ? (double)day + 25569.0
                                                                  : (double)NAN;
}

/* Of the reported revenue where there is one, else of that in the deals. */
static double share_of(const cf_lookup *table, long row)
{
    double reported = cf_lookup_number(table, row, "exposure_reported_pro_rata");

    return isnan(reported) ? cf_lookup_number(table, row, "exposure_pro_rata") : reported;
}

/* A row of a day with the shares known so far. */
static void put_day(struct charts *charts, lxw_row_t row, double day,
                    const double shares[MOST_LINES])
{
    put_number(charts, row, TIMELINE, day, CF_XLSX_DATE);
    for (int i = 0; i < MOST_LINES; i++)
        put_number(charts, row, TIMELINE + 1 + i, shares[i], CF_XLSX_SHARE);
}

static void forget(double shares[MOST_LINES])
{
    for (int i = 0; i < MOST_LINES; i++)
        shares[i] = (double)NAN;
}

/* One column a supplier. Figures hold until the next day that changes any, so each day has two
 * rows, before and after: a step. The last row is returned, 0 where there is none. */
static lxw_row_t put_course(struct charts *charts, const cf_lookup *table, int count)
{
    double last = (double)NAN, shares[MOST_LINES];
    lxw_row_t row = HEAD_ROW;

    forget(shares);
    for (long r = 0; r < table->rows; r++) {
        double day = day_number(cf_lookup_text(table, r, "date"));

        if (isnan(day))
            continue;
        if (isnan(last) || day > last) {
            if (!isnan(last))
                put_day(charts, ++row, day, shares);
            forget(shares);
            row++;
        }
        last = day;
        for (int i = 0; i < count; i++)
            if (cf_lookup_is(table, r, "supplier",
                             cf_lookup_text(&charts->workbook->suppliers, i, "entity")))
                shares[i] = share_of(table, r);
        put_day(charts, row, day, shares);
    }
    return row > HEAD_ROW ? row : 0;
}

static void put_timeline(struct charts *charts)
{
    static const char title[] = "Pro rata of reported revenue (else in deals), day by day";
    cf_lookup table = cf_lookup_of(charts->workbook->dossier->parts[CF_PART_TIMELINE], "timeline");
    long suppliers = charts->workbook->suppliers.rows;
    int count = suppliers < MOST_LINES ? (int)suppliers : MOST_LINES;
    lxw_row_t last = count == 0 ? 0 : put_course(charts, &table, count);
    lxw_chart *chart = NULL;

    if (last > 0)
        chart = new_chart(charts, LXW_CHART_SCATTER_STRAIGHT, title);
    if (chart == NULL)
        return;
    put_head(charts, 0, TIMELINE, title, CF_XLSX_PLAIN);
    put_head(charts, HEAD_ROW, TIMELINE, "date", CF_XLSX_HEAD);
    for (int i = 0; i < count; i++) {
        lxw_chart_series *series;

        put_label(charts, HEAD_ROW, TIMELINE + 1 + i, cf_workbook_supplier(charts->workbook, i));
        series = add_series(charts, chart, TIMELINE, TIMELINE + 1 + i, last);
        if (series == NULL)
            continue;
        charts->by->chart_series_set_line(
            series, &(lxw_chart_line){ .color = cf_workbook_colour(charts->workbook, i, 1.0),
                                       .width = 2.0F,
                                       .dash_type = dashes[i] });
    }
    charts->by->chart_axis_set_num_format(chart->x_axis, "yyyy\\-mm");
    charts->by->chart_axis_set_num_format(chart->y_axis, "0.0%");
    set_grid(charts, chart->y_axis);
    place(charts, chart, title);
}

/* ---- all ---- */

static void set_up_data(struct charts *charts)
{
    if (charts->data == NULL)
        return;
    cf_xlsx_check(charts->book, charts->by->worksheet_set_column(charts->data, 0,
                                                                 TIMELINE + MOST_LINES, 15, NULL));
    for (int c = LOOPBACK; c <= DRIVERS; c += EXPOSURE)
        cf_xlsx_check(charts->book,
                      charts->by->worksheet_set_column(charts->data, (lxw_col_t)c, (lxw_col_t)c,
                                                       LABEL_MOST, NULL));
    charts->by->worksheet_set_tab_color(charts->data, 0x8A96A1);
    cf_xlsx_leave_unprinted(charts->book, charts->data);
}

lxw_row_t cf_workbook_put_charts(cf_workbook *workbook, lxw_worksheet *summary, lxw_row_t row)
{
    static const char *const loopback[3][2] = { { "loopback_min", "loopback_min" },
                                                { "loopback_pro_rata", "loopback_pro_rata" },
                                                { "loopback_max", "loopback_max" } };
    static const char *const of_revenue[3][2] = { { "exposure_reported_min", "exposure_min" },
                                                  { "exposure_reported_pro_rata",
                                                    "exposure_pro_rata" },
                                                  { "exposure_reported_max", "exposure_max" } };
    struct charts charts = {
        .workbook = workbook,
        .book = &workbook->book,
        .by = &workbook->book.by,
        .summary = summary,
        .row = row,
    };
    char title[64];

    if (summary == NULL || workbook->suppliers.rows == 0)
        return row;
    charts.data = cf_xlsx_add_sheet(charts.book, CF_WORKBOOK_CHART_DATA);
    if (charts.data == NULL)
        return row;
    set_up_data(&charts);
    snprintf(title, sizeof title, "Loop-back (%s)", charts.book->unit);
    put_intervals(&charts, LOOPBACK, loopback, title, "#,##0.##", workbook->money);
    put_intervals(&charts, EXPOSURE, of_revenue, "Loop-back of reported revenue (else in deals)",
                  "0.0%", CF_XLSX_SHARE);
    put_drivers(&charts);
    put_timeline(&charts);
    return row + (lxw_row_t)((charts.placed + 1) / 2 * CHART_ROWS);
}
