/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lower bounds on the distance home: Johnson's blocked marks, generalised to lengths as in A.
 * Gupta, T. Suzumura (2021), https://arxiv.org/abs/2105.10094, and Y. Peng et al. (2019),
 * https://doi.org/10.14778/3372716.3372720, and kept for every set of needs.
 *
 *     root → a → b → c → d      The only way home from c is c → d → a → root: 3 steps. With 8 as
 * the ↓ ↖_________|      longest length, c is entered with 5 left and d with 4; a is on the root
 * path, so both fail, and their distances rise to 6 and 5. They fall back to 3 and 2 when a leaves
 * the path.
 *
 * A vertex that leaves the path after a loop takes the least value that its heads allow. Where that
 * is lower than what its tails rely on, they follow, then theirs, until nothing changes
 * (lower_all).
 */
#include "loops/distances.h"

static int place(const cf_search *search, unsigned need, int vertex)
{
    return (int)need * search->block->vertex_count + vertex;
}

/* Updates count as work, too: eight tails of v like one step. */
static void count_payers(cf_search *search, int v)
{
    search->pulse_count += (search->block->in_start[v + 1] - search->block->in_start[v]) / 8;
}

/* ---- distances ---- */

static bool in_tree(const cf_search *search, int vertex)
{
    const cf_loop_block *block = search->block;
    int first = block->number[search->root], number = block->number[vertex];

    return number >= first && number < first + block->tree_size[search->root];
}

/* Breadth-first from the root up to half of the longest loop. Vertices farther away are at least
 * half + 1 steps from it. */
static void measure_from_root(cf_search *search, int half)
{
    const cf_loop_block *block = search->block;

    search->seen_count = 0;
    search->seen[search->seen_count++] = search->root;
    for (int i = 0; i < search->seen_count; i++) {
        int v = search->seen[i];

        if (search->from_root[v] == half)
            return;
        for (int k = block->start[v]; k < block->start[v + 1]; k++) {
            int w = block->heads[k];

            if (w == search->root || search->from_root[w] != 0 || !in_tree(search, w))
                continue;
            search->from_root[w] = search->from_root[v] + 1;
            search->seen[search->seen_count++] = w;
        }
    }
}

struct homeward {
    cf_search *search;
    int longest, half; /* longest 0: any length */
    int *queue;        /* places, nearest first */
    int count;
};

static bool is_too_far(const struct homeward *homeward, int vertex, int distance)
{
    int steps = homeward->search->from_root[vertex];

    if (homeward->longest == 0)
        return false;
    return distance > homeward->longest - (steps != 0 ? steps : homeward->half + 1);
}

static void reach(struct homeward *homeward, int vertex, unsigned need, int distance)
{
    cf_search *search = homeward->search;
    int at = place(search, need, vertex);

    if (search->shortest[at] <= distance || vertex == search->root || !in_tree(search, vertex) ||
        is_too_far(homeward, vertex, distance))
        return;
    if (!search->on_path[vertex]) {
        search->on_path[vertex] = true; /* as a mark, until all distances are known */
        search->reached[search->reached_count++] = vertex;
    }
    search->shortest[at] = search->distance[at] = distance;
    homeward->queue[homeward->count++] = at;
}

static void reach_over(struct homeward *homeward, int tail, unsigned has, unsigned below,
                       int distance)
{
    unsigned needs = homeward->search->blocks->needs;

    for (unsigned need = 0; need <= needs; need++) {
        if ((need & ~needs) == 0 && (need & ~has) == below)
            reach(homeward, tail, need, distance);
    }
}

/* Breadth-first from the root backwards, over pairs of a vertex and a set of needs. */
static void measure_home(struct homeward *homeward)
{
    cf_search *search = homeward->search;
    const cf_loop_block *block = search->block;

    for (int k = block->in_start[search->root]; k < block->in_start[search->root + 1]; k++) {
        int tail = block->in_tails[k];

        reach_over(homeward, tail, block->in_has[k], 0, 1);
        if (search->on_path[tail])
            search->home[tail] = block->in_at[k];
    }
    for (int i = 0; i < homeward->count; i++) {
        int vertex = homeward->queue[i] % block->vertex_count;
        unsigned need = (unsigned)(homeward->queue[i] / block->vertex_count);
        int distance = search->shortest[homeward->queue[i]];

        count_payers(search, vertex);
        for (int k = block->in_start[vertex]; k < block->in_start[vertex + 1]; k++)
            reach_over(homeward, block->in_tails[k], block->in_has[k], need, distance + 1);
    }
    for (int i = 0; i < search->reached_count; i++)
        search->on_path[search->reached[i]] = false;
}

