/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of sweeps: see the header. Vertices without a place wait in buckets by the part of
 * their money that comes from others without one; the lowest bucket is emptied first, from the end
 * that was filled last, so that neighbours come close together.
 */
#include "pro_rata/sweep_order.h"

#include <stdlib.h>

enum { BUCKETS = 32, NONE = -1, PLACED = -1 };

struct waiting {
    int next, previous, bucket; /* PLACED: it has its place */
    int first;                  /* of its payments in `paid` */
    double from_inside, from_waiting;
};

struct payment {
    int payee;
    double amount;
};

struct queue {
    int size;
    struct waiting *of; /* by local place; one more for the end of the payments */
    struct payment *paid;
    int top[BUCKETS];
    int lowest;
};

/* The payments within the component, by payer, with payees by their local places. */
static cf_status list_payments(struct queue *queue, const cf_flow *flow, int component,
                               const int *local)
{
    const int *vertices = &flow->component_vertices[flow->component_start[component]];
    const int *out = flow->out_edges.start;
    int count = 0;

    for (int i = 0; i < queue->size; i++)
        count += out[vertices[i] + 1] - out[vertices[i]];
    queue->paid = malloc(((size_t)count + 1) * sizeof *queue->paid);
    if (queue->paid == NULL)
        return CF_NO_MEMORY;
    count = 0;
    for (int i = 0; i < queue->size; i++) {
        queue->of[i].first = count;
        for (int k = out[vertices[i]]; k < out[vertices[i] + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (!(edge->amount > 0) || flow->component[edge->head] != component)
                continue;
            queue->paid[count++] = (struct payment){ local[edge->head], edge->amount };
            queue->of[local[edge->head]].from_inside += edge->amount;
        }
    }
    queue->of[queue->size].first = count;
    return CF_OK;
}

static void leave(struct queue *queue, int i)
{
    struct waiting *of = &queue->of[i];

    if (of->previous == NONE)
        queue->top[of->bucket] = of->next;
    else
        queue->of[of->previous].next = of->next;
    if (of->next != NONE)
        queue->of[of->next].previous = of->previous;
}

static void wait_in_line(struct queue *queue, int i)
{
    struct waiting *of = &queue->of[i];
    double part = of->from_waiting / of->from_inside; /* rounding may take it past 0 */

    of->bucket = part < 0 ? 0 : part < 1 ? (int)(part * BUCKETS) : BUCKETS - 1;
    of->previous = NONE;
    of->next = queue->top[of->bucket];
    if (of->next != NONE)
        queue->of[of->next].previous = i;
    queue->top[of->bucket] = i;
    if (of->bucket < queue->lowest)
        queue->lowest = of->bucket;
}

static int take_next(struct queue *queue)
{
    int i;

    while (queue->top[queue->lowest] == NONE)
        queue->lowest++;
    i = queue->top[queue->lowest];
    leave(queue, i);
    queue->of[i].bucket = PLACED;
    for (int k = queue->of[i].first; k < queue->of[i + 1].first; k++) {
        int payee = queue->paid[k].payee;

        if (queue->of[payee].bucket == PLACED)
            continue;
        queue->of[payee].from_waiting -= queue->paid[k].amount;
        leave(queue, payee);
        wait_in_line(queue, payee);
    }
    return i;
}

cf_status cf_sweep_order(int *order, const cf_flow *flow, int component, const int *local)
{
    struct queue queue = { .size = flow->component_start[component + 1] -
                                   flow->component_start[component] };
    cf_status status = CF_NO_MEMORY;

    queue.of = calloc((size_t)queue.size + 1, sizeof *queue.of);
    if (queue.of != NULL)
        status = list_payments(&queue, flow, component, local);
    for (int b = 0; b < BUCKETS; b++)
        queue.top[b] = NONE;
    for (int i = queue.size - 1; status == CF_OK && i >= 0; i--) {
        queue.of[i].from_waiting = queue.of[i].from_inside;
        wait_in_line(&queue, i);
    }
    for (int p = 0; status == CF_OK && p < queue.size; p++)
        order[p] = take_next(&queue);
    free(queue.of);
    free(queue.paid);
    return status;
}
