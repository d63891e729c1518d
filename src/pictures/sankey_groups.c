/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups in a Sankey diagram: what belongs together stands together in each column, in a frame with
 * the name of the group. */
#include <math.h>

#include "pictures/sankey.h"
#include "pictures/svg.h"

#define NAME_SIZE 11.0

static int group_at(const cf_sankey *sankey, int place)
{
    int stop = sankey->order[place];

    return sankey->stops[stop].entity < 0 ? -1 : sankey->groups.of[stop];
}

/* Moves a place of the order up to another, and what is between them down. */
static void move_up(cf_sankey *sankey, int from, int to)
{
    int stop = sankey->order[from];

    for (int i = from; i > to; i--)
        sankey->order[i] = sankey->order[i - 1];
    sankey->order[to] = stop;
}

void cf_sankey_gather(cf_sankey *sankey)
{
    for (int c = 1; sankey->groups.count > 0 && c <= sankey->column_count; c++) {
        for (int i = sankey->first[c]; i < sankey->first[c + 1]; i++) {
            int group = group_at(sankey, i);

            for (int k = i + 1; group >= 0 && k < sankey->first[c + 1]; k++)
                if (group_at(sankey, k) == group)
                    move_up(sankey, k, ++i);
        }
    }
}

/* The end of the run of one group that begins at a place; the place itself if none begins there. */
static int run_from(const cf_sankey *sankey, int column, int place)
{
    int group = group_at(sankey, place), end = place;

    if (group < 0 || (place > sankey->first[column] && group_at(sankey, place - 1) == group))
        return place;
    while (end < sankey->first[column + 1] && group_at(sankey, end) == group)
        end++;
    return end - place > 1 ? end : place;
}

bool cf_sankey_leads_group(const cf_sankey *sankey, int entity)
{
    int column = sankey->stops[entity].column, place = sankey->first[column];

    while (sankey->order[place] != entity)
        place++;
    return run_from(sankey, column, place) > place;
}

/* Around the bars of a run and their captions. */
static void put_frame(FILE *out, const cf_sankey *sankey, int column, int place, int end)
{
    int first = sankey->order[place], last = sankey->order[end - 1];
    double left = sankey->x[column] - 7.0, right = left;
    double top = sankey->stops[first].y - cf_sankey_caption(sankey, first) + 2.0;
    double bottom = sankey->stops[last].y + sankey->stops[last].height + 3.0;

    for (int i = place; i < end; i++)
        right = fmax(right, cf_sankey_name_end(sankey, sankey->order[i]));
    cf_xml_put(out,
               "<rect class=\"cf-grid\" stroke-width=\"1.5\" x=\"%f\" y=\"%f\" width=\"%f\" "
               "height=\"%f\" rx=\"6\"/>\n",
               left, top, right + 6.0 - left, bottom - top);
    cf_svg_put_label(out,
                     &(cf_svg_label){ .text = sankey->picture->entities[first].group,
                                      .class = "cf-muted cf-halo",
                                      .x = sankey->x[column],
                                      .y = top + NAME_SIZE + 1.0,
                                      .size = NAME_SIZE,
                                      .width = fmax(right - sankey->x[column], 5 * NAME_SIZE) });
}

void cf_sankey_put_groups(FILE *out, const cf_sankey *sankey)
{
    for (int c = 1; c <= sankey->column_count; c++) {
        for (int i = sankey->first[c]; i < sankey->first[c + 1]; i++) {
            int end = run_from(sankey, c, i);

            if (end > i)
                put_frame(out, sankey, c, i, end);
        }
    }
}
