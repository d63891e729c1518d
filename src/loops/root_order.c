/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of roots, and what is left of each root's strong component once the roots before it are
 * gone.
 *
 * Seen backwards, vertices are added one by one, and strong components only ever merge. Those that
 * merge when r is added become the children of r in a tree, so the component of r at that time is
 * the subtree below r, a range of numbers:
 *
 *     order of roots  c a b d        added backwards: d, then b (b ⇄ d merge), then a, then c
 *                                              c            c: 0..3
 *     a → c,  c → b,  b ⇄ d,  b → a          a   b          a: 1     (nothing left to loop with)
 *                                                  d        b: 2..3
 *
 * The time at which the two ends of a step come into one component is found for all steps at once,
 * by halving the time: steps that have merged by the middle go to the first half, all others to the
 * second, with their ends replaced by the components of the middle. O(steps log vertices).
 */
#include <stdlib.h>
#include <string.h>

#include "loops/blocks.h"
#include "loops/strong.h"

/* A step whose time of merging is being found; its ends stand for components. */
struct timed_step {
    int tail, head, time, step;
};

/* Steps whose time of merging lies in first .. last. */
struct range {
    int first, last, from, to;
};

struct ordering {
    cf_loop_block *block;
    int *order;     /* vertices, roots first */
    int *time;      /* of a vertex: when it is added */
    int *merged_at; /* of a step */
    int *number;    /* results */
    int *size;
    struct timed_step *steps;
    struct range *ranges;
    int *mark, *label, *component, *name, *tails, *heads;
    int marks;
    bool *is_gone;
    cf_strong strong;
};

/* ---- order ---- */

static int largest_degree(const cf_root_choice *choice)
{
    int largest = 0;

    for (int v = 0; v < choice->vertex_count; v++)
        largest = choice->degree[v] > largest ? choice->degree[v] : largest;
    return largest;
}

/* Every financing loop has a payer of the rarer class; roots are only those. */
static unsigned class_of_roots(const cf_root_choice *choice)
{
    if (!cf_has_both(choice->needs))
        return ~0u;
    return choice->trade_count < choice->capital_count ? CF_HAS_TRADE : CF_HAS_CAPITAL;
}

/* Vertices with many steps first: without them the rest falls apart. Those with very many are roots
 * whatever they pay, as otherwise every search would pass through them. A counting sort; key[]:
 * what comes first has the smaller. */
cf_status cf_root_choice_order(const cf_root_choice *choice, int *order, int *candidates)
{
    unsigned class = class_of_roots(choice);
    int n = choice->vertex_count, outstanding = 32 + 16 * (choice->step_count / n);
    int largest = largest_degree(choice), behind = largest + 1;
    int *key = malloc(((size_t)n + 1) * sizeof *key);
    int *start = calloc(2 * (size_t)behind + 2, sizeof *start);

    *candidates = 0;
    if (key == NULL || start == NULL) {
        free(key);
        free(start);
        return CF_NO_MEMORY;
    }
    for (int v = 0; v < n; v++) {
        bool first = choice->degree[v] > outstanding || (choice->pays[v] & class) != 0;

        *candidates += first;
        key[v] = largest - choice->degree[v] + (first ? 0 : behind);
        start[key[v] + 1]++;
    }
    for (int k = 1; k <= 2 * behind; k++)
        start[k] += start[k - 1];
    for (int v = 0; v < n; v++)
        order[start[key[v]]++] = v;
    free(key);
    free(start);
    return CF_OK;
}

static cf_status order_vertices(struct ordering *ordering, unsigned needs, int *candidates)
{
    const cf_loop_block *block = ordering->block;
    size_t n = (size_t)block->vertex_count;
    int *degree = malloc((n + 1) * sizeof *degree);
    unsigned char *pays = calloc(n + 1, 1);
    cf_root_choice choice = { .degree = degree,
                              .pays = pays,
                              .vertex_count = block->vertex_count,
                              .step_count = block->step_count,
                              .needs = needs };
    cf_status status = CF_NO_MEMORY;

    if (degree != NULL && pays != NULL) {
        for (int v = 0; v < block->vertex_count; v++)
            degree[v] =
                block->start[v + 1] - block->start[v] + block->in_start[v + 1] - block->in_start[v];
        for (int i = 0; i < block->step_count; i++) {
            const cf_step *step = &block->steps[i];

            choice.trade_count += (step->has & CF_HAS_TRADE) != 0;
            choice.capital_count += (step->has & CF_HAS_CAPITAL) != 0;
            pays[step->tail] = (unsigned char)(pays[step->tail] | step->has);
        }
        status = cf_root_choice_order(&choice, ordering->order, candidates);
    }
    free(degree);
    free(pays);
    return status;
}

/* ---- when the ends of each step merge ---- */

