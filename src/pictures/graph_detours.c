/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Leads straight lines around boxes. Among springs Graphviz draws straight lines, which would run
 * behind boxes that are not theirs, as if they ended there. Such a line gets a corner beside the
 * box, the one that makes it least longer, until it is free or has too many corners. A curve
 * between layers is moved aside where it is too wide for its way.
 */
#include <math.h>
#include <string.h>

#include "pictures/graph.h"

enum { MOST_CORNERS = 14 };
#define BESIDE                                                                                     \
    5.0 /* between a box and the middle of a line around it, more than half its width              \
         */

typedef struct detour {
    const cf_scene *scene;
    const cf_part_of_graph *part;
    int payer, payee;
    double half; /* of the width of the line */
    cf_point points[MOST_CORNERS + 2];
    int count;
} detour;

/* ---- what is in the way ---- */

/* The part of a segment, 0..1, at which it enters a box with some room around it; 2: never. */
static double entry(cf_point from, cf_point to, const cf_box *box, double room)
{
    double enter = 0.0, leave = 1.0;
    const double at[] = { from.x, from.y }, end[] = { to.x, to.y };
    const double middle[] = { box->centre.x, box->centre.y };
    const double half[] = { box->width / 2.0 + room, box->height / 2.0 + room };

    for (int i = 0; i < 2; i++) {
        double step = end[i] - at[i], one, other;

        if (fabs(step) < 1e-9) {
            if (fabs(at[i] - middle[i]) >= half[i])
                return 2.0;
            continue;
        }
        one = (middle[i] - half[i] - at[i]) / step;
        other = (middle[i] + half[i] - at[i]) / step;
        enter = fmax(enter, fmin(one, other));
        leave = fmin(leave, fmax(one, other));
    }
    return enter < leave ? enter : 2.0;
}

/* The first box that a segment runs behind; -1: none. */
static int first_in_way(const detour *way, int segment)
{
    double first = 2.0;
    int found = -1;

    for (int i = 0; i < way->part->entity_count; i++) {
        int entity = way->part->entities[i];
        double at;

        if (entity == way->payer || entity == way->payee)
            continue;
        at = entry(way->points[segment], way->points[segment + 1], &way->scene->boxes[entity],
                   way->half + 1.0);
        if (at < first) {
            first = at;
            found = entity;
        }
    }
    return found;
}

/* ---- around it ---- */

static double length_by(cf_point from, cf_point by, cf_point to)
{
    return hypot(by.x - from.x, by.y - from.y) + hypot(to.x - by.x, to.y - by.y);
}

static bool is_corner(const detour *way, cf_point at)
{
    for (int i = 0; i < way->count; i++)
        if (hypot(way->points[i].x - at.x, way->points[i].y - at.y) < 0.5)
            return true;
    return false;
}

/* The corner of a box, with room, by which the way gets least longer; false if it has all. */
static bool choose_corner(cf_point *out, const detour *way, int segment, const cf_box *box)
{
    cf_point from = way->points[segment], to = way->points[segment + 1];
    double room = way->half + BESIDE, least = INFINITY;

    for (int i = 0; i < 4; i++) {
        cf_point corner = { box->centre.x + (i % 2 ? 1.0 : -1.0) * (box->width / 2.0 + room),
                            box->centre.y + (i / 2 ? 1.0 : -1.0) * (box->height / 2.0 + room) };
        double length = length_by(from, corner, to);

        if (entry(from, corner, box, way->half + 1.0) <= 1.0)
            length *= 4.0; /* it runs behind the box to get there */
        if (length < least && !is_corner(way, corner)) {
            least = length;
            *out = corner;
        }
    }
    return least < INFINITY;
}

/* Whether the whole way is free in the end. */
static bool lead(detour *way)
{
    for (int segment = 0; segment + 1 < way->count;) {
        int box = first_in_way(way, segment);
        cf_point corner;

        if (box < 0) {
            segment++;
            continue;
        }
        if (way->count == MOST_CORNERS + 2 ||
            !choose_corner(&corner, way, segment, &way->scene->boxes[box]))
            return false;
        memmove(&way->points[segment + 2], &way->points[segment + 1],
                (size_t)(way->count - segment - 1) * sizeof *way->points);
        way->points[segment + 1] = corner;
        way->count++;
    }
    return true;
}

