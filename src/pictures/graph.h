/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_GRAPH_H
#define CIRCFIN_PICTURES_GRAPH_H

/* The steps from a picture to the SVG of a money-flow graph, one file each:
 *
 *   graph_boxes.c   measures and draws boxes            ─► sizes
 *   graph_layout.c  calls Graphviz                      ─► centres, curves, frames of groups
 *   graph_ids.c     numbers the objects of Graphviz     ─► the same picture in every run
 *   graph_apart.c   separates curves between the same two boxes
 *   graph_edges.c   draws the edges
 *   graph_labels.c  places amounts where there is room
 *   graph_legend.c  explains the marks that occur
 *   graph_svg.c     the whole: title, extent, all steps in order
 *
 * Lengths are in pixels; y grows downwards.
 */

#include "base/arena.h"
#include "base/buffer.h"
#include "pictures/curve.h"
#include "pictures/draw.h"
#include "pictures/groups.h"
#include "pictures/svg.h"

enum {
    CF_BOX_LINES = 6,
    CF_FEW = 13 /* entities: with fewer, lines are thin and there is much room */
};

typedef struct cf_box_line {
    const char *text;
    const char *class;
    double size;
    bool strong;
} cf_box_line;

typedef struct cf_box {
    cf_point centre;
    double width, height;
    double stretch; /* height beyond what its lines need */
    cf_box_line lines[CF_BOX_LINES];
    int line_count;
} cf_box;

/** The frame of a group; all 0: none. */
typedef struct cf_group_frame {
    double left, top, width, height;
} cf_group_frame;

typedef struct cf_ranked {
    double amount;
    int edge;
} cf_ranked;

/** All zero is an empty graph. Owns what it points to, in its arena. */
typedef struct cf_scene {
    cf_arena arena;
    const cf_report *report;
    const cf_picture *picture;
    cf_box *boxes;    /* one per entity */
    cf_curve *curves; /* one per edge, from border to border */
    cf_groups groups;
    cf_group_frame *frames; /* one per group */
    cf_ranked *order;       /* edges, largest first */
    double largest;         /* amount of an edge */
    double width, height;
} cf_scene;

/** The width of a stroke, in proportion to the square root of the amount. */
double cf_scene_stroke(const cf_scene *scene, double amount);

/** Copies the words to the arena and empties the buffer. NULL when memory ran out or the buffer has
 *  failed. */
const char *cf_scene_keep(cf_scene *scene, cf_buffer *words);

/** Measures boxes and groups. @return CF_OK or CF_NO_MEMORY. Time: O(entities + text). */
CF_NODISCARD cf_status cf_scene_measure(cf_scene *scene);

/**
 * Places boxes and routes curves by Graphviz: in layers (dot), or for large graphs, whose layers
 * would take minutes, by springs (sfdp) and straight lines. Graphviz has global state: threads take
 * turns.
 *
 * @return CF_OK, CF_NO_MEMORY, or CF_SOLVER if Graphviz fails or is incomplete
 */
CF_NODISCARD cf_status cf_scene_lay_out(cf_scene *scene);

/** Separates wide curves between the same two boxes. @return CF_OK or CF_NO_MEMORY.
 *  Time: O(edges log edges). */
CF_NODISCARD cf_status cf_scene_move_apart(cf_scene *scene);

void cf_scene_put_frames(FILE *out, const cf_scene *scene);
CF_NODISCARD cf_status cf_scene_put_edges(FILE *out, cf_scene *scene);
CF_NODISCARD cf_status cf_scene_put_boxes(FILE *out, cf_scene *scene);
void cf_scene_put_labels(FILE *out, const cf_scene *scene);

/** Height of the legend at a width. Draws it from y on unless `out` is NULL. */
double cf_scene_put_legend(FILE *out, const cf_scene *scene, double width, double y);

/** The line, head and marks of an edge, shared with the legend. `curve` is consumed. */
typedef struct cf_stroke {
    bool capital;
    bool bare; /* the line alone */
    unsigned form;
    double width;
    int colour;   /* of the supplier to which money loops back, or -1 */
    double share; /* of the width that loops back */
} cf_stroke;

void cf_scene_put_stroke(FILE *out, cf_curve *curve, const cf_stroke *stroke);

#endif
