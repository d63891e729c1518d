/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes back to each supplier in one scenario or view, A, and in another, B:
 *
 *     Nvidia          A  [==|========]
 *     7.11, was 5.2   B  [====|===========]
 */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"
#include "report/company.h"

enum { WIDTH = 720, LEFT = 196, LENGTH = 500, TOP = 54, ROW = 58, BAR = 14, MOST_ROWS = 20 };

static const char heading[] = "What comes back to each supplier, in A and in B";

/* By side: 0 is A, 1 is B. NaN where unknown. */
struct row {
    const char *id, *name;
    double min[2], pro_rata[2], max[2];
};

struct sides {
    const cf_report *report;
    struct row *rows;
    long count, shown;
    double largest;
};

static void read_measure(struct sides *sides, const cf_lookup *table, long at, struct row *row)
{
    static const struct {
        const char *measure;
        size_t offset;
    } measures[] = {
        { "loopback_min", offsetof(struct row, min) },
        { "loopback_pro_rata", offsetof(struct row, pro_rata) },
        { "loopback_max", offsetof(struct row, max) },
    };

    for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
        double *values = (double *)(void *)((char *)row + measures[m].offset);

        if (!cf_lookup_is(table, at, "measure", measures[m].measure))
            continue;
        values[0] = cf_lookup_number(table, at, "a");
        values[1] = cf_lookup_number(table, at, "b");
        sides->largest = cf_plot_larger(sides->largest, values[0]);
        sides->largest = cf_plot_larger(sides->largest, values[1]);
    }
}

static cf_status read_sides(struct sides *sides, const cf_report *report)
{
    cf_lookup table = cf_lookup_of(report, "compare");

    sides->report = report;
    sides->rows = calloc((size_t)table.rows + 1, sizeof *sides->rows);
    if (sides->rows == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < table.rows; i++) {
        const char *id = cf_lookup_text(&table, i, "supplier");
        struct row *row = sides->count == 0 ? NULL : &sides->rows[sides->count - 1];

        if (id == NULL)
            continue;
        if (row == NULL || strcmp(row->id, id) != 0) {
            row = &sides->rows[sides->count++];
            *row = (struct row){ .id = id,
                                 .name = cf_lookup_name(cf_report_scenario(report), id),
                                 .min = { NAN, NAN },
                                 .pro_rata = { NAN, NAN },
                                 .max = { NAN, NAN } };
        }
        read_measure(sides, &table, i, row);
    }
    sides->shown = sides->count < MOST_ROWS ? sides->count : MOST_ROWS;
    return CF_OK;
}

/* ---- what is found ---- */

static double value_of(double pro_rata)
{
    return isnan(pro_rata) ? 0.0 : pro_rata;
}

static const char *find(char text[static CF_FINDING_SIZE], const struct sides *sides)
{
    const struct row *most = NULL;
    double widest = 0.0;
    char from[CF_MONEY_SIZE], to[CF_MONEY_SIZE + CF_UNIT_SIZE];

    if (cf_report_scenario(sides->report) == NULL)
        return NULL;
    for (long i = 0; i < sides->count; i++) {
        const double *pro_rata = sides->rows[i].pro_rata;
        double change = fabs(value_of(pro_rata[1]) - value_of(pro_rata[0]));

        if (change > widest) {
            widest = change;
            most = &sides->rows[i];
        }
    }
    if (most == NULL)
        return "What comes back is the same in A and in B";
    cf_money_text(from, value_of(most->pro_rata[0]));
    cf_money_with_unit(to, cf_report_scenario(sides->report), value_of(most->pro_rata[1]));
    snprintf(text, CF_FINDING_SIZE, "What comes back to %.150s %s from %.60s to %.60s", most->name,
             value_of(most->pro_rata[1]) > value_of(most->pro_rata[0]) ? "rises" : "falls", from,
             to);
    return text;
}

/* ---- drawing ---- */

