/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_DRAW_H
#define CIRCFIN_PICTURES_DRAW_H

/*
 * Drawings of a picture. They take a report with a picture and write to an open stream; the caller
 * checks it for errors. The same report gives the same bytes.
 *
 *   cf_picture ─┬─ dot.c      DOT, for Graphviz
 *               ├─ graph_*.c  SVG, laid out by libgvc, drawn by us
 *               ├─ sankey_*.c SVG, laid out and drawn by us
 *               └─ raster.c   PNG and PDF of either SVG, by librsvg
 *
 * For scripts and styles: every edge of a picture is a <g class="cf-edge"> with
 * data-edge="N" (its index) and data-suppliers="ids of suppliers whose money loops back on it,
 * joined by spaces"; every entity a <g class="cf-entity"> with data-entity="ID".
 */

#include <stdio.h>

#include "circfin/report.h"

typedef struct cf_drawing {
    bool inlined;       /* part of a page: without prolog and style */
    const char *prefix; /* of ids inside the SVG, unique within a page; never NULL */
} cf_drawing;

/** @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_draw_dot(FILE *out, const cf_report *report);

/** @return CF_OK, CF_NO_MEMORY or CF_SOLVER (Graphviz failed: a bug) */
CF_NODISCARD cf_status cf_draw_graph(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_draw_sankey(FILE *out, const cf_report *report,
                                      const cf_drawing *drawing);

/** The drawing that the picture's style asks for. */
CF_NODISCARD cf_status cf_draw_svg(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** The picture as pixels or as a page. @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_draw_png(FILE *out, const cf_report *report);
CF_NODISCARD cf_status cf_draw_pdf(FILE *out, const cf_report *report);

#endif
