/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stacked horizontal bars under headings:
 *
 *      Supplier                 a note
 *        customer   ███▒▒▒░░ 164 (43 % of revenue)
 */
#include "pictures/bars.h"

#include <math.h>

#include "pictures/plot.h"

enum {
    WIDTH = 900,
    LEFT = 230, /* of the bars */
    LENGTH = 400,
    TOP = 44,
    HEADING = 34, /* heights in pixels */
    ROW = 26,
    BAR = 14
};

static double length_of(const cf_bar *bar)
{
    double sum = 0.0;

    for (int p = 0; p < CF_BAR_PARTS; p++)
        sum += bar->parts[p];
    return sum;
}

static double height_of(const cf_bars *bars)
{
    double height = 0.0;

    for (int i = 0; i < bars->count; i++)
        height += ROW + (bars->at[i].heading != NULL ? HEADING : 0);
    return height;
}

static void put_legend(FILE *out, const cf_bars *bars)
{
    double x = 0.0;

    for (int k = 0; k < bars->kind_count; k++) {
        const cf_bar_kind *kind = &bars->kinds[k];

        cf_xml_put(out,
                   "<rect class=\"%s\" fill-opacity=\"%f\" x=\"%f\" y=\"2\" width=\"18\" "
                   "height=\"12\"/>\n",
                   kind->class, kind->opacity, x);
        cf_plot_put_text(out, kind->words, "cf-ink", x + 24.0, 12.0, CF_PLOT_SMALL, CF_SVG_START);
        x += 40.0 + cf_svg_text_width(kind->words, CF_PLOT_SMALL, false);
    }
}

static void put_tooltip(FILE *out, const cf_bars *bars, const cf_bar *bar)
{
    char text[CF_MONEY_SIZE];

    cf_xml_put(out, "<title>%.100s:", bar->name);
    for (int k = 0; k < bars->kind_count; k++) {
        cf_money_text(text, bar->parts[k]);
        if (bar->parts[k] > 0.0)
            cf_xml_put(out, " %s %s;", bars->kinds[k].words, text);
    }
    cf_xml_put(out, " %s</title>\n", bar->note);
}

static void put_bar(FILE *out, const cf_bars *bars, const cf_bar *bar, const cf_plot *plot,
                    double y)
{
    double sum = 0.0, x = plot->left;

    fputs("<g>", out);
    put_tooltip(out, bars, bar);
    cf_svg_put_label(out, &(cf_svg_label){ .text = bar->name,
                                           .class = "cf-ink",
                                           .x = 14.0,
                                           .y = y + BAR - 2.0,
                                           .size = CF_PLOT_TEXT,
                                           .width = LEFT - 26.0,
                                           .lines = 2,
                                           .small = CF_PLOT_SMALL });
    for (int k = 0; k < bars->kind_count; k++) {
        double to = cf_plot_at(plot, sum += bar->parts[k]);

        if (bar->parts[k] > 0.0)
            cf_xml_put(out,
                       "<rect class=\"%s\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"%f\" "
                       "height=\"%f\"/>\n",
                       bars->kinds[k].class, bars->kinds[k].opacity, x, y, fmax(to - x, 0.5),
                       (double)BAR);
        x = to;
    }
    cf_svg_put_label(out, &(cf_svg_label){ .text = bar->note,
                                           .class = "cf-muted cf-halo",
                                           .x = x + 8.0,
                                           .y = y + BAR - 2.0,
                                           .size = CF_PLOT_SMALL,
                                           .width = WIDTH - x - 8.0 });
    fputs("</g>\n", out);
}

static void put_heading(FILE *out, const cf_bar *bar, double y)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = bar->heading,
                                           .class = "cf-ink cf-halo",
                                           .amount = bar->heading_note,
                                           .strong = true,
                                           .y = y + HEADING - 10.0,
                                           .size = CF_PLOT_TEXT,
                                           .width = 380.0 });
}

static cf_status put_bars(FILE *out, const cf_report *report, const cf_drawing *drawing,
                          const cf_bars *bars)
{
    double y = TOP, bottom = TOP + height_of(bars), largest = 0.0;
    cf_plot plot;
    cf_status status = cf_plot_begin(out, report, drawing,
                                     &(cf_svg_frame){ .width = WIDTH,
                                                      .height = bottom + 4.0,
                                                      .title = bars->title,
                                                      .finding = bars->finding,
                                                      .description = bars->description });

    for (int i = 0; i < bars->count; i++)
        largest = fmax(largest, length_of(&bars->at[i]));
    plot = cf_plot_of(0.0, largest, LEFT, LENGTH);
    put_legend(out, bars);
    cf_plot_put_grid(out, &plot, TOP, bottom);
    for (int i = 0; i < bars->count; i++) {
        if (bars->at[i].heading != NULL) {
            put_heading(out, &bars->at[i], y);
            y += HEADING;
        }
        put_bar(out, bars, &bars->at[i], &plot, y);
        y += ROW;
    }
    cf_svg_end(out);
    return status;
}

cf_status cf_bars_draw(FILE *out, const cf_report *report, const cf_drawing *drawing,
                       const cf_bars *bars)
{
    return bars->count > 0 ? put_bars(out, report, drawing, bars)
                           : cf_plot_put_nothing(out, report, drawing, bars->title, bars->nothing);
}
