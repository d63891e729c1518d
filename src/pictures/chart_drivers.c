/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tornado chart: the deals that move the pro rata loop-back of a supplier most, widest bar first.
 *
 *     Oracle → Nvidia, 110     [#########|====]
 *     Nvidia → OpenAI, 30          [#####|====]
 *                            low      value     high
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
    LEFT = 296,
    LENGTH = 384,
    TOP = 54,
    ROW = 28,
    MOST_ROWS = 12,
    TITLE_SIZE = 200
};

struct bar {
    const char *deal;
    double amount, low, high, without;
    bool choke;
    long row; /* of the table: the order of ties */
};

struct tornado {
    const cf_scenario *scenario;
    const char *supplier;
    struct bar *bars; /* widest first */
    long count;
    double value;
    int colour;
    cf_plot plot;
    char title[TITLE_SIZE];
};

static double pixels_of(const struct bar *bar)
{
    return fabs(bar->high - bar->low);
}

static int by_width(const void *one, const void *other)
{
    const struct bar *a = one, *b = other;
    double x = pixels_of(a), y = pixels_of(b);

    if (x > y || x < y)
        return x > y ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static void read_bar(struct tornado *tornado, const cf_lookup *drivers, long row)
{
    struct bar bar = {
        .deal = cf_lookup_text(drivers, row, "deal"),
        .amount = cf_lookup_number(drivers, row, "amount"),
        .low = cf_lookup_number(drivers, row, "low"),
        .high = cf_lookup_number(drivers, row, "high"),
        .without = cf_lookup_number(drivers, row, "without"),
        .choke = cf_lookup_number(drivers, row, "choke") > 0.0,
        .row = row,
    };

    if (isnan(bar.low) || isnan(bar.high) || !(pixels_of(&bar) > 0.0))
        return;
    tornado->value = cf_lookup_number(drivers, row, "value");
    tornado->bars[tornado->count++] = bar;
}

static cf_status read_tornado(struct tornado *tornado, const cf_report *report,
                              const char *supplier)
{
    cf_lookup drivers = cf_lookup_of(report, "drivers");

    tornado->scenario = cf_report_scenario(report);
    tornado->supplier = supplier;
    tornado->colour = cf_report_colour(report, supplier);
    tornado->bars = calloc((size_t)drivers.rows + 1, sizeof *tornado->bars);
    if (tornado->bars == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < drivers.rows; i++)
        if (cf_lookup_is(&drivers, i, "supplier", supplier) &&
            cf_lookup_is(&drivers, i, "measure", "pro_rata"))
            read_bar(tornado, &drivers, i);
    qsort(tornado->bars, (size_t)tornado->count, sizeof *tornado->bars, by_width);
    return CF_OK;
}

static cf_plot plot_of(const struct tornado *tornado, long rows)
{
    double least = tornado->value, most = tornado->value;

    for (long i = 0; i < rows; i++) {
        least = fmin(least, fmin(tornado->bars[i].high, tornado->bars[i].low));
        most = fmax(most, fmax(tornado->bars[i].high, tornado->bars[i].low));
    }
    return cf_plot_of(fmax(least - (most - least) / 10.0, 0.0), most, LEFT, LENGTH);
}

/* Half a bar: from the figure to its value at one end of the deal's range. */
static void put_half(FILE *out, const struct tornado *tornado, double end, bool more, double y)
{
    double from = cf_plot_at(&tornado->plot, tornado->value), to = cf_plot_at(&tornado->plot, end);

    cf_xml_put(out,
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" "
               "width=\"%f\" height=\"14\"/>\n",
               tornado->colour, tornado->colour, more ? 0.9 : 0.3, fmin(from, to), y - 7.0,
               fabs(to - from));
}

/* Whether the deal moves the figure the same way at both ends of its range, and the other end moves
 * it further: the end that lies within the bar has no room for a label. */
static bool is_within(const struct tornado *tornado, double figure, double other)
{
    double way = figure - tornado->value, further = other - tornado->value;

    return way * further > 0.0 && fabs(way) < fabs(further);
}

/* A figure beside the bar, unless it equals the figure at which all bars begin. */
static void put_figure(FILE *out, const struct tornado *tornado, double figure, double other,
                       double y)
{
    char text[CF_MONEY_SIZE], now[CF_MONEY_SIZE];
    bool less = figure < tornado->value;

    cf_money_text(text, figure);
    cf_money_text(now, tornado->value);
    if (strcmp(text, now) != 0 && !is_within(tornado, figure, other))
        cf_plot_put_text(out, text, "cf-muted",
                         cf_plot_at(&tornado->plot, figure) + (less ? -5.0 : 5.0), y + 4.0,
                         CF_PLOT_SMALL, less ? CF_SVG_END : CF_SVG_START);
}

static void put_tornado_bar(FILE *out, const struct tornado *tornado, const struct bar *bar,
                            double y)
{
    char amounts[3][CF_MONEY_SIZE];

    cf_money_text(amounts[0], bar->low);
    cf_money_text(amounts[1], bar->high);
    cf_money_text(amounts[2], bar->without);
    cf_xml_put(out, "<g><title>%.100s: %s at its low, %s at its high, %s without it%s</title>\n",
               bar->deal, amounts[0], amounts[1], amounts[2], bar->choke ? "; choke point" : "");
    cf_plot_put_deal(out, tornado->scenario, bar->deal, bar->amount, LEFT, y + 4.0);
    put_half(out, tornado, bar->low, false, y);
    put_half(out, tornado, bar->high, true, y);
    put_figure(out, tornado, bar->low, bar->high, y);
    put_figure(out, tornado, bar->high, bar->low, y);
    fputs("</g>\n", out);
}

static void put_legend(FILE *out, const struct tornado *tornado)
{
    char value[CF_MONEY_SIZE], text[CF_MONEY_SIZE + 16];

    cf_money_text(value, tornado->value);
    snprintf(text, sizeof text, "pro rata now: %s", value);
    cf_xml_put(out,
               "<path class=\"cf-axis\" stroke-width=\"2\" d=\"M%f 4v16\"/>\n"
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"0.3\" x=\"%f\" y=\"6\" "
               "width=\"22\" height=\"12\"/>\n"
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"0.9\" x=\"%f\" y=\"6\" "
               "width=\"22\" height=\"12\"/>\n",
               LEFT + 1.0, tornado->colour, tornado->colour, LEFT + 150.0, tornado->colour,
               tornado->colour, LEFT + 280.0);
    cf_plot_put_text(out, text, "cf-ink", LEFT + 8.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, "deal at its low", "cf-ink", LEFT + 178.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    cf_plot_put_text(out, "at its high", "cf-ink", LEFT + 308.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, "deal, and its amount", "cf-muted", 0.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static void put_left_out_deals(FILE *out, long shown, long all, double bottom)
{
    char text[96];

    snprintf(text, sizeof text, "The first %ld of %ld; table drivers has all of them.", shown, all);
    cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 20.0, CF_PLOT_SMALL, CF_SVG_START);
}

static cf_status put_tornado(FILE *out, struct tornado *tornado, const cf_report *drivers,
                             const cf_drawing *drawing)
{
    long rows = tornado->count < MOST_ROWS ? tornado->count : MOST_ROWS;
    double bottom = TOP + (double)rows * ROW;
    char finding[CF_FINDING_SIZE];
    cf_status status;

    tornado->plot = plot_of(tornado, rows);
    status = cf_plot_begin(
        out, drivers, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (rows < tornado->count ? 30.0 : 8.0),
                         .title = tornado->title,
                         .finding = cf_finding_drivers(finding, drivers, tornado->supplier),
                         .description = "One row for each deal, the one that moves the pro "
                                        "rata figure most first: a bar from the figure with "
                                        "the deal at its low to the figure at its high." });
    put_legend(out, tornado);
    cf_plot_put_grid(out, &tornado->plot, TOP, bottom);
    for (long i = 0; i < rows; i++)
        put_tornado_bar(out, tornado, &tornado->bars[i], TOP + (double)i * ROW + ROW / 2.0);
    cf_xml_put(out, "<path class=\"cf-axis\" stroke-width=\"2\" d=\"M%f %fV%f\"/>\n",
               cf_plot_at(&tornado->plot, tornado->value), (double)TOP, bottom);
    if (rows < tornado->count)
        put_left_out_deals(out, rows, tornado->count, bottom);
    cf_svg_end(out);
    return status;
}

/* The page has the supplier's name above the chart. */
static void put_title(struct tornado *tornado, const char *supplier, bool inlined)
{
    if (inlined || supplier == NULL)
        strcpy(tornado->title, "What moves the figure");
    else
        snprintf(tornado->title, sizeof tornado->title, "What moves the figure of %.150s",
                 cf_lookup_name(tornado->scenario, supplier));
}

cf_status cf_chart_drivers(FILE *out, const cf_report *drivers, const char *supplier,
                           const cf_drawing *drawing)
{
    struct tornado tornado = { .bars = NULL };
    cf_status status = read_tornado(&tornado, drivers, supplier);

    put_title(&tornado, supplier, drawing->inlined);
    if (status == CF_OK && tornado.count > 0)
        status = put_tornado(out, &tornado, drivers, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, drivers, drawing, tornado.title,
                                     "No single deal moves this figure.");
    free(tornado.bars);
    return status;
}

cf_status cf_chart_first_drivers(FILE *out, const cf_report *drivers, const cf_drawing *drawing)
{
    cf_lookup rows = cf_lookup_of(drivers, "drivers");

    return cf_chart_drivers(out, drivers, cf_lookup_first_text(&rows, "supplier"), drawing);
}
