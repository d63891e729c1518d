/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/bars.h"

static int place(const cf_search *search, unsigned need, int vertex)
{
    return (int)need * search->block->vertex_count + vertex;
}

/* Counts as work: payers of v, eight for a step. */
static void look_around(cf_search *search, int v)
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

/* Half of the longest way, from the root: what lies farther is met from the other side. */
static void look_ahead(cf_search *search, int half)
{
    const cf_loop_block *block = search->block;

    search->seen_count = 0;
    search->seen[search->seen_count++] = search->root;
    for (int i = 0; i < search->seen_count; i++) {
        int v = search->seen[i];

        if (search->ahead[v] == half)
            return;
        for (int k = block->start[v]; k < block->start[v + 1]; k++) {
            int w = block->heads[k];

            if (w == search->root || search->ahead[w] != 0 || !in_tree(search, w))
                continue;
            search->ahead[w] = search->ahead[v] + 1;
            search->seen[search->seen_count++] = w;
        }
    }
}

struct homeward {
    cf_search *search;
    int longest, half; /* longest 0: any length */
    int *waiting;      /* places, nearest first */
    int count;
};

static bool is_too_far(const struct homeward *homeward, int vertex, int distance)
{
    int ahead = homeward->search->ahead[vertex];

    if (homeward->longest == 0)
        return false;
    return distance > homeward->longest - (ahead != 0 ? ahead : homeward->half + 1);
}

static void reach(struct homeward *homeward, int vertex, unsigned need, int distance)
{
    cf_search *search = homeward->search;
    int at = place(search, need, vertex);

    if (search->base[at] <= distance || vertex == search->root || !in_tree(search, vertex) ||
        is_too_far(homeward, vertex, distance))
        return;
    if (!search->on_way[vertex]) {
        search->on_way[vertex] = true; /* borrowed until the distances are known */
        search->reached[search->reached_count++] = vertex;
    }
    search->base[at] = search->bar[at] = distance;
    homeward->waiting[homeward->count++] = at;
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

/* Breadth-first from the root backwards, once for each set of needs. */
static void look_home(struct homeward *homeward)
{
    cf_search *search = homeward->search;
    const cf_loop_block *block = search->block;

    for (int k = block->in_start[search->root]; k < block->in_start[search->root + 1]; k++) {
        int tail = block->in_tails[k];

        reach_over(homeward, tail, block->in_has[k], 0, 1);
        if (search->on_way[tail])
            search->home[tail] = block->in_at[k];
    }
    for (int i = 0; i < homeward->count; i++) {
        int vertex = homeward->waiting[i] % block->vertex_count;
        unsigned need = (unsigned)(homeward->waiting[i] / block->vertex_count);
        int distance = search->base[homeward->waiting[i]];

        look_around(search, vertex);
        for (int k = block->in_start[vertex]; k < block->in_start[vertex + 1]; k++)
            reach_over(homeward, block->in_tails[k], block->in_has[k], need, distance + 1);
    }
    for (int i = 0; i < search->reached_count; i++)
        search->on_way[search->reached[i]] = false;
}

bool cf_bars_find(cf_search *search)
{
    struct homeward homeward = { .search = search, .waiting = search->queue };

    search->raised = search->reached_count = search->seen_count = 0;
    if (search->cost > 0) {
        homeward.longest = search->max_length;
        homeward.half = (search->max_length + 1) / 2;
        look_ahead(search, homeward.half);
    }
    look_home(&homeward);
    return search->reached_count > 0;
}

void cf_bars_clear(cf_search *search)
{
    unsigned needs = search->blocks->needs;

    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        for (unsigned need = 0; need <= needs; need++) {
            int at = place(search, need, v);

            search->bar[at] = search->base[at] = CF_BLOCKED;
            search->resting[at] = 0;
        }
        search->home[v] = -1;
        search->on_way[v] = false;
    }
    for (int i = 0; i < search->seen_count; i++)
        search->ahead[search->seen[i]] = 0;
}

/* ---- bars ---- */

static void set_bar(cf_search *search, int at, int bar)
{
    search->raised += bar > search->base[at];
    search->bar[at] = bar;
}

