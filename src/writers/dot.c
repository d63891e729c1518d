/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format dot: the graph of a report in the language of Graphviz. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_dot(FILE *out, const cf_report *report, const cf_write_options *options)
{
    const cf_drawing drawing = cf_drawing_of(options);

    if (cf_report_picture(report) == NULL)
        return CF_BAD_OPTION;
    return cf_draw_dot(out, report, &drawing);
}

const cf_writer cf_writer_dot = {
    .name = "dot",
    .ending = ".dot",
    .also = ".gv",
    .summary = "the graph, for Graphviz",
    .writes = CF_WRITES_GRAPH,
    .write = write_dot,
};
