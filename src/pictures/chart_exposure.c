/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop-back of each supplier as an interval:
 *
 *     Nvidia            |   7.47
 *     7.47 of 50.9      |[==|==============]- - - -o------|
 *                       |2               34.4
 *                        min pro rata    max     open     invested
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"
#include "report/company.h"
#include "report/sentences.h"

enum { WIDTH = 720, LEFT = 176, LENGTH = 520, TOP = 54, ROW = 58, MOST_ROWS = 30 };

struct row {
    const char *entity, *name;
    double invested, min, pro_rata, max, open, undiluted;
    int colour;
    double y; /* of its middle line */
};

static struct row exposure_row(const cf_report *score, const cf_lookup *suppliers, long index)
{
    const char *entity = cf_lookup_text(suppliers, index, "entity");

    return (struct row){
        .entity = entity,
        .name = cf_lookup_name(cf_report_scenario(score), entity),
        .invested = cf_lookup_number(suppliers, index, "invested"),
        .min = cf_lookup_number(suppliers, index, "loopback_min"),
        .pro_rata = cf_lookup_number(suppliers, index, "loopback_pro_rata"),
        .max = cf_lookup_number(suppliers, index, "loopback_max"),
        .open = cf_lookup_number(suppliers, index, "loopback_max_open"),
        .undiluted = cf_lookup_number(suppliers, index, "loopback_undiluted"),
        .colour = cf_report_colour(score, entity),
        .y = TOP + (double)index * ROW + 28.0,
    };
}

/* A line along a row: the money invested, or max_open. */
static void put_reach(FILE *out, const struct row *row, const cf_plot *plot, double from, double to,
                      bool open)
{
    double end = cf_plot_at(plot, to);

    if (isnan(to) || !(to > 0.0))
        return;
    if (open)
        cf_xml_put(out, "<path class=\"cf-s%d-line\" stroke-width=\"2\" stroke-dasharray=\"2 3\" ",
                   row->colour);
    else
        fputs("<path class=\"cf-axis\" ", out);
    cf_xml_put(out, "d=\"M%f %fH%fM%f %fv10\"/>\n", cf_plot_at(plot, from), row->y, end, end,
               row->y - 5.0);
}

static void put_exposure_interval(FILE *out, const struct row *row, const cf_plot *plot)
{
    double from = cf_plot_at(plot, row->min), to = cf_plot_at(plot, row->max);

    cf_xml_put(out, "<rect class=\"cf-paper\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"14\"/>\n",
               from, row->y - 7.0, fmax(to - from, 0.0));
    cf_xml_put(out,
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"0.3\" x=\"%f\" y=\"%f\" "
               "width=\"%f\" height=\"14\"/>\n",
               row->colour, row->colour, from, row->y - 7.0, fmax(to - from, 0.0));
}

/* Labels the ends of the interval below it; one label if two would touch. */
static void put_interval_labels(FILE *out, const struct row *row, const cf_plot *plot)
{
    char min[CF_MONEY_SIZE], max[CF_MONEY_SIZE], both[2 * CF_MONEY_SIZE + 8];
    double from = cf_plot_at(plot, row->min), to = cf_plot_at(plot, row->max), y = row->y + 21.0;

    cf_money_bound(min, row->min, CF_DOWN);
    cf_money_bound(max, row->max, CF_UP);
    if (strcmp(min, max) == 0)
        snprintf(both, sizeof both, row->open > row->max ? "%s by known amounts" : "exactly %s",
                 min);
    else
        snprintf(both, sizeof both, "%s to %s", min, max);
    if (to - from < cf_svg_text_width(min, CF_PLOT_SMALL, false) +
                        cf_svg_text_width(max, CF_PLOT_SMALL, false)) {
        cf_plot_put_text(out, both, "cf-muted", from + 3.0, y, CF_PLOT_SMALL, CF_SVG_START);
        return;
    }
    cf_plot_put_text(out, min, "cf-muted", from + 3.0, y, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, max, "cf-muted", to, y, CF_PLOT_SMALL, CF_SVG_END);
}

static void put_pro_rata(FILE *out, const struct row *row, const cf_plot *plot)
{
    char text[CF_MONEY_SIZE];
    double x = cf_plot_at(plot, row->pro_rata);

    cf_xml_put(out, "<path class=\"cf-s%d-line\" stroke-width=\"4\" d=\"M%f %fv22\"/>\n",
               row->colour, x, row->y - 11.0);
    cf_money_text(text, row->pro_rata);
    cf_svg_put_label(out, &(cf_svg_label){ .text = text,
                                           .class = "cf-ink",
                                           .strong = true,
                                           .x = x + 2.0,
                                           .y = row->y - 15.0,
                                           .size = CF_PLOT_TEXT });
}

/* Without other revenue, where that makes a difference of more than 5 %. */
static bool is_diluted(const struct row *row)
{
    return fabs(row->undiluted - row->pro_rata) > 0.05 * row->pro_rata;
}

static void put_circle(FILE *out, int colour, double x, double y)
{
    cf_xml_put(out,
               "<circle class=\"cf-paper cf-s%d-line\" stroke-width=\"2\" cx=\"%f\" cy=\"%f\" "
               "r=\"5\"/>\n",
               colour, x, y);
}

static void put_names(FILE *out, const struct row *row)
{
    char amount[CF_MONEY_SIZE], share[CF_MONEY_SIZE], text[2 * CF_MONEY_SIZE + 32];

    cf_svg_put_label(out, &(cf_svg_label){ .text = row->name,
                                           .class = "cf-ink",
                                           .y = row->y - 2.0,
                                           .size = 14.0,
                                           .strong = true,
                                           .width = LEFT - 16.0,
                                           .lines = 2,
                                           .small = 12.0,
                                           .upwards = true });
    cf_money_text(amount, row->invested);
    cf_share_text(share, row->pro_rata / row->invested);
    snprintf(text, sizeof text, "%s of %s invested", row->pro_rata > 0.0 ? share : "0", amount);
    cf_plot_put_text(out, text, "cf-muted", 0.0, row->y + 14.0, CF_PLOT_SMALL, CF_SVG_START);
}

