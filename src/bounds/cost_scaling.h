/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_COST_SCALING_H
#define CIRCFIN_BOUNDS_COST_SCALING_H

/*
 * Largest circulations in whole numbers, where every unit on every arc earns 1. The result is not
 * the circulation itself but prices that prove that no other is larger.
 */

#include <stdint.h>

#include "base/arena.h"
#include "circfin/diag.h"

/** An arc of a strong component, by place of its vertices. */
typedef struct cf_circulation_arc {
    int tail, head;
    double amount;
    int64_t capacity; /* the amount in whole numbers, above 0; all together at most 2^62 */
} cf_circulation_arc;

/** A change of the flow: more on an arc or, its twin, less on it. */
typedef struct cf_circulation_move {
    int head; /* the vertex it leads to */
    int twin;
    int64_t room;
} cf_circulation_move;

typedef struct cf_cost_scaling {
    int vertex_count;
    cf_circulation_move *moves;
    int *start;       /* moves out of v: start[v] .. start[v + 1] - 1 */
    int *more;        /* the first more[v] of them are arcs out of v, the others undo arcs into v */
    int64_t *excess;  /* what a vertex receives less what it pays */
    int64_t *price;   /* in parts of `unit` */
    int64_t unit;     /* parts that a unit earns; prices are wrong by at most one part */
    int first_unit;   /* its first value: a test may choose a smaller one */
    int *whole_price; /* the result */

    /* scratch */
    int *current;               /* the move of v to be tried next */
    int *queue, queued, oldest; /* a ring of vertices */
    bool *is_queued;
    int *rank, *first, *after, *before; /* lists of vertices by rank, 0 .. farthest - 1 */
    int farthest;
    struct cf_circulation_entry *heap;
    cf_arena arena;
} cf_cost_scaling;

/** Room for so many vertices and arcs. Free with cf_cost_scaling_free. */
CF_NODISCARD cf_status cf_cost_scaling_new(cf_cost_scaling *out, int vertices, int arcs);
void cf_cost_scaling_free(cf_cost_scaling *graph);

/**
 * Finds whole_price[vertices] such that the sum of capacities times what their arcs earn,
 * max(0, 1 - whole_price[tail] + whole_price[head]), is the size of the largest circulation.
 *
 * The graph must be strongly connected. Of all such prices, these are the highest with
 * whole_price[0] = 0, so they depend on the graph alone.
 *
 * Time: O(vertices^2 arcs log(vertices)) at worst; 0.2 s for 100,000 arcs at random.
 */
void cf_cost_scaling_solve(cf_cost_scaling *graph, int vertices, const cf_circulation_arc *arcs,
                           int arc_count);

/**
 * The same from where an earlier search ended, if little has changed since.
 *
 * @param[in,out] flow  of each arc, 0 .. its capacity; it need not be a circulation. Afterwards it
 *                      is a largest one
 *
 * graph->whole_price has the prices to begin with: any will do, and the result is the same.
 *
 * Time: O(vertices + arcs log(vertices)) and what it takes to bring the excess where it is lacking:
 * a fourth of a search from nothing where three amounts in 10,000 have changed.
 */
void cf_cost_scaling_solve_from(cf_cost_scaling *graph, int vertices,
                                const cf_circulation_arc *arcs, int arc_count, int64_t *flow);

#endif
