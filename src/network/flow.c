/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The money-flow graph: vertices, all edges that are there or could be, and adjacency.
 *
 *   edge i                   what is not tied of payment i        payer → payee
 *   edge into[t]             all that tied payment t has placed   payer → tied vertex
 *   edge into[t] + 1 + k     its part on the k-th purchase        tied vertex → seller
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "network/build.h"

/* Counting sort, two places ahead, so that filling leaves the starts in place. start[count + 2] is
 * 0.
 */
static void fill_adjacency(int *start, int *at, int count, int item_count,
                           int (*key)(const void *items, int item), const void *items)
{
    for (int i = 0; i < item_count; i++)
        start[key(items, i) + 2]++;
    for (int c = 2; c <= count; c++)
        start[c] += start[c - 1];
    for (int i = 0; i < item_count; i++)
        at[start[key(items, i) + 1]++] = i;
}

cf_status cf_adjacency_new(cf_adjacency *out, cf_arena *arena, int count, int item_count,
                           int (*key)(const void *items, int item), const void *items)
{
    int *start = cf_arena_new(arena, (size_t)count + 2, sizeof *start);
    int *at = cf_arena_new(arena, (size_t)item_count, sizeof *at);

    if (start == NULL || at == NULL)
        return CF_NO_MEMORY;
    fill_adjacency(start, at, count, item_count, key, items);
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

/* ---- edges ---- */

static bool is_tied(const cf_payment *payment, bool earmarks)
{
    return earmarks && payment->carries == CF_CAPITAL && payment->earmark_count > 0;
}

static cf_status make_room(cf_flow_build *build, bool earmarks, int **tied, int **into)
{
    cf_flow *flow = &build->flow;
    const cf_network *network = flow->network;
    size_t vertices;

    flow->edge_count = network->payment_count;
    for (int i = 0; i < network->payment_count; i++) {
        if (!is_tied(&network->payments[i], earmarks))
            continue;
        flow->tied_count++;
        flow->edge_count += 1 + network->payments[i].earmark_count;
    }
    flow->vertex_count = network->node_count + flow->tied_count;
    vertices = (size_t)flow->vertex_count;
    *tied = cf_arena_new(&build->arena, (size_t)flow->tied_count, sizeof **tied);
    *into = cf_arena_new(&build->arena, (size_t)flow->tied_count, sizeof **into);
    build->edges = cf_arena_new(&build->arena, (size_t)flow->edge_count, sizeof *build->edges);
    build->balances = cf_arena_new(&build->arena, vertices, sizeof *build->balances);
    build->component = cf_arena_new(&build->arena, vertices, sizeof *build->component);
    build->component_start =
        cf_arena_new(&build->arena, vertices + 2, sizeof *build->component_start);
    build->component_vertices =
        cf_arena_new(&build->arena, vertices, sizeof *build->component_vertices);
    build->opened = cf_arena_new(&build->arena, vertices, sizeof *build->opened);
    build->seen = cf_arena_new(&build->arena, vertices, sizeof *build->seen);
    build->touched = cf_arena_new(&build->arena, vertices, sizeof *build->touched);
    build->touched_list = cf_arena_new(&build->arena, vertices, sizeof *build->touched_list);
    if (*tied == NULL || *into == NULL || build->edges == NULL || build->balances == NULL ||
        build->component == NULL || build->component_start == NULL ||
        build->component_vertices == NULL || build->opened == NULL || build->seen == NULL ||
        build->touched == NULL || build->touched_list == NULL)
        return CF_NO_MEMORY;
    flow->tied = *tied;
    flow->into = *into;
    flow->edges = build->edges;
    flow->balances = build->balances;
    flow->component = build->component;
    flow->component_start = build->component_start;
    flow->component_vertices = build->component_vertices;
    return CF_OK;
}

/* All edges, without an amount. */
static void lay_out_edges(cf_flow_build *build, bool earmarks, int *tied, int *into)
{
    const cf_network *network = build->flow.network;
    int next = network->payment_count, t = 0;

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];
        int vertex = network->node_count + t;

        build->edges[i] = (cf_edge){ .tail = payment->payer,
                                     .head = payment->payee,
                                     .payment = i,
                                     .carries = payment->carries };
        if (!is_tied(payment, earmarks))
            continue;
        tied[t] = i;
        into[t++] = next;
        build->edges[next++] = (cf_edge){
            .tail = payment->payer, .head = vertex, .payment = i, .carries = CF_CAPITAL
        };
        for (int k = 0; k < payment->earmark_count; k++) {
            int purchase = payment->earmark[k];

            build->edges[next++] = (cf_edge){ .tail = vertex,
                                              .head = network->payments[purchase].payee,
                                              .payment = purchase };
        }
    }
}

void cf_flow_touch(cf_flow_build *build, int vertex)
{
    if (!build->touched[vertex])
        build->touched_list[build->touched_count++] = vertex;
    build->touched[vertex] = true;
}

/* Money runs from lower to higher components, and goes round inside one. So an edge that appears
 * joins components only if it leads to a lower one, and one that vanishes splits only its own. */
static void note_regrouping(cf_flow_build *build, const cf_edge *edge, bool appears)
{
    int from = build->component[edge->tail], to = build->component[edge->head];

    if (appears ? from > to : from == to)
        build->regrouped = true;
    else if (from != to)
        build->reordered = true;
}

