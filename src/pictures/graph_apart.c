/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Separates edges. Graphviz routes the edges between two boxes side by side as if they had no
 * width. This moves their middles apart until their widths have room; their ends stay.
 */
#include <math.h>
#include <stdlib.h>

#include "pictures/graph.h"

#define GAP 3.0

typedef struct strand {
    int low, high; /* the two boxes */
    int edge;
    double place, wanted; /* of its middle, across the way */
    double width;
} strand;

static int by_pair(const void *a, const void *b)
{
    const strand *first = a, *second = b;

    if (first->low != second->low)
        return first->low < second->low ? -1 : 1;
    if (first->high != second->high)
        return first->high < second->high ? -1 : 1;
    return first->edge < second->edge ? -1 : 1;
}

static int by_place(const void *a, const void *b)
{
    const strand *first = a, *second = b;

    if (first->place != second->place)
        return first->place < second->place ? -1 : 1;
    return first->edge < second->edge ? -1 : 1;
}

static void list_strands(strand *strands, const cf_scene *scene)
{
    int count = scene->picture->edge_count;

    for (int i = 0; i < scene->picture->edge_count; i++) {
        const cf_picture_edge *edge = &scene->picture->edges[i];

        strands[i] = (strand){ .low = edge->payer < edge->payee ? edge->payer : edge->payee,
                               .high = edge->payer < edge->payee ? edge->payee : edge->payer,
                               .edge = i,
                               .width = cf_scene_stroke(scene, edge->amount) };
    }
    qsort(strands, (size_t)count, sizeof *strands, by_pair);
}

static cf_point middle_of(const cf_curve *curve, cf_point *way)
{
    return cf_curve_at(curve, cf_curve_length(curve) / 2.0, way);
}

/* Moves the handles; a curve of one piece follows by three quarters of the distance. */
static void shift(cf_curve *curve, cf_point across, double distance)
{
    double factor = curve->count == 4 ? distance * 4.0 / 3.0 : distance;

    for (int i = 1; i + 1 < curve->count; i++) {
        curve->points[i].x += across.x * factor;
        curve->points[i].y += across.y * factor;
    }
}

/* Sorts the strands by their place across the direction of the first. */
static cf_point sort_across(const cf_scene *scene, strand *strands, int count)
{
    cf_point way, start = middle_of(&scene->curves[strands[0].edge], &way);
    cf_point across = { -way.y, way.x };

    for (int i = 0; i < count; i++) {
        cf_point ignored, middle = middle_of(&scene->curves[strands[i].edge], &ignored);

        strands[i].place = (middle.x - start.x) * across.x + (middle.y - start.y) * across.y;
    }
    qsort(strands, (size_t)count, sizeof *strands, by_place);
    return across;
}

/* Spaces the strands by their widths, keeping their average place. */
static void spread_strands(cf_scene *scene, strand *strands, int count)
{
    cf_point across = sort_across(scene, strands, count);
    double moved = 0.0;

    strands[0].wanted = strands[0].place;
    for (int i = 1; i < count; i++) {
        double room = GAP + (strands[i - 1].width + strands[i].width) / 2.0;

        strands[i].wanted = fmax(strands[i].place, strands[i - 1].wanted + room);
        moved += strands[i].wanted - strands[i].place;
    }
    for (int i = 0; i < count; i++)
        shift(&scene->curves[strands[i].edge], across,
              strands[i].wanted - strands[i].place - moved / count);
}

cf_status cf_scene_move_apart(cf_scene *scene)
{
    int count = scene->picture->edge_count, end;
    strand *strands = cf_arena_new(&scene->arena, (size_t)count, sizeof *strands);

    if (strands == NULL)
        return CF_NO_MEMORY;
    list_strands(strands, scene);
    for (int first = 0; first < count; first = end) {
        for (end = first + 1; end < count && strands[end].low == strands[first].low &&
                              strands[end].high == strands[first].high;
             end++)
            continue;
        if (end - first > 1)
            spread_strands(scene, strands + first, end - first);
    }
    return CF_OK;
}
