/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lies between a supplier's capital and its revenue: two breadth-first searches, forward from
 * the heads of the origin edges and, within what they found, backward from whoever pays revenue.
 *
 *     supplier ──► a ──► b ──► supplier        a and b are inside; c is not,
 *                  └──► c ──► d                as nothing leads from it to revenue
 */
#include "bounds/between.h"

#include <math.h>
#include <stdlib.h>

#include "network/build.h"

enum { KNOWN, OPEN, KINDS }; /* edges of the flow, and open payments */
enum { REACHED = 1, INSIDE };

struct search {
    const cf_flow *flow;
    cf_between *between;
    cf_between_edges which;
    struct edges {
        const cf_edge *at;
        cf_adjacency out, in; /* `start` is NULL where there are no such edges */
    } edges[KINDS];
    unsigned char *mark;
    int *queue, queued;
    cf_arena arena;
};

/* ---- open payments as edges ---- */

static int tail_of(const void *edges, int edge)
{
    return ((const cf_edge *)edges)[edge].tail;
}

static int head_of(const void *edges, int edge)
{
    return ((const cf_edge *)edges)[edge].head;
}

/* Of the supplier itself none: what it invests is known. */
static cf_status add_open_edges(struct search *search)
{
    const cf_flow *flow = search->flow;
    const cf_network *network = flow->network;
    struct edges *edges = &search->edges[OPEN];
    int count = 0;
    cf_edge *open = cf_arena_new(&search->arena, (size_t)network->payment_count + 1, sizeof *open);
    cf_status status;

    if (open == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        if (payment->open && payment->payer != search->between->supplier)
            open[count++] = (cf_edge){ .tail = payment->payer,
                                       .head = payment->payee,
                                       .amount = (double)INFINITY,
                                       .payment = i,
                                       .capital = payment->capital };
    }
    if (count == 0)
        return CF_OK;
    edges->at = open;
    status =
        cf_adjacency_new(&edges->out, &search->arena, flow->vertex_count, count, tail_of, open);
    if (status == CF_OK)
        status =
            cf_adjacency_new(&edges->in, &search->arena, flow->vertex_count, count, head_of, open);
    return status;
}

/* ---- the two searches ---- */

static int first(const cf_adjacency *list, int vertex)
{
    return list->start == NULL ? 0 : list->start[vertex];
}

static bool is_origin(const struct search *search, const cf_edge *edge)
{
    const cf_between *between = search->between;

    return cf_flow_is_origin(edge, between->supplier, between->origin_all);
}

static bool is_revenue(const struct search *search, const cf_edge *edge)
{
    return edge->head == search->between->supplier && !edge->capital;
}

static bool is_followed(const struct search *search, const cf_edge *edge)
{
    return edge->amount > 0 || search->which == CF_EDGES_POSSIBLE ||
           (search->which == CF_EDGES_KNOWN &&
            !search->flow->network->payments[edge->payment].open);
}

/* Money passes neither the supplier nor what counts as it. */
static void reach(struct search *search, int vertex, unsigned char mark)
{
    if (search->mark[vertex] != mark - 1 ||
        cf_flow_counts_as(search->flow, vertex, search->between->supplier))
        return;
    search->mark[vertex] = mark;
    search->queue[search->queued++] = vertex;
}

/* Forward from the heads of the origin edges, or backward from the tails of revenue edges. */
static void search_from_supplier(struct search *search, bool back)
{
    int supplier = search->between->supplier;

    search->queued = 0;
    for (int next = -1; next < search->queued; next++) {
        int v = next < 0 ? supplier : search->queue[next];

        for (int kind = 0; kind < KINDS; kind++) {
            const struct edges *edges = &search->edges[kind];
            const cf_adjacency *list = back ? &edges->in : &edges->out;

            for (int k = first(list, v); k < first(list, v + 1); k++) {
                const cf_edge *edge = &edges->at[list->at[k]];

                if (is_followed(search, edge) &&
                    (v != supplier || (back ? is_revenue : is_origin)(search, edge)))
                    reach(search, back ? edge->tail : edge->head, back ? INSIDE : REACHED);
            }
        }
    }
}

static void number_vertices(struct search *search)
{
    cf_between *between = search->between;

    for (int v = 0; v < search->flow->vertex_count; v++) {
        between->place[v] = search->mark[v] == INSIDE ? between->size : -1;
        if (between->place[v] >= 0)
            between->vertices[between->size++] = v;
    }
}

/* ---- arcs and ends ---- */

static void add_end(cf_between_ends *ends, int place, int edge)
{
    ends->at[ends->count++] = (cf_between_end){ place, edge };
}

static void add_edge_out(struct search *search, const cf_edge *edge, int number)
{
    cf_between *between = search->between;
    int tail = between->place[edge->tail], head = between->place[edge->head];

    if (!is_followed(search, edge))
        return;
    if (head >= 0) {
        between->arc_edge[between->arc_count] = number;
        between->arcs[between->arc_count++] = (cf_arc){ tail, head, edge->amount };
    } else if (is_revenue(search, edge)) {
        add_end(&between->revenue, tail, number);
    } else {
        add_end(&between->leaving, tail, number);
    }
}

