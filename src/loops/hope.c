/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hope: what the money at an entity can still bring home. */
#include "loops/bound.h"

#include <math.h>
#include <stdlib.h>

#include "base/heap.h"

/* Of one product: in another order they round differently. */
static const double ROUNDING = 1.2e-16;

struct cf_heap_entry {
    double value;
    int place;
};

static inline bool is_larger(const struct cf_heap_entry *a, const struct cf_heap_entry *b)
{
    return a->value > b->value;
}

CF_HEAP(heap, struct cf_heap_entry, is_larger)

cf_status cf_bound_search_new(cf_bound_search *search, const cf_loop_blocks *blocks,
                              int most_branches)
{
    size_t n = (size_t)blocks->most_vertices + 1, places = 2 * n;

    search->frames = malloc((n + 1) * sizeof *search->frames);
    search->hope = malloc(places * sizeof *search->hope);
    search->base = malloc(places * sizeof *search->base);
    search->widest = malloc(n * sizeof *search->widest);
    search->steps_home = calloc(n, sizeof *search->steps_home);
    search->order = malloc(((size_t)most_branches + 1) * sizeof *search->order);
    search->ordered = calloc(n, sizeof *search->ordered);
    search->on_way = calloc(n, sizeof *search->on_way);
    search->queued = calloc(places, sizeof *search->queued);
    search->queue = malloc(places * sizeof *search->queue);
    search->reached = malloc(n * sizeof *search->reached);
    search->heap = malloc((2 * (size_t)most_branches + 2) * sizeof *search->heap);
    if (search->frames == NULL || search->hope == NULL || search->base == NULL ||
        search->widest == NULL || search->steps_home == NULL || search->order == NULL ||
        search->ordered == NULL || search->on_way == NULL || search->queued == NULL ||
        search->queue == NULL || search->reached == NULL || search->heap == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < places; i++)
        search->hope[i] = search->base[i] = -1;
    return CF_OK;
}

void cf_bound_search_free(cf_bound_search *search)
{
    free(search->frames);
    free(search->hope);
    free(search->base);
    free(search->widest);
    free(search->steps_home);
    free(search->order);
    free(search->ordered);
    free(search->on_way);
    free(search->queued);
    free(search->queue);
    free(search->reached);
    free(search->heap);
    free(search->mark.ranks);
}

int cf_bound_place(const cf_bound_search *search, int layer, int vertex)
{
    return layer * search->graph->block->vertex_count + vertex;
}

/* Being at the wanted node is what layer 1 waits for. */
int cf_bound_layer(const cf_bound_search *search, int layer, int vertex)
{
    return vertex == search->graph->through ? 0 : layer;
}

/* ---- the best way home from everywhere ---- */

cf_verdict cf_bound_compare(const cf_bound_search *search, double most)
{
    double mark = search->mark.through, key, mark_key;

    if (most < mark * (1 - search->near))
        return CF_LESS;
    if (mark < 0 || most > mark * (1 + search->near) + CF_LOOP_TINY)
        return CF_MORE;
    key = cf_loop_key(most * (1 + search->slack), CF_LOOP_BITS);
    mark_key = cf_loop_key(mark, CF_LOOP_BITS);
    if (key <= mark_key)
        return key < mark_key ? CF_LESS : CF_TIE;
    return search->patient || cf_loop_key(most, search->bits) > cf_loop_key(mark, search->bits)
               ? CF_MORE
               : CF_TIE;
}

/* Ways of thousands of hops that tie on paper differ by rounding. Where the search drowns in such
 * ties, what agrees in fewer digits ties, too. */
void cf_bound_choose_digits(cf_bound_search *search)
{
    int exponent;

    search->slack = 2 * ROUNDING * (search->graph->block->vertex_count + 8);
    frexp(64 * search->slack, &exponent);
    search->bits = -exponent < CF_LOOP_BITS ? -exponent : CF_LOOP_BITS;
    search->near = ldexp(4, -search->bits);
    search->patient = true;
    search->pulse_count = 0;
}

