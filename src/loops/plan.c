/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which order roots are taken, and what is left of a root's component by then.
 *
 * Seen backwards, vertices are added one by one, and components only ever merge: those that merge
 * when r is added are the children of r in a tree, and the strong component of r among the
 * vertices up to then is what hangs below r. When two ends of a step come into one component is
 * found for all steps at once, by halving time: O(steps log vertices).
 */
#include <stdlib.h>
#include <string.h>

#include "loops/blocks.h"
#include "network/strong.h"

/* A step on its way to the time at which its ends meet; the ends are components by then. */
struct mover {
    int tail, head, time, step;
};

/* Movers whose time of meeting lies in first .. last. */
struct range {
    int first, last, from, to;
};

struct plan {
    cf_loop_block *block;
    int *order;  /* vertices, roots first */
    int *time;   /* of a vertex: when it is added */
    int *meet;   /* of a step */
    int *number; /* results */
    int *size;
    struct mover *movers;
    struct range *ranges;
    int *mark, *label, *component, *name, *tails, *heads;
    int marks;
    cf_strong strong;
};

/* ---- order ---- */

struct rated {
    int vertex, first, degree;
};

static int compare_rated(const void *a, const void *b)
{
    const struct rated *x = a, *y = b;

    if (x->first != y->first)
        return x->first > y->first ? -1 : 1;
    if (x->degree != y->degree)
        return x->degree > y->degree ? -1 : 1;
    return x->vertex < y->vertex ? -1 : 1;
}

/* Every financing loop has a payer of the rarer class; roots are only those. */
static unsigned rarer_class(const cf_loop_block *block)
{
    int trade = 0, capital = 0;

    for (int i = 0; i < block->step_count; i++) {
        trade += (block->steps[i].has & CF_HAS_TRADE) != 0;
        capital += (block->steps[i].has & CF_HAS_CAPITAL) != 0;
    }
    return trade < capital ? CF_HAS_TRADE : CF_HAS_CAPITAL;
}

/* Vertices with many steps first: without them the rest falls apart. Those of very many are roots
 * whatever they pay, or every other root would look all over their neighbours. */
static cf_status put_in_order(struct plan *plan, bool by_class, int *candidates)
{
    const cf_loop_block *block = plan->block;
    struct rated *rated = calloc((size_t)block->vertex_count + 1, sizeof *rated);
    unsigned class = by_class ? rarer_class(block) : ~0u;
    int outstanding = 32 + 16 * (block->step_count / block->vertex_count);

    *candidates = 0;
    if (rated == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < block->vertex_count; v++) {
        rated[v] = (struct rated){ .vertex = v,
                                   .degree = block->start[v + 1] - block->start[v] +
                                             block->in_start[v + 1] - block->in_start[v] };
        rated[v].first = rated[v].degree > outstanding;
        for (int k = block->start[v]; k < block->start[v + 1]; k++)
            rated[v].first = rated[v].first || (block->steps[k].has & class) != 0;
        *candidates += rated[v].first;
    }
    qsort(rated, (size_t)block->vertex_count, sizeof *rated, compare_rated);
    for (int i = 0; i < block->vertex_count; i++)
        plan->order[i] = rated[i].vertex;
    free(rated);
    return CF_OK;
}

/* ---- when the ends of each step meet ---- */

static int label_of(struct plan *plan, int vertex, int *labels)
{
    if (plan->mark[vertex] != plan->marks) {
        plan->mark[vertex] = plan->marks;
        plan->label[vertex] = *labels;
        plan->name[*labels] = vertex;
        (*labels)++;
    }
    return plan->label[vertex];
}

/* The components of what is there by time `middle`; component[] by label, -1 for no label. */
static void join_until(struct plan *plan, const struct range *range, int middle)
{
    int labels = 0, arcs = 0;

    plan->marks++;
    for (int i = range->from; i < range->to; i++) {
        const struct mover *mover = &plan->movers[i];

        if (mover->time > middle)
            continue;
        plan->tails[arcs] = label_of(plan, mover->tail, &labels);
        plan->heads[arcs++] = label_of(plan, mover->head, &labels);
    }
    cf_strong_find(&plan->strong, plan->component, labels, plan->tails, plan->heads, arcs);
    /* From here on label[] is a vertex that stands for the component. */
    for (int i = labels - 1; i >= 0; i--)
        plan->tails[plan->component[i]] = plan->name[i];
    for (int i = 0; i < labels; i++)
        plan->label[plan->name[i]] = plan->tails[plan->component[i]];
}

static int stands_for(const struct plan *plan, int vertex)
{
    return plan->mark[vertex] == plan->marks ? plan->label[vertex] : vertex;
}

/* Movers that have met by `middle` to the front; the others from then on move between components.
 * Returns where those begin. */
static int split(struct plan *plan, const struct range *range, int middle)
{
    int front = range->from;

    for (int i = range->from; i < range->to; i++) {
        struct mover mover = plan->movers[i];
        int tail = stands_for(plan, mover.tail), head = stands_for(plan, mover.head);

        if (mover.time <= middle && tail == head) {
            plan->movers[i] = plan->movers[front];
            plan->movers[front++] = mover;
        } else {
            plan->movers[i].tail = tail;
            plan->movers[i].head = head;
        }
    }
    return front;
}

