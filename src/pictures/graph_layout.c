/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Has the parts of a picture laid out by Graphviz in a child process, which can be ended at any
 * moment and whose crash is not ours:
 *
 *   parts ── fork ──► Graphviz, part by part ── sizes, centres, frames, curves ──► pack
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "pictures/graph.h"

/* ---- in the child ---- */

static void work(FILE *out, void *data)
{
    cf_status status = cf_scene_run_graphviz(out, data);
    double last = (double)status;

    fwrite(&last, sizeof last, 1, out);
}

/* ---- what it wrote ---- */

struct answer {
    const double *at;
    size_t left;
};

/* Whether `count` numbers were there. */
static bool take(struct answer *answer, void *to, size_t count)
{
    if (answer->left < count)
        return false;
    memcpy(to, answer->at, count * sizeof(double));
    answer->at += count;
    answer->left -= count;
    return true;
}

static bool take_frames(cf_scene *scene, const cf_part_of_graph *part, struct answer *answer)
{
    for (int i = 0; i < part->entity_count; i++) {
        int entity = part->entities[i], group = scene->groups.of[entity];
        double sides[4];

        if (group < 0 || scene->groups.first[group] != entity)
            continue;
        if (!take(answer, sides, 4))
            return false;
        scene->frames[group] = (cf_group_frame){ sides[0], sides[1], sides[2], sides[3] };
    }
    return true;
}

static bool take_curve(cf_scene *scene, cf_curve *curve, struct answer *answer)
{
    double count;

    if (!take(answer, &count, 1))
        return false;
    curve->count = (int)count;
    curve->points = cf_arena_new(&scene->arena, (size_t)curve->count, sizeof(cf_point));
    return curve->points != NULL && take(answer, curve->points, 2 * (size_t)curve->count);
}

/* False when memory ran out, or the child before it wrote all. */
static bool take_part(cf_scene *scene, cf_part_of_graph *part, struct answer *answer)
{
    bool good = take(answer, &part->width, 1) && take(answer, &part->height, 1);

    for (int i = 0; i < part->entity_count && good; i++)
        good = take(answer, &scene->boxes[part->entities[i]].centre, 2);
    good = good && take_frames(scene, part, answer);
    for (int i = 0; i < part->edge_count && good; i++)
        good = take_curve(scene, &scene->curves[part->edges[i]], answer);
    return good;
}

/* Its status comes last. */
static cf_status take_all(cf_scene *scene, struct answer answer)
{
    double status;

    if (answer.left == 0)
        return CF_NO_MEMORY;
    status = answer.at[--answer.left];
    if (status < 0.0 || status > 0.0)
        return (cf_status)(int)status;
    for (int i = 0; i < scene->part_count; i++)
        if (!take_part(scene, &scene->parts[i], &answer))
            return CF_NO_MEMORY;
    return CF_OK;
}

static cf_status lay_out_parts(cf_scene *scene)
{
    char *bytes;
    size_t size;
    cf_child_end end;
    cf_status status = cf_child_run(&bytes, &size, &end, work, scene, 0.0);

    /* Graphviz does not look whether it gets memory, and crashes where it does not. */
    if (status == CF_OK && end != CF_CHILD_DONE)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        status = take_all(scene, (struct answer){ (double *)bytes, size / sizeof(double) });
    free(bytes);
    return status;
}

/* ---- in their places ---- */

static void move_part(cf_scene *scene, const cf_part_of_graph *part)
{
    for (int i = 0; i < part->entity_count; i++) {
        int entity = part->entities[i], group = scene->groups.of[entity];

        scene->boxes[entity].centre.x += part->left;
        scene->boxes[entity].centre.y += part->top;
        if (group >= 0 && scene->groups.first[group] == entity) {
            scene->frames[group].left += part->left;
            scene->frames[group].top += part->top;
        }
    }
    for (int i = 0; i < part->edge_count; i++) {
        const cf_curve *curve = &scene->curves[part->edges[i]];

        for (int p = 0; p < curve->count; p++) {
            curve->points[p].x += part->left;
            curve->points[p].y += part->top;
        }
    }
}

/* ---- to the boxes ---- */

/* How far a ray runs until it meets a span, and until it leaves it. */
static void meet(double at, double way, double low, double high, double *enter, double *leave)
{
    double one, other;

    if (fabs(way) < 1e-9) {
        *enter = at >= low && at <= high ? -INFINITY : INFINITY;
        *leave = -*enter;
        return;
    }
    one = (low - at) / way;
    other = (high - at) / way;
    *enter = fmin(one, other);
    *leave = fmax(one, other);
}

/* Straight on from `end` to the box, or where it is missed, to the next point of it. */
static cf_point point_on(const cf_box *box, cf_point before, cf_point end)
{
    double left = box->centre.x - box->width / 2.0, right = left + box->width;
    double top = box->centre.y - box->height / 2.0, bottom = top + box->height;
    cf_point way = { end.x - before.x, end.y - before.y };
    double enter[2], leave[2], reach;

    meet(end.x, way.x, left, right, &enter[0], &leave[0]);
    meet(end.y, way.y, top, bottom, &enter[1], &leave[1]);
    reach = fmax(enter[0], enter[1]);
    if (reach >= 0.0 && reach <= fmin(leave[0], leave[1]) &&
        reach * hypot(way.x, way.y) <= 4.0 * CF_BOX_ROOM)
        return (cf_point){ end.x + reach * way.x, end.y + reach * way.y };
    return (cf_point){ fmin(fmax(end.x, left), right), fmin(fmax(end.y, top), bottom) };
}

/* Leads curves on from where Graphviz ends them, in the room around boxes, to the boxes. */
static void reach_boxes(cf_scene *scene)
{
    for (int e = 0; e < scene->picture->edge_count; e++) {
        const cf_picture_edge *edge = &scene->picture->edges[e];
        cf_curve *curve = &scene->curves[e];
        cf_point *last = &curve->points[curve->count - 1];

        curve->points[0] = point_on(&scene->boxes[edge->payer], curve->points[1], curve->points[0]);
        *last = point_on(&scene->boxes[edge->payee], last[-1], *last);
    }
}

cf_status cf_scene_lay_out(cf_scene *scene)
{
    cf_status status = cf_scene_split(scene);

    if (status == CF_OK)
        status = lay_out_parts(scene);
    if (status == CF_OK)
        status = cf_scene_pack(scene);
    for (int i = 0; i < scene->part_count && status == CF_OK; i++)
        move_part(scene, &scene->parts[i]);
    if (status == CF_OK)
        reach_boxes(scene);
    return status;
}
