/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_NEARBY_PATHS_H
#define CIRCFIN_BOUNDS_NEARBY_PATHS_H

/*
 * The workbench behind nearby.h: residual capacities of a flow, and paths between two ends.
 *
 *   nearby.c        the ends, the grid, and what follows when the searches have ended
 *   nearby_paths.c  finds a path from both ends, and augments the flow along it
 */

#include <math.h>
#include <stdint.h>

#include "bounds/nearby.h"

enum { CF_FORWARD, CF_BACKWARD, CF_SIDES };

/* One side of a search. `by` is the move by which a vertex was found: 2 e along edge e, 2 e + 1
 * back over what flows on it, and -1 where the search began; 0 stands for not found, so 2 is added.
 */
struct cf_nearby_side {
    int *by;
    int *queue, queued, next;
};

/* Money to place: at the head of an origin edge, or wanted by a payer of revenue. */
struct cf_nearby_end {
    int vertex;
    double amount;
    int64_t left;
};

struct cf_nearby_ends {
    struct cf_nearby_end *at;
    int count;
};

struct cf_nearby {
    const cf_flow *flow;
    struct cf_nearby_side sides[CF_SIDES];
    int64_t *moved; /* on an edge, plus 1; 0: not touched */
    int64_t *taken; /* by a vertex, plus 1, where the bound is min; 0: not touched */
    int *end_of;    /* of a vertex: 1 + its number among the payers; 0: it is none */
    int *touched_edges, *touched_vertices, edge_count, vertex_count;
    struct cf_nearby_ends heads, payers;

    /* of one question */
    int supplier;
    cf_measure bound;
    double most; /* on the grid of smallest_cut.c */
    int exponent;
    int64_t patience; /* edges that may still be read */
};

/** On the grid. */
static inline int64_t cf_nearby_steps(const cf_nearby *nearby, double amount)
{
    return (int64_t)(ldexp(fmin(amount, 2.0 * nearby->most), nearby->exponent) + 0.5);
}

/** Adds a vertex to those that a side has found. */
void cf_nearby_find(struct cf_nearby_side *side, int v, int by);

/** Searches until a path from the heads meets one to the payers, and returns the vertex where they
 *  meet; -1: one side can go no further, or patience has run out. */
int cf_nearby_meet(cf_nearby *nearby);

/** Sends as much as possible along the path that was found. */
void cf_nearby_fill(cf_nearby *nearby, int met);
void cf_nearby_forget_found(cf_nearby *nearby);

/** By vertex, for qsort and bsearch. */
int cf_nearby_compare_ends(const void *a, const void *b);

#endif
