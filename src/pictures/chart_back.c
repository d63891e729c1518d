/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has come back by the end of each period, a panel for each supplier, all on one scale: a band
 * from min to max, a line for pro rata, and a thin one for what has been invested by then. Figures
 * are those of the ends of periods, joined by straight lines.
 *
 *     Nvidia     50 |          ______ invested
 *     7.81 back     |   ,-----'------
 *                 0 |__/_____________
 *                     2025  2026  2027
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"
#include "report/company.h"
#include "report/sentences.h"

enum {
    WIDTH = 720,
    LEFT = 212,
    LENGTH = 496,
    TOP = 46,
    PANEL = 96,
    GRAPH = 74, /* height of the plot within a panel */
    MOST_PANELS = 7,
    MOST_TICKS = 10,
    TICK = 44 /* the least room for the name of a period */
};
static const char heading[] = "How much has come back by the end of each period";

struct course {
    const cf_report *report;
    cf_lookup rows;
    const char **suppliers; /* in the order of the table */
    long supplier_count;
    long *moving; /* those to which something can come back */
    long moving_count;
    const char **periods;
    long period_count;
    long first, past; /* the periods that are drawn */
    double largest;
};

/* ---- reading --------------------------------------------------------------------------------- */

static void add_once(const char **list, long *count, const char *text)
{
    if (text != NULL && (*count == 0 || strcmp(list[*count - 1], text) != 0))
        list[(*count)++] = text;
}

/* Rows go by supplier, then by period, and every supplier has all periods. */
static void read_periods(struct course *course)
{
    for (long i = 0; i < course->rows.rows; i++) {
        const char *supplier = cf_lookup_text(&course->rows, i, "supplier");

        if (supplier == NULL || strcmp(supplier, course->suppliers[0]) != 0)
            break;
        add_once(course->periods, &course->period_count,
                 cf_lookup_text(&course->rows, i, "period"));
    }
}

static double invested_by(const struct course *course, long row)
{
    return cf_lookup_number(&course->rows, row, "cumulative_invested");
}

static double back_by(const struct course *course, long row, const char *which)
{
    return cf_lookup_number(&course->rows, row, which);
}

/* Whether a row differs from the one of the period before. */
static bool moves(const struct course *course, long row, long period)
{
    static const char *const columns[] = { "cumulative_invested", "back_min", "back_pro_rata",
                                           "back_max" };

    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        double now = back_by(course, row, columns[c]);
        double before = period == 0 ? 0.0 : back_by(course, row - 1, columns[c]);

        if (fabs(now - before) > 1e-9 * course->largest)
            return true;
    }
    return false;
}

/* Leaves out the periods at both ends in which nothing moves, but one at the end. */
static void read_range(struct course *course)
{
    long last = 0;

    course->first = course->period_count;
    for (long i = 0; i < course->rows.rows; i++) {
        long period = i % course->period_count;

        if (!moves(course, i, period))
            continue;
        course->first = period < course->first ? period : course->first;
        last = period > last ? period : last;
    }
    course->past = last + 2 < course->period_count ? last + 2 : course->period_count;
    if (course->first >= course->past)
        course->first = 0;
}

static void read_moving(struct course *course)
{
    for (long s = 0; s < course->supplier_count; s++) {
        long last = (s + 1) * course->period_count - 1;

        if (back_by(course, last, "back_pro_rata") > 0.0 || back_by(course, last, "back_max") > 0.0)
            course->moving[course->moving_count++] = s;
    }
}

