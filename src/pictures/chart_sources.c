/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the spread of a supplier's exposure comes from: a tornado of total effects, the largest
 * first, with the first-order effect in it and the standard error at its end.
 *
 *     OpenAI → Microsoft, 250      [##########|=====]-|-
 *     The market (all deals)       [#####|===]-|-
 *                                  0        20       40 %
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/plot.h"
#include "report/company.h"

enum { WIDTH = 720, LEFT = 296, LENGTH = 384, TOP = 54, ROW = 28, MOST_ROWS = 10 };
enum { LABEL_SIZE = CF_SOURCE_SIZE, TITLE_SIZE = 480, RANGE_SIZE = 2 * CF_MONEY_SIZE + 8 };
static const char measure[] = "exposure_pro_rata";

struct source {
    const char *name; /* as in the table */
    double first, total, error;
    long row; /* of the table: the order of ties */
};

struct sources {
    const cf_scenario *scenario;
    struct source *at; /* largest total first */
    long count;
    int colour;
    cf_plot plot; /* in percent */
    char title[TITLE_SIZE];
};

/* ---- reading --------------------------------------------------------------------------------- */

static int by_total(const void *one, const void *other)
{
    const struct source *a = one, *b = other;

    if (a->total > b->total || a->total < b->total)
        return a->total > b->total ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static void read_source(struct sources *sources, const cf_lookup *table, long row)
{
    struct source source = {
        .name = cf_lookup_text(table, row, "source"),
        .first = cf_lookup_number(table, row, "first_order"),
        .total = cf_lookup_number(table, row, "total"),
        .error = cf_lookup_number(table, row, "total_se"),
        .row = row,
    };

    if (source.name != NULL && source.total > 0.0)
        sources->at[sources->count++] = source;
}

static cf_status read_sources(struct sources *sources, const cf_report *report,
                              const char *supplier)
{
    cf_lookup table = cf_lookup_of(report, "sources");

    sources->scenario = cf_report_scenario(report);
    sources->colour = cf_report_colour(report, supplier);
    sources->at = calloc((size_t)table.rows + 1, sizeof *sources->at);
    if (sources->at == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < table.rows; i++)
        if (cf_lookup_is(&table, i, "supplier", supplier) &&
            cf_lookup_is(&table, i, "measure", measure))
            read_source(sources, &table, i);
    qsort(sources->at, (size_t)sources->count, sizeof *sources->at, by_total);
    return CF_OK;
}

/* ---- names ----------------------------------------------------------------------------------- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* "Oracle → Nvidia" of "deal:oracle-nvidia"; its id where the scenario does not have it. */
static void deal_label(char label[static LABEL_SIZE], const cf_scenario *scenario, const char *id)
{
    int index = scenario == NULL ? -1 : cf_scenario_find_deal(scenario, id);
    const cf_deal *deal = index < 0 ? NULL : &scenario->deals[index];

    if (deal == NULL)
        snprintf(label, LABEL_SIZE, "%.100s", id);
    else
        snprintf(label, LABEL_SIZE, "%.100s \xE2\x86\x92 %.100s",
                 cf_lookup_name(scenario, scenario->entities[deal->payer].id),
                 cf_lookup_name(scenario, scenario->entities[deal->payee].id));
}

void cf_chart_source_words(char label[static CF_SOURCE_SIZE], const cf_scenario *scenario,
                           const char *name)
{
    static const struct {
        const char *kind, *before, *behind;
    } kinds[] = { { "payer:", "All that ", " pays" },
                  { "funds:", "Outside funds of ", "" },
                  { "revenue:", "Revenue of ", "" } };

    snprintf(label, LABEL_SIZE, "%.100s",
             strcmp(name, "market") == 0 ? "The market (all deals)" : name);
    if (begins(name, "deal:"))
        deal_label(label, scenario, name + strlen("deal:"));
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *id = name + strlen(kinds[k].kind), *shown;

        if (!begins(name, kinds[k].kind))
            continue;
        shown = scenario == NULL ? id : cf_lookup_name(scenario, id);
        snprintf(label, LABEL_SIZE, "%s%.100s%s", kinds[k].before, shown, kinds[k].behind);
    }
}

/* What is uncertain about a deal: "70 %", "15 to 50", "15 to 50, 70 %"; "" of anything else. */
static void range_of(char text[static RANGE_SIZE], const cf_scenario *scenario, const char *name)
{
    int index = scenario == NULL || !begins(name, "deal:")
                    ? -1
                    : cf_scenario_find_deal(scenario, name + strlen("deal:"));
    const cf_deal *deal = index < 0 ? NULL : &scenario->deals[index];
    char low[CF_MONEY_SIZE], high[CF_MONEY_SIZE];
    bool shares;

    text[0] = '\0';
    if (deal == NULL || deal->kind == CF_UNQUANTIFIED)
        return;
    shares = deal->kind == CF_SHARE_OF;
    (shares ? cf_share_text : cf_money_text)(low, shares ? deal->share.low : deal->amount.low);
    (shares ? cf_share_text : cf_money_text)(high, shares ? deal->share.high : deal->amount.high);
    if (strcmp(low, high) == 0)
        snprintf(text, RANGE_SIZE, "%s", low);
    else
        snprintf(text, RANGE_SIZE, "%s to %s", low, high);
}

/* ---- drawing --------------------------------------------------------------------------------- */

static double end_of(const struct source *source)
{
    return 100.0 * (source->total + (isnan(source->error) ? 0.0 : source->error));
}

static cf_plot plot_of(const struct sources *sources, long rows)
{
    double most = 0.0;

    for (long i = 0; i < rows; i++)
        most = fmax(most, end_of(&sources->at[i]));
    return cf_plot_of(0.0, most, LEFT, LENGTH);
}

static void put_bar(FILE *out, const struct sources *sources, double value, double opacity,
                    double y)
{
    double to = cf_plot_at(&sources->plot, 100.0 * value);

    cf_xml_put(out,
               "<rect class=\"cf-s%d-fill\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"%f\" "
               "height=\"14\"/>\n",
               sources->colour, opacity, (double)LEFT, y - 7.0, to - LEFT);
}

/* One standard error to both sides of the total. */
static void put_error(FILE *out, const struct sources *sources, const struct source *source,
                      double y)
{
    double from = cf_plot_at(&sources->plot, 100.0 * (source->total - source->error));
    double to = cf_plot_at(&sources->plot, end_of(source));

    if (isnan(source->error))
        return;
    cf_xml_put(out,
               "<path class=\"cf-axis\" stroke-width=\"1.5\" fill=\"none\" "
               "d=\"M%f %fv8M%f %fH%fM%f %fv8\"/>\n",
               from, y - 4.0, from, y, to, to, y - 4.0);
}

static void put_row(FILE *out, const struct sources *sources, const struct source *source, double y)
{
    char label[LABEL_SIZE], range[RANGE_SIZE], total[CF_MONEY_SIZE], first[CF_MONEY_SIZE];

    cf_chart_source_words(label, sources->scenario, source->name);
    range_of(range, sources->scenario, source->name);
    cf_share_text(total, source->total);
    cf_share_text(first, source->first);
    cf_xml_put(out, "<g><title>%.100s: %s of the variance in all, %s by itself</title>\n",
               source->name, total, first);
    cf_svg_put_label(out, &(cf_svg_label){ .text = label,
                                           .class = "cf-ink",
                                           .y = y + 4.0,
                                           .size = 12.0,
                                           .width = LEFT - 104.0,
                                           .lines = 2,
                                           .small = CF_PLOT_SMALL });
    cf_plot_put_text(out, range, "cf-muted", LEFT - 14.0, y + 4.0, 12.0, CF_SVG_END);
    put_bar(out, sources, source->total, 0.35, y);
    put_bar(out, sources, fmin(fmax(source->first, 0.0), source->total), 0.9, y);
    put_error(out, sources, source, y);
    fputs("</g>\n", out);
}

static void put_legend(FILE *out, const struct sources *sources)
{
    static const struct {
        const char *words;
        double x, opacity;
    } parts[] = { { "by itself", 0.0, 0.9 }, { "with others", 98.0, 0.35 } };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cf_xml_put(out,
                   "<rect class=\"cf-s%d-fill\" fill-opacity=\"%f\" x=\"%f\" y=\"6\" width=\"22\" "
                   "height=\"12\"/>\n",
                   sources->colour, parts[i].opacity, LEFT + parts[i].x);
        cf_plot_put_text(out, parts[i].words, "cf-ink", LEFT + parts[i].x + 28.0, 16.0,
                         CF_PLOT_SMALL, CF_SVG_START);
    }
    cf_xml_put(out,
               "<path class=\"cf-axis\" stroke-width=\"1.5\" fill=\"none\" "
               "d=\"M%f 8v8m0 -4h18m0 -4v8\"/>\n",
               LEFT + 208.0);
    cf_plot_put_text(out, "standard error", "cf-ink", LEFT + 232.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    cf_plot_put_text(out, "what is uncertain, and its range", "cf-muted", 0.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    cf_plot_put_text(out, "% of variance", "cf-muted", LEFT - 14.0, TOP - 6.0, CF_PLOT_SMALL,
                     CF_SVG_END);
}

static void put_left_out_sources(FILE *out, long shown, long all, double bottom)
{
    char text[96];

    snprintf(text, sizeof text, "The first %ld of %ld; table sources has all of them.", shown, all);
    cf_plot_put_text(out, text, "cf-muted", 0.0, bottom + 20.0, CF_PLOT_SMALL, CF_SVG_START);
}

static cf_status put_sources(FILE *out, struct sources *sources, const cf_report *simulate,
                             const cf_drawing *drawing)
{
    long rows = sources->count < MOST_ROWS ? sources->count : MOST_ROWS;
    double bottom = TOP + (double)rows * ROW;
    cf_status status;

    sources->plot = plot_of(sources, rows);
    status = cf_plot_begin(
        out, simulate, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = bottom + (rows < sources->count ? 30.0 : 8.0),
                         .title = "Where the spread comes from",
                         .finding = sources->title,
                         .description = "One row for each thing that is uncertain, the one with "
                                        "the largest total effect first: the part of the variance "
                                        "of the exposure that it makes by itself, and together "
                                        "with others, with its standard error." });
    put_legend(out, sources);
    cf_plot_put_grid(out, &sources->plot, TOP, bottom);
    for (long i = 0; i < rows; i++)
        put_row(out, sources, &sources->at[i], TOP + (double)i * ROW + ROW / 2.0);
    if (rows < sources->count)
        put_left_out_sources(out, rows, sources->count, bottom);
    cf_svg_end(out);
    return status;
}

/* "OpenAI → Oracle is the largest uncertainty about Microsoft (38 %)" */
static void put_title(struct sources *sources, const char *supplier)
{
    char label[LABEL_SIZE];
    const char *name = supplier == NULL || sources->scenario == NULL
                           ? supplier
                           : cf_lookup_name(sources->scenario, supplier);

    if (sources->count == 0) {
        strcpy(sources->title, "Where the spread comes from");
        return;
    }
    cf_chart_source_words(label, sources->scenario, sources->at[0].name);
    snprintf(sources->title, sizeof sources->title,
             "%.150s is the largest uncertainty about %.100s (%.0f %%)", label,
             name == NULL ? "" : name, 100.0 * sources->at[0].total);
}

cf_status cf_chart_sources(FILE *out, const cf_report *simulate, const char *supplier,
                           const cf_drawing *drawing)
{
    struct sources sources = { .at = NULL };
    cf_status status = read_sources(&sources, simulate, supplier);

    put_title(&sources, supplier);
    if (status == CF_OK && sources.count > 0)
        status = put_sources(out, &sources, simulate, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, simulate, drawing, sources.title,
                                     "This exposure is the same in all draws, or the spread was "
                                     "not divided.");
    free(sources.at);
    return status;
}

cf_status cf_chart_first_sources(FILE *out, const cf_report *simulate, const cf_drawing *drawing)
{
    cf_lookup rows = cf_lookup_of(simulate, "sources");

    return cf_chart_sources(out, simulate, cf_lookup_first_text(&rows, "supplier"), drawing);
}
