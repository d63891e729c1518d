/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_PLOT_H
#define CIRCFIN_PICTURES_PLOT_H

/* What the charts share: a scale that begins and ends on round numbers, its grid, and lines of
 * text. */

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

/** A scale on which all between `least` and `largest` fits. */
cf_plot cf_plot_of(double least, double largest, double left, double length);

/** Where a value lies, in pixels; values off the scale lie at its ends. */
double cf_plot_at(const cf_plot *plot, double value);

/** Grid lines from `top` to `bottom`, stronger at 0, and their numbers above `top`. */
void cf_plot_put_grid(FILE *out, const cf_plot *plot, double top, double bottom);

/** One line of text that has all the room it needs. */
void cf_plot_put_text(FILE *out, const char *text, const char *class, double x, double y,
                      double size, cf_svg_anchor anchor);

/** The largest of what is known: NaN is passed over. */
double cf_plot_larger(double a, double b);

/** Begins a chart that has nothing to show, says so, and ends it. */
void cf_plot_put_nothing(FILE *out, const cf_drawing *drawing, const char *title,
                         const char *words);

#endif