bool cf_bound_is_hopeless(const cf_bound_search *search, double most)
{
    return cf_bound_compare(search, most) == CF_LESS;
}

static void hope_for(cf_bound_search *search, int vertex, int layer, double value)
{
    int at = cf_bound_place(search, layer, vertex);

    if (vertex == search->root || search->base[at] >= value ||
        cf_bound_is_hopeless(search, search->most * value))
        return;
    if (!search->on_way[vertex]) {
        search->on_way[vertex] = true; /* borrowed until all is known */
        search->reached[search->reached_count++] = vertex;
    }
    search->base[at] = value;
    heap_push(search->heap, &search->heap_count, (struct cf_heap_entry){ value, at });
}

/* From w's place back over a branch v→w: v in the layers that lead to that of w. */
static void hope_over(cf_bound_search *search, const cf_branch *branch, int layer, double value)
{
    for (int from = 0; from < search->layers; from++) {
        if (cf_bound_layer(search, from, branch->head) == layer &&
            cf_bound_layer(search, from, branch->tail) == from)
            hope_for(search, branch->tail, from, value * branch->share);
    }
}

void cf_bound_look_home(cf_bound_search *search)
{
    const cf_branches *graph = search->graph;
    int n = graph->block->vertex_count;

    search->heap_count = 0;
    for (int k = graph->in_start[search->root]; k < graph->in_start[search->root + 1]; k++) {
        const cf_branch *branch = &graph->branches[graph->in_at[k]];

        if (!search->hops->hops[branch->hop].capital)
            hope_for(search, branch->tail, 0, branch->share);
    }
    while (search->heap_count > 0) {
        struct cf_heap_entry top = heap_pop(search->heap, &search->heap_count);
        int v = top.place % n;

        if (top.value < search->base[top.place])
            continue;
        for (int k = graph->in_start[v]; k < graph->in_start[v + 1]; k++)
            hope_over(search, &graph->branches[graph->in_at[k]], top.place / n, top.value);
    }
    for (int i = 0; i < search->reached_count; i++) {
        search->on_way[search->reached[i]] = false;
        for (int layer = 0; layer < search->layers; layer++) {
            int at = cf_bound_place(search, layer, search->reached[i]);

            search->hope[at] = search->base[at];
        }
    }
}

/* Steps home, over any branches that end as revenue: only where lengths matter. */
void cf_bound_count_steps(cf_bound_search *search)
{
    const cf_branches *graph = search->graph;
    int count = 0;

    for (int i = 0; i < search->reached_count; i++)
        search->steps_home[search->reached[i]] = 0;
    search->queue[count++] = search->root;
    for (int i = 0; i < count; i++) {
        int v = search->queue[i];
        int steps = v == search->root ? 0 : search->steps_home[v];

        for (int k = graph->in_start[v]; k < graph->in_start[v + 1]; k++) {
            const cf_branch *branch = &graph->branches[graph->in_at[k]];
            int tail = branch->tail;

            if (tail == search->root || search->steps_home[tail] != 0 ||
                search->base[cf_bound_place(search, 0, tail)] < 0 ||
                (v == search->root && search->hops->hops[branch->hop].capital))
                continue;
            search->steps_home[tail] = steps + 1;
            search->queue[count++] = tail;
        }
    }
}

