/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_DRAW_H
#define CIRCFIN_PICTURES_DRAW_H

/*
 * Drawings of a report. They write to an open stream; the caller checks it for errors. The same
 * report gives the same bytes.
 *
 *   cf_picture ─┬─ dot.c      DOT, for Graphviz
 *               ├─ graph_*.c  SVG, laid out by libgvc, drawn by us
 *               └─ sankey_*.c SVG, laid out and drawn by us
 *   tables ─────── chart_*.c  SVG: see charts.h
 *        └─────── vega*.c   Vega-Lite: see vega.h
 *   any SVG ────── raster.c   PNG and PDF, by librsvg
 *
 * For scripts and styles: every edge of a picture is a <g class="cf-edge"> with
 * data-edge="N" (its index), data-payer="ID", data-payee="ID" and data-suppliers="ids of suppliers
 * whose money loops back on it, joined by spaces"; every entity a <g class="cf-entity"> with
 * data-entity="ID".
 */

#include <stdio.h>

#include "circfin/report.h"

struct cf_write_options;
struct cf_told;

typedef struct cf_drawing {
    bool inlined;         /* part of a page: without prolog and style */
    const char *prefix;   /* of ids inside the SVG, unique within a page; never NULL */
    const char *chart;    /* of a report without a picture; NULL: the first of its analysis */
    const char *title;    /* NULL: what is found */
    const char *subtitle; /* NULL: the name of the scenario */
    struct cf_told *told; /* also gets the words of a chart: head.h; or NULL */
    double most_pixels; /* a PNG: of its longer side; 0: two a pixel of the drawing, if possible */
} cf_drawing;

/** `title` NULL: what is found. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_draw_dot(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** What is asked for of a drawing that stands alone. */
cf_drawing cf_drawing_of(const struct cf_write_options *options);

/** @return CF_OK, CF_NO_MEMORY or CF_SOLVER (Graphviz failed: a bug) */
CF_NODISCARD cf_status cf_draw_graph(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_draw_sankey(FILE *out, const cf_report *report,
                                      const cf_drawing *drawing);

/** The drawing that the picture's style asks for; of a report without a picture, its chart.
 *  @return CF_OK, CF_NO_MEMORY, CF_SOLVER, or CF_BAD_OPTION if it has neither */
CF_NODISCARD cf_status cf_draw_svg(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** A chart as a Vega-Lite specification with its data.
 *  @return CF_OK, CF_NO_MEMORY, or CF_BAD_OPTION if the report has no chart */
CF_NODISCARD cf_status cf_draw_vega(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** The same as pixels or as a page, standing alone. */
CF_NODISCARD cf_status cf_draw_png(FILE *out, const cf_report *report, const cf_drawing *drawing);
CF_NODISCARD cf_status cf_draw_pdf(FILE *out, const cf_report *report, const cf_drawing *drawing);

#endif
