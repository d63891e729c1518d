/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_MAX_FLOW_H
#define CIRCFIN_BOUNDS_MAX_FLOW_H

/*
 * Maximum flows in whole numbers, kept as residual graphs. An arc a is a pair of moves:
 *
 *      tail ──── 2a ────► head      room[2a]      how much more the arc can take
 *           ◄── 2a + 1 ──           room[2a + 1]  how much flows, and can be taken back
 *
 * To set a capacity is to write a room; to change one under a flow, cf_max_flow_set_capacity().
 */

#include <stdint.h>

#include "base/arena.h"
#include "circfin/diag.h"

typedef struct cf_max_flow {
    int vertex_count, arc_count;
    int *head;     /* of a move: the vertex it leads to */
    int64_t *room; /* of a move */
    int *start;    /* moves out of v: at[start[v]] .. at[start[v + 1] - 1] */
    int *at;
    int *layer;               /* after a search: moves from where it began; -1: not reached */
    int *next, *queue, *path; /* scratch */
    cf_arena arena;
} cf_max_flow;

/** Room for so many vertices and arcs. Free with cf_max_flow_free. */
CF_NODISCARD cf_status cf_max_flow_new(cf_max_flow *out, int vertices, int arcs);
void cf_max_flow_free(cf_max_flow *flow);

/** Begins a graph without arcs, of no more vertices and arcs than there is room for. */
void cf_max_flow_clear(cf_max_flow *flow, int vertices);

/** Adds an arc and returns its number. Link when all are added. */
int cf_max_flow_add(cf_max_flow *flow, int tail, int head);
void cf_max_flow_link(cf_max_flow *flow);

/** The same for arcs that have room now, which saves time where few have any. Others are as good as
 *  absent until all are linked again. */
void cf_max_flow_link_with_room(cf_max_flow *flow);

static inline int cf_max_flow_tail(const cf_max_flow *flow, int arc)
{
    return flow->head[2 * arc + 1];
}

static inline int cf_max_flow_head(const cf_max_flow *flow, int arc)
{
    return flow->head[2 * arc];
}

/**
 * Moves as much as possible, but no more than `most`, from one vertex to another, and returns how
 * much. If that is less than `most`, `layer` marks the side of `from` of the smallest cut nearest
 * to it.
 *
 * Time: O(vertices^2 arcs) at worst, a few passes over the arcs in practice.
 */
int64_t cf_max_flow_augment(cf_max_flow *flow, int from, int to, int64_t most);

/** Changes the capacity of an arc on a way from `source` to `target`. What flows beyond it takes
 *  other paths, or goes back. */
void cf_max_flow_set_capacity(cf_max_flow *flow, int arc, int64_t capacity, int source, int target);

#endif
