/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop-back as of each day, a panel for each supplier, all on one scale: a band from min to max
 * and a line for pro rata. Nothing changes between two announcements, so both are step functions.
 *
 *     Nvidia        20 |         ,------------
 *     7.47 now         |   ,-----|  ___________
 *                    0 |___|_____|_/___________
 *                      2025      2026
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"
#include "report/company.h"

enum {
    WIDTH = 720,
    LEFT = 212,
    LENGTH = 496,
    TOP = 34,
    PANEL = 92,
    GRAPH = 70, /* height of the plot within a panel */
    MOST_PANELS = 7,
    MOST_TICKS = 8,
    DAY_SIZE = 16
};
static const char heading[] = "What came back, as of each day";

struct now { /* a supplier as of the last day */
    const char *id;
    double pro_rata;
    double share; /* of its reported revenue, or else of that in the deals */
    bool reported, scaled;
    int colour;
};

struct point {
    double x;
    double min, pro_rata, max;
};

struct history {
    const cf_report *report;
    const cf_scenario *scenario;
    cf_lookup rows;
    struct now *suppliers; /* largest first, as in the table suppliers */
    long supplier_count;
    long quiet;           /* number of suppliers whose max is 0 on every day */
    struct point *points; /* room for the points of one supplier, and one more */
    cf_day first, last;
    double largest;
};

/* ---- reading --------------------------------------------------------------------------------- */

static int by_pro_rata(const void *one, const void *other)
{
    const struct now *a = one, *b = other;

    if (a->pro_rata > b->pro_rata || a->pro_rata < b->pro_rata)
        return a->pro_rata > b->pro_rata ? -1 : 1;
    return strcmp(a->id, b->id);
}

static cf_day day_at(const cf_lookup *rows, long row)
{
    const char *text = cf_lookup_text(rows, row, "date");
    cf_day day = CF_NO_DAY;

    if (text != NULL)
        cf_day_parse(&day, text, CF_FIRST_DAY);
    return day;
}

static struct now now_of(const cf_lookup *rows, long row, const char *id)
{
    double reported = cf_lookup_number(rows, row, "exposure_reported_pro_rata");

    return (struct now){ .id = id,
                         .pro_rata = cf_lookup_number(rows, row, "loopback_pro_rata"),
                         .share = isnan(reported) ? cf_lookup_number(rows, row, "exposure_pro_rata")
                                                  : reported,
                         .reported = !isnan(reported) };
}

static bool is_scaled(const cf_report *report, const char *id)
{
    char name[300];

    snprintf(name, sizeof name, "scaled:%.250s", id);
    return cf_report_attachment(report, name) != NULL;
}

static void read_suppliers(struct history *history)
{
    for (long i = 0; i < history->rows.rows; i++) {
        const char *id = cf_lookup_text(&history->rows, i, "supplier");

        if (id == NULL || day_at(&history->rows, i) != history->last)
            continue;
        history->suppliers[history->supplier_count++] = now_of(&history->rows, i, id);
    }
    qsort(history->suppliers, (size_t)history->supplier_count, sizeof *history->suppliers,
          by_pro_rata);
}

static bool is_quiet(const struct history *history, const char *supplier)
{
    const cf_lookup *rows = &history->rows;
    long row = cf_lookup_find(rows, 0, "supplier", supplier);

    for (; row < rows->rows; row = cf_lookup_find(rows, row + 1, "supplier", supplier))
        if (cf_lookup_number(rows, row, "loopback_pro_rata") > 0.0 ||
            cf_lookup_number(rows, row, "loopback_max") > 0.0)
            return false;
    return true;
}

/* Drops suppliers whose panel would be empty. */
static void drop_quiet(struct history *history)
{
    long kept = 0;

    for (long i = 0; i < history->supplier_count; i++) {
        struct now now = history->suppliers[i];

        now.colour = cf_report_colour(history->report, now.id);
        now.scaled = now.reported && is_scaled(history->report, now.id);
        if (is_quiet(history, now.id))
            history->quiet++;
        else
            history->suppliers[kept++] = now;
    }
    history->supplier_count = kept;
}

static cf_status read_history(struct history *history, const cf_report *report)
{
    size_t room;

    history->report = report;
    history->scenario = cf_report_scenario(report);
    history->rows = cf_lookup_of(report, "timeline");
    history->first = history->last = CF_NO_DAY;
    room = (size_t)history->rows.rows + 1;
    history->suppliers = calloc(room, sizeof *history->suppliers);
    history->points = calloc(room, sizeof *history->points);
    if (history->suppliers == NULL || history->points == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < history->rows.rows; i++) {
        cf_day day = day_at(&history->rows, i);

        if (day == CF_NO_DAY)
            continue;
        if (history->first == CF_NO_DAY || day < history->first)
            history->first = day;
        history->last = day > history->last ? day : history->last;
        history->largest = cf_plot_larger(history->largest,
                                          cf_lookup_number(&history->rows, i, "loopback_pro_rata"));
        history->largest =
            cf_plot_larger(history->largest, cf_lookup_number(&history->rows, i, "loopback_max"));
    }
    if (history->last != CF_NO_DAY)
        read_suppliers(history);
    drop_quiet(history);
    return CF_OK;
}

