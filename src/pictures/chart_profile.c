/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What entities stand behind through time: a panel for each of those who stand for most, a bar for
 * each period as high as its largest day, the highest one marked with its amount.
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
    TOP = 30, /* of a panel, with its heading */
    GRAPH = 120,
    PANEL = 190,
    MOST_PANELS = 4,
    TICK = 44 /* the least room for the name of a period */
};

static const char title[] = "What stands behind others, period by period";

struct profile {
    long first, past, peak; /* rows */
    double largest;
};

static struct profile read_profile(const cf_lookup *rows, long row)
{
    const char *supplier = cf_lookup_text(rows, row, "supplier");
    struct profile profile = { .first = row, .past = row, .peak = row };

    for (; profile.past == row ||
           (profile.past < rows->rows && cf_lookup_is(rows, profile.past, "supplier", supplier));
         profile.past++) {
        double maximum = cf_lookup_number(rows, profile.past, "maximum");

        if (maximum > profile.largest) {
            profile.largest = maximum;
            profile.peak = profile.past;
        }
    }
    return profile;
}

static int choose(struct profile chosen[static MOST_PANELS], const cf_lookup *rows)
{
    int count = 0;
    struct profile profile;

    for (long row = 0; row < rows->rows; row = profile.past) {
        int place;

        profile = read_profile(rows, row);
        for (place = count; place > 0 && chosen[place - 1].largest < profile.largest; place--)
            if (place < MOST_PANELS)
                chosen[place] = chosen[place - 1];
        if (place < MOST_PANELS)
            chosen[place] = profile;
        count += count < MOST_PANELS;
    }
    return count;
}

/* "Nvidia: at most 84 at once, in 2034" */
static void put_heading(FILE *out, const cf_lookup *rows, const struct profile *profile,
                        const cf_scenario *scenario, double y)
{
    const char *period = cf_lookup_text(rows, profile->peak, "period");
    char money[CF_MONEY_SIZE], note[CF_MONEY_SIZE];

    cf_money_text(money, profile->largest);
    snprintf(note, sizeof note, "at most %.60s at once%s%.40s", money,
             period == NULL ? "" : ", in ", period == NULL ? "" : period);
    cf_svg_put_label(
        out, &(cf_svg_label){
                 .text = cf_lookup_name(scenario, cf_lookup_text(rows, profile->first, "supplier")),
                 .class = "cf-ink",
                 .amount = note,
                 .strong = true,
                 .y = y + 14.0,
                 .size = CF_PLOT_TEXT,
                 .width = WIDTH / 2.0 });
}

static void put_ground(FILE *out, const cf_plot *plot, double y)
{
    for (double value = 0.0; value <= plot->to * (1.0 + 1e-9); value += plot->step) {
        double at = y + GRAPH * (1.0 - value / plot->to);
        char number[CF_MONEY_SIZE];

        cf_money_text(number, value);
        cf_xml_put(out, "<path class=\"%s\" d=\"M%f %fh%f\"/>\n",
                   value > 0.0 ? "cf-grid" : "cf-axis", (double)LEFT, at, (double)LENGTH);
        cf_plot_put_text(out, number, "cf-muted", LEFT - 8.0, at + 4.0, CF_PLOT_SMALL, CF_SVG_END);
    }
}

static void put_bars(FILE *out, const cf_lookup *rows, const struct profile *profile,
                     const cf_plot *plot, double y)
{
    double room = (double)LENGTH / (double)(profile->past - profile->first);
    long step = (long)ceil(TICK / room);

    for (long row = profile->first; row < profile->past; row++) {
        const char *period = cf_lookup_text(rows, row, "period");
        double maximum = cf_lookup_number(rows, row, "maximum");
        double x = LEFT + room * (double)(row - profile->first),
               height = GRAPH * maximum / plot->to;
        char money[CF_MONEY_SIZE];

        period = period == NULL ? "all" : period;
        cf_money_text(money, maximum);
        cf_xml_put(out,
                   "<rect class=\"cf-short-fill\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" "
                   "width=\"%f\" height=\"%f\"><title>%.40s: %s</title></rect>\n",
                   row == profile->peak ? 0.9 : 0.5, x + 0.1 * room, y + GRAPH - height, 0.8 * room,
                   height, period, money);
        if ((row - profile->first) % step == 0)
            cf_plot_put_text(out, period, "cf-muted", x + 0.5 * room, y + GRAPH + 16.0,
                             CF_PLOT_SMALL, CF_SVG_MIDDLE);
    }
}

cf_status cf_chart_profile(FILE *out, const cf_report *vintages, const cf_drawing *drawing)
{
    cf_lookup rows = cf_lookup_of(vintages, "support_profile");
    struct profile profiles[MOST_PANELS];
    int count = choose(profiles, &rows);
    char finding[CF_FINDING_SIZE];
    cf_status status;

    if (count == 0)
        return cf_plot_put_nothing(out, vintages, drawing, title,
                                   "There are no guarantees or other contingent deals.");
    status = cf_plot_begin(
        out, vintages, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = (double)PANEL * count,
                         .title = title,
                         .finding = cf_finding_profile(finding, vintages),
                         .description = "A bar for each period: the most that the entity stands "
                                        "behind on one of its days." });
    for (int i = 0; i < count; i++) {
        cf_plot plot = cf_plot_of(0.0, profiles[i].largest, 0.0, 1.0);
        double y = (double)PANEL * i;

        put_heading(out, &rows, &profiles[i], cf_report_scenario(vintages), y);
        put_ground(out, &plot, y + TOP);
        put_bars(out, &rows, &profiles[i], &plot, y + TOP);
    }
    cf_svg_end(out);
    return status;
}