static void put_tooltip(FILE *out, const struct row *row)
{
    char amounts[4][CF_MONEY_SIZE];

    cf_money_text(amounts[0], row->invested);
    cf_money_bound(amounts[1], row->min, CF_DOWN);
    cf_money_text(amounts[2], row->pro_rata);
    cf_money_bound(amounts[3], row->max, CF_UP);
    cf_xml_put(out, "<title>%.100s: %s invested; what comes back: at least %s, pro rata %s, ",
               row->name, amounts[0], amounts[1], amounts[2]);
    cf_money_bound(amounts[0], row->open, CF_UP);
    cf_money_text(amounts[1], row->undiluted);
    cf_xml_put(out, "at most %s, open %s", amounts[3], amounts[0]);
    if (is_diluted(row))
        cf_xml_put(out, "; pro rata without other revenue %s", amounts[1]);
    fputs("</title>\n", out);
}

static void put_row(FILE *out, const struct row *row, const cf_plot *plot)
{
    bool bounded = !isnan(row->min) && !isnan(row->max);

    cf_xml_put(out, "<g data-supplier=\"%.100s\">\n", row->entity);
    put_tooltip(out, row);
    put_names(out, row);
    put_reach(out, row, plot, 0.0, row->invested, false);
    if (bounded)
        put_reach(out, row, plot, row->max, row->open, true);
    if (bounded)
        put_exposure_interval(out, row, plot);
    if (!isnan(row->pro_rata))
        put_pro_rata(out, row, plot);
    if (is_diluted(row))
        put_circle(out, row->colour, cf_plot_at(plot, row->undiluted), row->y);
    if (bounded)
        put_interval_labels(out, row, plot);
    fputs("</g>\n", out);
}

/* Samples with words, in the order of a row. */
static void put_legend(FILE *out)
{
    fputs("<path class=\"cf-s0-line\" stroke-width=\"4\" d=\"M178 3v18\"/>\n"
          "<rect class=\"cf-s0-fill cf-s0-line\" fill-opacity=\"0.3\" x=\"252\" y=\"6\" "
          "width=\"26\" height=\"12\"/>\n"
          "<path class=\"cf-s0-line\" stroke-width=\"2\" stroke-dasharray=\"2 3\" "
          "d=\"M374 12h26M400 7v10\"/>\n<path class=\"cf-axis\" d=\"M622 12h26m0 -5v10\"/>\n",
          out);
    cf_plot_put_text(out, "pro rata", "cf-ink", 186.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, "min to max", "cf-ink", 284.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, "open: unknown amounts at any size", "cf-ink", 406.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    cf_plot_put_text(out, "invested", "cf-ink", 654.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
}

/* In the room to the left, where some row has the mark. */
static void put_legend_of_dilution(FILE *out)
{
    put_circle(out, 0, 8.0, 12.0);
    cf_plot_put_text(out, "without other revenue", "cf-ink", 18.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static void put_left_out(FILE *out, long shown, long all)
{
    char text[96];

    if (shown == all)
        return;
    snprintf(text, sizeof text, "The first %ld of %ld suppliers; table suppliers has all.", shown,
             all);
    cf_plot_put_text(out, text, "cf-muted", 0.0, TOP + (double)shown * ROW + 18.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static double largest_value(const cf_lookup *suppliers, long rows)
{
    double most = 0.0;

    for (long i = 0; i < rows; i++) {
        most = cf_plot_larger(most, cf_lookup_number(suppliers, i, "invested"));
        most = cf_plot_larger(most, cf_lookup_number(suppliers, i, "loopback_max_open"));
        most = cf_plot_larger(most, cf_lookup_number(suppliers, i, "loopback_undiluted"));
    }
    return most;
}

cf_status cf_chart_exposure(FILE *out, const cf_report *score, const cf_drawing *drawing)
{
    static const char title[] = "What comes back to each supplier as revenue";
    char finding[CF_FINDING_SIZE];
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");
    long rows = suppliers.rows < MOST_ROWS ? suppliers.rows : MOST_ROWS;
    cf_plot plot = cf_plot_of(0.0, largest_value(&suppliers, rows), LEFT, LENGTH);
    double bottom = TOP + (double)rows * ROW;
    bool diluted = false;
    cf_status status;

    if (rows == 0)
        return cf_plot_put_nothing(out, score, drawing, title, cf_sentence_none);
    status = cf_plot_begin(
        out, score, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (rows < suppliers.rows ? 28.0 : 6.0),
                         .title = title,
                         .finding = cf_finding_exposure(finding, score),
                         .description = "One row for each supplier: a bar from the least to the "
                                        "most that can have come back, a mark at the pro rata "
                                        "figure, a circle where it would be if nobody had other "
                                        "revenue, a dotted line to what unknown amounts could "
                                        "add, and a thin line as long as what was invested." });
    put_legend(out);
    cf_plot_put_grid(out, &plot, TOP, bottom);
    for (long i = 0; i < rows; i++) {
        struct row row = exposure_row(score, &suppliers, i);

        put_row(out, &row, &plot);
        diluted = diluted || is_diluted(&row);
    }
    if (diluted)
        put_legend_of_dilution(out);
    put_left_out(out, rows, suppliers.rows);
    cf_svg_end(out);
    return status;
}
