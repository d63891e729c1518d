/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds the place of sankey_*.c until they are there. */
#include "pictures/draw.h"

__attribute__((weak)) cf_status cf_draw_sankey(FILE *out, const cf_report *report,
                                               const cf_drawing *drawing)
{
    return cf_draw_graph(out, report, drawing);
}
