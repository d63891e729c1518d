/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funding of an entity through time, of the one with the largest gaps where there are several:
 * in each period a bar of what it has, stacked by where that comes from, a mark at what is due, and
 * the gap between the two where it has too little.
 *
 *      60 |      ▒▒ gap
 *         |  ──  ██
 *       0 |__██__██__
 *           2026 2027
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"

enum {
    WIDTH = 720,
    LEFT = 60,
    LENGTH = 650,
    TOP = 44,
    GRAPH = 260,
    MOST_BARS = 60,
    MOST_WIDTH = 60, /* of the room for a bar */
    LEGEND_ROW = 18,
    TICK = 44, /* the least room for the name of a period */
    TITLE_SIZE = 240
};

/* Where money comes from, from below. */
static const struct {
    const char *column, *words, *class;
    double opacity;
} sources[] = {
    { "carried_in", "carried in", "cf-s5-fill", 0.75 },
    { "tied_in", "tied before", "cf-s5-fill", 0.35 },
    { "capital_in", "capital in", "cf-capital-fill", 0.9 },
    { "revenue_in", "revenue in", "cf-trade-fill", 0.9 },
    { "service_in", "service in", "cf-service-fill", 0.9 },
    { "outside", "from outside", "cf-s2-fill", 0.55 },
    { "gap", "gap", "cf-short-fill", 0.9 },
};
enum { SOURCES = sizeof sources / sizeof sources[0] };

struct funding {
    const cf_report *report;
    cf_lookup rows;
    const char *entity; /* the one with the largest gaps */
    long first, count;  /* rows to draw */
    double width;       /* of the room for a bar */
    double largest;
};

/* ---- reading --------------------------------------------------------------------------------- */

static double amount_at(const struct funding *funding, long row, const char *column)
{
    double amount = cf_lookup_number(&funding->rows, row, column);

    return isnan(amount) ? 0.0 : amount;
}

static double height_at(const struct funding *funding, long row)
{
    double sum = 0.0;

    for (int s = 0; s < SOURCES; s++)
        sum += amount_at(funding, row, sources[s].column);
    return fmax(sum, amount_at(funding, row, "due"));
}

/* The run of rows of the entity in `row`, which ends before *past, and its gaps together. */
static double gap_of(const struct funding *funding, long row, long *past)
{
    const char *entity = cf_lookup_text(&funding->rows, row, "entity");
    double sum = 0.0;

    for (*past = row;
         *past < funding->rows.rows && cf_lookup_is(&funding->rows, *past, "entity", entity);
         ++*past)
        sum += amount_at(funding, *past, "gap");
    return sum;
}

/* Chooses the entity whose gaps are largest: the first if there are none. Returns the end of its
 * rows. */
static long choose_entity(struct funding *funding)
{
    double largest = -1.0;
    long chosen = 0;

    for (long row = 0, past; row < funding->rows.rows; row = past) {
        double gap = gap_of(funding, row, &past);

        if (!(gap > largest))
            continue;
        largest = gap;
        funding->entity = cf_lookup_text(&funding->rows, row, "entity");
        funding->first = row;
        chosen = past;
    }
    return chosen;
}

/* From the first period in which something is due to the last. */
static void read_funding(struct funding *funding, const cf_report *report)
{
    long past;

    *funding = (struct funding){ .report = report, .rows = cf_lookup_of(report, "funding") };
    past = choose_entity(funding);
    while (funding->first < past && !(amount_at(funding, funding->first, "due") > 0.0))
        funding->first++;
    while (past > funding->first && !(amount_at(funding, past - 1, "due") > 0.0))
        past--;
    funding->count = past - funding->first < MOST_BARS ? past - funding->first : MOST_BARS;
    for (long i = 0; i < funding->count; i++)
        funding->largest = fmax(funding->largest, height_at(funding, funding->first + i));
    funding->largest = cf_plot_of(0.0, funding->largest, 0.0, 1.0).to;
    funding->width = fmin(LENGTH / fmax((double)funding->count, 1.0), MOST_WIDTH);
}

