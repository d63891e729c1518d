/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who pays for a supplier's revenue, the largest first:
 *
 *     OpenAI      [##################]  138  (58.0 %)
 *     Anthropic   [#############]  100  (42.0 %)
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/plot.h"

enum { WIDTH = 720, LEFT = 176, LENGTH = 400, TOP = 28, ROW = 28, MOST_ROWS = 12 };
static const char heading[] = "Who pays for its revenue";

struct payer {
    const char *name;
    double amount, share;
    long row;
};

static int by_amount(const void *one, const void *other)
{
    const struct payer *a = one, *b = other;

    if (a->amount > b->amount || a->amount < b->amount)
        return a->amount > b->amount ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static long read_payers(struct payer *payers, const cf_report *score, const cf_lookup *rows,
                        const char *supplier)
{
    long count = 0;

    for (long i = 0; i < rows->rows; i++) {
        const char *id = cf_lookup_text(rows, i, "payer");
        double amount = cf_lookup_number(rows, i, "amount");

        if (!cf_lookup_is(rows, i, "entity", supplier) || id == NULL || isnan(amount))
            continue;
        payers[count++] = (struct payer){ cf_lookup_name(cf_report_scenario(score), id), amount,
                                          cf_lookup_number(rows, i, "share"), i };
    }
    if (count > 0)
        qsort(payers, (size_t)count, sizeof *payers, by_amount);
    return count;
}

static void put_payer(FILE *out, const struct payer *payer, const cf_plot *plot, double y)
{
    char amount[CF_MONEY_SIZE], share[CF_MONEY_SIZE], text[2 * CF_MONEY_SIZE + 8];
    double end = cf_plot_at(plot, payer->amount);

    cf_money_text(amount, payer->amount);
    cf_share_text(share, payer->share);
    snprintf(text, sizeof text, "%s  (%s)", amount, share);
    cf_svg_put_label(out, &(cf_svg_label){ .text = payer->name,
                                           .class = "cf-ink",
                                           .y = y + 4.0,
                                           .size = CF_PLOT_TEXT,
                                           .width = LEFT - 16.0 });
    cf_xml_put(out,
               "<rect class=\"cf-trade-fill\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"14\"/>\n",
               (double)LEFT, y - 7.0, end - LEFT);
    cf_plot_put_text(out, text, "cf-ink", end + 6.0, y + 4.0, CF_PLOT_SMALL, CF_SVG_START);
}

static void put_chart(FILE *out, const struct payer *payers, long all, const cf_drawing *drawing)
{
    long shown = all < MOST_ROWS ? all : MOST_ROWS;
    double bottom = TOP + (double)shown * ROW;
    cf_plot plot = cf_plot_of(0.0, payers[0].amount, LEFT, LENGTH);
    char text[96];

    cf_svg_begin(out, &(cf_svg_frame){ .width = WIDTH,
                                       .height = bottom + (shown < all ? 30.0 : 8.0),
                                       .title = heading,
                                       .description = "One bar for each payer, the largest first, "
                                                      "with its share of the revenue.",
                                       .prefix = drawing->prefix,
                                       .inlined = drawing->inlined });
    cf_plot_put_grid(out, &plot, TOP, bottom);
    for (long i = 0; i < shown; i++)
        put_payer(out, &payers[i], &plot, TOP + ((double)i + 0.5) * ROW);
    if (shown < all) {
        snprintf(text, sizeof text, "The first %ld of %ld; table concentration has all of them.",
                 shown, all);
        cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 20.0, CF_PLOT_SMALL, CF_SVG_START);
    }
    cf_svg_end(out);
}

cf_status cf_chart_concentration(FILE *out, const cf_report *score, const char *supplier,
                                 const cf_drawing *drawing)
{
    cf_lookup rows = cf_lookup_of(score, "concentration");
    struct payer *payers = calloc((size_t)rows.rows + 1, sizeof *payers);
    long count;

    if (payers == NULL)
        return CF_NO_MEMORY;
    count = read_payers(payers, score, &rows, supplier);
    if (count > 0)
        put_chart(out, payers, count, drawing);
    else
        cf_plot_put_nothing(out, drawing, heading, "Nobody pays it in this view.");
    free(payers);
    return CF_OK;
}
