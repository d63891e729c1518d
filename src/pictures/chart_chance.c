/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the network is more circular than chance: a panel for each figure, with the draws as a
 * histogram on a scale of its own and a line where the network as it is stands.
 *
 *     Largest circulation, of all deals             p = 0.012
 *     observed 8.3 %; draws: mean 5.2 %, sd 1.1 %
 *        _|""|_       |
 *      _|      |___   |
 *     4 %  5 %  6 %  8 %
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"

enum {
    WIDTH = 720,
    LEFT = 8,
    LENGTH = 700,
    PANEL = 180,
    HEAD = 62,  /* of a panel, above its graph */
    GRAPH = 84, /* height */
    TEXT = 4 * CF_MONEY_SIZE
};
static const char heading[] = "More circular than chance?";

static const struct {
    const char *name, *words;
    bool share;
} figures[] = {
    { "circularity_max", "Largest circulation, of all deals", true },
    { "loopback_of_capital", "What comes back pro rata, of capital", true },
    { "financing_loops", "Financing loops of up to 5 deals", false },
};
enum { FIGURES = sizeof figures / sizeof *figures };

struct panel {
    cf_lookup chance, bins;
    int figure;       /* which */
    long row;         /* in `chance` */
    long first, past; /* in `bins` */
    double top;       /* of its graph */
    cf_plot plot;
};

static double figure_of(const struct panel *panel, const char *column)
{
    return cf_lookup_number(&panel->chance, panel->row, column);
}

