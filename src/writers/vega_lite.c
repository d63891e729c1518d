/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format vega-lite: a chart of a report as a specification that Vega-Lite draws. */
#include "circfin/writer.h"
#include "pictures/draw.h"

static cf_status write_vega_lite(FILE *out, const cf_report *report,
                                 const cf_write_options *options)
{
    const cf_drawing drawing = cf_drawing_of(options);

    return cf_draw_vega(out, report, &drawing);
}

const cf_writer cf_writer_vega_lite = {
    .name = "vega-lite",
    .ending = ".vl.json",
    .summary = "a chart with its data, for Vega-Lite 5",
    .writes = CF_WRITES_CHART,
    .write = write_vega_lite,
};
