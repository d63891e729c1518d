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

/** Lengths are those of the curve's chords, sixteen a piece. Time: O(points), for all of them. */
double cf_curve_length(const cf_curve *curve);

/** The point so far along; beyond an end, the end. *way gets the direction there, of length 1. */
cf_point cf_curve_at(const cf_curve *curve, double distance, cf_point *way);

/** Takes a length off its beginning and its end, in place. Together they are to be less than all of
 *  it. */
void cf_curve_trim(cf_curve *curve, double begin, double end);

/** The `d` of an SVG path. */
void cf_curve_put(FILE *out, const cf_curve *curve);

#endif
