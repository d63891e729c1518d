/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A waterfall: what each deal contributes to the pro rata figure of a supplier, by its Shapley
 * value. What adds comes first, then what takes away, then all other deals together, so that the
 * bars end at the figure:
 *
 *     Nvidia → OpenAI, 30      [#######]
 *     Oracle → Nvidia, 110             [####]
 *     OpenAI → Azure, 250            [==]
 *     12 other deals             [===]
 *     comes back pro rata      [#]
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"
#include "report/company.h"

enum {
    WIDTH = 720,
    LEFT = 296,
    TOP = 54,
    ROW = 28,
    MOST_ROWS = 12,
    TITLE_SIZE = 200,
    FIGURE_SIZE = 2 * CF_MONEY_SIZE + 8,
    FIGURE_GAP = 5
};

struct step {
    const char *deal; /* NULL: all others, or the whole */
    double amount, value, error;
    double from; /* what the bars before it add up to */
    long row;    /* of the table: the order of ties */
};

struct waterfall {
    const cf_scenario *scenario;
    const char *supplier;
    struct step *steps;
    long count; /* of deals that are shown */
    long others;
    struct step other, whole;
    int colour;
    bool drawn; /* by random orders: there are standard errors */
    cf_plot plot;
    char title[TITLE_SIZE];
};

/* ---- reading ---- */

static int by_size(const void *one, const void *other)
{
    const struct step *a = one, *b = other;
    double x = fabs(a->value), y = fabs(b->value);

    if (x > y || x < y)
        return x > y ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static int by_value(const void *one, const void *other)
{
    const struct step *a = one, *b = other;

    if (a->value > b->value || a->value < b->value)
        return a->value > b->value ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static void read_step(struct waterfall *waterfall, const cf_lookup *drivers, long row)
{
    struct step step = { .deal = cf_lookup_text(drivers, row, "deal"),
                         .amount = cf_lookup_number(drivers, row, "amount"),
                         .value = cf_lookup_number(drivers, row, "shapley"),
                         .error = cf_lookup_number(drivers, row, "shapley_se"),
                         .row = row };

    if (!(fabs(step.value) > 0.0))
        return;
    waterfall->whole.value = cf_lookup_number(drivers, row, "value");
    waterfall->drawn = waterfall->drawn || step.error > 0.0;
    waterfall->steps[waterfall->count++] = step;
}

/* The table may end before the last deal, so what others contribute is what is left. */
static void put_in_order(struct waterfall *waterfall)
{
    double at = 0.0;

    qsort(waterfall->steps, (size_t)waterfall->count, sizeof *waterfall->steps, by_size);
    waterfall->others = waterfall->count > MOST_ROWS ? waterfall->count - MOST_ROWS : 0;
    waterfall->count -= waterfall->others;
    qsort(waterfall->steps, (size_t)waterfall->count, sizeof *waterfall->steps, by_value);
    for (long i = 0; i < waterfall->count; i++) {
        waterfall->steps[i].from = at;
        at += waterfall->steps[i].value;
    }
    waterfall->other.from = at;
    waterfall->other.value = waterfall->whole.value - at;
}

static cf_status read_waterfall(struct waterfall *waterfall, const cf_report *report,
                                const char *supplier)
{
    cf_lookup drivers = cf_lookup_of(report, "drivers");

    waterfall->scenario = cf_report_scenario(report);
    waterfall->supplier = supplier;
    waterfall->colour = cf_report_colour(report, supplier);
    waterfall->steps = calloc((size_t)drivers.rows + 1, sizeof *waterfall->steps);
    if (waterfall->steps == NULL)
        return CF_NO_MEMORY;
    if (!cf_lookup_has(&drivers, "shapley"))
        return CF_OK;
    for (long i = 0; i < drivers.rows; i++)
        if (cf_lookup_is(&drivers, i, "supplier", supplier) &&
            cf_lookup_is(&drivers, i, "measure", "pro_rata"))
            read_step(waterfall, &drivers, i);
    put_in_order(waterfall);
    return CF_OK;
}

/* Whether the bars that are shown leave something. */
static bool has_others(const struct waterfall *waterfall)
{
    const double rounding = 1e-9;

    return waterfall->others > 0 ||
           fabs(waterfall->other.value) > rounding * fabs(waterfall->whole.value);
}

/* "+2.00", with its standard error where it has one. */
static void write_figure(char text[static FIGURE_SIZE], const struct step *step, bool is_whole)
{
    char figure[CF_MONEY_SIZE], error[CF_MONEY_SIZE];
    bool estimated = step->error > 0.0;

    cf_money_text(figure, fabs(step->value));
    cf_money_text(error, estimated ? step->error : 0.0);
    snprintf(text, FIGURE_SIZE, "%s%s%s%s",
             is_whole            ? ""
             : step->value < 0.0 ? "\xE2\x88\x92" /* a minus sign */
                                 : "+",
             figure, estimated ? " \xC2\xB1 " : "", estimated ? error : "");
}

/* The pixels that the widest figure leaves for bars. */
static double length_of_bars(const struct waterfall *waterfall)
{
    const double most = (double)WIDTH - LEFT, least = most / 3.0;
    double widest = 0.0;
    char text[FIGURE_SIZE];

    for (long i = 0; i < waterfall->count; i++) {
        write_figure(text, &waterfall->steps[i], false);
        widest = fmax(widest, cf_svg_text_width(text, CF_PLOT_SMALL, false));
    }
    write_figure(text, &waterfall->whole, true);
    widest = fmax(widest, cf_svg_text_width(text, CF_PLOT_SMALL, false));
    return fmax(most - widest - FIGURE_GAP - 4.0, least);
}

static cf_plot plot_of(const struct waterfall *waterfall)
{
    double least = fmin(0.0, waterfall->whole.value), most = fmax(0.0, waterfall->whole.value);

    for (long i = 0; i < waterfall->count; i++) {
        const struct step *step = &waterfall->steps[i];

        least = fmin(least, step->from + step->value);
        most = fmax(most, step->from + step->value);
    }
    return cf_plot_of(least, most, LEFT, length_of_bars(waterfall));
}

/* ---- drawing ---- */

/* A bar with its figure behind it, and a line down to the next row where the next bar begins. */
static void put_bar(FILE *out, const struct waterfall *waterfall, const struct step *step, double y,
                    bool is_whole)
{
    double from = cf_plot_at(&waterfall->plot, step->from);
    double to = cf_plot_at(&waterfall->plot, step->from + step->value);
    char text[FIGURE_SIZE];

    cf_xml_put(out,
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" "
               "width=\"%f\" height=\"14\"/>\n",
               waterfall->colour, waterfall->colour, step->value < 0.0 ? 0.3 : 0.9, fmin(from, to),
               y - 7.0, fabs(to - from));
    if (!is_whole)
        cf_xml_put(out, "<path class=\"cf-axis\" d=\"M%f %fv%f\"/>\n", to, y + 7.0, ROW - 14.0);
    write_figure(text, step, is_whole);
    cf_plot_put_text(out, text, is_whole ? "cf-ink cf-halo" : "cf-muted cf-halo",
                     fmax(from, to) + FIGURE_GAP, y + 4.0, CF_PLOT_SMALL, CF_SVG_START);
}

static void put_step(FILE *out, const struct waterfall *waterfall, const struct step *step,
                     double y)
{
    char value[CF_MONEY_SIZE], error[CF_MONEY_SIZE];

    cf_money_text(value, step->value);
    cf_money_text(error, step->error);
    cf_xml_put(out, "<g><title>%.100s: contributes %s%s%s</title>\n", step->deal, value,
               step->error > 0.0 ? ", standard error " : "", step->error > 0.0 ? error : "");
    cf_plot_put_deal(out, waterfall->scenario, step->deal, step->amount, LEFT, y + 4.0);
    put_bar(out, waterfall, step, y, false);
    fputs("</g>\n", out);
}

static void put_named(FILE *out, const struct waterfall *waterfall, const struct step *step,
                      const char *name, double y, bool is_whole)
{
    cf_plot_put_text(out, name, is_whole ? "cf-ink" : "cf-muted", 0.0, y + 4.0, 12.0, CF_SVG_START);
    put_bar(out, waterfall, step, y, is_whole);
}

static void put_legend(FILE *out, const struct waterfall *waterfall)
{
    cf_xml_put(out,
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"0.9\" x=\"%f\" y=\"6\" "
               "width=\"22\" height=\"12\"/>\n"
               "<rect class=\"cf-s%d-fill cf-s%d-line\" fill-opacity=\"0.3\" x=\"%f\" y=\"6\" "
               "width=\"22\" height=\"12\"/>\n",
               waterfall->colour, waterfall->colour, (double)LEFT, waterfall->colour,
               waterfall->colour, LEFT + 110.0);
    cf_plot_put_text(out, "adds", "cf-ink", LEFT + 28.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, "takes away", "cf-ink", LEFT + 138.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, "deal, and its amount", "cf-muted", 0.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static void put_others(FILE *out, const struct waterfall *waterfall, double y)
{
    put_named(out, waterfall, &waterfall->other, "all other deals together", y, false);
}

static cf_status put_waterfall(FILE *out, struct waterfall *waterfall, const cf_report *drivers,
                               const cf_drawing *drawing)
{
    bool others = has_others(waterfall);
    char finding[CF_FINDING_SIZE];
    double bottom = TOP + (double)(waterfall->count + others + 1) * ROW;
    double y = TOP + ROW / 2.0;
    cf_status status;

    waterfall->plot = plot_of(waterfall);
    status = cf_plot_begin(
        out, drivers, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (waterfall->drawn ? 30.0 : 8.0),
                         .title = waterfall->title,
                         .finding = cf_finding_waterfall(finding, drivers, waterfall->supplier),
                         .description = "One row for each deal: a bar that begins where the one "
                                        "before ends. All bars together lead from 0 to the pro "
                                        "rata figure, which is the last row." });
    put_legend(out, waterfall);
    cf_plot_put_grid(out, &waterfall->plot, TOP, bottom);
    for (long i = 0; i < waterfall->count; i++, y += ROW)
        put_step(out, waterfall, &waterfall->steps[i], y);
    if (others) {
        put_others(out, waterfall, y);
        y += ROW;
    }
    put_named(out, waterfall, &waterfall->whole, "comes back pro rata", y, true);
    if (waterfall->drawn)
        cf_plot_put_text(out, "An average over random orders, with its standard errors.",
                         "cf-muted", 0.0, bottom + 20.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_svg_end(out);
    return status;
}

/* ---- all together ---- */

/* The page has the supplier's name above the chart. */
static void put_title(struct waterfall *waterfall, const char *supplier, bool inlined)
{
    snprintf(waterfall->title, sizeof waterfall->title, "What the figure%s%.150s is made of",
             inlined || supplier == NULL ? "" : " of ",
             inlined || supplier == NULL ? "" : cf_lookup_name(waterfall->scenario, supplier));
}

cf_status cf_chart_waterfall(FILE *out, const cf_report *drivers, const char *supplier,
                             const cf_drawing *drawing)
{
    struct waterfall waterfall = { .steps = NULL };
    cf_lookup table = cf_lookup_of(drivers, "drivers");
    cf_status status = read_waterfall(&waterfall, drivers, supplier);

    put_title(&waterfall, supplier, drawing->inlined);
    if (status == CF_OK && waterfall.count > 0)
        status = put_waterfall(out, &waterfall, drivers, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, drivers, drawing, waterfall.title,
                                     cf_lookup_has(&table, "shapley")
                                         ? "No deal contributes to this figure."
                                         : "The option --attribution finds what it is made of.");
    free(waterfall.steps);
    return status;
}

cf_status cf_chart_first_waterfall(FILE *out, const cf_report *drivers, const cf_drawing *drawing)
{
    cf_lookup rows = cf_lookup_of(drivers, "drivers");

    return cf_chart_waterfall(out, drivers, cf_lookup_first_text(&rows, "supplier"), drawing);
}