/* ---- all of them ---- */

static cf_point between(cf_point from, cf_point to, double part)
{
    return (cf_point){ from.x + part * (to.x - from.x), from.y + part * (to.y - from.y) };
}

static cf_status keep(cf_scene *scene, cf_curve *curve, const detour *way)
{
    curve->count = 3 * (way->count - 1) + 1;
    curve->points = cf_arena_new(&scene->arena, (size_t)curve->count, sizeof *curve->points);
    if (curve->points == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i + 1 < way->count; i++) {
        curve->points[3 * i] = way->points[i];
        curve->points[3 * i + 1] = between(way->points[i], way->points[i + 1], 1.0 / 3.0);
        curve->points[3 * i + 2] = between(way->points[i], way->points[i + 1], 2.0 / 3.0);
    }
    curve->points[curve->count - 1] = way->points[way->count - 1];
    return CF_OK;
}

static cf_status lead_edge(cf_scene *scene, const cf_part_of_graph *part, int edge)
{
    const cf_picture_edge *shown = &scene->picture->edges[edge];
    cf_curve *curve = &scene->curves[edge];
    detour way = { .scene = scene,
                   .part = part,
                   .payer = shown->payer,
                   .payee = shown->payee,
                   .half = cf_scene_stroke(scene, shown->amount) / 2.0,
                   .points = { curve->points[0], curve->points[curve->count - 1] },
                   .count = 2 };

    if (!lead(&way) || way.count == 2)
        return CF_OK;
    return keep(scene, curve, &way);
}

/* ---- curves between layers: Graphviz leads their middle around boxes, but not their width ---- */

/* Whether a curve of a width keeps off all boxes but its own. */
static bool keeps_off(const detour *way, const cf_curve *curve)
{
    const double samples = 60.0;
    double length = cf_curve_length(curve);

    for (int k = 0; k <= (int)samples; k++) {
        cf_point ignored, at = cf_curve_at(curve, length * k / samples, &ignored);

        for (int i = 0; i < way->part->entity_count; i++) {
            int entity = way->part->entities[i];

            if (entity != way->payer && entity != way->payee &&
                entry(at, (cf_point){ at.x + 0.01, at.y }, &way->scene->boxes[entity], way->half) <=
                    1.0)
                return false;
        }
    }
    return true;
}

static void shift_handles(cf_curve *curve, cf_point across, double distance)
{
    for (int i = 1; i + 1 < curve->count; i++) {
        curve->points[i].x += across.x * distance;
        curve->points[i].y += across.y * distance;
    }
}

/* Moves the curve aside, the least that frees it; not at all if 24 pixels are too few. */
static void nudge(cf_scene *scene, const cf_part_of_graph *part, int edge)
{
    enum { STEPS = 8, STEP = 3 };
    const cf_picture_edge *shown = &scene->picture->edges[edge];
    cf_curve *curve = &scene->curves[edge];
    const detour way = { .scene = scene,
                         .part = part,
                         .payer = shown->payer,
                         .payee = shown->payee,
                         .half = cf_scene_stroke(scene, shown->amount) / 2.0 };
    cf_point direction, across;

    if (curve->count < 4 || keeps_off(&way, curve))
        return;
    cf_curve_at(curve, cf_curve_length(curve) / 2.0, &direction);
    across = (cf_point){ -direction.y, direction.x };
    for (int i = 1; i <= 2 * STEPS; i++) {
        double distance = (i % 2 ? 1.0 : -1.0) * STEP * ((i + 1) / 2);

        shift_handles(curve, across, distance);
        if (keeps_off(&way, curve))
            return;
        shift_handles(curve, across, -distance);
    }
}

cf_status cf_scene_lead_around(cf_scene *scene)
{
    cf_status status = CF_OK;

    for (int p = 0; p < scene->part_count; p++) {
        const cf_part_of_graph *part = &scene->parts[p];

        for (int i = 0; i < part->edge_count && status == CF_OK; i++)
            if (part->layered)
                nudge(scene, part, part->edges[i]);
            else
                status = lead_edge(scene, part, part->edges[i]);
    }
    return status;
}
