/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/loop_search.h"

#include <math.h>
#include <stdlib.h>

enum { FAR = 1 << 29, BLOCKED = FAR + 1, PULSE = 4096 };

cf_status cf_search_new(cf_search *search, const cf_loop_blocks *blocks)
{
    size_t n = (size_t)blocks->most_vertices + 1, layers = blocks->needs + 1;

    search->blocks = blocks;
    search->frames = malloc((n + 1) * sizeof *search->frames);
    search->bar = malloc(layers * n * sizeof *search->bar);
    search->base = malloc(layers * n * sizeof *search->base);
    search->queue = malloc(layers * n * sizeof *search->queue);
    search->queued = calloc(layers * n, sizeof *search->queued);
    search->home = malloc(n * sizeof *search->home);
    search->ahead = calloc(n, sizeof *search->ahead);
    search->reached = malloc(n * sizeof *search->reached);
    search->seen = malloc(n * sizeof *search->seen);
    search->on_way = calloc(n, sizeof *search->on_way);
    if (search->frames == NULL || search->bar == NULL || search->base == NULL ||
        search->queue == NULL || search->queued == NULL || search->home == NULL ||
        search->ahead == NULL || search->reached == NULL || search->seen == NULL ||
        search->on_way == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < layers * n; i++)
        search->bar[i] = search->base[i] = BLOCKED;
    for (size_t i = 0; i < n; i++)
        search->home[i] = -1;
    return CF_OK;
}

void cf_search_free(cf_search *search)
{
    free(search->frames);
    free(search->bar);
    free(search->base);
    free(search->queue);
    free(search->queued);
    free(search->home);
    free(search->ahead);
    free(search->reached);
    free(search->seen);
    free(search->on_way);
}

