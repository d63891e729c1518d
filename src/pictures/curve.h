/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_CURVE_H
#define CIRCFIN_PICTURES_CURVE_H

/* Curves of cubic Bezier pieces, end to end, measured along their length in pixels. */

#include <stdio.h>

typedef struct cf_point {
    double x, y;
} cf_point;

typedef struct cf_curve {
    cf_point *points; /* p0, two handles, p1, two handles, p2, ... */
    int count;        /* 3 n + 1, or 0: no curve */
} cf_curve;

/** Length of the curve, by sixteen chords a piece. Time: O(points), as for all functions here. */
double cf_curve_length(const cf_curve *curve);

/** The point at a distance along the curve, at most its end. *way gets the unit direction there. */
cf_point cf_curve_at(const cf_curve *curve, double distance, cf_point *way);

/** Cuts lengths off the beginning and the end, in place; together less than the whole. */
void cf_curve_trim(cf_curve *curve, double begin, double end);

/** The `d` of an SVG path. */
void cf_curve_put(FILE *out, const cf_curve *curve);

#endif
