/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Distances home when loops have no needs, found breadth-first in both directions: forwards from
 * the root up to half of the longest loop, then backwards, where a vertex counts only if it is also
 * near enough from the root. Short loops spend nearly all their time here, so only one array is
 * read:
 *
 *     shortest[v]   CF_CLOSED      not seen: farther than half from the root
 *                   limit + 1      seen, and at most `limit` steps home would fit
 *                   the distance   reached
 */
#include "loops/distances.h"

struct measuring {
    cf_search *search;
    const int *tails, *heads;
    int *shortest;
    int first, size; /* numbers of the root's tree */
    int unseen_limit;
};

/* Whether v is in the tree; *past is set if nothing behind it is either. */
static inline bool is_in_tree(const struct measuring *measuring, int v, bool *past)
{
    const cf_loop_block *block = measuring->search->block;

    if (block->is_sorted) { /* names are numbers */
        *past = v < measuring->first;
        return !*past;
    }
    return block->number[v] >= measuring->first &&
           block->number[v] < measuring->first + measuring->size;
}

/* Marks the heads of v's steps with what is left for the way home. */
static void mark_heads(struct measuring *measuring, int v, int left)
{
    cf_search *search = measuring->search;
    int end = search->block->start[v + 1];
    bool past = false;

    for (int k = search->block->start[v]; k < end; k++) {
        int w = measuring->heads[k];

        if (!is_in_tree(measuring, w, &past)) {
            if (past)
                return;
            continue;
        }
        if (measuring->shortest[w] == CF_CLOSED) {
            measuring->shortest[w] = left + 1;
            search->seen[search->seen_count++] = w;
        }
    }
}

static void mark_near(struct measuring *measuring, int longest)
{
    cf_search *search = measuring->search;
    int from = 0, to;

    mark_heads(measuring, search->root, longest - 1);
    for (int steps = 2; steps <= longest / 2; steps++) {
        for (to = search->seen_count; from < to; from++)
            mark_heads(measuring, search->seen[from], longest - steps);
    }
}

static void reach_tails(struct measuring *measuring, int v, int distance)
{
    cf_search *search = measuring->search;
    int end = search->block->in_start[v + 1];
    bool past = false;

    for (int k = search->block->in_start[v]; k < end; k++) {
        int u = measuring->tails[k], shortest;

        if (!is_in_tree(measuring, u, &past)) {
            if (past)
                return;
            continue;
        }
        shortest = measuring->shortest[u];
        if (shortest <= distance || (shortest == CF_CLOSED && distance > measuring->unseen_limit))
            continue;
        measuring->shortest[u] = search->distance[u] = distance;
        search->reached[search->reached_count++] = u;
        if (distance == 1)
            search->home[u] = search->block->in_at[k];
    }
}

/* Half the way home; the rest of shortest[] and distance[] keeps the values of cf_search_new(). */
static void find_near(struct measuring *measuring)
{
    cf_search *search = measuring->search;

    reach_tails(measuring, search->root, 1);
    search->payer_count = search->reached_count;
    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        if (search->shortest[v] == search->near_steps)
            break;
        reach_tails(measuring, v, search->shortest[v] + 1);
    }
    search->shortest[search->root] = search->near_steps + 1;
    search->distance[search->root] = CF_CLOSED;
}

void cf_distances_find_plain(cf_search *search)
{
    const cf_loop_block *block = search->block;
    struct measuring measuring = { .search = search,
                                   .tails = block->in_tails,
                                   .heads = block->heads,
                                   .shortest = search->shortest,
                                   .first = block->number[search->root],
                                   .size = block->tree_size[search->root],
                                   .unseen_limit = CF_FAR };

    search->shortest[search->root] = 0;
    if (search->near_steps > 0) {
        find_near(&measuring);
        return;
    }
    if (search->cost > 0) {
        mark_near(&measuring, search->max_length);
        measuring.unseen_limit = search->max_length - search->max_length / 2 - 1;
    }
    reach_tails(&measuring, search->root, 1);
    search->payer_count = search->reached_count;
    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        search->pulse_count += (block->in_start[v + 1] - block->in_start[v]) / 8;
        reach_tails(&measuring, v, search->shortest[v] + 1);
    }
    search->shortest[search->root] = CF_CLOSED;
    for (int i = 0; i < search->seen_count; i++) {
        if (search->distance[search->seen[i]] == CF_CLOSED)
            search->shortest[search->seen[i]] = CF_CLOSED;
    }
}

void cf_distances_clear_plain(cf_search *search)
{
    int far = search->near_steps > 0 ? search->near_steps + 1 : CF_CLOSED;

    search->distance[search->root] = far;
    for (int i = 0; i < search->payer_count; i++)
        search->home[search->reached[i]] = -1;
    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        search->distance[v] = search->shortest[v] = far;
    }
    if (search->cost > 0)
        return;
    for (int i = 0; i < search->reached_count; i++)
        search->waiters[search->reached[i]] = 0;
}
