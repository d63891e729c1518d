/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws the edges of a money-flow graph:
 *
 *   trade    ━━━━━━━━▷   a hollow head
 *   capital  ◆━━━━━━━▶   a diamond at the payer, a full head
 *   service  ┃━━━━━━━➤   a bar at the payer, a notched head
 *
 * Within the line runs the part of the amount that loops back, in proportion, in the colour of its
 * supplier. Dashes show how certain a deal is, marks show its form.
 */
#include <math.h>

#include "pictures/graph.h"
#include "pictures/marks.h"
#include "pictures/occurs.h"

#define WIDEST 18.0
#define WIDEST_OF_FEW 12.0
#define MARK_AT 0.3 /* of the length; the middle is for amounts */
#define NARROWEST 1.2
#define NOTCH 0.45 /* depth, of the length of the head */
#define HAIR 1.3   /* least width of the looping part, if the line has room */
#define RIM 1.2    /* least rim around the looping part, both sides together; likewise */

double cf_scene_stroke(const cf_scene *scene, double amount)
{
    double widest = scene->picture->entity_count < CF_FEW ? WIDEST_OF_FEW : WIDEST;

    if (scene->largest <= 0.0)
        return NARROWEST;
    return fmax(NARROWEST, widest * sqrt(amount / scene->largest));
}

/* ---- one line ------------------------------------------------------------------------------- */

static const char *class_of(const cf_stroke *stroke)
{
    return cf_class_names[stroke->carries];
}

/* How far the line stops before its end. */
static double head_length(const cf_stroke *stroke)
{
    return 7.0 + 0.55 * stroke->width;
}

/* Of what marks the payer. */
static double tail_length(const cf_stroke *stroke)
{
    return stroke->carries == CF_CAPITAL   ? 8.0 + 0.5 * stroke->width
           : stroke->carries == CF_SERVICE ? 3.0 + 0.1 * stroke->width
                                           : 0.0;
}

static cf_point point_beside(cf_point from, cf_point way, double along, double across)
{
    return (cf_point){ from.x + way.x * along - way.y * across,
                       from.y + way.y * along + way.x * across };
}

static void put_points(FILE *out, const cf_point *points, int count, const char *class, bool hollow)
{
    fprintf(out,
            hollow ? "<path class=\"cf-paper cf-%s-line\" stroke-width=\"1.3\" d=\""
                   : "<path class=\"cf-%s-fill\" d=\"",
            class);
    for (int i = 0; i < count; i++)
        cf_xml_put(out, "%c%f,%f", i == 0 ? 'M' : 'L', points[i].x, points[i].y);
    fputs("z\"/>\n", out);
}

static cf_point way_to(cf_point from, cf_point to, double *length)
{
    *length = hypot(to.x - from.x, to.y - from.y);
    if (*length <= 0.0)
        return (cf_point){ 0.0, 0.0 };
    return (cf_point){ (to.x - from.x) / *length, (to.y - from.y) / *length };
}

static void put_arrow_head(FILE *out, const cf_stroke *stroke, cf_point base, cf_point tip)
{
    double length, half = 3.4 + 0.72 * stroke->width;
    cf_point way = way_to(base, tip, &length);
    const cf_point points[] = { tip, point_beside(base, way, 0.0, half),
                                point_beside(base, way, 0.0, -half),
                                point_beside(base, way, NOTCH * length, 0.0) };
    bool notched = stroke->carries == CF_SERVICE;

    put_points(out, points, notched ? 4 : 3, class_of(stroke), stroke->carries == CF_TRADE);
}

static void put_diamond(FILE *out, const cf_stroke *stroke, cf_point from, cf_point to)
{
    double length, half = 3.0 + 0.62 * stroke->width;
    cf_point way = way_to(from, to, &length);
    const cf_point points[] = { from, point_beside(from, way, length / 2.0, half), to,
                                point_beside(from, way, length / 2.0, -half) };

    put_points(out, points, 4, class_of(stroke), false);
}

static void put_bar(FILE *out, const cf_stroke *stroke, cf_point from, cf_point to)
{
    double length, half = 3.4 + 0.72 * stroke->width;
    cf_point way = way_to(from, to, &length);
    const cf_point points[] = { point_beside(from, way, 0.0, half),
                                point_beside(from, way, length, half),
                                point_beside(from, way, length, -half),
                                point_beside(from, way, 0.0, -half) };

    put_points(out, points, 4, class_of(stroke), false);
}

static void put_dashes(FILE *out, const cf_stroke *stroke)
{
    double scale = fmax(1.0, stroke->width / 3.0);

    if ((stroke->form & CF_FORM_OPEN) != 0)
        cf_xml_put(out, " stroke-dasharray=\"%f %f\"", 4.0, 4.0);
    else if ((stroke->form & CF_FORM_CONTINGENT) != 0)
        cf_xml_put(out, " stroke-dasharray=\"%f %f\"", 1.5 * scale, 2.5 * scale);
    else if ((stroke->form & CF_FORM_TENTATIVE) != 0)
        cf_xml_put(out, " stroke-dasharray=\"%f %f\"", 10.0 * scale, 3.5 * scale);
}