bool cf_distances_find(cf_search *search)
{
    struct homeward homeward = { .search = search, .queue = search->queue };

    search->raised = search->reached_count = search->seen_count = 0;
    if (search->blocks->needs == 0) {
        cf_distances_find_plain(search);
        return search->reached_count > 0;
    }
    if (search->cost > 0) {
        homeward.longest = search->max_length;
        homeward.half = search->max_length / 2;
        measure_from_root(search, homeward.half);
    }
    measure_home(&homeward);
    return search->reached_count > 0;
}

void cf_distances_clear(cf_search *search)
{
    unsigned needs = search->blocks->needs;

    if (needs == 0) {
        cf_distances_clear_plain(search);
        return;
    }
    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        for (unsigned need = 0; need <= needs; need++) {
            int at = place(search, need, v);

            search->distance[at] = search->shortest[at] = CF_CLOSED;
            search->waiters[at] = 0;
        }
        search->home[v] = -1;
        search->on_path[v] = false;
    }
    for (int i = 0; i < search->seen_count; i++)
        search->from_root[search->seen[i]] = 0;
}

/* ---- with a longest length ---- */

static void set_distance(cf_search *search, int at, int distance)
{
    search->raised += distance > search->shortest[at];
    search->distance[at] = distance;
}

/* The largest distance that the heads of v allow. */
static int allowed_distance(const cf_search *search, int v, unsigned need)
{
    const cf_loop_block *block = search->block;
    int home = search->home[v], least = CF_FAR;

    if (home >= 0 && (need & ~(unsigned)block->has[home]) == 0)
        return 1;
    for (int k = block->start[v]; k < block->start[v + 1]; k++) {
        int distance =
            search->distance[place(search, need & ~(unsigned)block->has[k], block->heads[k])];

        least = distance < least ? distance : least;
    }
    return least + 1;
}

static void queue_place(cf_search *search, int at)
{
    if (!search->queued[at]) {
        search->queued[at] = true;
        search->queue[search->queue_count++] = at;
    }
}

static void lower_over(cf_search *search, int tail, unsigned has, unsigned below, int distance)
{
    unsigned needs = search->blocks->needs;

    for (unsigned need = below; need <= needs; need++) {
        int at = place(search, need, tail);

        if (search->distance[at] <= distance || (need & ~needs) != 0 || (need & ~has) != below ||
            search->on_path[tail] || search->shortest[at] == CF_CLOSED)
            continue;
        search->raised -= search->distance[at] > search->shortest[at];
        set_distance(search, at, distance);
        queue_place(search, at);
    }
}

/* Distances that have become lower lower those of their tails. */
static void lower_all(cf_search *search)
{
    const cf_loop_block *block = search->block;

    while (search->queue_count > 0) {
        int at = search->queue[--search->queue_count], v = at % block->vertex_count;
        unsigned need = (unsigned)(at / block->vertex_count);

        search->queued[at] = false;
        if (search->distance[at] >= CF_FAR)
            continue;
        count_payers(search, v);
        for (int k = block->in_start[v]; k < block->in_start[v + 1]; k++)
            lower_over(search, block->in_tails[k], block->in_has[k], need,
                       search->distance[at] + 1);
    }
}

static void update_by_length(cf_search *search, const cf_search_frame *frame)
{
    unsigned needs = search->blocks->needs;
    bool none_raised = search->raised == 0;
    int v = frame->vertex;

    for (unsigned need = 0; need <= needs; need++) {
        int at = place(search, need, v), shortest = search->shortest[at], distance;

        if (shortest == CF_CLOSED)
            continue;
        distance = none_raised && frame->has_loop ? shortest : allowed_distance(search, v, need);
        set_distance(search, at, distance > shortest ? distance : shortest);
        if (!none_raised)
            queue_place(search, at);
    }
    lower_all(search);
}

