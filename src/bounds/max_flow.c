/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocking flows in layers: Y. Dinitz (1970), https://doi.org/10.1007/11685654_10 (his account).
 *
 * A breadth-first search numbers the vertices by their distance from the source, over moves with
 * room. Within these layers a depth-first search fills paths until none is left:
 *
 *       layer 0     1       2       3
 *                ┌► a ──5─► c ──2─┐         fills source-a-c-target by 2 and goes on from c,
 *      source ───┤   └──1─► d ──4─┴► target  where it was narrow: a dead end, back to a, and by
 *                └► b ──3──►┘               way of d. No vertex is searched twice.
 *
 * Then the target is farther away than before, so there are fewer rounds than vertices. When it is
 * out of reach, what was reached is one side of a smallest cut. To change a capacity under a flow,
 * what is beyond the new one is first led around the arc, then taken back from both its ends.
 */
#include "bounds/max_flow.h"

#include <string.h>

cf_status cf_max_flow_new(cf_max_flow *out, int vertices, int arcs)
{
    size_t v = (size_t)vertices, moves = 2 * (size_t)arcs;

    *out = (cf_max_flow){ .vertex_count = vertices };
    out->head = cf_arena_new(&out->arena, moves, sizeof *out->head);
    out->room = cf_arena_new(&out->arena, moves, sizeof *out->room);
    out->at = cf_arena_new(&out->arena, moves, sizeof *out->at);
    out->start = cf_arena_new(&out->arena, v + 2, sizeof *out->start);
    out->layer = cf_arena_new(&out->arena, v, sizeof *out->layer);
    out->next = cf_arena_new(&out->arena, v, sizeof *out->next);
    out->queue = cf_arena_new(&out->arena, v, sizeof *out->queue);
    out->path = cf_arena_new(&out->arena, v, sizeof *out->path);
    if (out->head != NULL && out->room != NULL && out->at != NULL && out->start != NULL &&
        out->layer != NULL && out->next != NULL && out->queue != NULL && out->path != NULL)
        return CF_OK;
    cf_max_flow_free(out);
    return CF_NO_MEMORY;
}

void cf_max_flow_free(cf_max_flow *flow)
{
    cf_arena_free(&flow->arena);
    *flow = (cf_max_flow){ 0 };
}

void cf_max_flow_clear(cf_max_flow *flow, int vertices)
{
    flow->vertex_count = vertices;
    flow->arc_count = 0;
}

int cf_max_flow_add(cf_max_flow *flow, int tail, int head)
{
    flow->head[2 * flow->arc_count] = head;
    flow->head[2 * flow->arc_count + 1] = tail;
    return flow->arc_count++;
}

/* A move leaves the vertex that its twin leads to. */
static void link_moves(cf_max_flow *flow, bool with_room)
{
    int *start = flow->start;

    memset(start, 0, ((size_t)flow->vertex_count + 2) * sizeof *start);
    for (int m = 0; m < 2 * flow->arc_count; m++)
        start[flow->head[m ^ 1] + 2] += !with_room || flow->room[m] > 0 || flow->room[m ^ 1] > 0;
    for (int v = 2; v <= flow->vertex_count; v++)
        start[v] += start[v - 1];
    for (int m = 0; m < 2 * flow->arc_count; m++)
        if (!with_room || flow->room[m] > 0 || flow->room[m ^ 1] > 0)
            flow->at[start[flow->head[m ^ 1] + 1]++] = m;
}

void cf_max_flow_link(cf_max_flow *flow)
{
    link_moves(flow, false);
}

void cf_max_flow_link_with_room(cf_max_flow *flow)
{
    link_moves(flow, true);
}

/* ---- blocking flows ---- */

/* Whether `to` can still be reached; layers count the moves from `from`. */
static bool find_layers(cf_max_flow *flow, int from, int to)
{
    int queued = 1;

    for (int v = 0; v < flow->vertex_count; v++)
        flow->layer[v] = -1;
    flow->layer[from] = 0;
    flow->queue[0] = from;
    for (int i = 0; i < queued; i++) {
        int v = flow->queue[i];

        for (int k = flow->start[v]; k < flow->start[v + 1]; k++) {
            int m = flow->at[k], w = flow->head[m];

            if (flow->room[m] == 0 || flow->layer[w] >= 0)
                continue;
            flow->layer[w] = flow->layer[v] + 1;
            flow->queue[queued++] = w;
            if (w == to) /* all that a shortest path can use has its layer */
                return true;
        }
    }
    return false;
}

/* The next move with room into v from the layer before it, or -1. */
static int next_move(cf_max_flow *flow, int v)
{
    for (; flow->next[v] < flow->start[v + 1]; flow->next[v]++) {
        int m = flow->at[flow->next[v]] ^ 1;

        if (flow->layer[flow->head[m ^ 1]] == flow->layer[v] - 1 && flow->room[m] > 0)
            return m;
    }
    return -1;
}

/* Fills the path as far as it goes, and reduces *most by that. Returns how much of its length
 * still has room. */
static int fill_path(cf_max_flow *flow, int length, int64_t *most)
{
    int64_t least = *most;
    int narrow = 0;

    for (int i = length - 1; i >= 0; i--) {
        if (flow->room[flow->path[i]] <= least) {
            least = flow->room[flow->path[i]];
            narrow = i;
        }
    }
    for (int i = 0; i < length; i++) {
        flow->room[flow->path[i]] -= least;
        flow->room[flow->path[i] ^ 1] += least;
    }
    *most -= least;
    return narrow;
}

/* Fills paths through the layers until no path is left. Returns what is left of `most`. The search
 * begins at the end, as each vertex has a way there, but not all have a way on. */
static int64_t block(cf_max_flow *flow, int from, int to, int64_t most)
{
    int length = 0;

    memcpy(flow->next, flow->start, (size_t)flow->vertex_count * sizeof *flow->next);
    while (most > 0) {
        int v = length == 0 ? to : flow->head[flow->path[length - 1] ^ 1];
        int m;

        if (v == from) {
            length = fill_path(flow, length, &most);
            continue;
        }
        m = next_move(flow, v);
        if (m >= 0) {
            flow->path[length++] = m;
        } else if (length > 0) {
            length--; /* a dead end: not this way again */
            flow->next[flow->head[flow->path[length]]]++;
        } else {
            break;
        }
    }
    return most;
}

int64_t cf_max_flow_augment(cf_max_flow *flow, int from, int to, int64_t most)
{
    int64_t left = most;

    while (left > 0 && find_layers(flow, from, to))
        left = block(flow, from, to, left);
    return most - left;
}

void cf_max_flow_set_capacity(cf_max_flow *flow, int arc, int64_t capacity, int source, int target)
{
    int64_t *room = &flow->room[2 * arc];
    int tail = cf_max_flow_tail(flow, arc), head = cf_max_flow_head(flow, arc);
    int64_t beyond = room[1] - capacity;

    if (beyond <= 0) {
        room[0] = -beyond;
        return;
    }
    room[0] = 0;
    room[1] = capacity;
    beyond -= cf_max_flow_augment(flow, tail, head, beyond);
    if (tail != source)
        (void)cf_max_flow_augment(flow, tail, source, beyond);
    if (head != target)
        (void)cf_max_flow_augment(flow, target, head, beyond);
}