/* The last day gets a thirtieth of the width, so that its step is visible. */
static double x_of(const struct history *history, cf_day day)
{
    double days = ((double)history->last - (double)history->first) * (31.0 / 30.0) + 1.0;

    return LEFT + ((double)day - (double)history->first) / days * LENGTH;
}

/* Reads the points of one supplier; the table is in order of time. */
static long read_points(struct history *history, const char *supplier)
{
    long count = 0, row = cf_lookup_find(&history->rows, 0, "supplier", supplier);

    while (row < history->rows.rows) {
        cf_day day = day_at(&history->rows, row);

        if (day != CF_NO_DAY)
            history->points[count++] =
                (struct point){ .x = x_of(history, day),
                                .min = cf_lookup_number(&history->rows, row, "loopback_min"),
                                .pro_rata =
                                    cf_lookup_number(&history->rows, row, "loopback_pro_rata"),
                                .max = cf_lookup_number(&history->rows, row, "loopback_max") };
        row = cf_lookup_find(&history->rows, row + 1, "supplier", supplier);
    }
    return count;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static double y_of(double value, double largest, double bottom)
{
    return bottom - (largest > 0.0 ? value / largest : 0.0) * GRAPH;
}

static void put_band(FILE *out, const struct history *history, long count, double largest,
                     double bottom, int colour)
{
    const struct point *points = history->points;

    for (long i = 0; i < count; i++)
        if (isnan(points[i].min) || isnan(points[i].max))
            return;
    cf_xml_put(out, "<path class=\"cf-s%d-fill\" fill-opacity=\"0.3\" d=\"M%f %f", colour,
               points[0].x, y_of(points[0].min, largest, bottom));
    for (long i = 0; i < count; i++)
        cf_xml_put(out, "H%fV%f", points[i].x, y_of(points[i].max, largest, bottom));
    cf_xml_put(out, "H%f", (double)(LEFT + LENGTH));
    for (long i = count - 1; i >= 0; i--)
        cf_xml_put(out, "V%fH%f", y_of(points[i].min, largest, bottom), points[i].x);
    fputs("Z\"/>\n", out);
}

static void put_course(FILE *out, const struct history *history, long count, double largest,
                       double bottom, int colour)
{
    const struct point *points = history->points;
    bool began = false;

    cf_xml_put(out, "<path class=\"cf-s%d-line\" fill=\"none\" stroke-width=\"2.5\" d=\"", colour);
    for (long i = 0; i < count; i++) {
        if (isnan(points[i].pro_rata))
            continue;
        if (!began)
            cf_xml_put(out, "M%f %f", points[i].x, bottom);
        cf_xml_put(out, "H%fV%f", points[i].x, y_of(points[i].pro_rata, largest, bottom));
        began = true;
    }
    if (began)
        cf_xml_put(out, "H%f", (double)(LEFT + LENGTH));
    else
        fputs("M0 0", out);
    fputs("\"/>\n", out);
}

/* "7.11 now", and below it "0.4 % of reported revenue". Where that is scaled, a third line says so.
 */
static void put_now(FILE *out, const struct now *now, const char *amount, double y)
{
    char share[CF_MONEY_SIZE], text[CF_MONEY_SIZE + 64];

    snprintf(text, sizeof text, "%s now", amount);
    cf_plot_put_text(out, text, "cf-muted", 0.0, y, CF_PLOT_SMALL, CF_SVG_START);
    if (isnan(now->share))
        return;
    cf_share_text(share, now->share);
    snprintf(text, sizeof text, "%s of %s%s", share,
             now->reported ? "reported revenue" : "revenue in deals", now->scaled ? "," : "");
    cf_plot_put_text(out, text, "cf-muted", 0.0, y + 15.0, CF_PLOT_SMALL, CF_SVG_START);
    if (now->scaled)
        cf_plot_put_text(out, "scaled by days", "cf-muted", 0.0, y + 29.0, CF_PLOT_SMALL,
                         CF_SVG_START);
}

static void put_panel(FILE *out, struct history *history, int index, double largest)
{
    const struct now *now = &history->suppliers[index];
    long count = read_points(history, now->id);
    double bottom = TOP + index * PANEL + GRAPH + 12.0;
    char amount[CF_MONEY_SIZE];

    cf_money_text(amount, now->pro_rata);
    cf_xml_put(
        out, "<g data-supplier=\"%.100s\"><title>%.100s: %s pro rata as of the last day</title>\n",
        now->id, cf_lookup_name(history->scenario, now->id), amount);
    cf_svg_put_label(out, &(cf_svg_label){ .text = cf_lookup_name(history->scenario, now->id),
                                           .class = "cf-ink",
                                           .y = bottom - GRAPH / 2.0,
                                           .size = 14.0,
                                           .strong = true,
                                           .width = LEFT - 52.0,
                                           .lines = 2,
                                           .upwards = true });
    put_now(out, now, amount, bottom - GRAPH / 2.0 + 17.0);
    put_band(out, history, count, largest, bottom, now->colour);
    put_course(out, history, count, largest, bottom, now->colour);
    fputs("</g>\n", out);
}

/* The grid of a panel: 0, half and the end of the scale. */
static void put_ground(FILE *out, double largest, double bottom)
{
    for (int i = 0; i <= 2; i++) {
        double value = largest * i / 2.0, y = y_of(value, largest, bottom);
        char number[CF_MONEY_SIZE];

        cf_xml_put(out, "<path class=\"%s\" d=\"M%f %fh%f\"/>\n", i == 0 ? "cf-axis" : "cf-grid",
                   (double)LEFT, y, (double)LENGTH);
        cf_money_text(number, value);
        if (i != 1)
            cf_plot_put_text(out, number, "cf-muted", LEFT - 8.0, y + 4.0, CF_PLOT_SMALL,
                             CF_SVG_END);
    }
}

/* The number of months between ticks. */
static int tick_months(const struct history *history)
{
    static const int steps[] = { 1, 2, 3, 6, 12, 24, 60, 120 };
    double months = ((double)history->last - (double)history->first) / 30.4375;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (months / steps[i] <= MOST_TICKS)
            return steps[i];
    return 1200;
}

static void put_ticks(FILE *out, const struct history *history, double bottom)
{
    int step = tick_months(history), year = 0, month = 0;
    char text[DAY_SIZE];

    cf_day_format(text, history->first);
    sscanf(text, "%d-%d", &year, &month);
    for (int at = (year * 12 + month - 1) / step * step; at < 9999 * 12; at += step) {
        cf_day day = CF_NO_DAY;

        snprintf(text, sizeof text, "%04d-%02d", at / 12 % 10000, at % 12 + 1);
        cf_day_parse(&day, text, CF_FIRST_DAY);
        if (day > history->last)
            break;
        if (day == CF_NO_DAY || day < history->first)
            continue;
        if (step % 12 == 0)
            text[4] = '\0';
        cf_xml_put(out, "<path class=\"cf-grid\" d=\"M%f %fV%f\"/>\n", x_of(history, day),
                   (double)TOP, bottom);
        if (x_of(history, day) < WIDTH - 52.0)
            cf_plot_put_text(out, text, "cf-muted", x_of(history, day) + 3.0, TOP - 4.0,
                             CF_PLOT_SMALL, CF_SVG_START);
    }
}

/* Names the suppliers without a panel. */
static void put_quiet(FILE *out, const struct history *history, long shown, double bottom)
{
    char text[160];

    if (shown < history->supplier_count)
        snprintf(text, sizeof text, "The first %ld of %ld suppliers; table timeline has all.",
                 shown, history->supplier_count + history->quiet);
    else
        snprintf(text, sizeof text, "To %ld further supplier%s nothing came back on any day.",
                 history->quiet, history->quiet == 1 ? "" : "s");
    cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 20.0, CF_PLOT_SMALL, CF_SVG_START);
}

