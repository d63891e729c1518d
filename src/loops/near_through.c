/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hops near a node: breadth-first searches from it, with and against the direction of hops, say how
 * long a cycle over a hop and the node is at least. */
#include <stdlib.h>

#include "loops/in_order.h"

struct searching {
    const cf_hops *hops;
    const bool *usable;
    int *queue;
    int count;
};

static void reach(struct searching *searching, int *steps, int rank, int far)
{
    if (steps[rank] >= 0)
        return;
    steps[rank] = far;
    searching->queue[searching->count++] = rank;
}

/* start and at: hops at a node; ends: their other ends. */
static void search_from(struct searching *searching, int *steps, int root, const int *start,
                        const int *at, const int *ends)
{
    for (int r = 0; r < searching->hops->node_count; r++)
        steps[r] = -1;
    searching->count = 0;
    reach(searching, steps, root, 0);
    for (int i = 0; i < searching->count; i++) {
        int r = searching->queue[i];

        for (int k = start[r]; k < start[r + 1]; k++) {
            int hop = at == NULL ? k : at[k];

            if (searching->usable[hop])
                reach(searching, steps, ends[hop], steps[r] + 1);
        }
    }
}

/* Hops by the rank of their head: at[start[r]] ...; start has room for two more than there are. */
static void list_by_head(const cf_hops *hops, int *start, int *at, int *tails)
{
    for (int h = 0; h < hops->hop_count; h++)
        start[hops->heads[h] + 2]++;
    for (int r = 2; r <= hops->node_count; r++)
        start[r] += start[r - 1];
    for (int r = 0; r < hops->node_count; r++) {
        for (int h = hops->start[r]; h < hops->start[r + 1]; h++) {
            tails[h] = r;
            at[start[hops->heads[h] + 1]++] = h;
        }
    }
}

cf_status cf_near_through(bool *near, const cf_hops *hops, const cf_loop_limits *limits)
{
    size_t nodes = (size_t)hops->node_count + 2, count = (size_t)hops->hop_count + 1;
    int *room = calloc(4 * nodes + 2 * count, sizeof *room);
    int *start = room, *from = room + nodes, *to = from + nodes, *queue = to + nodes,
        *at = queue + nodes, *tails = at + count;
    struct searching searching = { .hops = hops, .usable = near, .queue = queue };
    int root = hops->rank[limits->through];

    if (room == NULL)
        return CF_NO_MEMORY;
    list_by_head(hops, start, at, tails);
    search_from(&searching, from, root, hops->start, NULL, hops->heads);
    search_from(&searching, to, root, start, at, tails);
    for (int h = 0; h < hops->hop_count; h++) {
        int before = from[tails[h]], after = to[hops->heads[h]];

        near[h] = near[h] && before >= 0 && after >= 0 &&
                  (limits->max_length <= 0 || before + 1 + after <= limits->max_length);
    }
    free(room);
    return CF_OK;
}
