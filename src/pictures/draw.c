/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses what is drawn of a report: its picture, in the style asked for, or one of its charts. */
#include "pictures/draw.h"

#include "circfin/writer.h"
#include "pictures/charts.h"

static cf_status draw_chart(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    const cf_chart *chart = drawing->chart == NULL
                                ? cf_chart_default(report)
                                : cf_chart_find(cf_report_command(report), drawing->chart);

    return chart == NULL ? CF_BAD_OPTION : chart->draw(out, report, drawing);
}

cf_drawing cf_drawing_of(const cf_write_options *options)
{
    return (cf_drawing){ .prefix = "",
                         .chart = options->chart,
                         .title = options->title,
                         .subtitle = options->subtitle };
}

cf_status cf_draw_svg(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    if (cf_report_picture(report) == NULL)
        return draw_chart(out, report, drawing);
    if (cf_report_picture(report)->style == CF_PICTURE_SANKEY)
        return cf_draw_sankey(out, report, drawing);
    return cf_draw_graph(out, report, drawing);
}
