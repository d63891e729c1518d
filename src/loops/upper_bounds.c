/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Upper bounds on what can still come home: along a path that multiplies shares (upper), by its
 * smallest hop (widest) and by its number of steps. The first two are longest-path problems with
 * factors of at most 1, which E. W. Dijkstra's algorithm (1959) solves with the largest value
 * first: https://doi.org/10.1007/BF01386390; M. Pollack (1960) for the widest path.
 */
#include "loops/branch_and_bound.h"

#include <math.h>
#include <stdlib.h>

#include "base/heap.h"

/* Of one product: factors in another order round differently. */
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

cf_status cf_bounded_new(cf_bounded *search, const cf_loop_blocks *blocks, int most_arcs)
{
    size_t n = (size_t)blocks->most_vertices + 1, places = 2 * n;

    search->frames = malloc((n + 1) * sizeof *search->frames);
    search->upper = malloc(places * sizeof *search->upper);
    search->largest = malloc(places * sizeof *search->largest);
    search->widest = malloc(n * sizeof *search->widest);
    search->steps_home = calloc(n, sizeof *search->steps_home);
    search->order = malloc(((size_t)most_arcs + 1) * sizeof *search->order);
    search->ordered = calloc(n, sizeof *search->ordered);
    search->on_path = calloc(n, sizeof *search->on_path);
    search->queued = calloc(places, sizeof *search->queued);
    search->queue = malloc(places * sizeof *search->queue);
    search->reached = malloc(n * sizeof *search->reached);
    search->heap = malloc((2 * (size_t)most_arcs + 2) * sizeof *search->heap);
    if (search->frames == NULL || search->upper == NULL || search->largest == NULL ||
        search->widest == NULL || search->steps_home == NULL || search->order == NULL ||
        search->ordered == NULL || search->on_path == NULL || search->queued == NULL ||
        search->queue == NULL || search->reached == NULL || search->heap == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < places; i++)
        search->upper[i] = search->largest[i] = -1;
    return CF_OK;
}

void cf_bounded_free(cf_bounded *search)
{
    free(search->frames);
    free(search->upper);
    free(search->largest);
    free(search->widest);
    free(search->steps_home);
    free(search->order);
    free(search->ordered);
    free(search->on_path);
    free(search->queued);
    free(search->queue);
    free(search->reached);
    free(search->heap);
    free(search->threshold.ranks);
}

int cf_bounded_place(const cf_bounded *search, int layer, int vertex)
{
    return layer * search->graph->block->vertex_count + vertex;
}

int cf_bounded_layer(const cf_bounded *search, int layer, int vertex)
{
    return vertex == search->graph->through ? 0 : layer;
}

/* ---- comparing with the threshold ---- */

cf_verdict cf_bounded_compare(const cf_bounded *search, double most)
{
    double threshold = search->threshold.through, key, threshold_key;

    if (most < threshold * (1 - search->near))
        return CF_LESS;
    if (threshold < 0 || most > threshold * (1 + search->near) + CF_LOOP_TINY)
        return CF_MORE;
    key = cf_loop_key(most * (1 + search->slack), CF_LOOP_BITS);
    threshold_key = cf_loop_key(threshold, CF_LOOP_BITS);
    if (key <= threshold_key)
        return key < threshold_key ? CF_LESS : CF_TIE;
    return search->patient || cf_loop_key(most, search->bits) > cf_loop_key(threshold, search->bits)
               ? CF_MORE
               : CF_TIE;
}

/* Paths of thousands of hops that are ties in exact arithmetic differ by rounding. Where there are
 * too many such ties, through-flows that agree in fewer digits count as ties. */
void cf_bounded_choose_digits(cf_bounded *search)
{
    int exponent;

    search->slack = 2 * ROUNDING * (search->graph->block->vertex_count + 8);
    frexp(64 * search->slack, &exponent);
    search->bits = -exponent < CF_LOOP_BITS ? -exponent : CF_LOOP_BITS;
    search->near = ldexp(4, -search->bits);
    search->patient = true;
    search->pulse_count = 0;
}

bool cf_bounded_is_too_little(const cf_bounded *search, double most)
{
    return cf_bounded_compare(search, most) == CF_LESS;
}

/* ---- the best way home from every vertex ---- */

static void raise_largest(cf_bounded *search, int vertex, int layer, double value)
{
    int at = cf_bounded_place(search, layer, vertex);

    if (vertex == search->root || search->largest[at] >= value ||
        cf_bounded_is_too_little(search, search->most * value))
        return;
    if (!search->on_path[vertex]) {
        search->on_path[vertex] = true; /* as a mark, until all is known */
        search->reached[search->reached_count++] = vertex;
    }
    search->largest[at] = value;
    heap_push(search->heap, &search->heap_count, (struct cf_heap_entry){ value, at });
}

/* From w back over an arc v→w: to v in the layers that lead to that of w. */
static void raise_largest_over(cf_bounded *search, const cf_hop_arc *arc, int layer, double value)
{
    for (int from = 0; from < search->layers; from++) {
        if (cf_bounded_layer(search, from, arc->head) == layer &&
            cf_bounded_layer(search, from, arc->tail) == from)
            raise_largest(search, arc->tail, from, value * arc->share);
    }
}

