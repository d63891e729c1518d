/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop-back of the leading suppliers as intervals, in a narrow column: chart_exposure.c without
 * its scale, each figure beside its mark.
 *
 *     Nvidia                     7.11 of 51.9
 *     |[==|==============]- - - -o-----------|
 *      2                34.4
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/plot.h"
#include "report/company.h"
#include "report/sentences.h"

enum { WIDTH = 480, LENGTH = 476, TOP = 30, ROW = 60, BAR = 26, THICK = 12, FOOT = 22 };
enum { NAME_SIZE = 15, FIGURE_SIZE = 14, SMALL_SIZE = 12, MOST_ROWS = 6 };

struct supplier {
    const char *entity, *name;
    double invested, min, pro_rata, max, open;
    int colour;
    double y; /* of the top of its row */
};

static struct supplier supplier_at(const cf_report *score, const cf_lookup *suppliers, long row)
{
    const char *entity = cf_lookup_text(suppliers, row, "entity");

    return (struct supplier){
        .entity = entity,
        .name = cf_lookup_name(cf_report_scenario(score), entity),
        .invested = cf_lookup_number(suppliers, row, "invested"),
        .min = cf_lookup_number(suppliers, row, "loopback_min"),
        .pro_rata = cf_lookup_number(suppliers, row, "loopback_pro_rata"),
        .max = cf_lookup_number(suppliers, row, "loopback_max"),
        .open = cf_lookup_number(suppliers, row, "loopback_max_open"),
        .colour = cf_report_colour(score, entity),
        .y = TOP + (double)row * ROW,
    };
}

/* ---- one row --------------------------------------------------------------------------------- */

static void put_names(FILE *out, const struct supplier *supplier)
{
    char back[CF_MONEY_SIZE], invested[CF_MONEY_SIZE];
    double y = supplier->y + 17.0, taken;

    cf_money_text(back, supplier->pro_rata);
    cf_money_text(invested, supplier->invested);
    taken = cf_svg_text_width(back, FIGURE_SIZE, true) +
            cf_svg_text_width(" of ", FIGURE_SIZE, false) +
            cf_svg_text_width(invested, FIGURE_SIZE, false);
    cf_svg_put_label(out, &(cf_svg_label){ .text = supplier->name,
                                           .class = "cf-ink",
                                           .strong = true,
                                           .y = y,
                                           .size = NAME_SIZE,
                                           .width = LENGTH - taken - 14.0 });
    cf_xml_put(out,
               "<text x=\"%d\" y=\"%f\" font-size=\"%d\" text-anchor=\"end\" class=\"cf-muted\">"
               "<tspan class=\"cf-ink\" font-weight=\"600\">%s</tspan> of %s</text>\n",
               LENGTH, y, FIGURE_SIZE, back, invested);
}

static void put_lines(FILE *out, const struct supplier *supplier, const cf_plot *plot)
{
    double y = supplier->y + BAR + THICK / 2.0, most = cf_plot_at(plot, supplier->max);
    double end = cf_plot_at(plot, supplier->invested), open = cf_plot_at(plot, supplier->open);

    cf_xml_put(out, "<path class=\"cf-axis\" d=\"M0 %fH%fm0 -6v12\"/>\n", y, end);
    if (supplier->open > supplier->max)
        cf_xml_put(out,
                   "<path class=\"cf-s%d-line\" stroke-width=\"2\" stroke-dasharray=\"2 3\" "
                   "d=\"M%f %fH%fm0 -5v10\"/>\n",
                   supplier->colour, most, y, open);
}

static void put_interval(FILE *out, const struct supplier *supplier, const cf_plot *plot)
{
    double from = cf_plot_at(plot, supplier->min), to = cf_plot_at(plot, supplier->max);
    double top = supplier->y + BAR;

    cf_xml_put(out, "<rect class=\"cf-paper\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"%d\"/>\n",
               from, top, to - from, THICK);
    cf_xml_put(out,
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"0.3\" x=\"%f\" y=\"%f\" "
               "width=\"%f\" height=\"%d\"/>\n",
               supplier->colour, supplier->colour, from, top, to - from, THICK);
}

/* Both ends below the bar, or one text where they would touch. */
static void put_ends(FILE *out, const struct supplier *supplier, const cf_plot *plot)
{
    char min[CF_MONEY_SIZE], max[CF_MONEY_SIZE], both[2 * CF_MONEY_SIZE + 32];
    double from = cf_plot_at(plot, supplier->min), to = cf_plot_at(plot, supplier->max);
    double y = supplier->y + BAR + THICK + 14.0;

    cf_money_bound(min, supplier->min, CF_DOWN);
    cf_money_bound(max, supplier->max, CF_UP);
    if (strcmp(min, max) == 0)
        snprintf(both, sizeof both,
                 supplier->open > supplier->max ? "%s by known amounts" : "exactly %s", min);
    else
        snprintf(both, sizeof both, "%s to %s", min, max);
    if (to - from > 16.0 + cf_svg_text_width(min, SMALL_SIZE, false) +
                        cf_svg_text_width(max, SMALL_SIZE, false)) {
        cf_plot_put_text(out, min, "cf-muted", from, y, SMALL_SIZE, CF_SVG_START);
        cf_plot_put_text(out, max, "cf-muted", to, y, SMALL_SIZE, CF_SVG_END);
    } else if (from + cf_svg_text_width(both, SMALL_SIZE, false) < LENGTH) {
        cf_plot_put_text(out, both, "cf-muted", from, y, SMALL_SIZE, CF_SVG_START);
    } else {
        cf_plot_put_text(out, both, "cf-muted", LENGTH, y, SMALL_SIZE, CF_SVG_END);
    }
}

