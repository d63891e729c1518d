/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds charts: the rows of charts.def. */
#include "pictures/charts.h"

#include <stdio.h>
#include <string.h>

#include "report/lookup.h"

#define CF_CHART(of, called, shows, function) CF_CHART_OF(NULL, of, called, shows, function)

static const cf_chart charts[] = {
#define CF_CHART_OF(table, of, called, shows, function)                                            \
    { .analysis = of, .name = called, .summary = shows, .draw = function },
#include "pictures/charts.def"
#undef CF_CHART_OF
};

/* The table that makes a chart the default, where it has rows; or NULL. Behind a dot, its column.
 */
static const char *const tables[] = {
#define CF_CHART_OF(table, of, called, shows, function) table,
#include "pictures/charts.def"
#undef CF_CHART_OF
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

static bool is_filled(const cf_report *report, const char *table)
{
    const char *dot = strchr(table, '.');
    char name[64];
    cf_lookup rows;

    snprintf(name, sizeof name, "%.*s", (int)strcspn(table, "."), table);
    rows = cf_lookup_of(report, name);
    return rows.rows > 0 && (dot == NULL || cf_lookup_has(&rows, dot + 1));
}

const cf_chart *cf_chart_default(const cf_report *report)
{
    const char *analysis = cf_report_command(report);

    for (int i = 0; i < COUNT; i++)
        if (tables[i] != NULL && strcmp(charts[i].analysis, analysis) == 0 &&
            is_filled(report, tables[i]))
            return &charts[i];
    return cf_chart_at(analysis, 0);
}
