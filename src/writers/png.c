/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format png: the picture of a report as pixels. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_png(FILE *out, const cf_report *report, const cf_write_options *options)
{
    (void)options;
    if (cf_report_picture(report) == NULL)
        return CF_BAD_OPTION;
    return cf_draw_png(out, report);
}

const cf_writer cf_writer_png = {
    .name = "png",
    .ending = ".png",
    .summary = "the picture as pixels, at twice its size",
    .needs = "librsvg 2.50 and Graphviz 2.42",
    .binary = true,
    .picture = true,
    .write = write_png,
};