/* The widest way home from everywhere: what the smallest hop of a loop can be at most. */
void cf_bound_find_widest(cf_bound_search *search)
{
    const cf_branches *graph = search->graph;

    search->wide = true;
    search->heap_count = 0;
    for (int i = 0; i < search->reached_count; i++)
        search->widest[search->reached[i]] = -1;
    heap_push(search->heap, &search->heap_count,
              (struct cf_heap_entry){ (double)INFINITY, search->root });
    while (search->heap_count > 0) {
        struct cf_heap_entry top = heap_pop(search->heap, &search->heap_count);

        if (top.place != search->root && top.value < search->widest[top.place])
            continue;
        for (int k = graph->in_start[top.place]; k < graph->in_start[top.place + 1]; k++) {
            const cf_branch *branch = &graph->branches[graph->in_at[k]];
            const cf_hop *hop = &search->hops->hops[branch->hop];
            double width = fmin(top.value, hop->amount);

            if (branch->tail == search->root ||
                search->base[cf_bound_place(search, 0, branch->tail)] < 0 ||
                (top.place == search->root && hop->capital) ||
                search->widest[branch->tail] >= width)
                continue;
            search->widest[branch->tail] = width;
            heap_push(search->heap, &search->heap_count,
                      (struct cf_heap_entry){ width, branch->tail });
        }
    }
}

/* ---- hope ---- */

static void set_hope(cf_bound_search *search, int at, double hope)
{
    search->sunk += hope < search->base[at];
    search->hope[at] = hope;
}

void cf_bound_block(cf_bound_search *search, int v)
{
    search->on_way[v] = true;
    for (int layer = 0; layer < search->layers; layer++) {
        int at = cf_bound_place(search, layer, v);

        search->sunk -= search->hope[at] < search->base[at];
        search->hope[at] = -1;
    }
}

/* The most that the neighbours of v let hope for. */
static double allowed_hope(const cf_bound_search *search, int v, int layer)
{
    const cf_branches *graph = search->graph;
    double most = -1;

    for (int k = graph->start[v]; k < graph->start[v + 1]; k++) {
        const cf_branch *branch = &graph->branches[k];
        double hope;

        if (branch->head == search->root)
            hope = layer == 0 && !search->hops->hops[branch->hop].capital ? 1 : -1;
        else
            hope = search->hope[cf_bound_place(search, cf_bound_layer(search, layer, branch->head),
                                               branch->head)];
        if (hope >= 0)
            most = fmax(most, hope * branch->share);
    }
    return most;
}

static void queue_place(cf_bound_search *search, int at)
{
    if (!search->queued[at]) {
        search->queued[at] = true;
        search->queue[search->queue_count++] = at;
    }
}

static void raise_over(cf_bound_search *search, const cf_branch *branch, int layer, double hope)
{
    if (search->on_way[branch->tail] || branch->tail == search->root)
        return;
    for (int from = 0; from < search->layers; from++) {
        int at = cf_bound_place(search, from, branch->tail);
        double least = fmin(hope * branch->share, search->base[at]);

        if (cf_bound_layer(search, from, branch->head) != layer || search->hope[at] >= least)
            continue;
        search->sunk -= search->hope[at] < search->base[at];
        set_hope(search, at, least);
        queue_place(search, at);
    }
}

static void spread(cf_bound_search *search)
{
    const cf_branches *graph = search->graph;
    int n = graph->block->vertex_count;

    while (search->queue_count > 0) {
        int at = search->queue[--search->queue_count], v = at % n;

        search->queued[at] = false;
        if (search->hope[at] < 0)
            continue;
        for (int k = graph->in_start[v]; k < graph->in_start[v + 1]; k++)
            raise_over(search, &graph->branches[graph->in_at[k]], at / n, search->hope[at]);
    }
}

void cf_bound_unblock(cf_bound_search *search, const cf_bound_frame *frame)
{
    bool calm = search->sunk == 0;

    search->on_way[frame->vertex] = false;
    for (int layer = 0; layer < search->layers; layer++) {
        int at = cf_bound_place(search, layer, frame->vertex);
        double hope = search->base[at];

        if (hope < 0)
            continue;
        if (!calm || !frame->ended)
            hope = fmin(hope, allowed_hope(search, frame->vertex, layer));
        set_hope(search, at, hope);
        if (!calm)
            queue_place(search, at);
    }
    spread(search);
}