static int place(const cf_search *search, unsigned need, int vertex)
{
    return (int)need * search->block->vertex_count + vertex;
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
            int w = block->steps[k].head;

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

static void reach_over(struct homeward *homeward, const cf_step *step, unsigned below, int distance)
{
    unsigned needs = homeward->search->blocks->needs;

    for (unsigned need = 0; need <= needs; need++) {
        if ((need & ~needs) == 0 && (need & ~step->has) == below)
            reach(homeward, step->tail, need, distance);
    }
}

/* Breadth-first from the root backwards, once for each set of needs. */
static void look_home(struct homeward *homeward)
{
    cf_search *search = homeward->search;
    const cf_loop_block *block = search->block;

    for (int k = block->in_start[search->root]; k < block->in_start[search->root + 1]; k++) {
        const cf_step *step = &block->steps[block->in_at[k]];

        reach_over(homeward, step, 0, 1);
        if (search->on_way[step->tail])
            search->home[step->tail] = block->in_at[k];
    }
    for (int i = 0; i < homeward->count; i++) {
        int vertex = homeward->waiting[i] % block->vertex_count;
        unsigned need = (unsigned)(homeward->waiting[i] / block->vertex_count);
        int distance = search->base[homeward->waiting[i]];

        search->pulse_count += (block->in_start[vertex + 1] - block->in_start[vertex]) / 8;
        for (int k = block->in_start[vertex]; k < block->in_start[vertex + 1]; k++)
            reach_over(homeward, &block->steps[block->in_at[k]], need, distance + 1);
    }
    for (int i = 0; i < search->reached_count; i++)
        search->on_way[search->reached[i]] = false;
}

/* false: no loop of this root is short enough. */
static bool set_out(cf_search *search, const cf_loop_block *block, int root)
{
    struct homeward homeward = { .search = search, .waiting = search->queue };
    int size = block->tree_size[root];

    search->block = block;
    search->root = root;
    search->raised = search->reached_count = search->seen_count = 0;
    search->cost = search->max_length > 0 && search->max_length < size;
    if (search->cost > 0) {
        homeward.longest = search->max_length;
        homeward.half = (search->max_length + 1) / 2;
        look_ahead(search, homeward.half);
    }
    look_home(&homeward);
    search->frames[0] = (cf_search_frame){
        .vertex = root,
        .step = -1,
        .next = block->start[root],
        .end = block->start[root + 1],
        .budget = search->cost > 0 ? search->max_length : FAR,
        .need = search->blocks->needs,
        .ways = 1,
        .sure = 1,
        .every = ~0u,
        .every_sure = ~0u,
    };
    search->depth = 0;
    return search->reached_count > 0;
}

static void come_home(cf_search *search)
{
    unsigned needs = search->blocks->needs;

    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        for (unsigned need = 0; need <= needs; need++)
            search->bar[place(search, need, v)] = search->base[place(search, need, v)] = BLOCKED;
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

/* While v is on the way, it blocks. */
static void block_vertex(cf_search *search, int v)
{
    unsigned needs = search->blocks->needs;

    search->on_way[v] = true;
    for (unsigned need = 0; need <= needs; need++) {
        int at = place(search, need, v);

        search->raised -= search->bar[at] > search->base[at];
        search->bar[at] = BLOCKED;
    }
}

/* The highest bar that the neighbours of v allow. */
static int allowed_bar(const cf_search *search, int v, unsigned need)
{
    const cf_loop_block *block = search->block;
    int home = search->home[v], least = BLOCKED - 1;

    if (home >= 0 && (need & ~block->steps[home].has) == 0)
        return 1;
    for (int k = block->start[v]; k < block->start[v + 1]; k++) {
        const cf_step *step = &block->steps[k];
        int bar = search->bar[place(search, need & ~step->has, step->head)];

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

static void lower_over(cf_search *search, const cf_step *step, unsigned below, int bar)
{
    unsigned needs = search->blocks->needs;

    if (search->on_way[step->tail])
        return;
    for (unsigned need = 0; need <= needs; need++) {
        int at = place(search, need, step->tail);

        if ((need & ~needs) != 0 || (need & ~step->has) != below || search->bar[at] <= bar ||
            search->base[at] == BLOCKED)
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
        if (search->bar[at] >= FAR)
            continue;
        search->pulse_count += (block->in_start[v + 1] - block->in_start[v]) / 8;
        for (int k = block->in_start[v]; k < block->in_start[v + 1]; k++)
            lower_over(search, &block->steps[block->in_at[k]], need, search->bar[at] + 1);
    }
}

/* Nothing is raised: the bars of v are what they were at first. */
static void unblock_calmly(cf_search *search, int v)
{
    for (unsigned need = 0; need <= search->blocks->needs; need++) {
        int at = place(search, need, v);

        search->bar[at] = search->base[at];
    }
}

static void unblock_vertex(cf_search *search, const cf_search_frame *frame)
{
    unsigned needs = search->blocks->needs;
    bool calm = search->raised == 0;
    int v = frame->vertex;

    search->on_way[v] = false;
    if (calm && frame->ended) {
        unblock_calmly(search, v);
        return;
    }
    for (unsigned need = 0; need <= needs; need++) {
        int at = place(search, need, v), base = search->base[at], bar;

        if (base == BLOCKED)
            continue;
        if (needs == 0 && !frame->ended)
            bar = frame->budget + 1; /* no neighbour allows less */
        else
            bar = allowed_bar(search, v, need);
        set_bar(search, at, bar > base ? bar : base);
        if (!calm && (needs != 0 || frame->ended))
            queue_place(search, at);
    }
    spread(search);
}

/* ---- walking ---- */

/* Of so many combinations of hops, those with both classes: all but the two of one class. */
static double mixed(double ways, unsigned every)
{
    return ways <= 0 ? 0.0 : ways - ((every & CF_HAS_CAPITAL) != 0) - ((every & CF_HAS_TRADE) != 0);
}

static void close_loop(cf_search *search, int closing)
{
    const cf_search_frame *frame = &search->frames[search->depth];
    const cf_step *step = &search->block->steps[closing];
    double ways = frame->ways * step->ways, sure = frame->sure * step->known_ways;
    double both = mixed(ways, frame->every & step->has);
    double sure_both = mixed(sure, frame->every_sure & step->known);
    double found = search->kind == CF_LOOPS_FINANCING ? both : ways;
    double known = search->kind == CF_LOOPS_FINANCING ? sure_both : sure;
    double unquantified = sure >= ways ? 0.0 : found - known; /* both may be infinite */

    search->found += search->open_only && !isnan(unquantified) ? unquantified : found;
    search->financing += !search->open_only ? both : sure >= ways ? 0.0 : both - sure_both;
    search->unquantified += isnan(unquantified) ? (double)INFINITY : unquantified;
    if (search->take != NULL && !search->take(search, closing, search->payload))
        search->stopped = true;
}

static void pulse(cf_search *search)
{
    search->walked += search->pulse_count;
    search->pulse_count = 0;
    if (search->pulse != NULL && !search->pulse(search, search->payload))
        search->stopped = true;
}

static void push(cf_search *search, int k)
{
    const cf_search_frame *before = &search->frames[search->depth];
    const cf_loop_block *block = search->block;
    const cf_step *step = &block->steps[k];
    int v = step->head;

    search->frames[++search->depth] = (cf_search_frame){
        .vertex = v,
        .step = k,
        .next = block->start[v],
        .end = block->start[v + 1],
        .budget = before->budget - search->cost,
        .need = before->need & ~step->has,
        .ways = before->ways * step->ways,
        .sure = before->sure * step->known_ways,
        .every = before->every & step->has,
        .every_sure = before->every_sure & step->known,
    };
}

static void leave(cf_search *search)
{
    const cf_search_frame *frame = &search->frames[search->depth];

    if (search->depth-- == 0)
        return;
    search->frames[search->depth].ended |= frame->ended;
    unblock_vertex(search, frame);
}

/* The next step of a frame that the bars let pass, or its end. */
static int next_step(const cf_search *search, const cf_search_frame *frame)
{
    const cf_step *steps = search->block->steps;
    const int *bar = search->bar;
    const int room = frame->budget - search->cost, vertices = search->block->vertex_count;
    const unsigned need = frame->need;
    const int end = frame->end;
    int k = frame->next;

    while (k < end && bar[(int)(need & ~steps[k].has) * vertices + steps[k].head] > room)
        k++;
    return k;
}

static void take_step(cf_search *search, int k)
{
    const cf_loop_block *block = search->block;
    int home = search->home[block->steps[k].head];
    cf_search_frame *frame;

    if (++search->pulse_count >= PULSE)
        pulse(search);
    push(search, k);
    frame = &search->frames[search->depth];
    if (home >= 0 && (frame->need & ~block->steps[home].has) == 0) {
        frame->ended = true;
        close_loop(search, home);
    }
    if (frame->budget > 1) {
        block_vertex(search, frame->vertex);
        return;
    }
    /* Only the way home was left. */
    search->depth--;
    frame[-1].ended |= frame->ended;
}

static void walk(cf_search *search)
{
    while (search->depth >= 0 && !search->stopped) {
        cf_search_frame *frame = &search->frames[search->depth];
        int k = next_step(search, frame);

        frame->next = k + 1;
        if (k < frame->end) {
            take_step(search, k);
        } else {
            frame->next = k;
            leave(search);
        }
    }
}

void cf_search_root(cf_search *search, const cf_loop_block *block, int root)
{
    if (set_out(search, block, root))
        walk(search);
    come_home(search);
}

void cf_search_part_run(cf_search *search, const cf_search_part *part)
{
    if (set_out(search, part->block, part->root)) {
        search->frames[0].next = search->frames[0].end;
        for (int i = 0; i < part->step_count; i++) {
            push(search, part->steps[i]);
            block_vertex(search, search->frames[search->depth].vertex);
            search->frames[search->depth].next = search->frames[search->depth].end;
            search->frames[search->depth].ended = true;
        }
        search->frames[search->depth].next = part->from;
        search->frames[search->depth].end = part->to;
        walk(search);
    }
    come_home(search);
}

bool cf_search_give(cf_search *search, cf_search_part *part)
{
    int at = 0;

    while (at < search->depth && search->frames[at].next == search->frames[at].end)
        at++;
    if (at >= search->depth)
        return false;
    *part = (cf_search_part){ .block = search->block,
                              .root = search->root,
                              .steps = malloc(((size_t)at + 1) * sizeof *part->steps),
                              .step_count = at,
                              .from = search->frames[at].next,
                              .to = search->frames[at].end };
    if (part->steps == NULL)
        return false;
    for (int i = 0; i < at; i++)
        part->steps[i] = search->frames[i + 1].step;
    search->frames[at].end = search->frames[at].next;
    for (int i = 0; i <= at; i++)
        search->frames[i].ended = true;
    return true;
}
