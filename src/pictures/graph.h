/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_GRAPH_H
#define CIRCFIN_PICTURES_GRAPH_H

/* The parts of the money-flow graph's SVG, each in a file of its own:
 *
 *   graph_boxes.c   measures boxes, and draws them     ─► sizes
 *   graph_layout.c  asks Graphviz for places and ways  ─► centres, curves, frames of groups
 *   graph_ids.c     counts what Graphviz names         ─► the same picture in every run
 *   graph_apart.c   moves the ways between the same two boxes apart
 *   graph_edges.c   draws the money
 *   graph_labels.c  amounts, where there is room
 *   graph_legend.c  what the marks mean, only those that occur
 *   graph_svg.c     the order of work; title and extent
 *
 * Lengths are pixels, y grows downwards.
 */

#include "base/arena.h"
#include "base/buffer.h"
#include "pictures/curve.h"
#include "pictures/draw.h"
#include "pictures/groups.h"
#include "pictures/svg.h"

enum {
    CF_BOX_LINES = 6,
    CF_FEW = 13 /* entities: fewer have thin lines and much room */
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
    double stretch; /* the part of the height that its lines do not need */
    cf_box_line lines[CF_BOX_LINES];
    int line_count;
} cf_box;

/** Where a group is framed; nowhere: all 0. */
typedef struct cf_frame {
    double left, top, width, height;
} cf_frame;

typedef struct cf_ranked {
    double amount;
    int edge;
} cf_ranked;

/** All zero is a graph without anything; what it points to lies in its arena. */
typedef struct cf_scene {
    cf_arena arena;
    const cf_report *report;
    const cf_picture *picture;
    cf_box *boxes;    /* one an entity */
    cf_curve *curves; /* one an edge, from border to border */
    cf_groups groups;
    cf_frame *frames; /* one a group */
    cf_ranked *order; /* edges, largest first */
    double largest;   /* amount of an edge */
    double width, height;
} cf_scene;

/** A stroke's width for an amount: in proportion to its square root. */
double cf_scene_stroke(const cf_scene *scene, double amount);

/** An amount, or another text in words, kept in the arena; NULL when memory ran out or the buffer
 *  has failed. Empties the buffer. */
const char *cf_scene_keep(cf_scene *scene, cf_buffer *words);

/** Sizes of boxes and groups. @return CF_OK or CF_NO_MEMORY. Time: O(entities + text). */
CF_NODISCARD cf_status cf_scene_measure(cf_scene *scene);

/**
 * Places boxes and leads curves by Graphviz: in layers (its dot), or for large graphs, whose layers
 * would take minutes, by springs (its sfdp) and straight lines. Graphviz has global state: threads
 * take turns.
 *
 * @return CF_OK, CF_NO_MEMORY, or CF_SOLVER where Graphviz fails or is not complete
 */
CF_NODISCARD cf_status cf_scene_lay_out(cf_scene *scene);

/** Makes room between wide curves of the same two boxes. @return CF_OK or CF_NO_MEMORY.
 *  Time: O(edges log edges). */
CF_NODISCARD cf_status cf_scene_move_apart(cf_scene *scene);

void cf_scene_put_frames(FILE *out, const cf_scene *scene);
CF_NODISCARD cf_status cf_scene_put_edges(FILE *out, cf_scene *scene);
CF_NODISCARD cf_status cf_scene_put_boxes(FILE *out, cf_scene *scene);
void cf_scene_put_labels(FILE *out, const cf_scene *scene);

/** Height of the legend on a page so wide; draws it from y on unless `out` is NULL. */
double cf_scene_put_legend(FILE *out, const cf_scene *scene, double width, double y);

/** One edge's line, head and marks: shared with the legend. `curve` is used up. */
typedef struct cf_stroke {
    bool capital;
    bool bare; /* the line alone */
    unsigned form;
    double width;
    int colour;   /* of the supplier to whom money comes round, or -1 */
    double share; /* of the width that comes round */
} cf_stroke;

void cf_scene_put_stroke(FILE *out, cf_curve *curve, const cf_stroke *stroke);

#endif
