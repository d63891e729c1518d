/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes back to each supplier as an amount is varied: a panel for each, with the band from min
 * to max and the pro rata figure as a line; on a grid of two, a line for each value of the second:
 *
 *     Nvidia         |        ______ 1.5
 *     2.1 to 7.4     |  _____/
 *                    |_/____________ 0.5
 *                    0.5    1     1.5
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
    LENGTH = 460,
    TOP = 36,
    PANEL = 94,
    GRAPH = 66,
    MOST_PANELS = 12,
    MOST_LINES = 6
};

static const char heading[] = "What comes back as an amount is varied";

/* A supplier to which something can come back: the least and the most of that, pro rata. */
struct mover {
    const char *id;
    double least, most;
    long place; /* in the table: the order of ties */
};

struct course {
    const cf_report *report;
    cf_lookup rows;
    const char *across, *beside; /* columns; beside NULL: one amount is varied */
    struct mover *moving;        /* the one that moves furthest first */
    long moving_count, all;
    cf_plot plot; /* across */
    double largest;
};

/* ---- reading ---- */

static double at(const struct course *course, long row, const char *column)
{
    return cf_lookup_number(&course->rows, row, column);
}

static bool is_listed(const struct mover *list, long count, const char *id)
{
    for (long i = 0; i < count; i++)
        if (strcmp(list[i].id, id) == 0)
            return true;
    return false;
}

/* The columns before that of suppliers are what is varied. */
static void read_axes(struct course *course)
{
    const cf_table *table = course->rows.table;
    int supplier = table == NULL ? 0 : cf_table_find_column(table, "supplier");

    course->across = supplier > 0 ? cf_table_column(table, 0)->name : NULL;
    course->beside = supplier > 1 ? cf_table_column(table, 1)->name : NULL;
}

static void read_range(const struct course *course, struct mover *mover)
{
    mover->least = INFINITY;
    mover->most = -INFINITY;
    for (long i = 0; i < course->rows.rows; i++) {
        double value = at(course, i, "loopback_pro_rata");

        if (!cf_lookup_is(&course->rows, i, "supplier", mover->id) || isnan(value))
            continue;
        mover->least = fmin(mover->least, value);
        mover->most = fmax(mover->most, value);
    }
}

