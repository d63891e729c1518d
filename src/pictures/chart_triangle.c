/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run-off triangles: for each supplier, what of the money invested in a period (row) comes back in
 * which later period (column), pro rata. Stronger ground means a larger part of what was invested.
 *
 *     Nvidia                 2025   2026   2027     all
 *     2025, 10.2 invested   [0.55] [1.62]  [0.02]   2.2
 *     2026, 40.5 invested          [0.47]  [4.99]   5.6
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"
#include "report/company.h"

enum {
    WIDTH = 720,
    LEFT = 188,
    LENGTH = 416, /* of all columns; their sum stands to the right */
    TOP = 30,
    HEAD = 46, /* of a triangle: its name and its periods */
    GAP = 22,  /* below it */
    ROW = 24,
    MOST_TRIANGLES = 3,
    MOST_ROWS = 24,
    MOST_COLUMNS = 60,
    MOST_CELL = 64,
    TICK = 44,  /* the least room for the name of a period */
    DIGITS = 36 /* the least width of a cell with a number */
};
#define LEAST_SHARE 5e-4 /* later periods in which no more of a vintage comes back are left out */

static const char heading[] = "When does what was invested come back?";

struct vintage {
    const char *period;
    double invested;
    long row, past; /* of the table */
};

struct triangle {
    const cf_lookup *rows;
    const char *supplier;
    struct vintage *vintages;
    long vintage_count;
    int colour;
    long column_count; /* periods from the first vintage to the last in which something comes */
    double cell;       /* width of a column */
    int decimals;      /* of all its numbers */
};

/* ---- reading --------------------------------------------------------------------------------- */

static double amount_at(const cf_lookup *rows, long row)
{
    return cf_lookup_number(rows, row, "loopback_pro_rata");
}

/* The only period has no name where no deal has a date. */
static const char *name_of(const char *period)
{
    return period == NULL ? "all" : period;
}

static bool is_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* The vintages of the supplier in `row`: runs of rows of one period of investing. Returns the first
 * row of the next supplier. */
static long read_vintages(struct triangle *triangle, long row)
{
    const cf_lookup *rows = triangle->rows;

    triangle->supplier = cf_lookup_text(rows, row, "supplier");
    triangle->vintage_count = 0;
    for (; row < rows->rows && cf_lookup_is(rows, row, "supplier", triangle->supplier); row++) {
        const char *period = cf_lookup_text(rows, row, "invested_in");
        struct vintage *last = &triangle->vintages[triangle->vintage_count - 1];

        if (triangle->vintage_count == 0 || !is_same(last->period, period))
            triangle->vintages[triangle->vintage_count++] = (struct vintage){
                .period = period,
                .invested = cf_lookup_number(rows, row, "invested"),
                .row = row,
            };
        triangle->vintages[triangle->vintage_count - 1].past = row + 1;
    }
    return row;
}

/* All vintages end in the last period, so a row's distance from its vintage's end is its column. */
static void read_columns(struct triangle *triangle)
{
    const struct vintage *first = &triangle->vintages[0];
    long periods = first->past - first->row, last = 0;

    for (long v = 0; v < triangle->vintage_count; v++) {
        const struct vintage *vintage = &triangle->vintages[v];

        for (long row = vintage->row; row < vintage->past; row++)
            if (amount_at(triangle->rows, row) > LEAST_SHARE * vintage->invested &&
                row - vintage->past + periods > last)
                last = row - vintage->past + periods;
    }
    triangle->column_count = last + 1 < MOST_COLUMNS ? last + 1 : MOST_COLUMNS;
    triangle->cell = fmin(LENGTH / (double)triangle->column_count, MOST_CELL);
}

/* As many as give the largest vintage some four digits. */
static void read_decimals(struct triangle *triangle)
{
    double largest = 0.0;

    for (long v = 0; v < triangle->vintage_count; v++)
        largest = fmax(largest, triangle->vintages[v].invested);
    triangle->decimals = (int)fmin(fmax(3.0 - floor(log10(largest)), 0.0), 9.0);
}