void cf_upper_bounds_find(cf_bounded *search)
{
    const cf_hop_graph *graph = search->graph;
    int n = graph->block->vertex_count;

    search->heap_count = 0;
    for (int k = graph->in_start[search->root]; k < graph->in_start[search->root + 1]; k++) {
        const cf_hop_arc *arc = &graph->arcs[graph->in_at[k]];

        if (search->hops->hops[arc->hop].carries == CF_TRADE)
            raise_largest(search, arc->tail, 0, arc->share);
    }
    while (search->heap_count > 0) {
        struct cf_heap_entry top = heap_pop(search->heap, &search->heap_count);
        int v = top.place % n;

        if (top.value < search->largest[top.place])
            continue;
        for (int k = graph->in_start[v]; k < graph->in_start[v + 1]; k++)
            raise_largest_over(search, &graph->arcs[graph->in_at[k]], top.place / n, top.value);
    }
    for (int i = 0; i < search->reached_count; i++) {
        search->on_path[search->reached[i]] = false;
        for (int layer = 0; layer < search->layers; layer++) {
            int at = cf_bounded_place(search, layer, search->reached[i]);

            search->upper[at] = search->largest[at];
        }
    }
}

/* Breadth-first over arcs of any share whose last one is revenue. */
void cf_upper_bounds_count_steps(cf_bounded *search)
{
    const cf_hop_graph *graph = search->graph;
    int count = 0;

    for (int i = 0; i < search->reached_count; i++)
        search->steps_home[search->reached[i]] = 0;
    search->queue[count++] = search->root;
    for (int i = 0; i < count; i++) {
        int v = search->queue[i];
        int steps = v == search->root ? 0 : search->steps_home[v];

        for (int k = graph->in_start[v]; k < graph->in_start[v + 1]; k++) {
            const cf_hop_arc *arc = &graph->arcs[graph->in_at[k]];
            int tail = arc->tail;

            if (tail == search->root || search->steps_home[tail] != 0 ||
                search->largest[cf_bounded_place(search, 0, tail)] < 0 ||
                (v == search->root && search->hops->hops[arc->hop].carries != CF_TRADE))
                continue;
            search->steps_home[tail] = steps + 1;
            search->queue[count++] = tail;
        }
    }
}

/* The widest way home from every vertex: no loop has a larger amount. */
void cf_upper_bounds_find_widest(cf_bounded *search)
{
    const cf_hop_graph *graph = search->graph;

    search->has_widest = true;
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
            const cf_hop_arc *arc = &graph->arcs[graph->in_at[k]];
            const cf_hop *hop = &search->hops->hops[arc->hop];
            double width = fmin(top.value, hop->amount);

            if (arc->tail == search->root ||
                search->largest[cf_bounded_place(search, 0, arc->tail)] < 0 ||
                (top.place == search->root && hop->carries != CF_TRADE) ||
                search->widest[arc->tail] >= width)
                continue;
            search->widest[arc->tail] = width;
            heap_push(search->heap, &search->heap_count,
                      (struct cf_heap_entry){ width, arc->tail });
        }
    }
}

/* ---- as the path changes ---- */

static void set_upper(cf_bounded *search, int at, double upper)
{
    search->lowered += upper < search->largest[at];
    search->upper[at] = upper;
}

void cf_upper_bounds_enter(cf_bounded *search, int v)
{
    search->on_path[v] = true;
    for (int layer = 0; layer < search->layers; layer++) {
        int at = cf_bounded_place(search, layer, v);

        search->lowered -= search->upper[at] < search->largest[at];
        search->upper[at] = -1;
    }
}

/* The largest bound that the heads of v allow. */
static double allowed_upper(const cf_bounded *search, int v, int layer)
{
    const cf_hop_graph *graph = search->graph;
    double most = -1;

    for (int k = graph->start[v]; k < graph->start[v + 1]; k++) {
        const cf_hop_arc *arc = &graph->arcs[k];
        double upper;

        if (arc->head == search->root)
            upper = layer == 0 && search->hops->hops[arc->hop].carries == CF_TRADE ? 1 : -1;
        else
            upper = search->upper[cf_bounded_place(
                search, cf_bounded_layer(search, layer, arc->head), arc->head)];
        if (upper >= 0)
            most = fmax(most, upper * arc->share);
    }
    return most;
}

static void queue_place(cf_bounded *search, int at)
{
    if (!search->queued[at]) {
        search->queued[at] = true;
        search->queue[search->queue_count++] = at;
    }
}

static void raise_over(cf_bounded *search, const cf_hop_arc *arc, int layer, double upper)
{
    if (search->on_path[arc->tail] || arc->tail == search->root)
        return;
    for (int from = 0; from < search->layers; from++) {
        int at = cf_bounded_place(search, from, arc->tail);
        double least = fmin(upper * arc->share, search->largest[at]);

        if (cf_bounded_layer(search, from, arc->head) != layer || search->upper[at] >= least)
            continue;
        search->lowered -= search->upper[at] < search->largest[at];
        set_upper(search, at, least);
        queue_place(search, at);
    }
}

static void raise_all(cf_bounded *search)
{
    const cf_hop_graph *graph = search->graph;
    int n = graph->block->vertex_count;

    while (search->queue_count > 0) {
        int at = search->queue[--search->queue_count], v = at % n;

        search->queued[at] = false;
        if (search->upper[at] < 0)
            continue;
        for (int k = graph->in_start[v]; k < graph->in_start[v + 1]; k++)
            raise_over(search, &graph->arcs[graph->in_at[k]], at / n, search->upper[at]);
    }
}

void cf_upper_bounds_leave(cf_bounded *search, const cf_bounded_frame *frame)
{
    bool none_lowered = search->lowered == 0;

    search->on_path[frame->vertex] = false;
    for (int layer = 0; layer < search->layers; layer++) {
        int at = cf_bounded_place(search, layer, frame->vertex);
        double upper = search->largest[at];

        if (upper < 0)
            continue;
        if (!none_lowered || !frame->has_loop)
            upper = fmin(upper, allowed_upper(search, frame->vertex, layer));
        set_upper(search, at, upper);
        if (!none_lowered)
            queue_place(search, at);
    }
    raise_all(search);
}
