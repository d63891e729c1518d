/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format svg: the picture or a chart of a report as a vector drawing. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_svg(FILE *out, const cf_report *report, const cf_write_options *options)
{
    const cf_drawing drawing = cf_drawing_of(options);

    return cf_draw_svg(out, report, &drawing);
}

const cf_writer cf_writer_svg = {
    .name = "svg",
    .ending = ".svg",
    .summary = "a vector drawing",
    .needs = "Graphviz 2.42",
    .feature = CF_FEATURE_PICTURES,
    .partly = true,
    .writes = CF_WRITES_DRAWING,
    .write = write_svg,
};