/* Width of the looping part within the line, at least visible. */
static double inner_width(const cf_stroke *stroke)
{
    double least = fmin(HAIR, 0.45 * stroke->width), rim = fmin(RIM, 0.3 * stroke->width);

    return fmax(least, stroke->share * (stroke->width - rim));
}

static void put_edge_line(FILE *out, const cf_curve *curve, const cf_stroke *stroke)
{
    fprintf(out, "<path class=\"cf-%s-line\" fill=\"none\"", class_of(stroke));
    cf_xml_put(out, " stroke-width=\"%f\"", stroke->width);
    put_dashes(out, stroke);
    fputs(" d=\"", out);
    cf_curve_put(out, curve);
    fputs("\"/>\n", out);
    if (stroke->colour < 0)
        return;
    cf_xml_put(out, "<path class=\"cf-s%d-line\" fill=\"none\" stroke-width=\"%f\" d=\"",
               stroke->colour, inner_width(stroke));
    cf_curve_put(out, curve);
    fputs("\"/>\n", out);
}

/* A ring for tied money, a square for non-cash deals. */
static void put_marks(FILE *out, const cf_curve *curve, const cf_stroke *stroke)
{
    double size = 3.5 + 0.35 * stroke->width, place = cf_curve_length(curve) * MARK_AT;
    bool both = (stroke->form & CF_FORM_TIED) != 0 && (stroke->form & CF_FORM_NON_CASH) != 0;
    cf_point way, at;

    if ((stroke->form & CF_FORM_TIED) != 0) {
        at = cf_curve_at(curve, place - (both ? size * 1.3 : 0.0), &way);
        fprintf(out, "<circle class=\"cf-paper cf-%s-line\" stroke-width=\"1.5\"",
                class_of(stroke));
        cf_xml_put(out, " cx=\"%f\" cy=\"%f\" r=\"%f\"/>\n", at.x, at.y, size);
    }
    if ((stroke->form & CF_FORM_NON_CASH) != 0) {
        at = cf_curve_at(curve, place + (both ? size * 1.3 : 0.0), &way);
        fprintf(out, "<rect class=\"cf-paper cf-%s-line\" stroke-width=\"1.5\"", class_of(stroke));
        cf_xml_put(out, " x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\"/>\n", at.x - size,
                   at.y - size, 2.0 * size, 2.0 * size);
    }
}

void cf_scene_put_stroke(FILE *out, cf_curve *curve, const cf_stroke *stroke)
{
    double begin = tail_length(stroke), end = head_length(stroke);
    double room = fmin(1.0, 0.7 * cf_curve_length(curve) / (begin + end));
    cf_point tip = curve->points[curve->count - 1], start = curve->points[0];

    if (stroke->bare) {
        put_edge_line(out, curve, stroke);
        return;
    }
    cf_curve_trim(curve, begin * room, end * room);
    put_edge_line(out, curve, stroke);
    put_arrow_head(out, stroke, curve->points[curve->count - 1], tip);
    if (stroke->carries == CF_CAPITAL)
        put_diamond(out, stroke, start, curve->points[0]);
    else if (stroke->carries == CF_SERVICE)
        put_bar(out, stroke, start, curve->points[0]);
    put_marks(out, curve, stroke);
}

/* ---- all edges ---------------------------------------------------------------------------- */

static void put_edge(FILE *out, cf_scene *scene, int index, cf_buffer *words)
{
    const cf_picture_edge *edge = &scene->picture->edges[index];
    cf_stroke stroke = { .carries = edge->carries,
                         .form = edge->form,
                         .width = cf_scene_stroke(scene, edge->amount),
                         .colour = -1 };

    stroke.share = cf_occurs_share(edge);
    if (stroke.share > 0.0)
        stroke.colour = scene->picture->suppliers[edge->strands[0].supplier].colour;
    cf_mark_edge(out, scene->report, index, words);
    cf_scene_put_stroke(out, &scene->curves[index], &stroke);
    fputs("</g>\n", out);
}

/* Largest first: small edges then lie on top, and screen readers read the largest first. */
cf_status cf_scene_put_edges(FILE *out, cf_scene *scene)
{
    cf_buffer words = { 0 };
    bool failed;

    for (int i = 0; i < scene->picture->edge_count; i++)
        put_edge(out, scene, scene->order[i].edge, &words);
    failed = words.failed;
    cf_buffer_free(&words);
    return failed ? CF_NO_MEMORY : CF_OK;
}
