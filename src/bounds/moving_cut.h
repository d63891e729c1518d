/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_MOVING_CUT_H
#define CIRCFIN_BOUNDS_MOVING_CUT_H

/*
 * The smallest cuts of a problem whose amounts move: the flow stays, is solved again after a
 * change by a few augmentations, and says how fast the value of the smallest cut begins to change
 * when capacities do.
 *
 * Amounts that tie on paper must tie here: a move with room for no more than a few steps of the
 * grid, or of CF_SAME_AMOUNT of its capacity, counts as full.
 */

#include "bounds/smallest_cut.h"

/** An arc whose capacity begins to change, per unit of whatever drives it. Arcs are numbered as in
 *  cf_smallest_cut; one may be named more than once. */
typedef struct cf_moving_arc {
    int arc;
    double rate;
} cf_moving_arc;

typedef struct cf_moving_cut {
    cf_smallest_cut cut;
    int64_t *slack;    /* of a move: room for no more than this does not count */
    double slack_most; /* the grid that `slack` belongs to */
    bool *from_source; /* what money can reach by moves with room: one side of a smallest cut */
    bool *to_target;   /* from where the target can be reached; see cf_moving_cut_to_target() */
    bool to_target_known;
    int *queue;

    /* What each vertex can reach: rows of bits, filled when needed. */
    unsigned char *rows;
    int *row_of, *vertex_of;
    int row_count, rows_used;

    int64_t *saved_room, *saved_slack;
    bool *saved_from_source;
    double saved_most;
    int saved_exponent;
    cf_arena arena;
} cf_moving_cut;

/** As of cf_smallest_cut_new(). Free with cf_moving_cut_free. */
CF_NODISCARD cf_status cf_moving_cut_new(cf_moving_cut *out, const cf_flow_problem *problem);
void cf_moving_cut_free(cf_moving_cut *moving);

/** Solves the problem from nothing, and saves the result. */
void cf_moving_cut_solve(cf_moving_cut *moving);

/** The amount of an arc has changed; solve again when all have been taken in. */
void cf_moving_cut_change(cf_moving_cut *moving, int arc);
void cf_moving_cut_solve_again(cf_moving_cut *moving);

/** Back to the result saved, once the problem has its amounts of then. */
void cf_moving_cut_restore(cf_moving_cut *moving);

/** From which vertices the target can be reached by moves with room: the other side of the smallest
 *  cut that is nearest to it. */
const bool *cf_moving_cut_to_target(cf_moving_cut *moving);

/** Whether there is room for a move that counts. */
static inline bool cf_moving_cut_has_room(const cf_moving_cut *moving, int move)
{
    return moving->cut.flow.room[move] > moving->slack[move];
}

static inline size_t cf_moving_cut_row_bytes(const cf_moving_cut *moving)
{
    return (size_t)moving->cut.flow.vertex_count / 8 + 1;
}

/** Nothing more fits through the arc; nothing flows through it. */
bool cf_moving_cut_is_full(const cf_moving_cut *moving, int arc);
bool cf_moving_cut_is_empty(const cf_moving_cut *moving, int arc);

/** Whether the arc is not full, now and with so much more capacity (or less, if below 0). Then the
 *  flow stays maximal after the change, and both sides of the smallest cut stay as they are. */
bool cf_moving_cut_keeps_room(const cf_moving_cut *moving, int arc, double more);

/**
 * How fast the largest flow begins to change when these capacities do: the least rate of all
 * smallest cuts.
 *
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: a search of the arcs for each vertex needed for the first time since the last solve,
 * and O(count^3).
 */
CF_NODISCARD cf_status cf_moving_cut_rate(cf_moving_cut *moving, const cf_moving_arc *arcs,
                                          int count, double *rate);

#endif
