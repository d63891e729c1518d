/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds without pictures have this in the place of what lays out networks and makes PNG and PDF.
 */
#include "pictures/graph.h"

cf_status cf_scene_run_graphviz(FILE *out, cf_scene *scene)
{
    (void)out, (void)scene;
    return CF_BAD_OPTION;
}

cf_status cf_draw_png(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    (void)out, (void)report, (void)drawing;
    return CF_BAD_OPTION;
}

cf_status cf_draw_pdf(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    (void)out, (void)report, (void)drawing;
    return CF_BAD_OPTION;
}
