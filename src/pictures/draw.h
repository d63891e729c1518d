/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_DRAW_H
#define CIRCFIN_PICTURES_DRAW_H

/*
 * What a picture can become. All drawings take a report with a picture, write to an open stream
 * whose errors the caller checks, and give the same bytes for the same report.
 *
 *   cf_picture ─┬─ dot.c      DOT, for Graphviz
 *               ├─ graph_*.c  SVG, laid out by libgvc, drawn by us
 *               ├─ sankey_*.c SVG, laid out and drawn by us
 *               └─ raster.c   PNG and PDF of either SVG, by librsvg
 *
 * Marks for whoever lights things up: every edge of a picture is a <g class="cf-edge"> with
 * data-edge="N" (its index) and data-suppliers="ids of suppliers whose money comes round on it,
 * joined by spaces"; every entity a <g class="cf-entity"> with data-entity="ID".
 */

#include <stdio.h>

#include "circfin/report.h"

typedef struct cf_drawing {
    bool inlined;       /* part of a page: no prolog and no style, which the page has */
    const char *prefix; /* of ids inside the SVG, so that several fit into one page; never NULL */
} cf_drawing;

/** @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_draw_dot(FILE *out, const cf_report *report);

/** @return CF_OK, CF_NO_MEMORY or CF_SOLVER (Graphviz refused: a bug) */
CF_NODISCARD cf_status cf_draw_graph(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_draw_sankey(FILE *out, const cf_report *report,
                                      const cf_drawing *drawing);

/** The one that the picture's style asks for. */
CF_NODISCARD cf_status cf_draw_svg(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** The picture as pixels or as a page. @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_draw_png(FILE *out, const cf_report *report);
CF_NODISCARD cf_status cf_draw_pdf(FILE *out, const cf_report *report);

#endif
