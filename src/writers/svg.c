/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format svg: the picture of a report as a vector drawing. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_svg(FILE *out, const cf_report *report, const cf_write_options *options)
{
    const cf_drawing drawing = { .prefix = "" };

    (void)options;
    if (cf_report_picture(report) == NULL)
        return CF_BAD_OPTION;
    return cf_draw_svg(out, report, &drawing);
}

const cf_writer cf_writer_svg = {
    .name = "svg",
    .ending = ".svg",
    .summary = "the picture as a vector drawing",
    .needs = "Graphviz 2.42",
    .picture = true,
    .write = write_svg,
};
