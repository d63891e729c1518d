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
#include <string.h>

enum {
    REACHED = 1,
    INSIDE,      /* and more, once they are numbered: INSIDE + its place */
    SPARSE = 16, /* at most one vertex of so many inside: sorting is faster than looking at all */
};

struct search {
    const cf_flow *flow;
    cf_between *between;
    cf_between_edges which;
    int *mark; /* of each vertex: 0, REACHED or INSIDE */
    int *queue, queued;
};

/* ---- the two searches ---- */

static bool is_supplier(const struct search *search, int vertex)
{
    return cf_flow_is_node(search->flow, vertex, search->between->supplier);
}

static bool is_origin(const struct search *search, const cf_edge *edge)
{
    return is_supplier(search, edge->tail) &&
           cf_flow_is_origin(edge, edge->tail, search->between->origin_all);
}

static bool is_revenue(const struct search *search, const cf_edge *edge)
{
    return is_supplier(search, edge->head) && edge->carries == CF_TRADE;
}

/* An open payment as an edge without limit. Of the supplier itself there is none: what it invests
 * is known. */
static bool is_open(const struct search *search, int e)
{
    const cf_edge *edge = &search->flow->edges[e];

    return search->which == CF_EDGES_OPEN && e == edge->payment &&
           search->flow->network->payments[e].open && !is_supplier(search, edge->tail);
}

static bool is_followed(const struct search *search, int e)
{
    const cf_edge *edge = &search->flow->edges[e];

    return edge->amount > 0 || search->which == CF_EDGES_POSSIBLE || is_open(search, e) ||
           (search->which == CF_EDGES_KNOWN &&
            !search->flow->network->payments[edge->payment].open);
}

/* Money passes neither the supplier nor what counts as it. */
static void reach(struct search *search, int vertex, int mark)
{
    if (search->mark[vertex] != mark - 1 ||
        cf_flow_counts_as(search->flow, vertex, search->between->supplier))
        return;
    search->mark[vertex] = mark;
    search->queue[search->queued++] = vertex;
}

/* The vertices of the supplier: one, or one in each period. */
static int supplier_at(const struct search *search, int time)
{
    return search->between->supplier + time * search->flow->period_nodes;
}

/* Forward from the heads of the origin edges, or backward from the tails of revenue edges. */
static void search_from_supplier(struct search *search, bool back)
{
    const cf_flow *flow = search->flow;
    const cf_adjacency *list = back ? &flow->in_edges : &flow->out_edges;
    int times = cf_flow_times(flow);

    search->queued = 0;
    for (int next = -times; next < search->queued; next++) {
        int v = next < 0 ? supplier_at(search, next + times) : search->queue[next];

        for (int k = list->start[v]; k < list->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[list->at[k]];

            if (is_followed(search, list->at[k]) &&
                (next >= 0 || (back ? is_revenue : is_origin)(search, edge)))
                reach(search, back ? edge->tail : edge->head, back ? INSIDE : REACHED);
        }
    }
}

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The last search has queued all that is inside. The time is that of what it found, so that many
 * suppliers of small components do not each pay for all vertices. */
static bool number_vertices(struct search *search)
{
    cf_between *between = search->between;
    int vertices = search->flow->vertex_count;

    between->vertices =
        cf_arena_new(&between->arena, (size_t)search->queued, sizeof *between->vertices);
    if (between->vertices == NULL)
        return false;
    if (search->queued < vertices / SPARSE) {
        between->size = search->queued;
        memcpy(between->vertices, search->queue, (size_t)search->queued * sizeof(int));
        qsort(between->vertices, (size_t)between->size, sizeof(int), compare_ints);
    } else {
        for (int v = 0; v < vertices; v++)
            if (search->mark[v] == INSIDE)
                between->vertices[between->size++] = v;
    }
    for (int i = 0; i < between->size; i++)
        search->mark[between->vertices[i]] = INSIDE + i;
    return true;
}

/* -1: not inside. */
static int place_of(const struct search *search, int vertex)
{
    return search->mark[vertex] < INSIDE ? -1 : search->mark[vertex] - INSIDE;
}

/* ---- arcs and ends ---- */

static void add_end(cf_between_ends *ends, int place, int edge)
{
    ends->at[ends->count++] = (cf_between_end){ place, edge };
}

static void add_edge_out(struct search *search, int e)
{
    cf_between *between = search->between;
    const cf_edge *edge = &search->flow->edges[e];
    bool open = is_open(search, e);
    int tail = place_of(search, edge->tail), head = place_of(search, edge->head);

    if (head >= 0) {
        between->arc_edge[between->arc_count] = open ? -1 : e;
        between->arcs[between->arc_count++] =
            (cf_arc){ tail, head, open ? (double)INFINITY : edge->amount };
    } else {
        add_end(is_revenue(search, edge) ? &between->revenue : &between->leaving, tail,
                open ? -1 : e);
    }
}

