/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure what comes back is: a panel for each supplier, all on one scale, with the density of pro
 * rata over the draws, and behind it those of min and max. All areas are 1, so that a figure that
 * is certain is high and narrow.
 *
 *     Nvidia                 .
 *     5.6 (1.85 to 8)      ./|\           ....
 *                        __|_|_\._____.../    \....___
 *                        0        10       20       30
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/plot.h"
#include "report/company.h"
#include "report/sentences.h"

enum {
    WIDTH = 720,
    LEFT = 212,
    LENGTH = 484,
    TOP = 62,
    PANEL = 92,
    GRAPH = 72, /* height of the plot within a panel */
    MOST_PANELS = 6,
    TITLE_SIZE = 4 * CF_MONEY_SIZE + 200
};
static const char heading[] = "How sure what comes back is";

struct uncertainty {
    const cf_report *report;
    cf_lookup bins, summaries;
    long *rows; /* of the suppliers whose figure varies: that of pro rata among the summaries */
    long count, quiet;
    cf_plot plot;
};

/* ---- reading --------------------------------------------------------------------------------- */

static double summary(const struct uncertainty *chart, long row, const char *column)
{
    return cf_lookup_number(&chart->summaries, row, column);
}

/* The row of another figure of the same supplier, or that row. */
static long row_of(const struct uncertainty *chart, long row, const char *measure)
{
    const char *supplier = cf_lookup_text(&chart->summaries, row, "supplier");
    long i = cf_lookup_find(&chart->summaries, 0, "supplier", supplier);

    while (i < chart->summaries.rows && cf_lookup_is(&chart->summaries, i, "supplier", supplier)) {
        if (cf_lookup_is(&chart->summaries, i, "measure", measure))
            return i;
        i++;
    }
    return row;
}

static cf_status read_uncertainty(struct uncertainty *chart, const cf_report *report)
{
    double most = 0.0;

    chart->report = report;
    chart->bins = cf_lookup_of(report, "densities");
    chart->summaries = cf_lookup_of(report, "simulate");
    chart->rows = calloc((size_t)chart->summaries.rows + 1, sizeof *chart->rows);
    if (chart->rows == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < chart->summaries.rows; i++) {
        if (!cf_lookup_is(&chart->summaries, i, "measure", "loopback_pro_rata"))
            continue;
        if (summary(chart, i, "sd") > 0.0) {
            chart->rows[chart->count++] = i;
            if (chart->count <= MOST_PANELS)
                most =
                    cf_plot_larger(most, summary(chart, row_of(chart, i, "loopback_max"), "p95"));
        } else {
            chart->quiet++;
        }
    }
    chart->plot = cf_plot_of(0.0, most, LEFT, LENGTH);
    return CF_OK;
}

/* ---- a density ------------------------------------------------------------------------------- */

/* The bins of a figure of a supplier. */
struct histogram {
    long first, past;
};

static struct histogram find_histogram(const struct uncertainty *chart, const char *supplier,
                                       const char *measure)
{
    struct histogram found = { .first = cf_lookup_find(&chart->bins, 0, "supplier", supplier) };

    while (found.first < chart->bins.rows &&
           cf_lookup_is(&chart->bins, found.first, "supplier", supplier) &&
           !cf_lookup_is(&chart->bins, found.first, "measure", measure))
        found.first++;
    found.past = found.first;
    while (found.past < chart->bins.rows &&
           cf_lookup_is(&chart->bins, found.past, "supplier", supplier) &&
           cf_lookup_is(&chart->bins, found.past, "measure", measure))
        found.past++;
    return found;
}

static double bin(const struct uncertainty *chart, long row, const char *column)
{
    return cf_lookup_number(&chart->bins, row, column);
}

static double peak_of(const struct uncertainty *chart, struct histogram of)
{
    double peak = 0.0;

    for (long i = of.first; i < of.past; i++)
        peak = cf_plot_larger(peak, bin(chart, i, "density"));
    return peak;
}

/* Steps, as high as the panel at `peak`; what is higher ends there. A figure that is the same in
 * all draws is a line of this height. */