const char *cf_chart_funding_entity(const cf_report *vintages)
{
    struct funding funding;

    read_funding(&funding, vintages);
    return funding.entity;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static double y_of(const struct funding *funding, double amount)
{
    return TOP + GRAPH * (1.0 - amount / funding->largest);
}

static void put_ground(FILE *out, const struct funding *funding)
{
    cf_plot plot = cf_plot_of(0.0, funding->largest, 0.0, 1.0);

    for (double value = 0.0; value <= funding->largest * (1.0 + 1e-9); value += plot.step) {
        char number[CF_MONEY_SIZE];

        cf_money_text(number, value);
        cf_xml_put(out, "<path class=\"%s\" d=\"M%f %fh%f\"/>\n",
                   value > 0.0 ? "cf-grid" : "cf-axis", (double)LEFT, y_of(funding, value),
                   (double)LENGTH);
        cf_plot_put_text(out, number, "cf-muted", LEFT - 8.0, y_of(funding, value) + 4.0,
                         CF_PLOT_SMALL, CF_SVG_END);
    }
}

static void put_part(FILE *out, const struct funding *funding, int source, double x, double from,
                     double to)
{
    cf_xml_put(out,
               "<rect class=\"%s\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"%f\" "
               "height=\"%f\"/>\n",
               sources[source].class, sources[source].opacity, x, y_of(funding, to),
               funding->width * 0.7, y_of(funding, from) - y_of(funding, to));
}

static void put_tooltip(FILE *out, const struct funding *funding, long row)
{
    char text[CF_MONEY_SIZE];

    cf_money_text(text, amount_at(funding, row, "due"));
    cf_xml_put(out, "<title>%.40s: %s due", cf_lookup_text(&funding->rows, row, "period"), text);
    for (int s = 0; s < SOURCES; s++) {
        double amount = amount_at(funding, row, sources[s].column);

        cf_money_text(text, amount);
        if (amount > 0.0)
            cf_xml_put(out, "; %s %s", sources[s].words, text);
    }
    fputs("</title>\n", out);
}

static void put_bar(FILE *out, const struct funding *funding, long index)
{
    long row = funding->first + index;
    double x = LEFT + ((double)index + 0.15) * funding->width, sum = 0.0;
    double due = y_of(funding, amount_at(funding, row, "due"));

    fputs("<g>", out);
    put_tooltip(out, funding, row);
    for (int s = 0; s < SOURCES; s++) {
        double amount = amount_at(funding, row, sources[s].column);

        if (amount > 0.0)
            put_part(out, funding, s, x, sum, sum + amount);
        sum += amount;
    }
    cf_xml_put(out, "<path class=\"cf-axis\" stroke-width=\"3\" d=\"M%f %fh%f\"/></g>\n",
               x - 0.1 * funding->width, due, funding->width * 0.9);
}

static void put_names(FILE *out, const struct funding *funding)
{
    long step = (long)ceil(TICK / funding->width);

    for (long i = 0; i < funding->count; i += step) {
        const char *period = cf_lookup_text(&funding->rows, funding->first + i, "period");

        cf_plot_put_text(out, period == NULL ? "all" : period, "cf-muted",
                         LEFT + ((double)i + 0.5) * funding->width, TOP + GRAPH + 16.0,
                         CF_PLOT_SMALL, CF_SVG_MIDDLE);
    }
}

static bool occurs(const struct funding *funding, int source)
{
    for (long i = 0; i < funding->count; i++)
        if (amount_at(funding, funding->first + i, sources[source].column) > 0.0)
            return true;
    return false;
}

/* The sources that occur, on two lines where one is too short. */
static void put_legend(FILE *out, const struct funding *funding)
{
    double x = LEFT + 66.0, y = 12.0;

    cf_xml_put(out, "<path class=\"cf-axis\" stroke-width=\"3\" d=\"M%d 12h18\"/>\n", LEFT);
    cf_plot_put_text(out, "due", "cf-ink", LEFT + 24.0, 16.0, CF_PLOT_SMALL, CF_SVG_START);
    for (int s = 0; s < SOURCES; s++) {
        double width = 24.0 + cf_svg_text_width(sources[s].words, CF_PLOT_SMALL, false);

        if (!occurs(funding, s))
            continue;
        if (x + width > WIDTH) {
            x = LEFT;
            y += LEGEND_ROW;
        }
        cf_xml_put(out,
                   "<rect class=\"%s\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"18\" "
                   "height=\"12\"/>\n",
                   sources[s].class, sources[s].opacity, x, y - 6.0);
        cf_plot_put_text(out, sources[s].words, "cf-ink", x + 24.0, y + 4.0, CF_PLOT_SMALL,
                         CF_SVG_START);
        x += width + 12.0;
    }
}

static cf_status put_funding(FILE *out, const struct funding *funding, const char *title,
                             const cf_drawing *drawing)
{
    char finding[CF_FINDING_SIZE];
    cf_status status = cf_plot_begin(
        out, funding->report, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = TOP + GRAPH + 28.0,
                         .title = title,
                         .finding = cf_finding_funding(finding, funding->report),
                         .description = "A bar for each period: what the entity has, by where that "
                                        "comes from, a mark at what is due, and on top the part "
                                        "of it that nothing in the scenario pays for." });

    put_legend(out, funding);
    put_ground(out, funding);
    for (long i = 0; i < funding->count; i++)
        put_bar(out, funding, i);
    put_names(out, funding);
    cf_svg_end(out);
    return status;
}

cf_status cf_chart_funding(FILE *out, const cf_report *vintages, const cf_drawing *drawing)
{
    struct funding funding;
    char title[TITLE_SIZE] = "What is due, and what pays for it";

    read_funding(&funding, vintages);
    if (funding.entity != NULL)
        snprintf(title, sizeof title, "What %.150s has to pay, and what pays for it",
                 cf_lookup_name(cf_report_scenario(vintages), funding.entity));
    if (funding.count > 0)
        return put_funding(out, &funding, title, drawing);
    return cf_plot_put_nothing(out, vintages, drawing, title,
                               funding.entity == NULL ? "Choose an entity with --entity."
                                                      : "It has nothing to pay.");
}