/* Whether anything comes back: else there is no triangle to show. */
static bool has_return(const struct triangle *triangle)
{
    long past = triangle->vintages[triangle->vintage_count - 1].past;

    for (long row = triangle->vintages[0].row; row < past; row++)
        if (amount_at(triangle->rows, row) > 0.0)
            return true;
    return false;
}

static long shown_rows(const struct triangle *triangle)
{
    return triangle->vintage_count < MOST_ROWS ? triangle->vintage_count : MOST_ROWS;
}

static double height_of(const struct triangle *triangle)
{
    return HEAD + (double)shown_rows(triangle) * ROW + GAP;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void put_cell(FILE *out, const struct triangle *triangle, const struct vintage *vintage,
                     long row, double x, double y)
{
    double amount = amount_at(triangle->rows, row), share = amount / vintage->invested;
    char text[CF_MONEY_SIZE], part[CF_MONEY_SIZE];

    cf_share_text(part, share);
    cf_text_fixed(text, amount, triangle->decimals);
    cf_xml_put(out,
               "<g><title>%s of what was invested in %.40s (%s) comes back in %.40s</title>"
               "<rect class=\"cf-s%d-fill\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"%f\" "
               "height=\"%d\"/>\n",
               text, name_of(vintage->period), part,
               name_of(cf_lookup_text(triangle->rows, row, "returned_in")), triangle->colour,
               amount > 0.0 ? 0.05 + 0.45 * sqrt(fmin(share, 1.0)) : 0.0, x, y,
               triangle->cell - 2.0, ROW - 2);
    if (triangle->cell >= DIGITS)
        cf_plot_put_text(out, strpbrk(text, "123456789") != NULL ? text : "\xC2\xB7", "cf-ink",
                         x + triangle->cell / 2.0 - 1.0, y + 16.0, CF_PLOT_SMALL, CF_SVG_MIDDLE);
    fputs("</g>\n", out);
}

/* "5.6 (14 %)": the sum of a vintage, at the right. */
static void put_all_back(FILE *out, const struct triangle *triangle, const struct vintage *vintage,
                         double y)
{
    char sum[CF_MONEY_SIZE], share[CF_MONEY_SIZE], text[2 * CF_MONEY_SIZE + 8];
    double all = 0.0;

    for (long row = vintage->row; row < vintage->past; row++)
        all += amount_at(triangle->rows, row);
    cf_text_fixed(sum, all, triangle->decimals);
    cf_share_text(share, all / vintage->invested);
    snprintf(text, sizeof text, "%s (%s)", sum, share);
    cf_plot_put_text(out, text, "cf-ink", WIDTH, y + 16.0, CF_PLOT_SMALL, CF_SVG_END);
}

static void put_vintage(FILE *out, const struct triangle *triangle, const struct vintage *vintage,
                        double y)
{
    const struct vintage *first = &triangle->vintages[0];
    long column = (first->past - first->row) - (vintage->past - vintage->row);
    char amount[CF_MONEY_SIZE], text[CF_MONEY_SIZE + 64];

    cf_money_text(amount, vintage->invested);
    snprintf(text, sizeof text, "%.40s: %s invested", name_of(vintage->period), amount);
    cf_plot_put_text(out, text, "cf-ink", 0.0, y + 16.0, CF_PLOT_SMALL, CF_SVG_START);
    for (long row = vintage->row; row < vintage->past && column < triangle->column_count;
         row++, column++)
        put_cell(out, triangle, vintage, row, LEFT + (double)column * triangle->cell, y);
    put_all_back(out, triangle, vintage, y);
}

/* The supplier, and the periods in which money comes back, as many as have room. */
static void put_head(FILE *out, const struct triangle *triangle, const cf_scenario *scenario,
                     double y)
{
    long step = (long)ceil(TICK / triangle->cell);

    cf_svg_put_label(out, &(cf_svg_label){ .text = cf_lookup_name(scenario, triangle->supplier),
                                           .class = "cf-ink",
                                           .y = y + 36.0,
                                           .size = 14.0,
                                           .strong = true,
                                           .width = LEFT - 10.0,
                                           .lines = 2,
                                           .upwards = true });
    for (long c = 0; c < triangle->column_count; c += step)
        cf_plot_put_text(
            out,
            name_of(cf_lookup_text(triangle->rows, triangle->vintages[0].row + c, "returned_in")),
            "cf-muted", LEFT + ((double)c + 0.5) * triangle->cell - 1.0, y + 36.0, CF_PLOT_SMALL,
            CF_SVG_MIDDLE);
    cf_plot_put_text(out, "back in all", "cf-muted", WIDTH, y + 36.0, CF_PLOT_SMALL, CF_SVG_END);
}

static void put_triangle(FILE *out, const struct triangle *triangle, const cf_scenario *scenario,
                         double y)
{
    long rows = shown_rows(triangle);

    cf_xml_put(out, "<g data-supplier=\"%.100s\">\n", triangle->supplier);
    put_head(out, triangle, scenario, y);
    for (long v = 0; v < rows; v++)
        put_vintage(out, triangle, &triangle->vintages[v], y + HEAD + (double)v * ROW);
    fputs("</g>\n", out);
    if (rows < triangle->vintage_count) {
        char text[96];

        snprintf(text, sizeof text, "The first %ld of %ld periods; table vintages has all.", rows,
                 triangle->vintage_count);
        cf_plot_put_text(out, text, "cf-muted", 0.0, y + HEAD + (double)rows * ROW + 14.0,
                         CF_PLOT_SMALL, CF_SVG_START);
    }
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Walks over the triangles to draw, and draws them if there is an `out`. Returns how high they
 * are together. */
static double walk(struct triangle *triangle, const cf_report *report, FILE *out)
{
    double y = TOP;
    int drawn = 0;

    for (long row = 0; row < triangle->rows->rows && drawn < MOST_TRIANGLES;) {
        row = read_vintages(triangle, row);
        triangle->colour = cf_report_colour(report, triangle->supplier);
        if (!has_return(triangle))
            continue;
        read_columns(triangle);
        read_decimals(triangle);
        if (out != NULL)
            put_triangle(out, triangle, cf_report_scenario(report), y);
        y += height_of(triangle);
        drawn++;
    }
    return drawn == 0 ? 0.0 : y;
}

static cf_status put_triangles(FILE *out, struct triangle *triangle, const cf_report *report,
                               const cf_drawing *drawing, double height)
{
    char finding[CF_FINDING_SIZE];
    cf_status status = cf_plot_begin(
        out, report, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = height,
                         .title = heading,
                         .finding = cf_finding_triangle(finding, report),
                         .description = "A triangle for each supplier: a row for each period in "
                                        "which it invested, a column for each in which that comes "
                                        "back, pro rata; stronger ground means a larger part." });

    cf_plot_put_text(out,
                     "Pro rata; the stronger the ground, the larger the part of what was invested "
                     "in that period.",
                     "cf-muted", 0.0, 14.0, CF_PLOT_SMALL, CF_SVG_START);
    walk(triangle, report, out);
    cf_svg_end(out);
    return status;
}

cf_status cf_chart_triangle(FILE *out, const cf_report *vintages, const cf_drawing *drawing)
{
    cf_lookup rows = cf_lookup_of(vintages, "vintages");
    struct triangle triangle = { .rows = &rows };
    double height;
    cf_status status;

    triangle.vintages = calloc((size_t)rows.rows + 1, sizeof *triangle.vintages);
    if (triangle.vintages == NULL)
        return CF_NO_MEMORY;
    height = walk(&triangle, vintages, NULL);
    if (height > 0.0)
        status = put_triangles(out, &triangle, vintages, drawing, height);
    else
        status = cf_plot_put_nothing(out, vintages, drawing, heading,
                                     "Nothing that was invested comes back in any period.");
    free(triangle.vintages);
    return status;
}