static void put_density(FILE *out, const struct uncertainty *chart, struct histogram of,
                        double peak, double bottom, const char *look)
{
    bool same = of.past == of.first + 1;

    if (of.first == of.past)
        return;
    cf_xml_put(out, "<path ");
    fputs(look, out);
    cf_xml_put(out, " d=\"M%f %f", cf_plot_at(&chart->plot, bin(chart, of.first, "from")), bottom);
    for (long i = of.first; i < of.past; i++) {
        double part = same ? 1.0 : fmin(bin(chart, i, "density") / peak, 1.0);

        cf_xml_put(out, "V%fH%f", bottom - GRAPH * part,
                   cf_plot_at(&chart->plot, bin(chart, i, "to")) + (same ? 2.0 : 0.0));
    }
    cf_xml_put(out, "V%fZ\"/>\n", bottom);
}

/* ---- panels ---------------------------------------------------------------------------------- */

/* "3.24 to 20.8" */
static void range_text(char text[static 2 * CF_MONEY_SIZE + 8], const struct uncertainty *chart,
                       long row)
{
    char low[CF_MONEY_SIZE], high[CF_MONEY_SIZE];

    cf_money_text(low, summary(chart, row, "p05"));
    cf_money_text(high, summary(chart, row, "p95"));
    snprintf(text, 2 * CF_MONEY_SIZE + 8, "%s to %s", low, high);
}

/* The name, and below it "13.9 (3.24 to 20.8)". */
static void put_who(FILE *out, const struct uncertainty *chart, long row, const char *name,
                    double bottom)
{
    char median[CF_MONEY_SIZE], range[2 * CF_MONEY_SIZE + 8];
    char text[3 * CF_MONEY_SIZE + 16];

    cf_svg_put_label(out, &(cf_svg_label){ .text = name,
                                           .class = "cf-ink",
                                           .y = bottom - GRAPH / 2.0,
                                           .size = 14.0,
                                           .strong = true,
                                           .width = LEFT - 24.0,
                                           .lines = 2,
                                           .upwards = true });
    cf_money_text(median, summary(chart, row, "p50"));
    range_text(range, chart, row);
    snprintf(text, sizeof text, "%s (%s)", median, range);
    cf_plot_put_text(out, text, "cf-muted", 0.0, bottom - GRAPH / 2.0 + 18.0, 12.0, CF_SVG_START);
}

static void put_median(FILE *out, const struct uncertainty *chart, long row, double bottom)
{
    double x = cf_plot_at(&chart->plot, summary(chart, row, "p50"));

    cf_xml_put(out, "<path class=\"cf-axis\" stroke-width=\"1.5\" d=\"M%f %fv%f\"/>\n", x, bottom,
               -GRAPH - 5.0);
}

static void put_panel(FILE *out, const struct uncertainty *chart, long index)
{
    long row = chart->rows[index];
    const char *id = cf_lookup_text(&chart->summaries, row, "supplier");
    const char *name = cf_lookup_name(cf_report_scenario(chart->report), id);
    double bottom = TOP + (double)index * PANEL + GRAPH + 12.0;
    int colour = cf_report_colour(chart->report, id);
    struct histogram of = find_histogram(chart, id, "loopback_pro_rata");
    double peak = peak_of(chart, of);
    char pale[64], full[64], range[2 * CF_MONEY_SIZE + 8];

    snprintf(pale, sizeof pale, "class=\"cf-s%d-fill\" fill-opacity=\"0.25\"", colour);
    snprintf(full, sizeof full, "class=\"cf-s%d-fill\" fill-opacity=\"0.85\"", colour);
    range_text(range, chart, row);
    cf_xml_put(out, "<g data-supplier=\"%.100s\"><title>%.100s: %s in 90 %% of the draws</title>\n",
               id, name, range);
    put_who(out, chart, row, name, bottom);
    put_density(out, chart, find_histogram(chart, id, "loopback_min"), peak, bottom, pale);
    put_density(out, chart, find_histogram(chart, id, "loopback_max"), peak, bottom, pale);
    put_density(out, chart, of, peak, bottom, full);
    put_median(out, chart, row, bottom);
    cf_xml_put(out, "<path class=\"cf-axis\" d=\"M%f %fh%f\"/>\n</g>\n", (double)LEFT, bottom,
               (double)LENGTH);
}