/* Those without limit last. */
static void add_edges_out(struct search *search, int v, bool open)
{
    const cf_adjacency *out = &search->flow->out_edges;

    for (int k = out->start[v]; k < out->start[v + 1]; k++)
        if (is_followed(search, out->at[k]) && is_open(search, out->at[k]) == open)
            add_edge_out(search, out->at[k]);
}

static void add_origins(struct search *search, int vertex)
{
    const cf_flow *flow = search->flow;
    const int *start = flow->out_edges.start;

    for (int k = start[vertex]; k < start[vertex + 1]; k++) {
        int e = flow->out_edges.at[k], place = place_of(search, flow->edges[e].head);

        if (place >= 0 && is_followed(search, e) && is_origin(search, &flow->edges[e]))
            add_end(&search->between->origins, place, e);
    }
}

static void add_edges(struct search *search)
{
    cf_between *between = search->between;

    for (int time = 0; time < cf_flow_times(search->flow); time++)
        add_origins(search, supplier_at(search, time));
    for (int i = 0; i < between->size; i++) {
        add_edges_out(search, between->vertices[i], false);
        if (search->which == CF_EDGES_OPEN)
            add_edges_out(search, between->vertices[i], true);
    }
}

/* ---- all together ---- */

static bool make_ends(cf_between_ends *ends, cf_arena *arena, int edges, int size)
{
    ends->at = cf_arena_new(arena, (size_t)edges, sizeof *ends->at);
    ends->amount = cf_arena_new(arena, (size_t)size, sizeof *ends->amount);
    return ends->at != NULL && ends->amount != NULL;
}

/* The edges that a list has at the vertices of the supplier. */
static int edges_of_supplier(const struct search *search, const cf_adjacency *list)
{
    int edges = 0;

    for (int time = 0; time < cf_flow_times(search->flow); time++) {
        int v = supplier_at(search, time);

        edges += list->start[v + 1] - list->start[v];
    }
    return edges;
}

/* Room for all edges that leave the vertices inside, each of which is an arc or an end. */
static bool allocate(cf_between *between, const struct search *search)
{
    cf_arena *arena = &between->arena;
    const int *start = search->flow->out_edges.start;
    int edges = 0, size = between->size;

    for (int i = 0; i < size; i++)
        edges += start[between->vertices[i] + 1] - start[between->vertices[i]];
    between->arcs = cf_arena_new(arena, (size_t)edges, sizeof *between->arcs);
    between->arc_edge = cf_arena_new(arena, (size_t)edges, sizeof *between->arc_edge);
    between->kept_or_leaving = cf_arena_new(arena, (size_t)size, sizeof *between->kept_or_leaving);
    between->source_side = cf_arena_new(arena, (size_t)size, sizeof *between->source_side);
    return between->arcs != NULL && between->arc_edge != NULL && between->kept_or_leaving != NULL &&
           between->source_side != NULL &&
           make_ends(&between->revenue, arena, edges_of_supplier(search, &search->flow->in_edges),
                     size) &&
           make_ends(&between->leaving, arena, edges, size) &&
           make_ends(&between->origins, arena, edges_of_supplier(search, &search->flow->out_edges),
                     size);
}

cf_status cf_between_new(cf_between *out, const cf_flow *flow, int supplier, bool origin_all,
                         cf_between_edges which)
{
    size_t vertices = (size_t)flow->vertex_count;
    struct search search = { .flow = flow, .between = out, .which = which };
    cf_status status = CF_NO_MEMORY;

    *out = (cf_between){ .supplier = supplier, .origin_all = origin_all };
    search.mark = calloc(vertices + 1, sizeof *search.mark);
    search.queue = malloc((vertices + 1) * sizeof *search.queue);
    if (search.mark == NULL || search.queue == NULL)
        goto out;
    search_from_supplier(&search, false);
    search_from_supplier(&search, true);
    status = number_vertices(&search) && allocate(out, &search) ? CF_OK : CF_NO_MEMORY;
    if (status == CF_OK)
        add_edges(&search);

out:
    free(search.mark);
    free(search.queue);
    if (status != CF_OK)
        cf_between_free(out);
    return status;
}

int cf_between_place(const cf_between *between, int vertex)
{
    const int *found =
        between->size == 0
            ? NULL
            : bsearch(&vertex, between->vertices, (size_t)between->size, sizeof(int), compare_ints);

    return found == NULL ? -1 : (int)(found - between->vertices);
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
