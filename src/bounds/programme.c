/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The programmes behind the bounds.
 *
 * Coloured money leaves the heads of the origin edges and must end somewhere: back at the
 * supplier as revenue, back as capital, or kept. Only vertices between the supplier's capital and
 * its revenue matter. Money that steps outside them cannot come back, and there is always room
 * for it there: if all the money of those vertices were coloured, each would still only spend and
 * keep what it has.
 */
#include "bounds/programme.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"

/* The flow as one supplier and one question see it. */
struct search {
    const cf_flow *flow;
    int supplier;
    bool origin_all;
    bool open;  /* open payments count as edges without limit */
    bool *from; /* coloured money can get here */
    bool *to;   /* revenue of the supplier can be paid from here */
    int *queue, queued;
    int *open_start, *open_at; /* open payments by payer, then by payee */
    int *place;                /* number of a vertex in the programme; -1: not in it */
};

static bool usable(const struct search *search, const cf_payment *payment)
{
    return payment->open && payment->payer != search->supplier;
}

static void mark(struct search *search, bool *marks, int vertex)
{
    if (marks[vertex] || cf_flow_counts_as(search->flow, vertex, search->supplier))
        return;
    marks[vertex] = true;
    search->queue[search->queued++] = vertex;
}

/* Open payments of a node, by payer (in = false) or payee: a list made once for each search. */
static cf_status list_open(struct search *search, bool in)
{
    const cf_network *network = search->flow->network;
    size_t nodes = (size_t)network->node_count;
    int total = 0;

    free(search->open_start);
    free(search->open_at);
    search->open_start = calloc(nodes + 2, sizeof *search->open_start);
    search->open_at = calloc((size_t)network->payment_count + 1, sizeof *search->open_at);
    if (search->open_start == NULL || search->open_at == NULL)
        return CF_NO_MEMORY;
    if (!search->open)
        return CF_OK;
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        if (usable(search, payment))
            search->open_start[(in ? payment->payee : payment->payer) + 1]++;
    }
    for (size_t v = 0; v < nodes; v++) {
        int count = search->open_start[v + 1];

        search->open_start[v + 1] = total;
        total += count;
    }
    search->open_start[0] = 0;
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        if (usable(search, payment))
            search->open_at[search->open_start[(in ? payment->payee : payment->payer) + 1]++] = i;
    }
    return CF_OK;
}

static void walk(struct search *search, bool *marks, bool in)
{
    const cf_flow *flow = search->flow;
    const cf_adjacency *edges = in ? &flow->in_edges : &flow->out_edges;
    const cf_payment *payments = flow->network->payments;

    for (int next = 0; next < search->queued; next++) {
        int v = search->queue[next];

        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];

            mark(search, marks, in ? edge->tail : edge->head);
        }
        if (v >= flow->network->node_count)
            continue;
        for (int k = search->open_start[v]; k < search->open_start[v + 1]; k++) {
            const cf_payment *payment = &payments[search->open_at[k]];

            mark(search, marks, in ? payment->payer : payment->payee);
        }
    }
}

static cf_status find_from(struct search *search)
{
    const cf_flow *flow = search->flow;
    cf_status status = list_open(search, false);
    const int *start = flow->out_edges.start;

    search->queued = 0;
    for (int k = start[search->supplier]; status == CF_OK && k < start[search->supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(flow, edge, search->supplier, search->origin_all))
            mark(search, search->from, edge->head);
    }
    if (status == CF_OK)
        walk(search, search->from, false);
    return status;
}

static cf_status find_to(struct search *search)
{
    const cf_flow *flow = search->flow;
    const cf_network *network = flow->network;
    cf_status status = list_open(search, true);
    const int *start = flow->in_edges.start;

    search->queued = 0;
    for (int k = start[search->supplier]; status == CF_OK && k < start[search->supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (!edge->capital)
            mark(search, search->to, edge->tail);
    }
    for (int k = search->open_start == NULL ? 0 : search->open_start[search->supplier];
         status == CF_OK && k < search->open_start[search->supplier + 1]; k++) {
        const cf_payment *payment = &network->payments[search->open_at[k]];

        if (!payment->capital)
            mark(search, search->to, payment->payer);
    }
    if (status == CF_OK)
        walk(search, search->to, true);
    return status;
}

static void search_free(struct search *search)
{
    free(search->from);
    free(search->to);
    free(search->queue);
    free(search->open_start);
    free(search->open_at);
    free(search->place);
}

static cf_status search_new(struct search *out, const cf_flow *flow, int supplier, bool origin_all,
                            bool open)
{
    size_t vertices = (size_t)flow->vertex_count + 1;
    cf_status status = CF_NO_MEMORY;

    *out = (struct search){ .flow = flow,
                            .supplier = supplier,
                            .origin_all = origin_all,
                            .open = open,
                            .from = calloc(vertices, sizeof(bool)),
                            .to = calloc(vertices, sizeof(bool)),
                            .queue = calloc(vertices, sizeof(int)),
                            .place = calloc(vertices, sizeof(int)) };
    if (out->from != NULL && out->to != NULL && out->queue != NULL && out->place != NULL)
        status = find_to(out);
    if (status == CF_OK)
        status = find_from(out);
    return status;
}

cf_status cf_flow_reachable(const cf_flow *flow, int supplier, bool origin_all, double *reachable)
{
    struct search search;
    cf_status status = search_new(&search, flow, supplier, origin_all, true);
    const int *start = flow->out_edges.start;
    cf_sum sum = { 0 };

    for (int k = start[supplier]; status == CF_OK && k < start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(flow, edge, supplier, origin_all) && search.to[edge->head])
            cf_sum_add(&sum, edge->amount);
    }
    *reachable = cf_sum_value(sum);
    search_free(&search);
    return status;
}

