/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One block for short loops, in linear time. They stay near their root, where breadth-first
 * searches in both directions find all that can be on one; to compute components and blocks first
 * would take longer.
 *
 * The name of a vertex is its place in the order of roots, so when a root is searched, the vertices
 * with larger names are left. Steps of a vertex, and those that lead to it, are sorted by the name
 * of the other end, largest first, so a search reads only what is left. Two counting sorts do this:
 * each head, from the last to the first, appends its steps to those of their tails, then each tail
 * to those of their heads.
 */
#include <stdlib.h>
#include <string.h>

#include "loops/blocks.h"

/* A step as seen from one end; both members lie together, so that sorting misses the cache once. */
struct other {
    int end, at; /* `at`: its first hop, or the step */
};

struct making {
    cf_loop_block *block;
    cf_arena *arena;
    const cf_trimmed *trimmed;
    int *name;           /* of a rank */
    int *outs, *ins;     /* of a rank: how many steps */
    unsigned char *pays; /* of a rank */
    struct other *in, *out;
    int *next;
    cf_root_choice choice;

    int *rank, *start, *in_start, *in_at, *in_tails, *heads, *roots, *size; /* results */
    unsigned char *has, *in_has;
    cf_step *steps;
};

/* From hop h on, the hops of its step lie among so many. */
static int hops_of_step(const cf_trimmed *trimmed, int h, int end)
{
    int next = h + 1;

    while (next < end && trimmed->hops->heads[next] == trimmed->hops->heads[h])
        next++;
    return next - h;
}

/* Which of them is left: h is. */
static bool is_of_step(const cf_trimmed *trimmed, int h, int i)
{
    return i == 0 || cf_trimmed_has(trimmed, h + i);
}

/* ---- counting ---- */

static unsigned has_of(const cf_trimmed *trimmed, int hop, int count)
{
    unsigned has = 0;

    for (int i = 0; i < count; i++)
        has |= is_of_step(trimmed, hop, i) ? trimmed->hops->has[hop + i] : 0;
    return has;
}

/* One class, and a known amount. */
static bool is_one_hop(unsigned has)
{
    return has == CF_HAS_TRADE || has == CF_HAS_CAPITAL || has == CF_HAS_SERVICE;
}

static void count_steps(struct making *making)
{
    const cf_trimmed *trimmed = making->trimmed;
    const cf_hops *hops = trimmed->hops;
    cf_root_choice *choice = &making->choice;
    bool is_single = true;

    for (int r = 0; r < hops->node_count; r++) {
        int end = hops->start[r + 1], count = 1;

        for (int h = hops->start[r]; trimmed->is_there[r] && h < end; h += count) {
            unsigned has;

            count = 1;
            if (!cf_trimmed_has(trimmed, h))
                continue;
            count = hops_of_step(trimmed, h, end);
            has = has_of(trimmed, h, count);
            is_single = is_single && is_one_hop(has);
            choice->trade_count += (has & CF_HAS_TRADE) != 0;
            choice->capital_count += (has & CF_HAS_CAPITAL) != 0;
            making->pays[r] = (unsigned char)(making->pays[r] | has);
            making->outs[r]++;
            making->ins[hops->heads[h]]++;
            choice->step_count++;
        }
    }
    making->block->is_single = is_single;
    making->block->has_both = choice->trade_count > 0 && choice->capital_count > 0;
}

/* ---- names ---- */

/* The vertex that every loop must pass is the only root, so it comes first, with all others left.
 */
static void put_first(int *order, int vertex)
{
    int place = 0;

    while (order[place] != vertex)
        place++;
    memmove(order + 1, order, (size_t)place * sizeof *order);
    order[0] = vertex;
}

