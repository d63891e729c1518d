/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How firm the deals are, as one bar:
 *
 *     ▇▇▇▇▇▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒░░░░░.....
 *     ▇ paid 234 (10.8 %)      ░ promised 250 (11.5 %)
 *     ▒ signed 1,463 (67.3 %)  . assumed 227 (10.4 %)
 *
 * Paid is what is completed, promised what is announced, intended or rumoured, whatever the
 * amount; assumed is what the file's author put in, whatever its status.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sum.h"
#include "pictures/charts.h"
#include "pictures/plot.h"

enum { WIDTH = 480, BAR = 20, LINE = 22, SAMPLE = 12, SIZE = 13, NOTE = 12 };
enum { PAID, SIGNED, PROMISED, ASSUMED, KINDS };

static const struct kind {
    const char *words;
    double opacity; /* of ink */
} kinds[KINDS] = {
    [PAID] = { "paid", 0.9 },
    [SIGNED] = { "signed", 0.55 },
    [PROMISED] = { "promised", 0.22 },
    [ASSUMED] = { "assumed", 0.0 }, /* an outline */
};

struct firmness {
    double amounts[KINDS], sum;
    long unknown; /* deals without an amount */
};

static int kind_of(const cf_lookup *deals, long row)
{
    if (cf_lookup_is(deals, row, "basis", cf_basis_names[CF_ASSUMPTION]))
        return ASSUMED;
    if (cf_lookup_is(deals, row, "status", cf_deal_status_names[CF_COMPLETED]))
        return PAID;
    return cf_lookup_is(deals, row, "status", cf_deal_status_names[CF_SIGNED]) ? SIGNED : PROMISED;
}

static struct firmness read_deals(const cf_report *score)
{
    cf_lookup deals = cf_lookup_of(score, "deals");
    struct firmness read = { .unknown = 0 };
    cf_sum sums[KINDS] = { { 0 } }, sum = { 0 };

    for (long row = 0; row < deals.rows; row++) {
        double amount = cf_lookup_number(&deals, row, "amount");

        if (isnan(amount)) {
            read.unknown++;
            continue;
        }
        cf_sum_add(&sums[kind_of(&deals, row)], amount);
        cf_sum_add(&sum, amount);
    }
    for (int k = 0; k < KINDS; k++)
        read.amounts[k] = cf_sum_value(sums[k]);
    read.sum = cf_sum_value(sum);
    return read;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void put_block(FILE *out, int kind, double x, double y, double width, double height)
{
    if (kind == ASSUMED)
        cf_xml_put(out,
                   "<rect class=\"cf-paper cf-axis\" stroke-dasharray=\"3 2\" fill-opacity=\"0\" "
                   "x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\"/>\n",
                   x + 0.5, y + 0.5, fmax(width - 1.0, 0.5), height - 1.0);
    else
        cf_xml_put(out,
                   "<rect class=\"cf-ink\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"%f\" "
                   "height=\"%f\"/>\n",
                   kinds[kind].opacity, x, y, width, height);
}

static void put_bar(FILE *out, const struct firmness *read)
{
    double x = 0.0;

    for (int k = 0; k < KINDS; k++) {
        double width = (double)WIDTH * read->amounts[k] / read->sum;

        if (!(width > 0.0))
            continue;
        put_block(out, k, x, 0.0, fmax(width - 1.0, 0.5), BAR);
        x += width;
    }
}

static void put_words(FILE *out, const struct firmness *read, int kind, double x, double y)
{
    char amount[CF_MONEY_SIZE], share[CF_MONEY_SIZE];

    cf_money_text(amount, read->amounts[kind]);
    cf_share_text(share, read->amounts[kind] / read->sum);
    put_block(out, kind, x, y - SAMPLE + 1.0, SAMPLE, SAMPLE);
    cf_xml_put(out,
               "<text x=\"%f\" y=\"%f\" font-size=\"%d\" class=\"cf-ink\">%s "
               "<tspan font-weight=\"600\">%s</tspan> <tspan class=\"cf-muted\">(%s)</tspan>"
               "</text>\n",
               x + SAMPLE + 6.0, y, SIZE, kinds[kind].words, amount, share);
}

static void put_unknown(FILE *out, long unknown, double y)
{
    char text[80];

    if (unknown == 0)
        return;
    snprintf(text, sizeof text, "%ld more %s of unknown amount", unknown,
             unknown == 1 ? "deal is" : "deals are");
    cf_plot_put_text(out, text, "cf-muted", 0.0, y, NOTE, CF_SVG_START);
}

cf_status cf_chart_firmness(FILE *out, const cf_report *score, const cf_drawing *drawing)
{
    static const char title[] = "How firm the deals are";
    struct firmness read = read_deals(score);
    cf_status status;

    if (!(read.sum > 0.0))
        return cf_plot_put_nothing(out, score, drawing, title,
                                   "No deal of this view has an amount.");
    status = cf_plot_begin(
        out, score, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = BAR + 2.0 * LINE + (read.unknown > 0 ? LINE : 0) + 8.0,
                         .title = title,
                         .description = "One bar of all amounts: what is paid (completed), signed, "
                                        "promised (announced, intended or rumoured), and assumed "
                                        "by the author of the file." });
    put_bar(out, &read);
    for (int k = 0; k < KINDS; k++)
        put_words(out, &read, k, k < PROMISED ? 0.0 : WIDTH / 2.0,
                  (double)BAR + LINE * (1 + k % 2));
    put_unknown(out, read.unknown, BAR + 3.0 * LINE);
    cf_svg_end(out);
    return status;
}