static void put_value(char text[static CF_MONEY_SIZE], const struct panel *panel, double value)
{
    if (figures[panel->figure].share)
        cf_share_text(text, value);
    else
        cf_money_text(text, value);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void read_bins(struct panel *panel)
{
    const char *name = figures[panel->figure].name;
    double from, to;

    panel->first = cf_lookup_find(&panel->bins, 0, "statistic", name);
    panel->past = panel->first;
    while (panel->past < panel->bins.rows &&
           cf_lookup_is(&panel->bins, panel->past, "statistic", name))
        panel->past++;
    if (panel->past == panel->first)
        return;
    from = cf_lookup_number(&panel->bins, panel->first, "from");
    to = cf_lookup_number(&panel->bins, panel->past - 1, "to");
    panel->plot = cf_plot_of(fmax(from, 0.0), to, LEFT, LENGTH);
}

static double largest_share(const struct panel *panel)
{
    double largest = 0.0;

    for (long i = panel->first; i < panel->past; i++)
        largest = fmax(largest, cf_lookup_number(&panel->bins, i, "share"));
    return largest;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void put_head(FILE *out, const struct panel *panel)
{
    char observed[CF_MONEY_SIZE], mean[CF_MONEY_SIZE], deviation[CF_MONEY_SIZE], p[CF_MONEY_SIZE];
    char text[TEXT];

    put_value(observed, panel, figure_of(panel, "observed"));
    put_value(mean, panel, figure_of(panel, "mean"));
    put_value(deviation, panel, figure_of(panel, "sd"));
    cf_money_text(p, figure_of(panel, "p"));
    cf_svg_put_label(out, &(cf_svg_label){ .text = figures[panel->figure].words,
                                           .class = "cf-ink",
                                           .y = panel->top - HEAD + 18.0,
                                           .size = 14.0,
                                           .strong = true });
    snprintf(text, sizeof text, "p = %s", p);
    cf_svg_put_label(out, &(cf_svg_label){ .text = text,
                                           .class = "cf-ink",
                                           .x = WIDTH,
                                           .y = panel->top - HEAD + 18.0,
                                           .size = 14.0,
                                           .strong = true,
                                           .anchor = CF_SVG_END });
    snprintf(text, sizeof text, "observed %s; draws: mean %s, sd %s", observed, mean, deviation);
    cf_plot_put_text(out, text, "cf-muted", 0.0, panel->top - HEAD + 35.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static void put_scale(FILE *out, const struct panel *panel)
{
    const cf_plot *plot = &panel->plot;
    int steps = (int)lround((plot->to - plot->from) / plot->step);

    for (int i = 0; i <= steps; i++) {
        double value = plot->from + i * plot->step, x = cf_plot_at(plot, value);
        char number[CF_MONEY_SIZE];

        put_value(number, panel, fabs(value) < plot->step * 1e-6 ? 0.0 : value);
        cf_xml_put(out, "<path class=\"cf-grid\" d=\"M%f %fV%f\"/>\n", x, panel->top,
                   panel->top + GRAPH);
        cf_plot_put_text(out, number, "cf-muted", x, panel->top + GRAPH + 15.0, CF_PLOT_SMALL,
                         i == 0       ? CF_SVG_START
                         : i == steps ? CF_SVG_END
                                      : CF_SVG_MIDDLE);
    }
}

static void put_bins(FILE *out, const struct panel *panel)
{
    double largest = largest_share(panel), bottom = panel->top + GRAPH;

    for (long i = panel->first; i < panel->past; i++) {
        double share = cf_lookup_number(&panel->bins, i, "share");
        double x = cf_plot_at(&panel->plot, cf_lookup_number(&panel->bins, i, "from"));
        double width = cf_plot_at(&panel->plot, cf_lookup_number(&panel->bins, i, "to")) - x;
        double height = largest > 0.0 ? GRAPH * share / largest : 0.0;
        char text[CF_MONEY_SIZE];

        if (!(share > 0.0))
            continue;
        cf_share_text(text, share);
        cf_xml_put(out,
                   "<rect class=\"cf-trade-fill\" fill-opacity=\"0.6\" x=\"%f\" y=\"%f\" "
                   "width=\"%f\" height=\"%f\"><title>%s of the draws</title></rect>\n",
                   x, bottom - height, fmax(width - 1.0, 0.5), height, text);
    }
    cf_xml_put(out, "<path class=\"cf-axis\" d=\"M%f %fh%f\"/>\n", (double)LEFT, bottom,
               (double)LENGTH);
}

/* The label is on the side where there is more room. */
static void put_observed(FILE *out, const struct panel *panel)
{
    double x = cf_plot_at(&panel->plot, figure_of(panel, "observed"));
    bool right = x < LEFT + LENGTH / 2.0;

    cf_xml_put(
        out,
        "<path class=\"cf-capital-line\" stroke-width=\"2.5\" fill=\"none\" d=\"M%f %fV%f\"/>"
        "\n",
        x, panel->top - 8.0, panel->top + GRAPH);
    cf_plot_put_text(out, "observed", "cf-ink", x + (right ? 6.0 : -6.0), panel->top - 5.0,
                     CF_PLOT_SMALL, right ? CF_SVG_START : CF_SVG_END);
}

static void put_panel(FILE *out, const struct panel *panel)
{
    put_head(out, panel);
    if (!(figure_of(panel, "sd") > 0.0)) {
        cf_plot_put_text(out,
                         panel->past > panel->first
                             ? "No draw differs from the network as it is, so it cannot stand out."
                             : "Unknown: there is nothing to compare it with.",
                         "cf-muted", 0.0, panel->top + 8.0, CF_PLOT_TEXT, CF_SVG_START);
        return;
    }
    put_scale(out, panel);
    put_bins(out, panel);
    put_observed(out, panel);
}

cf_status cf_chart_chance(FILE *out, const cf_report *chance, const cf_drawing *drawing)
{
    struct panel panel = { .chance = cf_lookup_of(chance, "chance"),
                           .bins = cf_lookup_of(chance, "histogram") };
    char finding[CF_FINDING_SIZE];
    cf_status status;

    if (panel.bins.rows == 0)
        return cf_plot_put_nothing(out, chance, drawing, heading, "There are no draws.");
    status = cf_plot_begin(
        out, chance, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = FIGURES * PANEL,
                         .title = heading,
                         .finding = cf_finding_chance(finding, chance),
                         .description = "A panel for each figure: a histogram of its values in "
                                        "networks in which the payees of deals are permuted, and "
                                        "a line at its value in the network as it is." });
    for (int f = 0; f < FIGURES; f++) {
        panel.figure = f;
        panel.row = cf_lookup_find(&panel.chance, 0, "statistic", figures[f].name);
        panel.top = f * PANEL + HEAD;
        read_bins(&panel);
        if (panel.row < panel.chance.rows)
            put_panel(out, &panel);
    }
    cf_svg_end(out);
    return status;
}