static void put_side(FILE *out, const struct sides *sides, const struct row *row, int side,
                     const cf_plot *plot, double y)
{
    int colour = cf_report_colour(sides->report, row->id);
    double from = cf_plot_at(plot, row->min[side]), to = cf_plot_at(plot, row->max[side]);
    double x = cf_plot_at(plot, row->pro_rata[side]);
    char text[CF_MONEY_SIZE];

    cf_plot_put_text(out, side == 0 ? "A" : "B", "cf-muted", LEFT - 8.0, y + 11.0, CF_PLOT_SMALL,
                     CF_SVG_END);
    if (isnan(row->pro_rata[side])) {
        cf_plot_put_text(out, "no supplier here", "cf-muted", LEFT + 6.0, y + 11.0, CF_PLOT_SMALL,
                         CF_SVG_START);
        return;
    }
    if (!isnan(row->min[side]) && !isnan(row->max[side]))
        cf_xml_put(out,
                   "<rect class=\"cf-s%d-fill\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"%f\" "
                   "height=\"%d\"/>\n",
                   colour, side == 0 ? 0.2 : 0.45, from, y, fmax(to - from, 0.5), BAR);
    else
        to = x;
    cf_xml_put(out, "<path class=\"cf-s%d-line\" stroke-width=\"4\" d=\"M%f %fv%d\"/>\n", colour, x,
               y - 2.0, BAR + 4);
    cf_money_text(text, row->pro_rata[side]);
    cf_plot_put_text(out, text, "cf-ink cf-halo", fmax(to, x) + 6.0, y + 11.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static void put_row(FILE *out, const struct sides *sides, const struct row *row,
                    const cf_plot *plot, double y)
{
    char from[CF_MONEY_SIZE], to[CF_MONEY_SIZE], text[2 * CF_MONEY_SIZE + 8];

    cf_money_text(from, value_of(row->pro_rata[0]));
    cf_money_text(to, value_of(row->pro_rata[1]));
    snprintf(text, sizeof text, "%s, was %s", to, from);
    cf_xml_put(out, "<g data-supplier=\"%.100s\">\n", row->id);
    cf_svg_put_label(out, &(cf_svg_label){ .text = row->name,
                                           .class = "cf-ink",
                                           .y = y + 18.0,
                                           .size = 14.0,
                                           .strong = true,
                                           .width = LEFT - 32.0,
                                           .lines = 2,
                                           .small = 12.0,
                                           .upwards = true });
    cf_plot_put_text(out, text, "cf-muted", 0.0, y + 34.0, CF_PLOT_SMALL, CF_SVG_START);
    for (int side = 0; side < 2; side++)
        put_side(out, sides, row, side, plot, y + 5.0 + side * (BAR + 6.0));
    fputs("</g>\n", out);
}

static cf_status put_sides(FILE *out, const struct sides *sides, const cf_drawing *drawing)
{
    cf_plot plot = cf_plot_of(0.0, sides->largest, LEFT, LENGTH - 60.0);
    double bottom = TOP + (double)sides->shown * ROW;
    char finding[CF_FINDING_SIZE], text[96];
    cf_status status = cf_plot_begin(
        out, sides->report, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (sides->shown < sides->count ? 28.0 : 8.0),
                         .title = heading,
                         .finding = find(finding, sides),
                         .description = "Two bars for each supplier, of A and of B: from the least "
                                        "to the most that can have come back, with a mark at the "
                                        "pro rata figure." });

    cf_plot_put_text(out,
                     drawing->inlined
                         ? "A: the first, B: the second; mark and number: pro rata; bar: min to max"
                         : "mark and number: pro rata; bar: min to max",
                     "cf-muted", 0.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_grid(out, &plot, TOP, bottom);
    for (long i = 0; i < sides->shown; i++)
        put_row(out, sides, &sides->rows[i], &plot, TOP + (double)i * ROW + 6.0);
    if (sides->shown < sides->count) {
        snprintf(text, sizeof text, "The first %ld of %ld suppliers; table compare has all.",
                 sides->shown, sides->count);
        cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 20.0, CF_PLOT_SMALL, CF_SVG_START);
    }
    cf_svg_end(out);
    return status;
}

cf_status cf_chart_compare(FILE *out, const cf_report *compare, const cf_drawing *drawing)
{
    struct sides sides = { .rows = NULL };
    cf_status status = read_sides(&sides, compare);

    if (status == CF_OK && sides.count > 0)
        status = put_sides(out, &sides, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, compare, drawing, heading,
                                     "Neither A nor B has a supplier that invests.");
    free(sides.rows);
    return status;
}