static void find_meetings(struct plan *plan)
{
    int waiting = 0;

    plan->ranges[waiting++] =
        (struct range){ 0, plan->block->vertex_count - 1, 0, plan->block->step_count };
    while (waiting > 0) {
        struct range range = plan->ranges[--waiting];
        int middle = range.first + (range.last - range.first) / 2, front;

        if (range.from == range.to)
            continue;
        if (range.first == range.last) {
            for (int i = range.from; i < range.to; i++)
                plan->meet[plan->movers[i].step] = range.first;
            continue;
        }
        join_until(plan, &range, middle);
        front = split(plan, &range, middle);
        plan->ranges[waiting++] = (struct range){ middle + 1, range.last, front, range.to };
        plan->ranges[waiting++] = (struct range){ range.first, middle, range.from, front };
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

static void hang_below(struct plan *plan, int *up, int *parent, int vertex, int end)
{
    int top = top_of(up, end);

    if (top == vertex)
        return;
    up[top] = vertex;
    parent[top] = vertex;
    plan->size[vertex] += plan->size[top];
}

static void grow_tree(struct plan *plan, int *up, int *parent)
{
    const cf_loop_block *block = plan->block;
    int n = block->vertex_count, at = 0;

    for (int v = 0; v < n; v++) {
        up[v] = v;
        parent[v] = -1;
        plan->size[v] = 1;
    }
    /* movers lie by time of meeting */
    for (int t = 0; t < n; t++) {
        int vertex = plan->order[n - 1 - t];

        for (; at < block->step_count && plan->meet[plan->movers[at].step] == t; at++) {
            const cf_step *step = &block->steps[plan->movers[at].step];

            hang_below(plan, up, parent, vertex, step->tail);
            hang_below(plan, up, parent, vertex, step->head);
        }
    }
}

/* Parents come before their children in the order of roots. */
static void number_tree(struct plan *plan, int *free_number, const int *parent)
{
    int next = 0;

    for (int i = 0; i < plan->block->vertex_count; i++) {
        int v = plan->order[i], *from = parent[v] < 0 ? &next : &free_number[parent[v]];

        plan->number[v] = *from;
        *from += plan->size[v];
        free_number[v] = plan->number[v] + 1;
    }
}

static void work_out(struct plan *plan)
{
    int n = plan->block->vertex_count;

    for (int i = 0; i < n; i++)
        plan->time[plan->order[i]] = n - 1 - i;
    for (int i = 0; i < plan->block->step_count; i++) {
        const cf_step *step = &plan->block->steps[i];
        int a = plan->time[step->tail], b = plan->time[step->head];

        plan->movers[i] = (struct mover){ step->tail, step->head, a > b ? a : b, i };
    }
    find_meetings(plan);
    grow_tree(plan, plan->label, plan->component);
    number_tree(plan, plan->name, plan->component);
}

static cf_status allocate(struct plan *plan, cf_arena *arena)
{
    size_t n = (size_t)plan->block->vertex_count, steps = (size_t)plan->block->step_count;
    int *room = calloc(6 * (n + 1) + 3 * (steps + 1), sizeof *room);

    plan->order = cf_arena_new(arena, n, sizeof *plan->order);
    plan->number = cf_arena_new(arena, n, sizeof *plan->number);
    plan->size = cf_arena_new(arena, n, sizeof *plan->size);
    plan->movers = malloc((steps + 1) * sizeof *plan->movers);
    plan->ranges = malloc(256 * sizeof *plan->ranges); /* at most 2 for each bit of n */
    plan->mark = room;
    if (room == NULL || plan->order == NULL || plan->number == NULL || plan->size == NULL ||
        plan->movers == NULL || plan->ranges == NULL)
        return CF_NO_MEMORY;
    plan->label = plan->mark + n + 1;
    plan->component = plan->label + n + 1;
    plan->name = plan->component + n + 1;
    plan->time = plan->name + n + 1;
    plan->tails = plan->time + n + 1; /* also used by component */
    plan->heads = plan->tails + steps + 1 + n + 1;
    plan->meet = plan->heads + steps + 1;
    return cf_strong_new(&plan->strong, (int)n, (int)steps);
}

cf_status cf_loop_block_plan(cf_loop_block *block, cf_arena *arena, unsigned needs, bool by_rank)
{
    const unsigned both = CF_HAS_TRADE | CF_HAS_CAPITAL;
    struct plan plan = { .block = block };
    cf_status status = allocate(&plan, arena);
    int candidates = block->vertex_count;

    if (status == CF_OK && by_rank) {
        for (int v = 0; v < block->vertex_count; v++)
            plan.order[v] = v;
    } else if (status == CF_OK) {
        status = put_in_order(&plan, (needs & both) == both, &candidates);
    }
    if (status == CF_OK)
        work_out(&plan);
    block->roots = plan.order;
    block->number = plan.number;
    block->tree_size = plan.size;
    for (int i = 0; status == CF_OK && i < candidates; i++) {
        if (plan.size[plan.order[i]] > 1)
            plan.order[block->root_count++] = plan.order[i];
    }
    cf_strong_free(&plan.strong);
    free(plan.mark);
    free(plan.movers);
    free(plan.ranges);
    return status;
}
