/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_GRAPH_H
#define CIRCFIN_PICTURES_GRAPH_H

/* The steps from a picture to the SVG of a money-flow graph, one file each:
 *
 *   graph_boxes.c     measures and draws boxes            ─► sizes
 *   graph_layout.c    has each connected part laid out    ─► centres, curves, frames of groups
 *     graph_parts.c     finds the parts
 *     graph_graphviz.c  lays one out by Graphviz, in a child process
 *     graph_ids.c       numbers the objects of Graphviz     ─► the same picture in every run
 *     graph_pack.c      places the parts side by side
 *   graph_detours.c   leads straight lines around boxes
 *   graph_apart.c     separates curves between the same two boxes
 *   graph_edges.c     draws the edges
 *   graph_labels.c    places amounts where there is room
 *   graph_legend.c    explains the marks that occur
 *   graph_svg.c       the whole: title, extent, all steps in order
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
    CF_BOX_LINES = 8,
    CF_BOX_ROOM = 10, /* pixels around a box that lines of others leave free */
    CF_FEW = 13       /* entities: with fewer, lines are thin and there is much room */
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

/** A connected part of a picture: entities that edges or the frame of a group join. */
typedef struct cf_part_of_graph {
    const int *entities, *edges; /* in the order of the picture */
    int entity_count, edge_count;
    double amount; /* of the edges */
    bool layered;  /* else placed by springs, with straight lines and without frames */
    double left, top, width, height;
} cf_part_of_graph;

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
    cf_group_frame *frames;  /* one per group */
    cf_ranked *order;        /* edges, largest first */
    cf_part_of_graph *parts; /* those of most entities first, then of most money */
    int part_count;
    double largest; /* amount of an edge */
    double width, height;
    bool inlined; /* in a page */
} cf_scene;

/** The width of a stroke, in proportion to the square root of the amount. */
double cf_scene_stroke(const cf_scene *scene, double amount);

/** Copies the words to the arena and empties the buffer. NULL when memory ran out or the buffer has
 *  failed. */
const char *cf_scene_keep(cf_scene *scene, cf_buffer *words);

/** Measures boxes and groups. @return CF_OK or CF_NO_MEMORY. Time: O(entities + text). */
CF_NODISCARD cf_status cf_scene_measure(cf_scene *scene);

/** Finds the parts and how to lay out each: in layers, or where those would take too long, by
 *  springs. @return CF_OK or CF_NO_MEMORY. Time: O(n log n) in entities and edges. */
CF_NODISCARD cf_status cf_scene_split(cf_scene *scene);

/**
 * Lays out all parts, each from (0, 0) on, and writes for each, as doubles: its width and height;
 * the centre of each entity; of each group whose first entity is in it: left, top, width and height
 * of its frame, or zeros; of each edge the number of its points, then the points.
 *
 * Graphviz has global state, and ends the process where memory runs out: call it in a child process
 * only.
 *
 * @return CF_OK, CF_NO_MEMORY, or CF_SOLVER if Graphviz fails or leaves something out
 */
CF_NODISCARD cf_status cf_scene_run_graphviz(FILE *out, cf_scene *scene);

/** Gives the parts their places side by side, without overlap, in a shape for a screen, and the
 *  scene its size. @return CF_OK or CF_NO_MEMORY. Time: O(parts sqrt(parts)). */
CF_NODISCARD cf_status cf_scene_pack(cf_scene *scene);

/**
 * Places boxes and routes curves: all three of the above.
 *
 * @return CF_OK; CF_NO_MEMORY, also where Graphviz crashes; CF_SOLVER
 */
CF_NODISCARD cf_status cf_scene_lay_out(cf_scene *scene);

/** Leads the straight lines between springs around boxes that are not theirs, as far as few corners
 *  suffice, and moves wide curves between layers off them. @return CF_OK or CF_NO_MEMORY. Time:
 * O(edges entities). */
CF_NODISCARD cf_status cf_scene_lead_around(cf_scene *scene);

/** Separates wide curves between the same two boxes. @return CF_OK or CF_NO_MEMORY.
 *  Time: O(edges log edges). */
CF_NODISCARD cf_status cf_scene_move_apart(cf_scene *scene);

void cf_scene_put_frames(FILE *out, const cf_scene *scene);
CF_NODISCARD cf_status cf_scene_put_edges(FILE *out, cf_scene *scene);
CF_NODISCARD cf_status cf_scene_put_boxes(FILE *out, cf_scene *scene);
CF_NODISCARD cf_status cf_scene_put_labels(FILE *out, cf_scene *scene);

/** Height of the legend at a width. Draws it from y on unless `out` is NULL. */
double cf_scene_put_legend(FILE *out, cf_scene *scene, double width, double y);

/** The line, head and marks of an edge, shared with the legend. `curve` is consumed. */
typedef struct cf_stroke {
    cf_class carries;
    bool bare; /* the line alone */
    unsigned form;
    double width;
    int colour;   /* of the supplier to which money loops back, or -1 */
    double share; /* of the width that loops back */
} cf_stroke;

void cf_scene_put_stroke(FILE *out, cf_curve *curve, const cf_stroke *stroke);

#endif
