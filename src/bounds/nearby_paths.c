/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Searches from both ends that meet, I. Pohl (1971), Bi-directional search: the side that has found
 * less goes on. What was sent along a path can be sent back, as in max_flow.c.
 */
#include "bounds/nearby_paths.h"

#include <stdlib.h>

/* ---- residual capacities ---- */

static int tail_of(const cf_nearby *nearby, int move)
{
    const cf_edge *edge = &nearby->flow->edges[move / 2];

    return move % 2 != 0 ? edge->head : edge->tail;
}

static int head_of(const cf_nearby *nearby, int move)
{
    return tail_of(nearby, move ^ 1);
}

static int64_t room_of(const cf_nearby *nearby, int move)
{
    int e = move / 2;

    int64_t moved = nearby->moved[e] > 0 ? nearby->moved[e] - 1 : 0;

    if (move % 2 != 0)
        return moved;
    return cf_nearby_steps(nearby, nearby->flow->edges[e].amount) - moved;
}

/* What may end at a vertex. */
static int64_t room_at(const cf_nearby *nearby, int v)
{
    const cf_balance *balance = &nearby->flow->balances[v];

    if (nearby->bound == CF_MEASURE_MAX)
        return nearby->end_of[v] > 0 ? nearby->payers.at[nearby->end_of[v] - 1].left : 0;
    return cf_nearby_steps(nearby, balance->bounded ? balance->kept : (double)INFINITY) -
           (nearby->taken[v] > 0 ? nearby->taken[v] - 1 : 0);
}

static void take(cf_nearby *nearby, int v, int64_t amount)
{
    if (nearby->bound == CF_MEASURE_MAX) {
        nearby->payers.at[nearby->end_of[v] - 1].left -= amount;
        return;
    }
    if (!nearby->flow->balances[v].bounded)
        return;
    if (nearby->taken[v] == 0) {
        nearby->touched_vertices[nearby->vertex_count++] = v;
        nearby->taken[v] = 1;
    }
    nearby->taken[v] += amount;
}

/* ---- searching from both ends ---- */

void cf_nearby_find(struct cf_nearby_side *side, int v, int by)
{
    side->by[v] = by + 2;
    side->queue[side->queued++] = v;
}

void cf_nearby_forget_found(cf_nearby *nearby)
{
    for (int i = 0; i < CF_SIDES; i++) {
        struct cf_nearby_side *side = &nearby->sides[i];

        while (side->queued > 0)
            side->by[side->queue[--side->queued]] = 0;
        side->next = 0;
    }
}

static bool is_met(const cf_nearby *nearby, int v)
{
    return nearby->sides[CF_FORWARD].by[v] != 0 &&
           (nearby->sides[CF_BACKWARD].by[v] != 0 || room_at(nearby, v) > 0);
}

/* Follows one move of a vertex that one side has found. Returns whether the sides meet there. */
static bool follow(cf_nearby *nearby, int which, int move)
{
    struct cf_nearby_side *side = &nearby->sides[which];
    int v = which == CF_FORWARD ? head_of(nearby, move) : tail_of(nearby, move);

    if (side->by[v] != 0 || room_of(nearby, move) == 0 ||
        cf_flow_counts_as(nearby->flow, v, nearby->supplier))
        return false;
    cf_nearby_find(side, v, move);
    return is_met(nearby, v);
}

/* Follows the moves of the next vertex of one side. Returns where the sides meet, or -1. */
static int expand(cf_nearby *nearby, int which)
{
    struct cf_nearby_side *side = &nearby->sides[which];
    const cf_flow *flow = nearby->flow;
    const cf_adjacency *along = which == CF_FORWARD ? &flow->out_edges : &flow->in_edges;
    const cf_adjacency *against = which == CF_FORWARD ? &flow->in_edges : &flow->out_edges;
    int v = side->queue[side->next++];

    nearby->patience -= along->start[v + 1] - along->start[v];
    for (int k = along->start[v]; k < along->start[v + 1]; k++) {
        if (follow(nearby, which, 2 * along->at[k]))
            return side->queue[side->queued - 1];
    }
    if (nearby->edge_count == 0) /* nothing flows that could be sent back */
        return -1;
    nearby->patience -= against->start[v + 1] - against->start[v];
    for (int k = against->start[v]; k < against->start[v + 1]; k++) {
        if (follow(nearby, which, 2 * against->at[k] + 1))
            return side->queue[side->queued - 1];
    }
    return -1;
}