/* Fills name[], by way of a list of the ranks that are there. */
static cf_status name_vertices(struct making *making, int *list, int *degree, int *candidates)
{
    const cf_trimmed *trimmed = making->trimmed;
    cf_root_choice *choice = &making->choice;
    unsigned char *pays = making->pays;
    int through = trimmed->rules->through, n = 0, only = -1;
    cf_status status;

    for (int r = 0; r < trimmed->hops->node_count; r++) {
        if (!trimmed->is_there[r])
            continue;
        degree[n] = making->outs[r] + making->ins[r];
        pays[n] = pays[r]; /* n <= r */
        if (through >= 0 && trimmed->hops->rank[through] == r)
            only = n;
        list[n++] = r;
    }
    choice->degree = degree;
    choice->pays = pays;
    choice->vertex_count = n;
    status = n == 0 ? CF_OK : cf_root_choice_order(choice, making->next, candidates);
    if (status == CF_OK && through >= 0)
        *candidates = only >= 0;
    if (status == CF_OK && only >= 0)
        put_first(making->next, only);
    for (int place = 0; status == CF_OK && place < n; place++) {
        making->rank[place] = list[making->next[place]];
        making->name[making->rank[place]] = place;
    }
    making->block->vertex_count = n;
    return status;
}

/* Where the steps of each vertex begin, in both directions. */
static void lay_out(struct making *making)
{
    for (int v = 0; v < making->block->vertex_count; v++) {
        making->start[v + 1] = making->start[v] + making->outs[making->rank[v]];
        making->in_start[v + 1] = making->in_start[v] + making->ins[making->rank[v]];
    }
}

/* Whether v, as the root, has a step out and a step in that are left; the first ones have the
 * largest names. */
static bool can_return(const struct making *making, int v)
{
    return making->heads[making->start[v]] > v && making->in_tails[making->in_start[v]] > v;
}

/* All candidates, or the first vertex alone. */
static void set_roots(struct making *making, int candidates)
{
    cf_loop_block *block = making->block;

    for (int v = 0; v < block->vertex_count; v++) {
        making->next[v] = v;
        making->size[v] = block->vertex_count - v;
    }
    for (int v = 0; v < candidates; v++) {
        if (making->start[v] < making->start[v + 1] &&
            making->in_start[v] < making->in_start[v + 1] && can_return(making, v))
            making->roots[block->root_count++] = v;
    }
}

/* ---- sorting ---- */

static void copy_starts(struct making *making, const int *start)
{
    memcpy(making->next, start, (size_t)making->block->vertex_count * sizeof *start);
}

static void list_by_head(struct making *making)
{
    const cf_trimmed *trimmed = making->trimmed;
    const cf_hops *hops = trimmed->hops;

    copy_starts(making, making->in_start);
    for (int r = 0; r < hops->node_count; r++) {
        int end = hops->start[r + 1], count = 1;

        for (int h = hops->start[r]; trimmed->is_there[r] && h < end; h += count) {
            count = 1;
            if (!cf_trimmed_has(trimmed, h))
                continue;
            count = hops_of_step(trimmed, h, end);
            making->in[making->next[making->name[hops->heads[h]]]++] =
                (struct other){ making->name[r], h };
        }
    }
}

static void sort_by_head(struct making *making)
{
    copy_starts(making, making->start);
    for (int v = making->block->vertex_count - 1; v >= 0; v--) {
        for (int k = making->in_start[v]; k < making->in_start[v + 1]; k++)
            making->out[making->next[making->in[k].end]++] = (struct other){ v, making->in[k].at };
    }
}

static void sort_by_tail(struct making *making)
{
    copy_starts(making, making->in_start);
    for (int v = making->block->vertex_count - 1; v >= 0; v--) {
        for (int k = making->start[v]; k < making->start[v + 1]; k++)
            making->in[making->next[making->out[k].end]++] = (struct other){ v, k };
    }
}

/* ---- columns ---- */

static int hops_at(const struct making *making, int h, int tail)
{
    return hops_of_step(making->trimmed, h, making->trimmed->hops->start[making->rank[tail] + 1]);
}

static void fill_columns(struct making *making)
{
    for (int v = 0; v < making->block->vertex_count; v++) {
        for (int k = making->start[v]; k < making->start[v + 1]; k++) {
            int h = making->out[k].at;

            making->heads[k] = making->out[k].end;
            making->has[k] = (unsigned char)has_of(making->trimmed, h, hops_at(making, h, v));
        }
    }
    for (int k = 0; k < making->block->step_count; k++) {
        making->in_tails[k] = making->in[k].end;
        making->in_at[k] = making->in[k].at;
        making->in_has[k] = making->has[making->in_at[k]];
    }
}

