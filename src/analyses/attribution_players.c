/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The players of an attribution: a search from the supplier's money forward, and one from its
 * revenue backward. An entity that both find lies on a way, and only its mix can change the figure.
 */
#include <stdlib.h>

#include "analyses/attribution.h"

struct search {
    const cf_flow *flow;
    int supplier;
    bool *from, *to; /* of each vertex: money gets there; money gets from there to the revenue */
    int *queue;
};

static bool is_there(const struct search *search, int edge)
{
    return search->flow->edges[edge].amount > 0;
}

/* Goes on from what is queued, along edges or against them, but not by way of the supplier. */
static void reach(const struct search *search, bool *seen, int queued, bool forward)
{
    const cf_adjacency *edges = forward ? &search->flow->out_edges : &search->flow->in_edges;

    for (int next = 0; next < queued; next++) {
        int v = search->queue[next];

        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &search->flow->edges[edges->at[k]];
            int end = forward ? edge->head : edge->tail;

            if (!is_there(search, edges->at[k]) || end == search->supplier || seen[end])
                continue;
            seen[end] = true;
            search->queue[queued++] = end;
        }
    }
}

static void reach_forward(const struct search *search, bool origin_all)
{
    const cf_adjacency *out = &search->flow->out_edges;
    int s = search->supplier, queued = 0;

    for (int k = out->start[s]; k < out->start[s + 1]; k++) {
        const cf_edge *edge = &search->flow->edges[out->at[k]];

        if (!is_there(search, out->at[k]) || !cf_flow_is_origin(edge, s, origin_all) ||
            search->from[edge->head])
            continue;
        search->from[edge->head] = true;
        search->queue[queued++] = edge->head;
    }
    reach(search, search->from, queued, true);
}

static void reach_backward(const struct search *search)
{
    const cf_adjacency *in = &search->flow->in_edges;
    int s = search->supplier, queued = 0;

    for (int k = in->start[s]; k < in->start[s + 1]; k++) {
        const cf_edge *edge = &search->flow->edges[in->at[k]];

        if (!is_there(search, in->at[k]) || edge->capital || search->to[edge->tail])
            continue;
        search->to[edge->tail] = true;
        search->queue[queued++] = edge->tail;
    }
    reach(search, search->to, queued, false);
}

static bool lies_between(const struct search *search, int vertex)
{
    return search->from[vertex] && search->to[vertex];
}

static bool is_player(const struct search *search, int payment)
{
    const cf_edge *edge = &search->flow->edges[payment];

    return is_there(search, payment) &&
           (lies_between(search, edge->tail) || lies_between(search, edge->head));
}

static cf_status list_players(cf_attribution *out, const struct search *search)
{
    int payments = search->flow->network->payment_count;

    for (int i = 0; i < payments; i++)
        out->count += is_player(search, i);
    out->players = calloc((size_t)out->count + 1, sizeof *out->players);
    if (out->players == NULL)
        return CF_NO_MEMORY;
    for (int i = 0, count = 0; i < payments; i++)
        if (is_player(search, i))
            out->players[count++].payment = i;
    return CF_OK;
}

cf_status cf_attribution_find_players(cf_attribution *out, const cf_flow *flow, int supplier,
                                      bool origin_all)
{
    size_t vertices = (size_t)flow->vertex_count + 1;
    struct search search = { .flow = flow,
                             .supplier = supplier,
                             .from = calloc(vertices, sizeof *search.from),
                             .to = calloc(vertices, sizeof *search.to),
                             .queue = calloc(vertices, sizeof *search.queue) };
    cf_status status = CF_NO_MEMORY;

    if (search.from != NULL && search.to != NULL && search.queue != NULL) {
        reach_forward(&search, origin_all);
        reach_backward(&search);
        status = list_players(out, &search);
    }
    free(search.from);
    free(search.to);
    free(search.queue);
    return status;
}