/* Where the sides begin. Returns where they meet at once, or -1. */
static int begin(cf_nearby *nearby)
{
    for (int i = 0; i < nearby->heads.count; i++) {
        if (nearby->heads.at[i].left > 0)
            cf_nearby_find(&nearby->sides[CF_FORWARD], nearby->heads.at[i].vertex, -1);
    }
    for (int i = 0; i < nearby->payers.count && nearby->bound == CF_MEASURE_MAX; i++) {
        if (nearby->payers.at[i].left > 0)
            cf_nearby_find(&nearby->sides[CF_BACKWARD], nearby->payers.at[i].vertex, -1);
    }
    for (int i = 0; i < nearby->sides[CF_FORWARD].queued; i++) {
        if (is_met(nearby, nearby->sides[CF_FORWARD].queue[i]))
            return nearby->sides[CF_FORWARD].queue[i];
    }
    return -1;
}

/* The side that has found less goes on. */
int cf_nearby_meet(cf_nearby *nearby)
{
    const struct cf_nearby_side *forward = &nearby->sides[CF_FORWARD],
                                *backward = &nearby->sides[CF_BACKWARD];
    bool both = nearby->bound == CF_MEASURE_MAX;
    int met = begin(nearby);

    while (met < 0 && nearby->patience > 0 && forward->next < forward->queued &&
           (!both || backward->next < backward->queued))
        met = expand(nearby, both && backward->queued < forward->queued ? CF_BACKWARD : CF_FORWARD);
    return met;
}

/* ---- filling the path ---- */

/* The move by which a side came to v, or -1 where it began. */
static int move_to(const cf_nearby *nearby, int which, int v)
{
    return nearby->sides[which].by[v] - 2;
}

static void fill(cf_nearby *nearby, int move, int64_t amount)
{
    int64_t *moved = &nearby->moved[move / 2];

    if (*moved == 0) {
        nearby->touched_edges[nearby->edge_count++] = move / 2;
        *moved = 1;
    }
    *moved += move % 2 != 0 ? -amount : amount;
}

static struct cf_nearby_end *head_at(cf_nearby *nearby, int v)
{
    struct cf_nearby_end key = { .vertex = v };

    return bsearch(&key, nearby->heads.at, (size_t)nearby->heads.count, sizeof key,
                   cf_nearby_compare_ends);
}

void cf_nearby_fill(cf_nearby *nearby, int met)
{
    int first = met, last = met, move;
    int64_t least = INT64_MAX;

    for (; (move = move_to(nearby, CF_FORWARD, first)) >= 0; first = tail_of(nearby, move))
        least = room_of(nearby, move) < least ? room_of(nearby, move) : least;
    for (; (move = move_to(nearby, CF_BACKWARD, last)) >= 0; last = head_of(nearby, move))
        least = room_of(nearby, move) < least ? room_of(nearby, move) : least;
    least = room_at(nearby, last) < least ? room_at(nearby, last) : least;
    least = head_at(nearby, first)->left < least ? head_at(nearby, first)->left : least;
    for (int v = met; (move = move_to(nearby, CF_FORWARD, v)) >= 0; v = tail_of(nearby, move))
        fill(nearby, move, least);
    for (int v = met; (move = move_to(nearby, CF_BACKWARD, v)) >= 0; v = head_of(nearby, move))
        fill(nearby, move, least);
    head_at(nearby, first)->left -= least;
    take(nearby, last, least);
}