static void add_edges(struct search *search)
{
    cf_between *between = search->between;
    const cf_flow *flow = search->flow;
    const int *start = flow->out_edges.start;

    for (int k = start[between->supplier]; k < start[between->supplier + 1]; k++) {
        int e = flow->out_edges.at[k], place = between->place[flow->edges[e].head];

        if (place >= 0 && is_followed(search, &flow->edges[e]) &&
            is_origin(search, &flow->edges[e]))
            add_end(&between->origins, place, e);
    }
    for (int i = 0; i < between->size; i++) {
        int v = between->vertices[i];
        const cf_adjacency *open = &search->edges[OPEN].out;

        for (int k = start[v]; k < start[v + 1]; k++)
            add_edge_out(search, &flow->edges[flow->out_edges.at[k]], flow->out_edges.at[k]);
        for (int k = first(open, v); k < first(open, v + 1); k++)
            add_edge_out(search, &search->edges[OPEN].at[open->at[k]], -1);
    }
}

/* ---- all together ---- */

static bool make_ends(cf_between_ends *ends, cf_arena *arena, int edges, int size)
{
    ends->at = cf_arena_new(arena, (size_t)edges, sizeof *ends->at);
    ends->amount = cf_arena_new(arena, (size_t)size, sizeof *ends->amount);
    return ends->at != NULL && ends->amount != NULL;
}

/* Room for all edges that leave the vertices inside, each of which is an arc or an end. */
static bool allocate(cf_between *between, const struct search *search)
{
    cf_arena *arena = &between->arena;
    const int *start = search->flow->out_edges.start;
    const cf_adjacency *open = &search->edges[OPEN].out;
    int edges = 0, size = between->size, s = between->supplier;

    for (int i = 0; i < size; i++) {
        int v = between->vertices[i];

        edges += start[v + 1] - start[v] + first(open, v + 1) - first(open, v);
    }
    between->arcs = cf_arena_new(arena, (size_t)edges, sizeof *between->arcs);
    between->arc_edge = cf_arena_new(arena, (size_t)edges, sizeof *between->arc_edge);
    between->kept_or_leaving = cf_arena_new(arena, (size_t)size, sizeof *between->kept_or_leaving);
    between->source_side = cf_arena_new(arena, (size_t)size, sizeof *between->source_side);
    return between->arcs != NULL && between->arc_edge != NULL && between->kept_or_leaving != NULL &&
           between->source_side != NULL && make_ends(&between->revenue, arena, edges, size) &&
           make_ends(&between->leaving, arena, edges, size) &&
           make_ends(&between->origins, arena, start[s + 1] - start[s], size);
}

cf_status cf_between_new(cf_between *out, const cf_flow *flow, int supplier, bool origin_all,
                         cf_between_edges which)
{
    size_t vertices = (size_t)flow->vertex_count;
    struct search search = { .flow = flow,
                             .between = out,
                             .which = which,
                             .edges[KNOWN] = { flow->edges, flow->out_edges, flow->in_edges } };
    cf_status status = CF_NO_MEMORY;

    *out = (cf_between){ .supplier = supplier, .origin_all = origin_all };
    search.mark = cf_arena_new(&search.arena, vertices, sizeof *search.mark);
    search.queue = cf_arena_new(&search.arena, vertices, sizeof *search.queue);
    out->place = cf_arena_new(&out->arena, vertices, sizeof *out->place);
    out->vertices = cf_arena_new(&out->arena, vertices, sizeof *out->vertices);
    if (search.mark == NULL || search.queue == NULL || out->place == NULL || out->vertices == NULL)
        goto out;
    status = which == CF_EDGES_OPEN ? add_open_edges(&search) : CF_OK;
    if (status != CF_OK)
        goto out;
    search_from_supplier(&search, false);
    search_from_supplier(&search, true);
    number_vertices(&search);
    status = allocate(out, &search) ? CF_OK : CF_NO_MEMORY;
    if (status == CF_OK)
        add_edges(&search);

out:
    cf_arena_free(&search.arena);
    if (status != CF_OK)
        cf_between_free(out);
    return status;
}

void cf_between_free(cf_between *between)
{
    cf_smallest_cut_free(&between->cut);
    cf_arena_free(&between->arena);
    *between = (cf_between){ 0 };
}

/* ---- amounts ---- */

static double amount_of(const cf_flow *flow, int edge)
{
    return edge < 0 ? (double)INFINITY : flow->edges[edge].amount;
}

static void read_ends(cf_between_ends *ends, int size, const cf_flow *flow)
{
    for (int i = 0; i < size; i++)
        ends->amount[i] = 0.0;
    for (int i = 0; i < ends->count; i++)
        ends->amount[ends->at[i].place] += amount_of(flow, ends->at[i].edge);
}

void cf_between_read(cf_between *between, const cf_flow *flow)
{
    for (int i = 0; i < between->arc_count; i++)
        between->arcs[i].capacity = amount_of(flow, between->arc_edge[i]);
    read_ends(&between->origins, between->size, flow);
    read_ends(&between->revenue, between->size, flow);
    read_ends(&between->leaving, between->size, flow);
}