static int label_of(struct ordering *ordering, int vertex, int *labels)
{
    if (ordering->mark[vertex] != ordering->marks) {
        ordering->mark[vertex] = ordering->marks;
        ordering->label[vertex] = *labels;
        ordering->name[*labels] = vertex;
        (*labels)++;
    }
    return ordering->label[vertex];
}

/* The components of what is there by time `middle`; component[] by label, -1 for no label. */
static void join_until(struct ordering *ordering, const struct range *range, int middle)
{
    int labels = 0, arcs = 0;

    ordering->marks++;
    for (int i = range->from; i < range->to; i++) {
        const struct timed_step *step = &ordering->steps[i];

        if (step->time > middle)
            continue;
        ordering->tails[arcs] = label_of(ordering, step->tail, &labels);
        ordering->heads[arcs++] = label_of(ordering, step->head, &labels);
    }
    cf_strong_find(&ordering->strong, ordering->component, labels, ordering->tails, ordering->heads,
                   arcs);
    /* From here on label[] is a vertex that stands for the component. */
    for (int i = labels - 1; i >= 0; i--)
        ordering->tails[ordering->component[i]] = ordering->name[i];
    for (int i = 0; i < labels; i++)
        ordering->label[ordering->name[i]] = ordering->tails[ordering->component[i]];
}

static int stands_for(const struct ordering *ordering, int vertex)
{
    return ordering->mark[vertex] == ordering->marks ? ordering->label[vertex] : vertex;
}

/* Moves steps that have merged by `middle` to the front; the ends of the others become components.
 * Returns where those begin. */
static int split_range(struct ordering *ordering, const struct range *range, int middle)
{
    int front = range->from;

    for (int i = range->from; i < range->to; i++) {
        struct timed_step step = ordering->steps[i];
        int tail = stands_for(ordering, step.tail), head = stands_for(ordering, step.head);

        if (step.time <= middle && tail == head) {
            ordering->steps[i] = ordering->steps[front];
            ordering->steps[front++] = step;
        } else {
            ordering->steps[i].tail = tail;
            ordering->steps[i].head = head;
        }
    }
    return front;
}

/* ---- how many roots there can be ---- */

static void lose(struct ordering *ordering, int *degree, int vertex, int *waiting)
{
    if (--degree[vertex] > 0 || ordering->is_gone[vertex])
        return;
    ordering->is_gone[vertex] = true;
    ordering->name[(*waiting)++] = vertex;
}

/* Removes a vertex, and then those left without a way in or a way out. Returns how many. */
static int take_away(struct ordering *ordering, int vertex, int *ins, int *outs)
{
    const cf_loop_block *block = ordering->block;
    int waiting = 0, gone = 0;

    ordering->is_gone[vertex] = true;
    ordering->name[waiting++] = vertex;
    for (; waiting > 0; gone++) {
        int v = ordering->name[--waiting];

        for (int k = block->start[v]; k < block->start[v + 1]; k++)
            lose(ordering, ins, block->heads[k], &waiting);
        for (int k = block->in_start[v]; k < block->in_start[v + 1]; k++)
            lose(ordering, outs, block->in_tails[k], &waiting);
    }
    return gone;
}

/* Without the first so many vertices there is no circuit, so nothing merges before they are added.
 */
static int count_breakers(struct ordering *ordering)
{
    const cf_loop_block *block = ordering->block;
    int *ins = ordering->label, *outs = ordering->component, left = block->vertex_count, count = 0;

    for (int v = 0; v < block->vertex_count; v++) {
        ins[v] = block->in_start[v + 1] - block->in_start[v];
        outs[v] = block->start[v + 1] - block->start[v];
    }
    for (; left > 0; count++) {
        if (!ordering->is_gone[ordering->order[count]])
            left -= take_away(ordering, ordering->order[count], ins, outs);
    }
    return count;
}

static void find_merge_times(struct ordering *ordering)
{
    int n = ordering->block->vertex_count, waiting = 0;

    ordering->ranges[waiting++] =
        (struct range){ n - count_breakers(ordering), n - 1, 0, ordering->block->step_count };
    while (waiting > 0) {
        struct range range = ordering->ranges[--waiting];
        int middle = range.first + (range.last - range.first) / 2, front;

        if (range.from == range.to)
            continue;
        if (range.first == range.last) {
            for (int i = range.from; i < range.to; i++)
                ordering->merged_at[ordering->steps[i].step] = range.first;
            continue;
        }
        join_until(ordering, &range, middle);
        front = split_range(ordering, &range, middle);
        ordering->ranges[waiting++] = (struct range){ middle + 1, range.last, front, range.to };
        ordering->ranges[waiting++] = (struct range){ range.first, middle, range.from, front };
    }
}

/* ---- the tree ---- */

static int top_of(int *up, int vertex)
{
    while (up[vertex] != vertex) {
        up[vertex] = up[up[vertex]];
        vertex = up[vertex];
    }
    return vertex;
}