static void fill_steps(struct making *making)
{
    for (int v = 0; v < making->block->vertex_count; v++) {
        for (int k = making->start[v]; k < making->start[v + 1]; k++) {
            int h = making->out[k].at, count = hops_at(making, h, v);

            making->steps[k] = (cf_step){ .tail = v, .head = making->heads[k], .hop = h };
            for (int i = 0; i < count; i++)
                if (is_of_step(making->trimmed, h, i))
                    cf_step_add(&making->steps[k], making->trimmed, h + i);
        }
    }
}

/* ---- all together ---- */

static cf_status make_room(struct making *making, size_t n, size_t steps)
{
    cf_arena *arena = making->arena;

    making->rank = cf_arena_new(arena, n, sizeof *making->rank);
    making->start = cf_arena_new(arena, n + 1, sizeof *making->start);
    making->in_start = cf_arena_new(arena, n + 1, sizeof *making->in_start);
    making->roots = cf_arena_new(arena, n, sizeof *making->roots);
    making->size = cf_arena_new(arena, n, sizeof *making->size);
    making->heads = cf_arena_new(arena, steps, sizeof *making->heads);
    making->in_at = cf_arena_new(arena, steps, sizeof *making->in_at);
    making->in_tails = cf_arena_new(arena, steps, sizeof *making->in_tails);
    making->has = cf_arena_new(arena, steps, 1);
    making->in_has = cf_arena_new(arena, steps, 1);
    making->next = cf_arena_new(arena, n, sizeof *making->next);
    making->in = malloc(2 * (steps + 1) * sizeof *making->in);
    making->out = making->in == NULL ? NULL : making->in + steps;
    if (!making->trimmed->rules->count_only || !making->block->is_single)
        making->steps = cf_arena_new(arena, steps, sizeof *making->steps);
    return arena->failed || making->in == NULL ? CF_NO_MEMORY : CF_OK;
}

static void hand_out(struct making *making)
{
    cf_loop_block *block = making->block;

    block->rank = making->rank;
    block->steps = making->steps;
    block->start = making->start;
    block->in_start = making->in_start;
    block->in_at = making->in_at;
    block->heads = making->heads;
    block->in_tails = making->in_tails;
    block->has = making->has;
    block->in_has = making->in_has;
    block->roots = making->roots;
    block->number = making->next;
    block->tree_size = making->size;
    block->is_sorted = true;
}

static cf_status make_block(struct making *making, int *list, int *degree)
{
    int candidates = 0;
    cf_status status;

    count_steps(making);
    making->block->step_count = making->choice.step_count;
    status = make_room(making, (size_t)making->trimmed->hops->node_count,
                       (size_t)making->choice.step_count);
    if (status == CF_OK)
        status = name_vertices(making, list, degree, &candidates);
    if (status != CF_OK)
        return status;
    lay_out(making);
    list_by_head(making);
    sort_by_head(making);
    sort_by_tail(making);
    fill_columns(making);
    if (making->steps != NULL)
        fill_steps(making);
    set_roots(making, candidates);
    hand_out(making);
    return CF_OK;
}

cf_status cf_loop_block_short(cf_loop_block *out, cf_arena *arena, const cf_trimmed *trimmed,
                              unsigned needs)
{
    struct making making = {
        .block = out, .arena = arena, .trimmed = trimmed, .choice = { .needs = needs }
    };
    size_t size = (size_t)trimmed->hops->node_count + 1;
    int *room = calloc(5 * size, sizeof *room);
    cf_status status = CF_NO_MEMORY;

    *out = (cf_loop_block){ .step_count = 0 };
    making.pays = calloc(size, 1);
    if (room != NULL && making.pays != NULL) {
        making.name = room;
        making.outs = room + size;
        making.ins = room + 2 * size;
        status = make_block(&making, room + 3 * size, room + 4 * size);
    }
    free(room);
    free(making.pays);
    free(making.in);
    return status;
}
