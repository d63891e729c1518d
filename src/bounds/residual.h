/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_RESIDUAL_H
#define CIRCFIN_BOUNDS_RESIDUAL_H

/*
 * A maximum flow that stays, so that it can be asked about small changes and solved again after
 * large ones by a few augmentations.
 *
 * Augmenting along shortest ways after E. A. Dinic (1970). Flows are kept in pairs of doubles, and
 * an arc whose room is within 16 roundings of its capacity, or of that of the arc which limits the
 * way, is full: so amounts that tie on paper tie here, in files with amounts from 1e-3 to 1e9, too.
 */

#include "circfin/bounds.h"

typedef struct cf_residual_arc {
    int tail, head;
    double capacity;   /* may be INFINITY */
    double flow, fine; /* the flow is flow + fine; exactly 0 or `capacity` where empty or full */
} cf_residual_arc;

typedef struct cf_residual {
    int vertex_count; /* with source and target */
    int source, target;
    int arc_count, arc_room;
    cf_residual_arc *arcs;

    int *start, *at; /* at[start[v]] ...: arcs out of v, and ~arcs into it */
    int *level, *next, *queue, *path;
    bool *from_source; /* can be reached from the source by what has room */
    bool *to_target;

    /* What each vertex can reach: rows of bits, worked out when asked for. */
    unsigned char *rows;
    int *row_of, *vertex_of;
    int row_count, rows_used;
} cf_residual;

/** An arc whose capacity begins to change, per unit of whatever drives it. */
typedef struct cf_moving_arc {
    int arc;
    double rate;
} cf_moving_arc;

/** Room for `vertices` besides source and target, and `arcs`. Free with cf_residual_free. */
CF_NODISCARD cf_status cf_residual_new(cf_residual *out, int vertices, int arcs);
void cf_residual_free(cf_residual *residual);

/** Adds an arc (capacity 0 or more) and returns its number; only before cf_residual_link(). */
int cf_residual_add(cf_residual *residual, int tail, int head, double capacity);
void cf_residual_link(cf_residual *residual);
void cf_residual_clear(cf_residual *residual); /* drops all arcs */

/** Sets a capacity; what flows beyond it goes elsewhere or back. Solve again when done. */
void cf_residual_set(cf_residual *residual, int arc, double capacity);

/** Augments until the flow is largest. Time: O(vertices² arcs) at worst, far less in fact; after
 *  a change, a search of the arcs for each augmentation. */
void cf_residual_solve(cf_residual *residual);

/**
 * How fast the largest flow begins to move when these capacities do: the least rate of all
 * smallest cuts. As the flow is largest, what can still move is a largest flow itself, of first
 * drops: through what has room without limit, through full arcs by what they grow.
 *
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: a search of the arcs for each vertex asked about for the first time since the last solve,
 * and O(count³).
 */
CF_NODISCARD cf_status cf_residual_rate(cf_residual *residual, const cf_moving_arc *moving,
                                        int count, double *rate);

#endif