static cf_status put_history(FILE *out, struct history *history, const cf_report *timeline,
                             const cf_drawing *drawing)
{
    int panels =
        (int)(history->supplier_count < MOST_PANELS ? history->supplier_count : MOST_PANELS);
    bool rest = panels < history->supplier_count || history->quiet > 0;
    char finding[CF_FINDING_SIZE];
    double bottom = TOP + (double)panels * PANEL;
    double largest = cf_plot_of(0.0, history->largest, 0.0, 1.0).to;
    cf_status status = cf_plot_begin(
        out, timeline, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (rest ? 28.0 : 4.0),
                         .title = heading,
                         .finding = cf_finding_timeline(finding, timeline),
                         .description = "A panel for each supplier, all on one scale: over "
                                        "the days of announcements a band from the least to "
                                        "the most that can have come back, and the pro rata "
                                        "figure as a line." });

    cf_plot_put_text(out, "line: pro rata; band: min to max", "cf-muted", 0.0, TOP - 4.0,
                     CF_PLOT_SMALL, CF_SVG_START);
    put_ticks(out, history, bottom);
    for (int i = 0; i < panels; i++) {
        put_ground(out, largest, TOP + i * PANEL + GRAPH + 12.0);
        put_panel(out, history, i, largest);
    }
    if (rest)
        put_quiet(out, history, panels, bottom);
    cf_svg_end(out);
    return status;
}

cf_status cf_chart_timeline(FILE *out, const cf_report *timeline, const cf_drawing *drawing)
{
    struct history history = { .suppliers = NULL };
    cf_status status = read_history(&history, timeline);

    if (status == CF_OK && history.supplier_count > 0)
        status = put_history(out, &history, timeline, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, timeline, drawing, heading,
                                     history.quiet > 0 ? "Nothing came back to anybody on any day."
                                                       : "No announcement in this view has a day.");
    free(history.suppliers);
    free(history.points);
    return status;
}