/* ---- the programme ---- */

static void number_vertices(struct search *search, cf_programme *programme)
{
    for (int v = 0; v < search->flow->vertex_count; v++) {
        bool inside = search->from[v] && search->to[v];

        search->place[v] = inside ? programme->vertex_count++ : -1;
    }
}

static void add_origin(const struct search *search, cf_programme *programme, const cf_edge *edge)
{
    int place = search->place[edge->head];

    if (place >= 0 && cf_flow_is_origin(search->flow, edge, search->supplier, search->origin_all))
        programme->supply[place] += edge->amount;
}

/* An edge inside becomes an arc; one that leaves is a sink of the question asked, or nothing. */
static void add_inside(const struct search *search, cf_programme *programme, int tail, int head,
                       double capacity, bool revenue, bool ask_revenue)
{
    int from = search->place[tail], to = search->place[head];

    if (from < 0)
        return;
    if (to >= 0)
        programme->arcs[programme->arc_count++] = (cf_arc){ from, to, capacity };
    else if (revenue == ask_revenue)
        programme->sink[from] += capacity;
}

static void fill(const struct search *search, cf_programme *programme, cf_bound bound)
{
    const cf_flow *flow = search->flow;
    const cf_network *network = flow->network;
    bool ask_revenue = bound != CF_BOUND_MIN;

    for (int i = 0; i < flow->edge_count; i++) {
        const cf_edge *edge = &flow->edges[i];
        bool revenue = edge->head == search->supplier && !edge->capital;

        add_origin(search, programme, edge);
        add_inside(search, programme, edge->tail, edge->head, edge->amount, revenue, ask_revenue);
    }
    for (int i = 0; search->open && i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];
        bool revenue = payment->payee == search->supplier && !payment->capital;

        if (usable(search, payment))
            add_inside(search, programme, payment->payer, payment->payee, (double)INFINITY, revenue,
                       ask_revenue);
    }
    for (int v = 0; bound == CF_BOUND_MIN && v < flow->vertex_count; v++) {
        if (search->place[v] >= 0)
            programme->sink[search->place[v]] +=
                flow->balances[v].bounded ? flow->balances[v].kept : (double)INFINITY;
    }
}

cf_status cf_programme_new(cf_programme *out, const cf_flow *flow, int supplier, bool origin_all,
                           cf_bound bound)
{
    struct search search;
    cf_status status = search_new(&search, flow, supplier, origin_all, bound == CF_BOUND_MAX_OPEN);
    size_t arcs = (size_t)flow->edge_count;

    *out = (cf_programme){ 0 };
    if (status != CF_OK)
        goto out;
    if (search.open)
        arcs += (size_t)flow->network->payment_count;
    number_vertices(&search, out);
    out->supply = calloc((size_t)out->vertex_count + 1, sizeof *out->supply);
    out->sink = calloc((size_t)out->vertex_count + 1, sizeof *out->sink);
    out->arcs = calloc(arcs + 1, sizeof *out->arcs);
    status = CF_NO_MEMORY;
    if (out->supply == NULL || out->sink == NULL || out->arcs == NULL)
        goto out;
    fill(&search, out, bound);
    status = CF_OK;

out:
    search_free(&search);
    if (status != CF_OK)
        cf_programme_free(out);
    return status;
}

void cf_programme_free(cf_programme *programme)
{
    free(programme->supply);
    free(programme->sink);
    free(programme->arcs);
    *programme = (cf_programme){ 0 };
}

/* ---- cuts ---- */

double cf_programme_straight(const cf_programme *programme, int vertex)
{
    return fmin(programme->supply[vertex], programme->sink[vertex]);
}

bool cf_programme_is_settled(const cf_programme *programme, bool *source_side)
{
    bool supply = false, sink = false;

    for (int v = 0; v < programme->vertex_count; v++) {
        supply = supply || programme->supply[v] > programme->sink[v];
        sink = sink || programme->sink[v] > programme->supply[v];
    }
    for (int v = 0; v < programme->vertex_count; v++)
        source_side[v] = supply;
    return !supply || !sink;
}

static void add_cut(cf_sum *sum, const cf_programme *programme, const bool *source_side,
                    double sign)
{
    for (int v = 0; v < programme->vertex_count; v++) {
        if (source_side[v] && programme->sink[v] > 0)
            cf_sum_add(sum, sign * programme->sink[v]);
        if (!source_side[v])
            cf_sum_add(sum, sign * programme->supply[v]);
    }
    for (int i = 0; i < programme->arc_count; i++) {
        const cf_arc *arc = &programme->arcs[i];

        if (source_side[arc->tail] && !source_side[arc->head])
            cf_sum_add(sum, sign * arc->capacity);
    }
}

double cf_programme_cut(const cf_programme *programme, const bool *source_side)
{
    cf_sum sum = { 0 };

    add_cut(&sum, programme, source_side, 1.0);
    return cf_sum_value(sum);
}

double cf_programme_beyond_cut(const cf_programme *programme, const bool *source_side)
{
    cf_sum sum = { 0 };

    for (int v = 0; v < programme->vertex_count; v++)
        cf_sum_add(&sum, programme->supply[v]);
    add_cut(&sum, programme, source_side, -1.0);
    return cf_sum_value(sum);
}
