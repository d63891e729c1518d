/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds charts: the rows of charts.def. */
#include "pictures/charts.h"

#include <string.h>

static const cf_chart charts[] = {
#define CF_CHART(of, called, shows, function)                                                      \
    { .analysis = of, .name = called, .summary = shows, .draw = function },
#include "pictures/charts.def"
#undef CF_CHART
};

enum { COUNT = sizeof charts / sizeof charts[0] };

const cf_chart *cf_chart_at(const char *analysis, int index)
{
    for (int i = 0; i < COUNT; i++)
        if (strcmp(charts[i].analysis, analysis) == 0 && index-- == 0)
            return &charts[i];
    return NULL;
}

const cf_chart *cf_chart_find(const char *analysis, const char *name)
{
    const cf_chart *chart = cf_chart_at(analysis, 0);

    for (int i = 1; name != NULL && chart != NULL && strcmp(chart->name, name) != 0; i++)
        chart = cf_chart_at(analysis, i);
    return chart;
}
