/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_PLOT_H
#define CIRCFIN_PICTURES_PLOT_H

/* The shared parts of charts: a scale between round numbers, its grid, and lines of text. */

#include <stdbool.h>

#include "report/lookup.h"
#include "report/money.h"
#include "pictures/draw.h"
#include "pictures/svg.h"

enum { CF_PLOT_TEXT = 13, CF_PLOT_SMALL = 11 }; /* sizes of text in pixels */

typedef struct cf_plot {
    double from, to, step; /* the least and the largest value, and between grid lines */
    double left, length;   /* in pixels */
} cf_plot;

/** A scale that covers `least` to `largest`. */
cf_plot cf_plot_of(double least, double largest, double left, double length);

/** The position of a value in pixels, clamped to the scale. */
double cf_plot_at(const cf_plot *plot, double value);

/** Grid lines from `top` to `bottom`, stronger at 0, and their numbers above `top`. */
void cf_plot_put_grid(FILE *out, const cf_plot *plot, double top, double bottom);

/** Writes a line of text without a limit on its width. */
void cf_plot_put_text(FILE *out, const char *text, const char *class, double x, double y,
                      double size, cf_svg_anchor anchor);

/** Heads a row with a deal: who pays whom, cut to fit, and the amount, up to `left` pixels. */
void cf_plot_put_deal(FILE *out, const cf_scenario *scenario, const char *deal, double amount,
                      double left, double y);

/** Opens a chart of a size in pixels. One that stands alone gets its head above it: what it finds,
 *  the scenario's name, and what is shown of which view. Close it with cf_svg_end(). */
CF_NODISCARD cf_status cf_plot_begin(FILE *out, const cf_report *report, const cf_drawing *drawing,
                                     const cf_svg_frame *frame);

/** The larger of two values; NaN is ignored. */
double cf_plot_larger(double a, double b);

/** Writes a whole chart that says it has nothing to show. */
CF_NODISCARD cf_status cf_plot_put_nothing(FILE *out, const cf_report *report,
                                           const cf_drawing *drawing, const char *title,
                                           const char *words);

#endif