static cf_status read_course(struct course *course, const cf_report *report)
{
    size_t room;

    course->report = report;
    course->rows = cf_lookup_of(report, "periods");
    room = (size_t)course->rows.rows + 1;
    course->suppliers = calloc(room, sizeof *course->suppliers);
    course->periods = calloc(room, sizeof *course->periods);
    course->moving = calloc(room, sizeof *course->moving);
    if (course->suppliers == NULL || course->periods == NULL || course->moving == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < course->rows.rows; i++) {
        add_once(course->suppliers, &course->supplier_count,
                 cf_lookup_text(&course->rows, i, "supplier"));
        course->largest = cf_plot_larger(course->largest, invested_by(course, i));
        course->largest = cf_plot_larger(course->largest, back_by(course, i, "back_max"));
    }
    if (course->supplier_count > 0)
        read_periods(course);
    if (course->period_count > 0) {
        read_range(course);
        read_moving(course);
    }
    return CF_OK;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* The end of a period; that of the one before the first is the left end. */
static double x_of(const struct course *course, long period)
{
    double part = (double)(period + 1 - course->first) / (double)(course->past - course->first);

    return LEFT + LENGTH * part;
}

static double y_of(double value, double largest, double bottom)
{
    return bottom - (largest > 0.0 ? value / largest : 0.0) * GRAPH;
}

struct panel {
    long row; /* of the first period of the supplier */
    double largest, bottom;
    int colour;
};

static double y_at(const struct course *course, const struct panel *panel, long period,
                   const char *column)
{
    return y_of(back_by(course, panel->row + period, column), panel->largest, panel->bottom);
}

/* "M212 90L230 84L..." */
static void put_points(FILE *out, const struct course *course, const struct panel *panel,
                       const char *column)
{
    cf_xml_put(out, "M%f %f", (double)LEFT,
               course->first == 0 ? panel->bottom : y_at(course, panel, course->first - 1, column));
    for (long p = course->first; p < course->past; p++)
        cf_xml_put(out, "L%f %f", x_of(course, p), y_at(course, panel, p, column));
}

static void put_band(FILE *out, const struct course *course, const struct panel *panel)
{
    for (long p = course->first; p < course->past; p++)
        if (isnan(back_by(course, panel->row + p, "back_min")) ||
            isnan(back_by(course, panel->row + p, "back_max")))
            return;
    cf_xml_put(out, "<path class=\"cf-s%d-fill\" fill-opacity=\"0.3\" d=\"", panel->colour);
    put_points(out, course, panel, "back_max");
    for (long p = course->past - 1; p >= course->first; p--)
        cf_xml_put(out, "L%f %f", x_of(course, p), y_at(course, panel, p, "back_min"));
    fputs("Z\"/>\n", out);
}

static void put_lines(FILE *out, const struct course *course, const struct panel *panel)
{
    fputs("<path class=\"cf-axis\" fill=\"none\" stroke-dasharray=\"2 3\" d=\"", out);
    put_points(out, course, panel, "cumulative_invested");
    fputs("\"/>\n", out);
    cf_xml_put(out, "<path class=\"cf-s%d-line\" fill=\"none\" stroke-width=\"2.5\" d=\"",
               panel->colour);
    put_points(out, course, panel, "back_pro_rata");
    fputs("\"/>\n", out);
}

/* The grid of a panel: 0 and the end of the scale with their numbers, and half. */
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

/* "7.81 of 50.9 by 2030" */
static void put_sum(FILE *out, const struct course *course, const struct panel *panel)
{
    char back[CF_MONEY_SIZE], invested[CF_MONEY_SIZE], text[2 * CF_MONEY_SIZE + 64];
    long last = panel->row + course->past - 1;

    cf_money_text(back, back_by(course, last, "back_pro_rata"));
    cf_money_text(invested, invested_by(course, last));
    snprintf(text, sizeof text, "%s of %s back by %s", back, invested,
             course->periods[course->past - 1]);
    cf_plot_put_text(out, text, "cf-muted", 0.0, panel->bottom - GRAPH / 2.0 + 17.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static void put_panel(FILE *out, const struct course *course, long index, double largest)
{
    long supplier = course->moving[index];
    const char *id = course->suppliers[supplier];
    const char *name = cf_lookup_name(cf_report_scenario(course->report), id);
    struct panel panel = { .row = supplier * course->period_count,
                           .largest = largest,
                           .bottom = TOP + (double)index * PANEL + GRAPH + 12.0,
                           .colour = cf_report_colour(course->report, id) };

    put_ground(out, largest, panel.bottom);
    cf_xml_put(out, "<g data-supplier=\"%.100s\"><title>%.100s</title>\n", id, name);
    cf_svg_put_label(out, &(cf_svg_label){ .text = name,
                                           .class = "cf-ink",
                                           .y = panel.bottom - GRAPH / 2.0,
                                           .size = 14.0,
                                           .strong = true,
                                           .width = LEFT - 52.0,
                                           .lines = 2,
                                           .upwards = true });
    put_sum(out, course, &panel);
    put_band(out, course, &panel);
    put_lines(out, course, &panel);
    fputs("</g>\n", out);
}

/* The names of periods at their ends, as many as have room. */
static void put_ticks(FILE *out, const struct course *course, double bottom)
{
    long count = course->past - course->first, most = LENGTH / TICK;
    long step = (count + most - 1) / most;

    for (long p = course->first; p < course->past; p++) {
        if ((course->past - 1 - p) % step != 0)
            continue;
        cf_xml_put(out, "<path class=\"cf-grid\" d=\"M%f %fV%f\"/>\n", x_of(course, p), (double)TOP,
                   bottom);
        cf_plot_put_text(out, course->periods[p], "cf-muted", x_of(course, p), TOP - 4.0,
                         CF_PLOT_SMALL, p == course->past - 1 ? CF_SVG_END : CF_SVG_MIDDLE);
    }
}

/* Counts the suppliers without a panel. */
static void put_left_out(FILE *out, const struct course *course, long panels, double bottom)
{
    long quiet = course->supplier_count - course->moving_count;
    char text[96];

    if (panels < course->moving_count)
        snprintf(text, sizeof text, "The first %ld of %ld suppliers; table periods has all.",
                 panels, course->supplier_count);
    else
        snprintf(text, sizeof text, "To %ld further supplier%s nothing comes back.", quiet,
                 quiet == 1 ? "" : "s");
    cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 20.0, CF_PLOT_SMALL, CF_SVG_START);
}

static cf_status put_course(FILE *out, const struct course *course, const cf_drawing *drawing)
{
    long panels = course->moving_count < MOST_PANELS ? course->moving_count : MOST_PANELS;
    bool rest = panels < course->supplier_count;
    char finding[CF_FINDING_SIZE];
    double bottom = TOP + (double)panels * PANEL;
    double largest = cf_plot_of(0.0, course->largest, 0.0, 1.0).to;
    cf_status status = cf_plot_begin(
        out, course->report, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (rest ? 28.0 : 4.0),
                         .title = heading,
                         .finding = cf_finding_back(finding, course->report),
                         .description = "A panel for each supplier, all on one scale: over the "
                                        "periods a band from the least to the most that can have "
                                        "come back by the end of each, the pro rata figure as a "
                                        "line, and what has been invested by then as a dotted "
                                        "line." });

    cf_plot_put_text(out, "line: pro rata; band: min to max; dots: invested", "cf-muted", 0.0, 14.0,
                     CF_PLOT_SMALL, CF_SVG_START);
    put_ticks(out, course, bottom);
    for (long i = 0; i < panels; i++)
        put_panel(out, course, i, largest);
    if (rest)
        put_left_out(out, course, panels, bottom);
    cf_svg_end(out);
    return status;
}

/* Why there is nothing to draw. */
static const char *words_of(const struct course *course)
{
    if (course->supplier_count == 0)
        return cf_sentence_none;
    return course->period_count > 0 ? "Nothing that was invested comes back in any period."
                                    : "No deal has a date, so there is one period only.";
}

cf_status cf_chart_back(FILE *out, const cf_report *vintages, const cf_drawing *drawing)
{
    struct course course = { .suppliers = NULL };
    cf_status status = read_course(&course, vintages);

    if (status == CF_OK && course.moving_count > 0)
        status = put_course(out, &course, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, vintages, drawing, heading, words_of(&course));
    free(course.suppliers);
    free(course.moving);
    free(course.periods);
    return status;
}
