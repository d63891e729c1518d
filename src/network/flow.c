/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money-flow graph: vertices, edges, and who is next to whom. */
#include "network/build.h"

#include <stdlib.h>

cf_status cf_adjacency_new(cf_adjacency *out, cf_arena *arena, int count, int item_count,
                           int (*key)(const void *items, int item), const void *items)
{
    int *start = cf_arena_new(arena, (size_t)count + 2, sizeof *start);
    int *at = cf_arena_new(arena, (size_t)item_count, sizeof *at);

    if (start == NULL || at == NULL)
        return CF_NO_MEMORY;
    /* Counting sort, two places ahead, so that filling leaves the starts in place. */
    for (int i = 0; i < item_count; i++)
        start[key(items, i) + 2]++;
    for (int c = 2; c <= count; c++)
        start[c] += start[c - 1];
    for (int i = 0; i < item_count; i++)
        at[start[key(items, i) + 1]++] = i;
    *out = (cf_adjacency){ .start = start, .at = at };
    return CF_OK;
}

static int tail_key(const void *items, int item)
{
    return ((const cf_edge *)items)[item].tail;
}

static int head_key(const void *items, int item)
{
    return ((const cf_edge *)items)[item].head;
}

static void add_edge(cf_flow_build *build, cf_edge edge)
{
    if (edge.amount > 0)
        build->edges[build->flow.edge_count++] = edge;
}

/* What is not tied stays an edge from payer to payee. */
static void add_untied(cf_flow_build *build, const cf_placement *placement)
{
    const cf_network *network = build->flow.network;

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        if (!payment->open)
            add_edge(build, (cf_edge){ .tail = payment->payer,
                                       .head = payment->payee,
                                       .amount = placement->left[i],
                                       .payment = i,
                                       .capital = payment->capital });
    }
}

static void add_tied(cf_flow_build *build, const cf_placement *placement, int *tied)
{
    const cf_payment *payments = build->flow.network->payments;
    int first_edge = 0;

    for (int i = 0; i < placement->count; i++) {
        const cf_placed *placed = &placement->placed[i];

        if (i == 0 || placed->tied != placement->placed[i - 1].tied) {
            int vertex = build->flow.vertex_count++;

            tied[vertex - build->flow.network->node_count] = placed->tied;
            first_edge = build->flow.edge_count;
            add_edge(build, (cf_edge){ .tail = payments[placed->tied].payer,
                                       .head = vertex,
                                       .amount = placed->amount,
                                       .payment = placed->tied,
                                       .capital = true });
        } else {
            build->edges[first_edge].amount += placed->amount;
        }
        add_edge(build, (cf_edge){ .tail = build->flow.vertex_count - 1,
                                   .head = payments[placed->purchase].payee,
                                   .amount = placed->amount,
                                   .payment = placed->purchase,
                                   .capital = false });
    }
}

static cf_status add_edges(cf_flow_build *build, bool earmarks)
{
    const cf_network *network = build->flow.network;
    cf_placement placement;
    cf_status status = cf_place_earmarks(&placement, network, earmarks);
    size_t edges = (size_t)network->payment_count + 2 * (size_t)placement.count;
    int *tied = cf_arena_new(&build->arena, (size_t)placement.count, sizeof *tied);

    build->edges = cf_arena_new(&build->arena, edges, sizeof *build->edges);
    if (status == CF_OK && (tied == NULL || build->edges == NULL))
        status = CF_NO_MEMORY;
    build->flow.edges = build->edges;
    build->flow.tied = tied;
    if (status == CF_OK) {
        add_untied(build, &placement);
        add_tied(build, &placement, tied);
    }
    cf_placement_free(&placement);
    return status;
}

cf_status cf_flow_new(cf_flow **out, const cf_network *network, bool earmarks)
{
    cf_flow_build *build = calloc(1, sizeof *build);
    cf_flow *flow;
    cf_status status;

    *out = NULL;
    if (build == NULL)
        return CF_NO_MEMORY;
    flow = &build->flow;
    flow->network = network;
    flow->vertex_count = network->node_count;
    status = add_edges(build, earmarks);
    if (status == CF_OK)
        status = cf_adjacency_new(&flow->out_edges, &build->arena, flow->vertex_count,
                                  flow->edge_count, tail_key, build->edges);
    if (status == CF_OK)
        status = cf_adjacency_new(&flow->in_edges, &build->arena, flow->vertex_count,
                                  flow->edge_count, head_key, build->edges);
    if (status == CF_OK)
        status = cf_flow_find_components(build);
    build->balances =
        cf_arena_new(&build->arena, (size_t)flow->vertex_count, sizeof *build->balances);
    build->opened =
        cf_arena_new(&build->arena, (size_t)flow->component_count, sizeof *build->opened);
    if (status == CF_OK && (build->balances == NULL || build->opened == NULL))
        status = CF_NO_MEMORY;
    flow->balances = build->balances;
    if (status == CF_OK) {
        cf_flow_balance(build);
        *out = flow;
    } else {
        cf_flow_free(flow);
    }
    return status;
}

void cf_flow_free(cf_flow *flow)
{
    cf_flow_build *build = (cf_flow_build *)flow;

    if (build == NULL)
        return;
    cf_arena_free(&build->arena);
    free(build);
}

bool cf_flow_counts_as(const cf_flow *flow, int vertex, int supplier)
{
    int nodes = flow->network->node_count;

    if (vertex < nodes)
        return vertex == supplier;
    return flow->network->payments[flow->tied[vertex - nodes]].payee == supplier;
}

bool cf_flow_is_origin(const cf_flow *flow, const cf_edge *edge, int supplier, bool all)
{
    (void)flow;
    return edge->tail == supplier && (all || edge->capital);
}