static void lower_plain(cf_search *search, int v)
{
    const cf_loop_block *block = search->block;

    search->queue[search->queue_count++] = v;
    while (search->queue_count > 0) {
        int w = search->queue[--search->queue_count], distance = search->distance[w] + 1;

        search->queued[w] = false;
        count_payers(search, w);
        for (int k = block->in_start[w]; k < block->in_start[w + 1]; k++) {
            int u = block->in_tails[k];

            if (search->distance[u] <= distance || search->on_path[u] ||
                search->shortest[u] == CF_CLOSED)
                continue;
            search->raised -= search->distance[u] > search->shortest[u];
            set_distance(search, u, distance);
            queue_place(search, u);
        }
    }
}

void cf_distances_lower_plain(cf_search *search, int v)
{
    const cf_loop_block *block = search->block;
    const int *distances = search->distance;
    int distance = search->shortest[v];

    if (search->home[v] < 0) {
        int least = CF_FAR;

        for (int k = block->start[v]; k < block->start[v + 1]; k++)
            least = distances[block->heads[k]] < least ? distances[block->heads[k]] : least;
        distance = least + 1 > distance ? least + 1 : distance;
    }
    set_distance(search, v, distance);
    for (int k = block->in_start[v]; k < block->in_start[v + 1]; k++) {
        int u = block->in_tails[k];

        if (distances[u] > distance + 1 && !search->on_path[u] &&
            search->shortest[u] != CF_CLOSED) {
            lower_plain(search, v);
            return;
        }
    }
}

/* ---- without a longest length: Johnson's blocking ---- */

/* A blocked vertex waits for each of its heads: Johnson's lists B, as counts. */
static void count_waiters(cf_search *search, unsigned need, int v, int change)
{
    const cf_loop_block *block = search->block;

    for (int k = block->start[v]; k < block->start[v + 1]; k++) {
        int at = place(search, need & ~(unsigned)block->has[k], block->heads[k]);

        if (search->shortest[at] != CF_CLOSED)
            search->waiters[at] += change;
    }
}

void cf_distances_block(cf_search *search, unsigned need, int v)
{
    search->distance[place(search, need, v)] = CF_BLOCKED;
    count_waiters(search, need, v, 1);
}

/* Unblocks `tail` where it waits for need `below` at the head of a step that has `has`. */
static void unblock_over(cf_search *search, int tail, unsigned has, unsigned below)
{
    for (unsigned need = below; need <= search->blocks->needs; need++) {
        int at = place(search, need, tail);

        if (search->distance[at] != CF_BLOCKED || (need & ~has) != below)
            continue;
        search->distance[at] = CF_UNBLOCKED;
        count_waiters(search, need, tail, -1);
        search->queue[search->queue_count++] = at;
    }
}

void cf_distances_unblock(cf_search *search, unsigned need, int v)
{
    const cf_loop_block *block = search->block;

    search->queue[search->queue_count++] = place(search, need, v);
    while (search->queue_count > 0) {
        int at = search->queue[--search->queue_count], w = at % block->vertex_count;
        unsigned below = (unsigned)(at / block->vertex_count);

        count_payers(search, w);
        for (int k = block->in_start[w]; k < block->in_start[w + 1] && search->waiters[at] > 0; k++)
            unblock_over(search, block->in_tails[k], block->in_has[k], below);
    }
}

static void update_blocking(cf_search *search, int v)
{
    for (unsigned need = 0; need <= search->blocks->needs; need++) {
        int at = place(search, need, v);

        if (search->shortest[at] == CF_CLOSED)
            continue;
        if (allowed_distance(search, v, need) > CF_FAR) {
            cf_distances_block(search, need, v);
            continue;
        }
        search->distance[at] = CF_UNBLOCKED;
        if (search->waiters[at] > 0)
            cf_distances_unblock(search, need, v);
    }
}

/* ---- every need of a vertex ---- */

void cf_distances_enter(cf_search *search, int v)
{
    search->on_path[v] = true;
    for (unsigned need = 0; need <= search->blocks->needs; need++) {
        int at = place(search, need, v);

        if (search->cost > 0)
            search->raised -= search->distance[at] > search->shortest[at];
        else if (search->distance[at] == CF_BLOCKED)
            count_waiters(search, need, v, -1);
        search->distance[at] = CF_CLOSED;
    }
}

void cf_distances_leave(cf_search *search, const cf_search_frame *frame)
{
    search->on_path[frame->vertex] = false;
    if (search->cost > 0)
        update_by_length(search, frame);
    else
        update_blocking(search, frame->vertex);
}
