/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cubic Bezier curves: length, points along them, trimming and output. */
#include "pictures/curve.h"

#include <math.h>

#include "base/xml.h"

enum { STEPS = 16 };

static cf_point between(cf_point a, cf_point b, double t)
{
    return (cf_point){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t };
}

static double distance(cf_point a, cf_point b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

/* De Casteljau: the seven points of both halves; the fourth is on the curve. */
static void split_piece(cf_point out[static 7], const cf_point p[static 4], double t)
{
    cf_point middle = between(p[1], p[2], t);

    out[0] = p[0];
    out[6] = p[3];
    out[1] = between(p[0], p[1], t);
    out[5] = between(p[2], p[3], t);
    out[2] = between(out[1], middle, t);
    out[4] = between(middle, out[5], t);
    out[3] = between(out[2], out[4], t);
}

static cf_point point_in(const cf_point p[static 4], double t)
{
    cf_point parts[7];

    split_piece(parts, p, t);
    return parts[3];
}

/* The piece, and the parameter in it (0..1), at a distance along the curve. */
static int locate(const cf_curve *curve, double along, double *t)
{
    int last = (curve->count - 1) / 3 - 1;

    for (int piece = 0; piece <= last; piece++) {
        cf_point before = curve->points[3 * piece];

        for (int step = 1; step <= STEPS; step++) {
            cf_point here = point_in(curve->points + 3 * piece, (double)step / STEPS);
            double length = distance(before, here);

            if (along <= length) {
                *t = length > 0.0 ? (step - 1 + fmax(along, 0.0) / length) / STEPS : 0.0;
                return piece;
            }
            along -= length;
            before = here;
        }
    }
    *t = 1.0;
    return last;
}

double cf_curve_length(const cf_curve *curve)
{
    double length = 0.0;

    for (int piece = 0; 3 * piece + 3 < curve->count; piece++) {
        cf_point before = curve->points[3 * piece];

        for (int step = 1; step <= STEPS; step++) {
            cf_point here = point_in(curve->points + 3 * piece, (double)step / STEPS);

            length += distance(before, here);
            before = here;
        }
    }
    return length;
}

cf_point cf_curve_at(const cf_curve *curve, double along, cf_point *way)
{
    double t;
    const cf_point *piece = curve->points + 3 * locate(curve, along, &t);
    cf_point a = point_in(piece, fmax(t - 0.01, 0.0)), b = point_in(piece, fmin(t + 0.01, 1.0));
    double length = distance(a, b);

    *way = length > 0.0 ? (cf_point){ (b.x - a.x) / length, (b.y - a.y) / length }
                        : (cf_point){ 1.0, 0.0 };
    return point_in(piece, t);
}

static void trim_begin(cf_curve *curve, double begin)
{
    cf_point parts[7];
    double t;
    int piece = locate(curve, begin, &t);

    curve->points += 3 * piece;
    curve->count -= 3 * piece;
    split_piece(parts, curve->points, t);
    for (int i = 0; i < 3; i++)
        curve->points[i] = parts[3 + i];
}

static void trim_end(cf_curve *curve, double end)
{
    cf_point parts[7];
    double t;
    int piece = locate(curve, cf_curve_length(curve) - end, &t);

    split_piece(parts, curve->points + 3 * piece, t);
    for (int i = 1; i < 4; i++)
        curve->points[3 * piece + i] = parts[i];
    curve->count = 3 * piece + 4;
}

void cf_curve_trim(cf_curve *curve, double begin, double end)
{
    if (end > 0.0)
        trim_end(curve, end);
    if (begin > 0.0)
        trim_begin(curve, begin);
}

void cf_curve_put(FILE *out, const cf_curve *curve)
{
    for (int i = 0; i < curve->count; i++) {
        cf_xml_put(out, "%c%f,%f",
                   i == 0   ? 'M'
                   : i == 1 ? 'C'
                            : ' ',
                   curve->points[i].x, curve->points[i].y);
    }
}
