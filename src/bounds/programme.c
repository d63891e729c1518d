/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the cuts of a maximum-flow problem. */
#include "bounds/programme.h"

#include <math.h>

#include "base/sum.h"

double cf_programme_straight(const cf_programme *programme, int vertex)
{
    return fmin(programme->supply[vertex], programme->sink[vertex]);
}

bool cf_programme_is_settled(const cf_programme *programme, bool *source_side)
{
    bool supply = false, sink = false;

    for (int v = 0; v < programme->vertex_count; v++) {
        supply = supply || programme->supply[v] > programme->sink[v];
        sink = sink || programme->sink[v] > programme->supply[v];
    }
    for (int v = 0; v < programme->vertex_count; v++)
        source_side[v] = supply;
    return !supply || !sink;
}

static void add_cut(cf_sum *sum, const cf_programme *programme, const bool *source_side,
                    double sign)
{
    for (int v = 0; v < programme->vertex_count; v++) {
        if (source_side[v] && programme->sink[v] > 0)
            cf_sum_add(sum, sign * programme->sink[v]);
        if (!source_side[v])
            cf_sum_add(sum, sign * programme->supply[v]);
    }
    for (int i = 0; i < programme->arc_count; i++) {
        const cf_arc *arc = &programme->arcs[i];

        if (source_side[arc->tail] && !source_side[arc->head])
            cf_sum_add(sum, sign * arc->capacity);
    }
}

double cf_programme_cut(const cf_programme *programme, const bool *source_side)
{
    cf_sum sum = { 0 };

    add_cut(&sum, programme, source_side, 1.0);
    return cf_sum_value(sum);
}

double cf_programme_beyond_cut(const cf_programme *programme, const bool *source_side)
{
    cf_sum sum = { 0 };

    for (int v = 0; v < programme->vertex_count; v++)
        cf_sum_add(&sum, programme->supply[v]);
    add_cut(&sum, programme, source_side, -1.0);
    return cf_sum_value(sum);
}
