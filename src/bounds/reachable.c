/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which origin edges can come back as revenue. A search backward from the payers of the supplier
 * first finds some of the vertices from which it can be paid. Then a search forward from each head
 * ends as soon as it meets one of them; in a large network that is long before either search has
 * seen all of it: I. Pohl (1971), Bi-directional search. Once the forward searches have read as
 * many edges as there are, the backward search goes on to its end and decides for all heads.
 */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "circfin/bounds.h"

enum { CAN_PAY = -1, CANNOT = -2 }; /* marks of a vertex; above 0: the search forward that saw it */

struct search {
    const cf_flow *flow;
    int supplier;
    bool origin_all;
    int *mark;                /* of each vertex; 0: not found */
    int *queue, queued, next; /* backward */
    int *forward_queue;
    int searches;
    double patience; /* edges that forward searches may still read */
};

/* An edge with an amount, or an open payment of another entity. */
static bool is_followed(const struct search *search, int e)
{
    const cf_edge *edge = &search->flow->edges[e];

    return edge->amount > 0 || (e == edge->payment && search->flow->network->payments[e].open &&
                                edge->tail != search->supplier);
}

static bool is_origin(const struct search *search, int e)
{
    const cf_edge *edge = &search->flow->edges[e];

    return is_followed(search, e) && cf_flow_is_origin(edge, search->supplier, search->origin_all);
}

/* Money does not pass through the supplier, nor through what counts as it. */
static bool is_passed(const struct search *search, int v)
{
    return !cf_flow_counts_as(search->flow, v, search->supplier);
}

static void note_that_it_can_pay(struct search *search, int v)
{
    if (search->mark[v] == CAN_PAY || !is_passed(search, v))
        return;
    search->mark[v] = CAN_PAY;
    search->queue[search->queued++] = v;
}

static void begin_with_payers(struct search *search)
{
    const cf_adjacency *in = &search->flow->in_edges;
    int s = search->supplier;

    for (int k = in->start[s]; k < in->start[s + 1]; k++) {
        if (is_followed(search, in->at[k]) && search->flow->edges[in->at[k]].carries == CF_TRADE)
            note_that_it_can_pay(search, search->flow->edges[in->at[k]].tail);
    }
}

/* Searches until so many vertices are found, or all. */
static void search_backward(struct search *search, int enough)
{
    const cf_adjacency *in = &search->flow->in_edges;

    while (search->next < search->queued && search->queued < enough) {
        int v = search->queue[search->next++];

        for (int k = in->start[v]; k < in->start[v + 1]; k++) {
            if (is_followed(search, in->at[k]))
                note_that_it_can_pay(search, search->flow->edges[in->at[k]].tail);
        }
    }
}

/* Whether one of the vertices that v pays can pay the supplier; the others join the queue. */
static bool leads_to_payer(struct search *search, int v, int *queued)
{
    const cf_adjacency *out = &search->flow->out_edges;

    search->patience -= out->start[v + 1] - out->start[v];
    for (int k = out->start[v]; k < out->start[v + 1]; k++) {
        int w = search->flow->edges[out->at[k]].head, *mark = &search->mark[w];

        if (*mark == CANNOT || *mark == search->searches || !is_followed(search, out->at[k]) ||
            !is_passed(search, w))
            continue;
        if (*mark == CAN_PAY)
            return true;
        *mark = search->searches;
        search->forward_queue[(*queued)++] = w;
    }
    return false;
}

/* Also false if patience has run out. */
static bool search_forward(struct search *search, int head)
{
    int queued = 0;

    search->mark[head] = ++search->searches;
    search->forward_queue[queued++] = head;
    for (int i = 0; i < queued; i++) {
        if (search->patience < 0)
            return false;
        if (leads_to_payer(search, search->forward_queue[i], &queued)) {
            note_that_it_can_pay(search, head); /* in the queue, for what leads there */
            return true;
        }
    }
    for (int i = 0; i < queued; i++)
        search->mark[search->forward_queue[i]] = CANNOT;
    return false;
}

static bool head_can_pay(struct search *search, int head)
{
    if (!is_passed(search, head))
        return false;
    if (search->mark[head] == CAN_PAY)
        return true;
    if (search->mark[head] == CANNOT || search->next == search->queued)
        return false;
    if (search_forward(search, head))
        return true;
    if (search->patience < 0)
        search_backward(search, search->flow->vertex_count + 1);
    return search->mark[head] == CAN_PAY;
}

static double add_up(struct search *search)
{
    const cf_adjacency *out = &search->flow->out_edges;
    int s = search->supplier;
    cf_sum sum = { 0 };

    for (int k = out->start[s]; k < out->start[s + 1]; k++) {
        const cf_edge *edge = &search->flow->edges[out->at[k]];

        if (is_origin(search, out->at[k]) && head_can_pay(search, edge->head))
            cf_sum_add(&sum, edge->amount);
    }
    return cf_sum_value(sum);
}

cf_status cf_flow_reachable(const cf_flow *flow, int supplier, bool origin_all, double *reachable)
{
    size_t vertices = (size_t)flow->vertex_count + 1;
    struct search search = { .flow = flow,
                             .supplier = supplier,
                             .origin_all = origin_all,
                             .mark = calloc(vertices, sizeof(int)),
                             .queue = malloc(vertices * sizeof(int)),
                             .forward_queue = malloc(vertices * sizeof(int)),
                             .patience = flow->edge_count };
    bool ready = search.mark != NULL && search.queue != NULL && search.forward_queue != NULL;

    *reachable = 0.0;
    if (ready) {
        begin_with_payers(&search);
        search_backward(&search, (int)(4.0 * sqrt((double)vertices)));
        *reachable = add_up(&search);
    }
    free(search.mark);
    free(search.queue);
    free(search.forward_queue);
    return ready ? CF_OK : CF_NO_MEMORY;
}
