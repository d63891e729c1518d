/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/loop_bound.h"

#include <math.h>
#include <stdlib.h>

enum { PULSE = 4096 };

/* Of one product: in another order they round differently. */
static const double ROUNDING = 1.2e-16;

struct cf_heap_entry {
    double value;
    int place;
};

cf_status cf_bound_search_new(cf_bound_search *search, const cf_blocks *blocks, int most_branches)
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

static int place(const cf_bound_search *search, int layer, int vertex)
{
    return layer * search->graph->block->vertex_count + vertex;
}

/* Being at the wanted node is what layer 1 waits for. */
static int layer_at(const cf_bound_search *search, int layer, int vertex)
{
    return vertex == search->graph->through ? 0 : layer;
}

/* ---- a heap of places, largest value on top ---- */

static void heap_push(cf_bound_search *search, double value, int at)
{
    struct cf_heap_entry *heap = search->heap;
    int i = search->heap_count++;

    for (; i > 0 && heap[(i - 1) / 2].value < value; i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = (struct cf_heap_entry){ value, at };
}

static struct cf_heap_entry heap_pop(cf_bound_search *search)
{
    struct cf_heap_entry *heap = search->heap, top = heap[0];
    struct cf_heap_entry last = heap[--search->heap_count];
    int i = 0;

    for (;;) {
        int child = 2 * i + 1;

        if (child >= search->heap_count)
            break;
        if (child + 1 < search->heap_count && heap[child + 1].value > heap[child].value)
            child++;
        if (heap[child].value <= last.value)
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
    return top;
}

/* ---- the best way home from everywhere ---- */

/* What at most gets home, against the mark: less, as much at best, perhaps more. */
enum verdict { LESS, TIE, MORE };

static enum verdict compare_with_mark(const cf_bound_search *search, double most)
{
    double mark = search->mark.through, key;

    if (most < mark * (1 - search->near))
        return LESS;
    if (mark < 0 || most > mark * (1 + search->near) + CF_LOOP_TINY)
        return MORE;
    key = cf_loop_key(most * (1 + search->slack), search->bits);
    mark = cf_loop_key(mark, search->bits);
    return key < mark ? LESS : key > mark ? MORE : TIE;
}

/* Ways of thousands of hops are compared in fewer digits, or rounding would make a difference
 * between any two of them and ties could not be told. */
static void choose_digits(cf_bound_search *search)
{
    int exponent;

    search->slack = 2 * ROUNDING * (search->graph->block->vertex_count + 8);
    frexp(64 * search->slack, &exponent);
    search->bits = -exponent < CF_LOOP_BITS ? -exponent : CF_LOOP_BITS;
    search->near = ldexp(4, -search->bits);
}

static bool is_hopeless(const cf_bound_search *search, double most)
{
    return compare_with_mark(search, most) == LESS;
}

static void hope_for(cf_bound_search *search, int vertex, int layer, double value)
{
    int at = place(search, layer, vertex);

    if (vertex == search->root || search->base[at] >= value ||
        is_hopeless(search, search->most * value))
        return;
    if (!search->on_way[vertex]) {
        search->on_way[vertex] = true; /* borrowed until all is known */
        search->reached[search->reached_count++] = vertex;
    }
    search->base[at] = value;
    heap_push(search, value, at);
}

/* From w's place back over a branch v→w: v in the layers that lead to that of w. */
static void hope_over(cf_bound_search *search, const cf_branch *branch, int layer, double value)
{
    int head_layer = layer;

    for (int from = 0; from < search->layers; from++) {
        if (layer_at(search, from, branch->head) == head_layer &&
            layer_at(search, from, branch->tail) == from)
            hope_for(search, branch->tail, from, value * branch->share);
    }
}

static void look_home(cf_bound_search *search)
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
        struct cf_heap_entry top = heap_pop(search);
        int v = top.place % n;

        if (top.value < search->base[top.place])
            continue;
        for (int k = graph->in_start[v]; k < graph->in_start[v + 1]; k++)
            hope_over(search, &graph->branches[graph->in_at[k]], top.place / n, top.value);
    }
    for (int i = 0; i < search->reached_count; i++) {
        search->on_way[search->reached[i]] = false;
        for (int layer = 0; layer < search->layers; layer++) {
            int at = place(search, layer, search->reached[i]);

            search->hope[at] = search->base[at];
        }
    }
}

/* Steps home, over any branches that end as revenue: only where lengths matter. */
static void count_steps_home(cf_bound_search *search)
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
                search->base[place(search, 0, tail)] < 0 ||
                (v == search->root && search->hops->hops[branch->hop].capital))
                continue;
            search->steps_home[tail] = steps + 1;
            search->queue[count++] = tail;
        }
    }
}