/* The highest bar that the neighbours of v allow. */
static int allowed_bar(const cf_search *search, int v, unsigned need)
{
    const cf_loop_block *block = search->block;
    int home = search->home[v], least = CF_FAR;

    if (home >= 0 && (need & ~(unsigned)block->has[home]) == 0)
        return 1;
    for (int k = block->start[v]; k < block->start[v + 1]; k++) {
        int bar = search->bar[place(search, need & ~(unsigned)block->has[k], block->heads[k])];

        least = bar < least ? bar : least;
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

static void lower_over(cf_search *search, int tail, unsigned has, unsigned below, int bar)
{
    unsigned needs = search->blocks->needs;

    for (unsigned need = below; need <= needs; need++) {
        int at = place(search, need, tail);

        if (search->bar[at] <= bar || (need & ~needs) != 0 || (need & ~has) != below ||
            search->on_way[tail] || search->base[at] == CF_BLOCKED)
            continue;
        search->raised -= search->bar[at] > search->base[at];
        set_bar(search, at, bar);
        queue_place(search, at);
    }
}

/* Bars that have come down take those before them along. */
static void spread(cf_search *search)
{
    const cf_loop_block *block = search->block;

    while (search->queue_count > 0) {
        int at = search->queue[--search->queue_count], v = at % block->vertex_count;
        unsigned need = (unsigned)(at / block->vertex_count);

        search->queued[at] = false;
        if (search->bar[at] >= CF_FAR)
            continue;
        look_around(search, v);
        for (int k = block->in_start[v]; k < block->in_start[v + 1]; k++)
            lower_over(search, block->in_tails[k], block->in_has[k], need, search->bar[at] + 1);
    }
}

static void mend_by_length(cf_search *search, const cf_search_frame *frame)
{
    unsigned needs = search->blocks->needs;
    bool calm = search->raised == 0;
    int v = frame->vertex;

    for (unsigned need = 0; need <= needs; need++) {
        int at = place(search, need, v), base = search->base[at], bar;

        if (base == CF_BLOCKED)
            continue;
        bar = calm && frame->ended ? base : allowed_bar(search, v, need);
        set_bar(search, at, bar > base ? bar : base);
        if (!calm)
            queue_place(search, at);
    }
    spread(search);
}

static void lower_one(cf_search *search, int v)
{
    const cf_loop_block *block = search->block;

    search->queue[search->queue_count++] = v;
    while (search->queue_count > 0) {
        int w = search->queue[--search->queue_count], bar = search->bar[w] + 1;

        search->queued[w] = false;
        look_around(search, w);
        for (int k = block->in_start[w]; k < block->in_start[w + 1]; k++) {
            int u = block->in_tails[k];

            if (search->bar[u] <= bar || search->on_way[u] || search->base[u] == CF_BLOCKED)
                continue;
            search->raised -= search->bar[u] > search->base[u];
            set_bar(search, u, bar);
            queue_place(search, u);
        }
    }
}

void cf_bars_mend_one(cf_search *search, int v)
{
    const cf_loop_block *block = search->block;
    const int *bars = search->bar;
    int bar = search->base[v];

    if (search->home[v] < 0) {
        int least = CF_FAR;

        for (int k = block->start[v]; k < block->start[v + 1]; k++)
            least = bars[block->heads[k]] < least ? bars[block->heads[k]] : least;
        bar = least + 1 > bar ? least + 1 : bar;
    }
    set_bar(search, v, bar);
    for (int k = block->in_start[v]; k < block->in_start[v + 1]; k++) {
        int u = block->in_tails[k];

        if (bars[u] > bar + 1 && !search->on_way[u] && search->base[u] != CF_BLOCKED) {
            lower_one(search, v);
            return;
        }
    }
}

/* ---- where lengths do not matter ---- */

static void rest_on_next(cf_search *search, unsigned need, int v, int change)
{
    const cf_loop_block *block = search->block;

    for (int k = block->start[v]; k < block->start[v + 1]; k++) {
        int at = place(search, need & ~(unsigned)block->has[k], block->heads[k]);

        if (search->base[at] != CF_BLOCKED)
            search->resting[at] += change;
    }
}

void cf_bars_keep(cf_search *search, unsigned need, int v)
{
    search->bar[place(search, need, v)] = CF_KEPT;
    rest_on_next(search, need, v, 1);
}

/* What is kept up for `below` behind a step from tail. */
static void free_over(cf_search *search, int tail, unsigned has, unsigned below)
{
    for (unsigned need = below; need <= search->blocks->needs; need++) {
        int at = place(search, need, tail);

        if (search->bar[at] != CF_KEPT || (need & ~has) != below)
            continue;
        search->bar[at] = CF_DOWN;
        rest_on_next(search, need, tail, -1);
        search->queue[search->queue_count++] = at;
    }
}

void cf_bars_free(cf_search *search, unsigned need, int v)
{
    const cf_loop_block *block = search->block;

    search->queue[search->queue_count++] = place(search, need, v);
    while (search->queue_count > 0) {
        int at = search->queue[--search->queue_count], w = at % block->vertex_count;
        unsigned below = (unsigned)(at / block->vertex_count);

        look_around(search, w);
        for (int k = block->in_start[w]; k < block->in_start[w + 1] && search->resting[at] > 0; k++)
            free_over(search, block->in_tails[k], block->in_has[k], below);
    }
}

static void mend_plainly(cf_search *search, int v)
{
    for (unsigned need = 0; need <= search->blocks->needs; need++) {
        int at = place(search, need, v);

        if (search->base[at] == CF_BLOCKED)
            continue;
        if (allowed_bar(search, v, need) > CF_FAR) {
            cf_bars_keep(search, need, v);
            continue;
        }
        search->bar[at] = CF_DOWN;
        if (search->resting[at] > 0)
            cf_bars_free(search, need, v);
    }
}

/* ---- all bars of a vertex ---- */

void cf_bars_block(cf_search *search, int v)
{
    search->on_way[v] = true;
    for (unsigned need = 0; need <= search->blocks->needs; need++) {
        int at = place(search, need, v);

        if (search->cost > 0)
            search->raised -= search->bar[at] > search->base[at];
        else if (search->bar[at] == CF_KEPT)
            rest_on_next(search, need, v, -1);
        search->bar[at] = CF_BLOCKED;
    }
}

void cf_bars_unblock(cf_search *search, const cf_search_frame *frame)
{
    search->on_way[frame->vertex] = false;
    if (search->cost > 0)
        mend_by_length(search, frame);
    else
        mend_plainly(search, frame->vertex);
}
