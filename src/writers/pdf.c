/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format pdf: the drawing of a report as a page. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_pdf(FILE *out, const cf_report *report, const cf_write_options *options)
{
    const cf_drawing drawing = cf_drawing_of(options);

    return cf_draw_pdf(out, report, &drawing);
}

const cf_writer cf_writer_pdf = {
    .name = "pdf",
    .ending = ".pdf",
    .summary = "a drawing as a page to print",
    .needs = "librsvg 2.50 and Graphviz 2.42",
    .feature = CF_FEATURE_PICTURES,
    .binary = true,
    .writes = CF_WRITES_DRAWING,
    .write = write_pdf,
};
