/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format png: the drawing of a report as pixels. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_png(FILE *out, const cf_report *report, const cf_write_options *options)
{
    const cf_drawing drawing = cf_drawing_of(options);

    return cf_draw_png(out, report, &drawing);
}

const cf_writer cf_writer_png = {
    .name = "png",
    .ending = ".png",
    .summary = "a drawing as pixels, at twice its size",
    .needs = "librsvg 2.50 and Graphviz 2.42",
    .feature = CF_FEATURE_PICTURES,
    .binary = true,
    .writes = CF_WRITES_DRAWING,
    .write = write_png,
};