/* ---- the chart ------------------------------------------------------------------------------- */

/* "In 9 of 10 draws, 3.24 to 20.8 comes back to Amazon (500 draws)": the ends depend on it. */
static void put_title(char text[static TITLE_SIZE], const struct uncertainty *chart)
{
    const char *id = cf_lookup_text(&chart->summaries, chart->rows[0], "supplier");
    double draws = cf_report_number(chart->report, "draws");
    char range[2 * CF_MONEY_SIZE + 8], count[CF_MONEY_SIZE], note[CF_MONEY_SIZE + 16] = "";

    range_text(range, chart, chart->rows[0]);
    if (draws > 0.0) {
        cf_money_text(count, draws);
        snprintf(note, sizeof note, " (%s draws)", count);
    }
    snprintf(text, TITLE_SIZE, "In 9 of 10 draws, %s comes back to %.150s%s", range,
             cf_lookup_name(cf_report_scenario(chart->report), id), note);
}

static void put_legend(FILE *out)
{
    cf_plot_put_text(out, "median (5 % to 95 %)", "cf-muted", 0.0, 34.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    cf_xml_put(out,
               "<rect class=\"cf-s9-fill\" fill-opacity=\"0.85\" x=\"%f\" y=\"4\" width=\"22\" "
               "height=\"12\"/>\n"
               "<rect class=\"cf-s9-fill\" fill-opacity=\"0.25\" x=\"%f\" y=\"4\" width=\"22\" "
               "height=\"12\"/>\n",
               (double)LEFT, LEFT + 180.0);
    cf_plot_put_text(out, "pro rata; line: median", "cf-ink", LEFT + 28.0, 14.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    cf_plot_put_text(out, "paler: what must (left) and can (right) come back", "cf-ink",
                     LEFT + 208.0, 14.0, CF_PLOT_SMALL, CF_SVG_START);
}

static void put_left_out(FILE *out, const struct uncertainty *chart, long panels, double bottom)
{
    char text[120];

    if (panels < chart->count)
        snprintf(text, sizeof text, "The first %ld of %ld suppliers; table densities has all.",
                 panels, chart->count + chart->quiet);
    else
        snprintf(text, sizeof text,
                 "What comes back to %ld further supplier%s is the same in all draws.",
                 chart->quiet, chart->quiet == 1 ? "" : "s");
    cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 18.0, CF_PLOT_SMALL, CF_SVG_START);
}

static cf_status put_uncertainty(FILE *out, const struct uncertainty *chart,
                                 const cf_drawing *drawing)
{
    long panels = chart->count < MOST_PANELS ? chart->count : MOST_PANELS;
    bool rest = panels < chart->count + chart->quiet;
    double bottom = TOP + (double)panels * PANEL;
    char title[TITLE_SIZE];
    cf_status status;

    put_title(title, chart);
    status = cf_plot_begin(
        out, chart->report, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (rest ? 26.0 : 4.0),
                         .title = heading,
                         .finding = title,
                         .description = "A panel for each supplier, all on one scale: how the "
                                        "draws of what comes back pro rata are spread, and behind "
                                        "it, paler, the least that must and the most that can "
                                        "come back." });
    put_legend(out);
    cf_plot_put_grid(out, &chart->plot, TOP - 20.0, bottom);
    for (long i = 0; i < panels; i++)
        put_panel(out, chart, i);
    if (rest)
        put_left_out(out, chart, panels, bottom);
    cf_svg_end(out);
    return status;
}

cf_status cf_chart_density(FILE *out, const cf_report *simulate, const cf_drawing *drawing)
{
    struct uncertainty chart = { .rows = NULL };
    cf_status status = read_uncertainty(&chart, simulate);

    if (status == CF_OK && chart.count > 0)
        status = put_uncertainty(out, &chart, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, simulate, drawing, heading,
                                     chart.quiet > 0 ? "What comes back is the same in all draws."
                                                     : cf_sentence_none);
    free(chart.rows);
    return status;
}