static void put_supplier(FILE *out, const struct supplier *supplier, const cf_plot *plot)
{
    bool bounded = !isnan(supplier->min) && !isnan(supplier->max);

    cf_xml_put(out, "<g data-supplier=\"%.100s\">\n", supplier->entity);
    put_names(out, supplier);
    put_lines(out, supplier, plot);
    if (bounded)
        put_interval(out, supplier, plot);
    cf_xml_put(out, "<path class=\"cf-s%d-line\" stroke-width=\"4\" d=\"M%f %fv20\"/>\n",
               supplier->colour, fmax(cf_plot_at(plot, supplier->pro_rata), 2.0),
               supplier->y + BAR - 4.0);
    if (bounded)
        put_ends(out, supplier, plot);
    fputs("</g>\n", out);
}

/* ---- around the rows ------------------------------------------------------------------------- */

/* Samples with words, in the order of a row and in no supplier's colour. */
static void put_legend(FILE *out, bool open)
{
    fputs("<path class=\"cf-axis\" stroke-width=\"4\" d=\"M2 2v16\"/>\n"
          "<rect class=\"cf-muted\" fill-opacity=\"0.3\" x=\"74\" y=\"4\" "
          "width=\"24\" height=\"11\"/>\n<path class=\"cf-axis\" d=\"M394 10h22m0 -5v10\"/>\n",
          out);
    cf_plot_put_text(out, "pro rata", "cf-ink", 10.0, 14.0, SMALL_SIZE, CF_SVG_START);
    cf_plot_put_text(out, "min to max", "cf-ink", 104.0, 14.0, SMALL_SIZE, CF_SVG_START);
    cf_plot_put_text(out, "invested", "cf-ink", 422.0, 14.0, SMALL_SIZE, CF_SVG_START);
    if (!open)
        return;
    fputs("<path class=\"cf-axis\" stroke-width=\"2\" stroke-dasharray=\"2 3\" "
          "d=\"M194 10h24m0 -5v10\"/>\n",
          out);
    cf_plot_put_text(out, "open: unknown amounts", "cf-ink", 225.0, 14.0, SMALL_SIZE, CF_SVG_START);
}

/* The first to which anything can come back; where there are none, the first of all. */
static long count_rows(const cf_lookup *suppliers)
{
    long rows = 0;

    while (rows < suppliers->rows && rows < MOST_ROWS &&
           (cf_lookup_number(suppliers, rows, "loopback_pro_rata") > 0.0 ||
            cf_lookup_number(suppliers, rows, "loopback_max_open") > 0.0))
        rows++;
    return rows > 0 ? rows : suppliers->rows < MOST_ROWS ? suppliers->rows : MOST_ROWS;
}

/* How many suppliers are not drawn, and what comes back to the first of these. */
static void put_rest(FILE *out, const cf_lookup *suppliers, long rows)
{
    char text[CF_MONEY_SIZE + 96], back[CF_MONEY_SIZE];
    double first = cf_lookup_number(suppliers, rows, "loopback_pro_rata");
    long rest = suppliers->rows - rows;

    cf_money_text(back, first);
    if (first > 0.0)
        snprintf(text, sizeof text, "%ld more, to each of which %s or less comes back", rest, back);
    else
        snprintf(text, sizeof text, "%ld more, to %s nothing comes back", rest,
                 rest == 1 ? "which" : "each of which");
    cf_plot_put_text(out, text, "cf-muted", 0.0, TOP + (double)rows * ROW + 14.0, SMALL_SIZE,
                     CF_SVG_START);
}

static double largest_invested(const cf_lookup *suppliers, long rows)
{
    double most = 0.0;

    for (long i = 0; i < rows; i++)
        most = cf_plot_larger(most, cf_lookup_number(suppliers, i, "invested"));
    return most;
}

static bool is_open(const cf_lookup *suppliers, long rows)
{
    for (long i = 0; i < rows; i++)
        if (cf_lookup_number(suppliers, i, "loopback_max_open") >
            cf_lookup_number(suppliers, i, "loopback_max"))
            return true;
    return false;
}

cf_status cf_chart_intervals(FILE *out, const cf_report *score, const cf_drawing *drawing)
{
    static const char title[] = "What comes back, of what was invested";
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");
    long rows = count_rows(&suppliers);
    cf_plot plot = { .to = largest_invested(&suppliers, rows), .length = LENGTH };
    cf_status status;

    if (rows == 0)
        return cf_plot_put_nothing(out, score, drawing, title, cf_sentence_none);
    status = cf_plot_begin(
        out, score, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = TOP + (double)rows * ROW + (rows < suppliers.rows ? FOOT : 0),
                         .title = title,
                         .description = "One row for each supplier: a bar from the least to the "
                                        "most that can have come back, a mark at the pro rata "
                                        "figure, a dotted line to what unknown amounts could add, "
                                        "and a thin line as long as what was invested." });
    put_legend(out, is_open(&suppliers, rows));
    for (long i = 0; i < rows; i++) {
        struct supplier supplier = supplier_at(score, &suppliers, i);

        put_supplier(out, &supplier, &plot);
    }
    if (rows < suppliers.rows)
        put_rest(out, &suppliers, rows);
    cf_svg_end(out);
    return status;
}
