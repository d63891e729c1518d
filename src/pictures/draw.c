/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the drawing that the style of a picture asks for. */
#include "pictures/draw.h"

cf_status cf_draw_svg(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    if (cf_report_picture(report)->style == CF_PICTURE_SANKEY)
        return cf_draw_sankey(out, report, drawing);
    return cf_draw_graph(out, report, drawing);
}