static void hang_below(struct ordering *ordering, int *up, int *parent, int vertex, int end)
{
    int top = top_of(up, end);

    if (top == vertex)
        return;
    up[top] = vertex;
    parent[top] = vertex;
    ordering->size[vertex] += ordering->size[top];
}

static void grow_tree(struct ordering *ordering, int *up, int *parent)
{
    const cf_loop_block *block = ordering->block;
    int n = block->vertex_count, at = 0;

    for (int v = 0; v < n; v++) {
        up[v] = v;
        parent[v] = -1;
        ordering->size[v] = 1;
    }
    /* the steps lie by time of merging */
    for (int t = 0; t < n; t++) {
        int vertex = ordering->order[n - 1 - t];

        for (; at < block->step_count && ordering->merged_at[ordering->steps[at].step] == t; at++) {
            const cf_step *step = &block->steps[ordering->steps[at].step];

            hang_below(ordering, up, parent, vertex, step->tail);
            hang_below(ordering, up, parent, vertex, step->head);
        }
    }
}

/* Parents come before their children in the order of roots. */
static void number_tree(struct ordering *ordering, int *free_number, const int *parent)
{
    int next = 0;

    for (int i = 0; i < ordering->block->vertex_count; i++) {
        int v = ordering->order[i], *from = parent[v] < 0 ? &next : &free_number[parent[v]];

        ordering->number[v] = *from;
        *from += ordering->size[v];
        free_number[v] = ordering->number[v] + 1;
    }
}

static void order_and_number(struct ordering *ordering)
{
    int n = ordering->block->vertex_count;

    for (int i = 0; i < n; i++)
        ordering->time[ordering->order[i]] = n - 1 - i;
    for (int i = 0; i < ordering->block->step_count; i++) {
        const cf_step *step = &ordering->block->steps[i];
        int a = ordering->time[step->tail], b = ordering->time[step->head];

        ordering->steps[i] = (struct timed_step){ step->tail, step->head, a > b ? a : b, i };
    }
    find_merge_times(ordering);
    grow_tree(ordering, ordering->label, ordering->component);
    number_tree(ordering, ordering->name, ordering->component);
}

static cf_status root_order_new(struct ordering *ordering, cf_arena *arena)
{
    size_t n = (size_t)ordering->block->vertex_count, steps = (size_t)ordering->block->step_count;
    int *room = calloc(6 * (n + 1) + 3 * (steps + 1), sizeof *room);

    ordering->order = cf_arena_new(arena, n, sizeof *ordering->order);
    ordering->number = cf_arena_new(arena, n, sizeof *ordering->number);
    ordering->size = cf_arena_new(arena, n, sizeof *ordering->size);
    ordering->steps = malloc((steps + 1) * sizeof *ordering->steps);
    ordering->ranges = malloc(256 * sizeof *ordering->ranges); /* at most 2 for each bit of n */
    ordering->mark = room;
    ordering->is_gone = calloc(n + 1, sizeof *ordering->is_gone);
    if (room == NULL || ordering->is_gone == NULL || ordering->order == NULL ||
        ordering->number == NULL || ordering->size == NULL || ordering->steps == NULL ||
        ordering->ranges == NULL)
        return CF_NO_MEMORY;
    ordering->label = ordering->mark + n + 1;
    ordering->component = ordering->label + n + 1;
    ordering->name = ordering->component + n + 1;
    ordering->time = ordering->name + n + 1;
    ordering->tails = ordering->time + n + 1; /* also used by component */
    ordering->heads = ordering->tails + steps + 1 + n + 1;
    ordering->merged_at = ordering->heads + steps + 1;
    return cf_strong_new(&ordering->strong, (int)n, (int)steps);
}

cf_status cf_loop_block_order_roots(cf_loop_block *block, cf_arena *arena, unsigned needs,
                                    bool by_rank)
{
    struct ordering ordering = { .block = block };
    cf_status status = root_order_new(&ordering, arena);
    int candidates = block->vertex_count;

    if (status == CF_OK && by_rank) {
        for (int v = 0; v < block->vertex_count; v++)
            ordering.order[v] = v;
    } else if (status == CF_OK) {
        status = order_vertices(&ordering, needs, &candidates);
    }
    if (status == CF_OK)
        order_and_number(&ordering);
    block->roots = ordering.order;
    block->number = ordering.number;
    block->tree_size = ordering.size;
    for (int i = 0; status == CF_OK && i < candidates; i++) {
        if (ordering.size[ordering.order[i]] > 1)
            ordering.order[block->root_count++] = ordering.order[i];
    }
    cf_strong_free(&ordering.strong);
    free(ordering.mark);
    free(ordering.is_gone);
    free(ordering.steps);
    free(ordering.ranges);
    return status;
}