/* The widest way home from everywhere: what the smallest hop of a loop can be at most. */
static void find_widest(cf_bound_search *search)
{
    const cf_branches *graph = search->graph;

    search->wide = true;
    search->heap_count = 0;
    for (int i = 0; i < search->reached_count; i++)
        search->widest[search->reached[i]] = -1;
    heap_push(search, (double)INFINITY, search->root);
    while (search->heap_count > 0) {
        struct cf_heap_entry top = heap_pop(search);

        if (top.place != search->root && top.value < search->widest[top.place])
            continue;
        for (int k = graph->in_start[top.place]; k < graph->in_start[top.place + 1]; k++) {
            const cf_branch *branch = &graph->branches[graph->in_at[k]];
            const cf_hop *hop = &search->hops->hops[branch->hop];
            double width = fmin(top.value, hop->amount);

            if (branch->tail == search->root || search->base[place(search, 0, branch->tail)] < 0 ||
                (top.place == search->root && hop->capital) ||
                search->widest[branch->tail] >= width)
                continue;
            search->widest[branch->tail] = width;
            heap_push(search, width, branch->tail);
        }
    }
}

/* ---- hope ---- */

static void set_hope(cf_bound_search *search, int at, double hope)
{
    search->sunk += hope < search->base[at];
    search->hope[at] = hope;
}

static void block_vertex(cf_bound_search *search, int v)
{
    search->on_way[v] = true;
    for (int layer = 0; layer < search->layers; layer++) {
        int at = place(search, layer, v);

        search->sunk -= search->hope[at] < search->base[at];
        search->hope[at] = -1;
    }
}

/* The least hope that the neighbours of v leave. */
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
            hope = search->hope[place(search, layer_at(search, layer, branch->head), branch->head)];
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
        int at = place(search, from, branch->tail);
        double least = fmin(hope * branch->share, search->base[at]);

        if (layer_at(search, from, branch->head) != layer || search->hope[at] >= least)
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

