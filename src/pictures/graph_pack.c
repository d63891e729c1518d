/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Places the parts of a picture side by side. Each in turn goes where it lies highest, and there
 * leftmost; below what is placed runs an outline ("skyline") of level pieces:
 *
 *   ┌───────┐┌────┐┌────┐
 *   │       │└────┘│    │     the next part goes below the second
 *   │       │      └────┘
 *   └───────┘
 *
 * J. Jylänki, A thousand ways to pack the bin (2010), calls this skyline bottom-left.
 */
#include <math.h>
#include <string.h>

#include "pictures/graph.h"

#define GAP 26.0        /* between parts */
#define STEP 12.0       /* sizes count as multiples of it, so that like parts stand in rows */
#define LEAST_ROW 760.0 /* as wide as a picture is at least */
#define WIDER 1.5       /* than high */

/* Levels from left to right; each ends where the next begins, the last at the end of the row. */
struct level {
    double left, y;
};

struct outline {
    struct level *levels;
    int count;
    double width;
};

static double end_of(const struct outline *outline, int level)
{
    return level + 1 < outline->count ? outline->levels[level + 1].left : outline->width;
}

/* The y at which something so wide would lie from this level on; INFINITY: not within the row. */
static double y_from(const struct outline *outline, int level, double width)
{
    double right = outline->levels[level].left + width, y = 0.0;

    if (right > outline->width)
        return (double)INFINITY;
    for (int i = level; i < outline->count && outline->levels[i].left < right; i++)
        y = fmax(y, outline->levels[i].y);
    return y;
}

static int highest_place(const struct outline *outline, double width, double *y)
{
    int best = 0;

    *y = (double)INFINITY;
    for (int i = 0; i < outline->count; i++) {
        double here = y_from(outline, i, width);

        if (here < *y) {
            *y = here;
            best = i;
        }
    }
    return best;
}

/* Levels the outline from the left end of a level on, over a width. */
static void cover(struct outline *outline, int level, double width, double y)
{
    struct level *levels = outline->levels;
    double right = levels[level].left + width, last_y = levels[level].y;
    int past = level;

    while (past < outline->count && levels[past].left < right)
        last_y = levels[past++].y;
    if (right < end_of(outline, past - 1)) { /* a rest of the last one stays */
        memmove(levels + level + 2, levels + past,
                (size_t)(outline->count - past) * sizeof *levels);
        levels[level + 1] = (struct level){ right, last_y };
        outline->count += level + 2 - past;
    } else {
        memmove(levels + level + 1, levels + past,
                (size_t)(outline->count - past) * sizeof *levels);
        outline->count += level + 1 - past;
    }
    levels[level].y = y;
}

/* Up to a multiple of STEP, with the gap. */
static double room_for(double size)
{
    return ceil((size + GAP) / STEP) * STEP;
}

/* The width of a row: the widest part has room in it, and all together look well on a screen. */
static double row_width(const cf_scene *scene)
{
    double area = 0.0, widest = 0.0;

    for (int i = 0; i < scene->part_count; i++) {
        double width = room_for(scene->parts[i].width);

        area += width * room_for(scene->parts[i].height);
        widest = fmax(widest, width);
    }
    return fmax(fmax(widest, LEAST_ROW + GAP), sqrt(WIDER * area));
}

cf_status cf_scene_pack(cf_scene *scene)
{
    /* Each part adds one level at most. */
    struct outline outline = { .levels = cf_arena_new(&scene->arena, (size_t)scene->part_count + 2,
                                                      sizeof(struct level)),
                               .count = 1,
                               .width = row_width(scene) };

    if (outline.levels == NULL)
        return CF_NO_MEMORY;
    scene->width = scene->height = 0.0;
    for (int i = 0; i < scene->part_count; i++) {
        cf_part_of_graph *part = &scene->parts[i];
        double width = room_for(part->width);
        int level = highest_place(&outline, width, &part->top);

        part->left = outline.levels[level].left;
        cover(&outline, level, width, part->top + room_for(part->height));
        scene->width = fmax(scene->width, part->left + part->width);
        scene->height = fmax(scene->height, part->top + part->height);
    }
    return CF_OK;
}