static int furthest_first(const void *one, const void *other)
{
    const struct mover *a = one, *b = other;
    double x = a->most - a->least, y = b->most - b->least;

    if (x > y || x < y)
        return x > y ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void sort_moving(struct course *course)
{
    for (long i = 0; i < course->moving_count; i++)
        read_range(course, &course->moving[i]);
    qsort(course->moving, (size_t)course->moving_count, sizeof *course->moving, furthest_first);
}

static cf_status read_sweep(struct course *course, const cf_report *report)
{
    double least = INFINITY, most = -INFINITY;

    course->report = report;
    course->rows = cf_lookup_of(report, "sweep");
    read_axes(course);
    course->moving = calloc((size_t)course->rows.rows + 1, sizeof *course->moving);
    if (course->moving == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; course->across != NULL && i < course->rows.rows; i++) {
        const char *id = cf_lookup_text(&course->rows, i, "supplier");
        double pro_rata = at(course, i, "loopback_pro_rata");
        double high = cf_plot_larger(at(course, i, "loopback_max"), pro_rata);

        least = fmin(least, at(course, i, course->across));
        most = fmax(most, at(course, i, course->across));
        course->largest = cf_plot_larger(course->largest, course->beside == NULL ? high : pro_rata);
        if (id != NULL && high > 0.0 && !is_listed(course->moving, course->moving_count, id)) {
            course->moving[course->moving_count] =
                (struct mover){ .id = id, .place = course->moving_count };
            course->moving_count++;
        }
    }
    sort_moving(course);
    course->plot = cf_plot_of(least, most, LEFT, LENGTH);
    course->largest = cf_plot_of(0.0, course->largest, 0.0, 1.0).to;
    return CF_OK;
}

/* ---- what is found ---- */

static const char *find(char text[static CF_FINDING_SIZE], const struct course *course)
{
    const struct mover *widest = course->moving;
    char low[CF_MONEY_SIZE + CF_UNIT_SIZE], high[CF_MONEY_SIZE];

    if (cf_report_scenario(course->report) == NULL || !(widest->most >= widest->least))
        return NULL;
    cf_money_with_unit(low, cf_report_scenario(course->report), widest->least);
    cf_money_text(high, widest->most);
    snprintf(text, CF_FINDING_SIZE, "%.60s to %.60s comes back to %.150s as %.120s%s is varied",
             low, high, cf_lookup_name(cf_report_scenario(course->report), widest->id),
             course->across, course->beside == NULL ? "" : " and another");
    return text;
}

/* ---- drawing ---- */

static double y_of(const struct course *course, double value, double bottom)
{
    return bottom - (course->largest > 0.0 ? value / course->largest : 0.0) * GRAPH;
}

/* The next row of a supplier, with one value of the second amount unless that is NaN. */
static long next_row(const struct course *course, long row, const char *id, double beside)
{
    for (; row < course->rows.rows; row++) {
        double own = course->beside == NULL ? NAN : at(course, row, course->beside);

        if (cf_lookup_is(&course->rows, row, "supplier", id) &&
            (isnan(beside) || !(own < beside || own > beside)))
            break;
    }
    return row;
}

static void put_points(FILE *out, const struct course *course, const char *id, double beside,
                       const char *column, double bottom)
{
    bool began = false;

    for (long row = next_row(course, 0, id, beside); row < course->rows.rows;
         row = next_row(course, row + 1, id, beside)) {
        double value = at(course, row, column);

        if (isnan(value))
            continue;
        cf_xml_put(out, "%c%f %f", began ? 'L' : 'M',
                   cf_plot_at(&course->plot, at(course, row, course->across)),
                   y_of(course, value, bottom));
        began = true;
    }
    if (!began)
        fputs("M0 0", out);
}

/* From the points of max to those of min, which go the other way. */
static void put_band(FILE *out, const struct course *course, const char *id, double bottom)
{
    int colour = cf_report_colour(course->report, id);

    cf_xml_put(out, "<path class=\"cf-s%d-fill\" fill-opacity=\"0.3\" d=\"", colour);
    put_points(out, course, id, NAN, "loopback_max", bottom);
    for (long row = course->rows.rows - 1; row >= 0; row--) {
        double value = at(course, row, "loopback_min");

        if (cf_lookup_is(&course->rows, row, "supplier", id) && !isnan(value))
            cf_xml_put(out, "L%f %f", cf_plot_at(&course->plot, at(course, row, course->across)),
                       y_of(course, value, bottom));
    }
    fputs("Z\"/>\n", out);
}

static void put_line(FILE *out, const struct course *course, const char *id, double beside,
                     double bottom)
{
    cf_xml_put(out, "<path class=\"cf-s%d-line\" fill=\"none\" stroke-width=\"2.5\" d=\"",
               cf_report_colour(course->report, id));
    put_points(out, course, id, beside, "loopback_pro_rata", bottom);
    fputs("\"/>\n", out);
}

/* A line for the first, the last and some values of the second amount between, each with its
 * value at the right, if there is room below the one before. */
static void put_lines(FILE *out, const struct course *course, const char *id, double bottom)
{
    long row = next_row(course, 0, id, NAN), count = 0, step;
    double first = at(course, row, course->across), last_y = INFINITY;

    while (row + count < course->rows.rows) /* rows of one value across stand together */
        if (at(course, row + count, course->across) > first ||
            at(course, row + count, course->across) < first)
            break;
        else
            count++;
    step = (count / course->all + MOST_LINES - 1) / MOST_LINES;
    for (long i = 0, seen = 0; i < count; i++) {
        double beside = at(course, row + i, course->beside), y = bottom;
        char text[CF_MONEY_SIZE];

        if (!cf_lookup_is(&course->rows, row + i, "supplier", id) || seen++ % step != 0)
            continue;
        put_line(out, course, id, beside, bottom);
        for (long at_row = row; at_row < course->rows.rows;
             at_row = next_row(course, at_row + 1, id, beside))
            if (cf_lookup_is(&course->rows, at_row, "supplier", id))
                y = y_of(course, at(course, at_row, "loopback_pro_rata"), bottom);
        cf_money_text(text, beside);
        if (fabs(y - last_y) < 13.0)
            continue;
        last_y = y;
        cf_plot_put_text(out, text, "cf-muted", LEFT + LENGTH + 6.0, y + 4.0, CF_PLOT_SMALL,
                         CF_SVG_START);
    }
}

static void put_panel(FILE *out, const struct course *course, long index)
{
    const struct mover *mover = &course->moving[index];
    const char *id = mover->id;
    double bottom = TOP + (double)index * PANEL + GRAPH + 14.0;
    char low[CF_MONEY_SIZE], high[CF_MONEY_SIZE], text[2 * CF_MONEY_SIZE + 8];

    cf_money_text(low, mover->least);
    cf_money_text(high, mover->most);
    snprintf(text, sizeof text, "%s%s%s", low, strcmp(low, high) == 0 ? "" : " to ",
             strcmp(low, high) == 0 ? "" : high);
    cf_xml_put(out, "<g data-supplier=\"%.100s\">\n", id);
    cf_svg_put_label(
        out, &(cf_svg_label){ .text = cf_lookup_name(cf_report_scenario(course->report), id),
                              .class = "cf-ink",
                              .y = bottom - GRAPH / 2.0,
                              .size = 14.0,
                              .strong = true,
                              .width = LEFT - 52.0,
                              .lines = 2,
                              .upwards = true });
    cf_plot_put_text(out, text, "cf-muted", 0.0, bottom - GRAPH / 2.0 + 17.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    for (int i = 0; i <= 2; i++) {
        double y = bottom - i * GRAPH / 2.0;

        cf_money_text(low, course->largest * i / 2.0);
        cf_xml_put(out, "<path class=\"%s\" d=\"M%d %fh%d\"/>\n", i == 0 ? "cf-axis" : "cf-grid",
                   LEFT, y, LENGTH);
        if (i != 1)
            cf_plot_put_text(out, low, "cf-muted", LEFT - 8.0, y + 4.0, CF_PLOT_SMALL, CF_SVG_END);
    }
    if (course->beside == NULL) {
        put_band(out, course, id, bottom);
        put_line(out, course, id, NAN, bottom);
    } else {
        put_lines(out, course, id, bottom);
    }
    fputs("</g>\n", out);
}

/* Suppliers whose rows repeat, whether anything comes back to them or not. */
static long count_all(const struct course *course)
{
    double first = at(course, 0, course->across);
    double beside = course->beside == NULL ? 0.0 : at(course, 0, course->beside);
    long count = 0;

    while (count < course->rows.rows && fabs(at(course, count, course->across) - first) <= 0.0 &&
           (course->beside == NULL || fabs(at(course, count, course->beside) - beside) <= 0.0))
        count++;
    return count;
}

static cf_status put_course(FILE *out, struct course *course, const cf_drawing *drawing)
{
    long panels = course->moving_count < MOST_PANELS ? course->moving_count : MOST_PANELS;
    double bottom = TOP + (double)panels * PANEL;
    char finding[CF_FINDING_SIZE], text[320];
    cf_status status = cf_plot_begin(
        out, course->report, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + 34.0,
                         .title = heading,
                         .finding = find(finding, course),
                         .description = "A panel for each supplier, all on one scale: over the "
                                        "values of what is varied the pro rata figure as a line, "
                                        "and from the least to the most that can have come back "
                                        "as a band." });

    course->all = count_all(course);
    snprintf(text, sizeof text, "across: %.120s%s%.120s", course->across,
             course->beside == NULL ? "; line: pro rata, band: min to max" : "; lines: ",
             course->beside == NULL ? "" : course->beside);
    cf_svg_put_label(
        out,
        &(cf_svg_label){
            .text = text, .class = "cf-muted", .y = 14.0, .size = CF_PLOT_SMALL, .width = WIDTH });
    cf_plot_put_grid(out, &course->plot, TOP, bottom);
    for (long i = 0; i < panels; i++)
        put_panel(out, course, i);
    if (panels < course->all) {
        snprintf(text, sizeof text, "%ld of %ld suppliers; table sweep has all.", panels,
                 course->all);
        cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 24.0, CF_PLOT_SMALL, CF_SVG_START);
    }
    cf_svg_end(out);
    return status;
}

cf_status cf_chart_sweep(FILE *out, const cf_report *sweep, const cf_drawing *drawing)
{
    struct course course = { .moving = NULL };
    cf_status status = read_sweep(&course, sweep);

    if (status == CF_OK && course.moving_count > 0)
        status = put_course(out, &course, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, sweep, drawing, heading,
                                     "Nothing comes back to anybody at any of these values.");
    free(course.moving);
    return status;
}
