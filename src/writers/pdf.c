/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format pdf: the picture of a report as a page. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_pdf(FILE *out, const cf_report *report, const cf_write_options *options)
{
    (void)options;
    if (cf_report_picture(report) == NULL)
        return CF_BAD_OPTION;
    return cf_draw_pdf(out, report);
}

const cf_writer cf_writer_pdf = {
    .name = "pdf",
    .ending = ".pdf",
    .summary = "the picture as a page to print",
    .needs = "librsvg 2.50 and Graphviz 2.42",
    .binary = true,
    .picture = true,
    .write = write_pdf,
};