void cf_flow_set_edge(cf_flow_build *build, int edge, double amount)
{
    cf_edge *of = &build->edges[edge];

    if (of->amount <= amount && of->amount >= amount)
        return;
    if ((of->amount > 0) != (amount > 0))
        note_regrouping(build, of, amount > 0);
    of->amount = amount;
    cf_flow_touch(build, of->tail);
    cf_flow_touch(build, of->head);
}

/* ---- the flow ---- */

static cf_status lay_out(cf_flow_build *build, bool earmarks)
{
    cf_flow *flow = &build->flow;
    int *tied, *into;
    cf_status status = make_room(build, earmarks, &tied, &into);

    if (status != CF_OK)
        return status;
    lay_out_edges(build, earmarks, tied, into);
    status = cf_adjacency_new(&flow->out_edges, &build->arena, flow->vertex_count, flow->edge_count,
                              tail_key, build->edges);
    if (status == CF_OK)
        status = cf_adjacency_new(&flow->in_edges, &build->arena, flow->vertex_count,
                                  flow->edge_count, head_key, build->edges);
    return status == CF_OK ? cf_flow_list_earmarks(build) : status;
}

static void set_amounts(cf_flow_build *build)
{
    const cf_network *network = build->flow.network;

    for (int i = 0; i < network->payment_count; i++) {
        if (!build->is_linked[i])
            build->edges[i].amount = network->payments[i].amount;
    }
    cf_flow_place_earmarks(build);
    while (build->touched_count > 0)
        build->touched[build->touched_list[--build->touched_count]] = false;
    build->regrouped = build->reordered = false;
}

cf_status cf_flow_lay_out(cf_flow_build **out, const cf_network *network, bool earmarks)
{
    cf_flow_build *build = calloc(1, sizeof *build);
    cf_status status;

    *out = NULL;
    if (build == NULL)
        return CF_NO_MEMORY;
    build->flow.network = network;
    status = lay_out(build, earmarks);
    if (status == CF_OK)
        *out = build;
    else
        cf_flow_free(&build->flow);
    return status;
}

static cf_status flow_new(cf_flow **out, const cf_network *network, bool earmarks, bool components)
{
    cf_flow_build *build = NULL;
    cf_status status = cf_flow_lay_out(&build, network, earmarks);

    *out = NULL;
    if (status != CF_OK)
        return status;
    set_amounts(build);
    if (components)
        status = cf_flow_find_components(build);
    if (status == CF_OK) {
        cf_flow_balance(build);
        *out = &build->flow;
    } else {
        cf_flow_free(&build->flow);
    }
    return status;
}

cf_status cf_flow_new(cf_flow **out, const cf_network *network, bool earmarks)
{
    return flow_new(out, network, earmarks, true);
}

cf_status cf_flow_new_for_hops(cf_flow **out, const cf_network *network, bool earmarks)
{
    return flow_new(out, network, earmarks, false);
}

/* The adjacency is the flow's own, so its arrays may be written to. */
static void list_again(const cf_adjacency *of, const cf_flow_build *build,
                       int (*key)(const void *items, int item))
{
    const cf_flow *flow = &build->flow;
    int *start = (int *)of->start, *at = (int *)of->at;

    memset(start, 0, ((size_t)flow->vertex_count + 2) * sizeof *start);
    fill_adjacency(start, at, flow->vertex_count, flow->edge_count, key, build->edges);
}

cf_status cf_flow_renew(cf_flow *flow)
{
    cf_flow_build *build = (cf_flow_build *)flow;
    cf_status status;

    assert(flow->tied_count == 0 && flow->period_count == 0);
    flow->edge_count = flow->network->payment_count;
    lay_out_edges(build, false, NULL, NULL);
    list_again(&flow->out_edges, build, tail_key);
    list_again(&flow->in_edges, build, head_key);
    set_amounts(build);
    build->regrouped = true;
    status = cf_flow_find_components_again(build);
    build->regrouped = false;
    if (status == CF_OK)
        cf_flow_balance(build);
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

bool cf_flow_is_node(const cf_flow *flow, int vertex, int node)
{
    if (flow->period_count == 0)
        return vertex == node;
    return vertex < flow->period_count * flow->period_nodes && vertex % flow->period_nodes == node;
}

int cf_flow_times(const cf_flow *flow)
{
    return flow->period_count == 0 ? 1 : flow->period_count;
}

int cf_flow_period(const cf_flow *flow, int vertex)
{
    int first_pool = flow->period_count * flow->period_nodes;

    return vertex < first_pool ? vertex / flow->period_nodes
                               : flow->pools[vertex - first_pool].period;
}

bool cf_flow_counts_as(const cf_flow *flow, int vertex, int supplier)
{
    int nodes = flow->network->node_count;

    if (flow->period_count > 0) {
        int first_pool = flow->period_count * flow->period_nodes;

        return vertex < first_pool ? vertex % flow->period_nodes == supplier
                                   : flow->pools[vertex - first_pool].payee == supplier;
    }
    if (vertex < nodes)
        return vertex == supplier;
    return flow->network->payments[flow->tied[vertex - nodes]].payee == supplier;
}

bool cf_flow_is_origin(const cf_edge *edge, int supplier, bool all)
{
    return edge->tail == supplier &&
           (all ? edge->carries != CF_SERVICE : edge->carries == CF_CAPITAL);
}