static void unblock_vertex(cf_bound_search *search, const cf_bound_frame *frame)
{
    bool calm = search->sunk == 0;

    search->on_way[frame->vertex] = false;
    for (int layer = 0; layer < search->layers; layer++) {
        int at = place(search, layer, frame->vertex);
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

/* ---- the order in which branches are tried: what promises most first, then by path ---- */

static double promise(const cf_bound_search *search, int k)
{
    const cf_branch *branch = &search->graph->branches[k];

    if (branch->head == search->root)
        return branch->share;
    return branch->share * search->base[place(search, 0, branch->head)];
}

/* Shell sort: in place, and a supplier of thousands of customers is no worse than others. */
static void order_branches(cf_bound_search *search, int v)
{
    int first = search->graph->start[v], count = search->graph->start[v + 1] - first;
    int *order = search->order + first;

    for (int i = 0; i < count; i++)
        order[i] = first + i;
    for (int gap = count / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
        for (int i = gap; i < count; i++) {
            int k = order[i], j = i;

            for (; j >= gap; j -= gap) {
                int before = order[j - gap];
                double a = promise(search, before), b = promise(search, k);

                if (a > b || (a >= b && before < k))
                    break;
                order[j] = before;
            }
            order[j] = k;
        }
    }
    search->ordered[v] = true;
}

/* ---- walking ---- */

/* The way so far and v, against the path of the mark: whether it can only come later. */
static bool comes_later(const cf_bound_search *search, int v)
{
    const int *rank = search->graph->block->rank;

    for (int i = 0; i <= search->depth + 1; i++) {
        int ours = rank[i <= search->depth ? search->frames[i].vertex : v];

        if (i >= search->mark.length)
            return true;
        if (ours != search->mark.ranks[i])
            return ours > search->mark.ranks[i];
    }
    return false;
}

/* As much money as the mark may get home at best: then amounts decide, then paths. */
static bool loses_tie(cf_bound_search *search, double most, double amount, int v)
{
    if (compare_with_mark(search, most) == MORE)
        return false;
    if (v != search->root && !search->wide)
        find_widest(search);
    if (v != search->root)
        amount = fmin(amount, search->widest[v]);
    if (amount < search->mark.amount)
        return true;
    return amount <= search->mark.amount && v != search->root && comes_later(search, v);
}

static void close_loop(cf_bound_search *search, int hop)
{
    cf_loop loop;

    for (int i = 0; i < search->depth; i++)
        search->maker->chosen[i] = search->frames[i + 1].hop;
    search->maker->chosen[search->depth] = hop;
    loop = cf_loop_make(search->maker, search->depth + 1);
    /* From another of its suppliers more gets round: it is found there. */
    if (search->hops->rank[loop.supplier] != search->graph->block->rank[search->root])
        return;
    if (!search->found(&loop, search->payload))
        search->stopped = true;
    search->refresh(&search->mark, search->payload);
}

static void pulse(cf_bound_search *search)
{
    search->pulses = 0;
    if (!search->pulse(search->payload))
        search->stopped = true;
    search->refresh(&search->mark, search->payload);
}

static double passing(const cf_bound_search *search, const cf_bound_frame *frame, int hop)
{
    return frame->hop < 0 ? 1.0 : cf_hops_passing(search->hops, frame->hop, hop);
}

static void go_home(cf_bound_search *search, cf_bound_frame *frame, const cf_branch *branch)
{
    const cf_hop *hop = &search->hops->hops[branch->hop];
    double money = frame->money * passing(search, frame, branch->hop);

    if (hop->capital || frame->layer != 0 || is_hopeless(search, money))
        return;
    frame->ended = true;
    if (!loses_tie(search, money, fmin(frame->amount, hop->amount), search->root))
        close_loop(search, branch->hop);
}

static void go_on(cf_bound_search *search, cf_bound_frame *frame, const cf_branch *branch)
{
    const cf_hop *hop = &search->hops->hops[branch->hop];
    int v = branch->head, layer = layer_at(search, frame->layer, v);
    double money = frame->money * passing(search, frame, branch->hop);
    double hope = search->hope[place(search, layer, v)], amount = fmin(frame->amount, hop->amount);

    if (hope < 0 || is_hopeless(search, money * hope))
        return;
    if ((search->bounded && search->depth + 1 + search->steps_home[v] > search->max_length) ||
        loses_tie(search, money * hope, amount, v)) {
        frame->ended = true; /* not for want of money */
        return;
    }
    if (++search->pulses == PULSE)
        pulse(search);
    search->frames[++search->depth] = (cf_bound_frame){ .vertex = v,
                                                        .hop = branch->hop,
                                                        .next = search->graph->start[v],
                                                        .end = search->graph->start[v + 1],
                                                        .money = money,
                                                        .amount = amount,
                                                        .layer = (unsigned char)layer };
    block_vertex(search, v);
    if (!search->ordered[v])
        order_branches(search, v);
}

static void leave(cf_bound_search *search)
{
    const cf_bound_frame *frame = &search->frames[search->depth];

    if (search->depth-- == 0)
        return;
    search->frames[search->depth].ended |= frame->ended;
    unblock_vertex(search, frame);
}

static void walk(cf_bound_search *search)
{
    while (search->depth >= 0 && !search->stopped) {
        cf_bound_frame *frame = &search->frames[search->depth];
        const cf_branch *branch;
        int k = frame->next++;

        if (k == frame->end) {
            leave(search);
            continue;
        }
        branch = &search->graph->branches[frame->by_path ? k : search->order[k]];
        if (search->depth > 0 && branch->head == search->root) {
            go_home(search, frame, branch);
        } else if (search->depth == 0) {
            const cf_hop *hop = &search->hops->hops[branch->hop];

            frame->money = hop->amount;
            if (hop->capital)
                go_on(search, frame, branch);
        } else {
            go_on(search, frame, branch);
        }
    }
}

/* ---- one supplier ---- */

static double largest_investment(const cf_bound_search *search)
{
    const cf_branches *graph = search->graph;
    double most = 0;

    for (int k = graph->start[search->root]; k < graph->start[search->root + 1]; k++) {
        const cf_hop *hop = &search->hops->hops[graph->branches[k].hop];

        if (hop->capital)
            most = fmax(most, hop->amount);
    }
    return most;
}

static void forget(cf_bound_search *search)
{
    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        for (int layer = 0; layer < search->layers; layer++)
            search->base[place(search, layer, v)] = search->hope[place(search, layer, v)] = -1;
        search->ordered[v] = search->on_way[v] = false;
    }
    search->ordered[search->root] = false;
}

void cf_bound_search_run(cf_bound_search *search, const cf_branches *graph, int supplier)
{
    search->graph = graph;
    search->root = supplier;
    search->layers = graph->through >= 0 ? 2 : 1;
    search->sunk = search->reached_count = search->queue_count = 0;
    search->wide = false;
    choose_digits(search);
    search->bounded = search->max_length > 0 && search->max_length < graph->block->vertex_count;
    search->refresh(&search->mark, search->payload);
    search->most = largest_investment(search);
    if (search->most <= 0 || is_hopeless(search, search->most))
        return;
    look_home(search);
    if (search->reached_count > 0) {
        if (search->bounded)
            count_steps_home(search);
        search->depth = 0;
        search->frames[0] = (cf_bound_frame){
            .vertex = supplier,
            .hop = -1,
            .next = graph->start[supplier],
            .end = graph->start[supplier + 1],
            .amount = (double)INFINITY,
            .layer = (unsigned char)(graph->through >= 0 && graph->through != supplier),
        };
        order_branches(search, supplier);
        walk(search);
    }
    forget(search);
}
