/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "what_if/circuit.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "pro_rata/elimination.h"
#include "bounds/grid_flow.h"

/* An edge between the inside and the rest. */
struct end {
    int place, edge;
};

struct cf_circuit {
    int supplier;
    bool origin_all;
    int *place; /* of a vertex of the flow; -1: not inside */
    int *vertices, size;
    int *arc_edge; /* of the programme's arcs: their edge */
    struct end *origins, *revenue, *leaving;
    int origin_count, revenue_count, leaving_count;

    cf_programme programme;      /* without sinks of its own */
    double *paying, *keeping;    /* its sinks for max and for min */
    cf_grid_flow *grid;          /* NULL: not needed yet */
    cf_elimination *elimination; /* NULL: not needed yet, or too large */
    bool elimination_tried;
    double *leak, *share; /* scratch */
    bool *source_side;

    cf_loopback figures;
    unsigned known;
    bool loaded; /* the programme has the amounts of the flow */
};

/* ---- what lies inside ---- */

struct search {
    const cf_flow *flow;
    int supplier;
    bool *from, *to; /* capital can get here; revenue can be paid from here */
    int *queue, queued;
};

static void mark(struct search *search, bool *marks, int vertex)
{
    if (marks[vertex] || cf_flow_counts_as(search->flow, vertex, search->supplier))
        return;
    marks[vertex] = true;
    search->queue[search->queued++] = vertex;
}

static void walk(struct search *search, bool *marks, bool in)
{
    const cf_flow *flow = search->flow;
    const cf_adjacency *edges = in ? &flow->in_edges : &flow->out_edges;

    for (int next = 0; next < search->queued; next++) {
        int v = search->queue[next];

        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];

            mark(search, marks, in ? edge->tail : edge->head);
        }
    }
    search->queued = 0;
}

static void search_inside(struct search *search, bool origin_all)
{
    const cf_flow *flow = search->flow;
    const int *out = flow->out_edges.start, *in = flow->in_edges.start;
    int s = search->supplier;

    for (int k = out[s]; k < out[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(flow, edge, s, origin_all))
            mark(search, search->from, edge->head);
    }
    walk(search, search->from, false);
    for (int k = in[s]; k < in[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (!edge->capital)
            mark(search, search->to, edge->tail);
    }
    walk(search, search->to, true);
}

static cf_status find_inside(cf_circuit *circuit, const cf_flow *flow)
{
    size_t vertices = (size_t)flow->vertex_count + 1;
    struct search search = { .flow = flow,
                             .supplier = circuit->supplier,
                             .from = calloc(vertices, sizeof(bool)),
                             .to = calloc(vertices, sizeof(bool)),
                             .queue = calloc(vertices, sizeof(int)) };
    cf_status status = CF_NO_MEMORY;

    circuit->place = calloc(vertices, sizeof *circuit->place);
    circuit->vertices = calloc(vertices, sizeof *circuit->vertices);
    if (search.from == NULL || search.to == NULL || search.queue == NULL ||
        circuit->place == NULL || circuit->vertices == NULL)
        goto out;
    search_inside(&search, circuit->origin_all);
    for (int v = 0; v < flow->vertex_count; v++) {
        circuit->place[v] = search.from[v] && search.to[v] ? circuit->size : -1;
        if (circuit->place[v] >= 0)
            circuit->vertices[circuit->size++] = v;
    }
    status = CF_OK;

out:
    free(search.from);
    free(search.to);
    free(search.queue);
    return status;
}

/* ---- edges ---- */

static void sort_edge_out(cf_circuit *circuit, const cf_flow *flow, int e)
{
    const cf_edge *edge = &flow->edges[e];
    int tail = circuit->place[edge->tail], head = circuit->place[edge->head];
    cf_programme *programme = &circuit->programme;

    if (head >= 0) {
        circuit->arc_edge[programme->arc_count] = e;
        programme->arcs[programme->arc_count++] = (cf_arc){ .tail = tail, .head = head };
    } else if (edge->head == circuit->supplier && !edge->capital) {
        circuit->revenue[circuit->revenue_count++] = (struct end){ tail, e };
    } else {
        circuit->leaving[circuit->leaving_count++] = (struct end){ tail, e };
    }
}

static void sort_edges(cf_circuit *circuit, const cf_flow *flow)
{
    const int *out = flow->out_edges.start;
    int s = circuit->supplier;

    for (int k = out[s]; k < out[s + 1]; k++) {
        int e = flow->out_edges.at[k], place = circuit->place[flow->edges[e].head];

        if (place >= 0 && cf_flow_is_origin(flow, &flow->edges[e], s, circuit->origin_all))
            circuit->origins[circuit->origin_count++] = (struct end){ place, e };
    }
    for (int i = 0; i < circuit->size; i++) {
        int v = circuit->vertices[i];

        for (int k = out[v]; k < out[v + 1]; k++)
            sort_edge_out(circuit, flow, flow->out_edges.at[k]);
    }
}

static bool allocate(cf_circuit *circuit, const cf_flow *flow)
{
    const int *out = flow->out_edges.start;
    size_t size = (size_t)circuit->size + 1, edges = 1;
    size_t origins = (size_t)(out[circuit->supplier + 1] - out[circuit->supplier]) + 1;

    for (int i = 0; i < circuit->size; i++)
        edges += (size_t)(out[circuit->vertices[i] + 1] - out[circuit->vertices[i]]);
    circuit->arc_edge = calloc(edges, sizeof *circuit->arc_edge);
    circuit->origins = calloc(origins, sizeof *circuit->origins);
    circuit->revenue = calloc(edges, sizeof *circuit->revenue);
    circuit->leaving = calloc(edges, sizeof *circuit->leaving);
    circuit->programme.arcs = calloc(edges, sizeof *circuit->programme.arcs);
    circuit->programme.supply = calloc(size, sizeof *circuit->programme.supply);
    circuit->paying = calloc(size, sizeof *circuit->paying);
    circuit->keeping = calloc(size, sizeof *circuit->keeping);
    circuit->leak = calloc(size, sizeof *circuit->leak);
    circuit->share = calloc(size, sizeof *circuit->share);
    circuit->source_side = calloc(size, sizeof *circuit->source_side);
    circuit->programme.vertex_count = circuit->size;
    return circuit->arc_edge != NULL && circuit->origins != NULL && circuit->revenue != NULL &&
           circuit->leaving != NULL && circuit->programme.arcs != NULL &&
           circuit->programme.supply != NULL && circuit->paying != NULL &&
           circuit->keeping != NULL && circuit->leak != NULL && circuit->share != NULL &&
           circuit->source_side != NULL;
}

cf_status cf_circuit_new(cf_circuit **out, const cf_flow *flow, int supplier, bool origin_all)
{
    cf_circuit *circuit = calloc(1, sizeof *circuit);
    cf_status status;

    *out = NULL;
    if (circuit == NULL)
        return CF_NO_MEMORY;
    circuit->supplier = supplier;
    circuit->origin_all = origin_all;
    status = find_inside(circuit, flow);
    if (status == CF_OK && !allocate(circuit, flow))
        status = CF_NO_MEMORY;
    if (status != CF_OK) {
        cf_circuit_free(circuit);
        return status;
    }
    sort_edges(circuit, flow);
    *out = circuit;
    return CF_OK;
}

void cf_circuit_free(cf_circuit *circuit)
{
    if (circuit == NULL)
        return;
    cf_grid_flow_free(circuit->grid);
    cf_elimination_free(circuit->elimination);
    circuit->programme.sink = NULL; /* one of the two below */
    cf_programme_free(&circuit->programme);
    free(circuit->place);
    free(circuit->vertices);
    free(circuit->arc_edge);
    free(circuit->origins);
    free(circuit->revenue);
    free(circuit->leaving);
    free(circuit->paying);
    free(circuit->keeping);
    free(circuit->leak);
    free(circuit->share);
    free(circuit->source_side);
    free(circuit);
}

bool cf_circuit_depends_on(const cf_circuit *circuit, int vertex)
{
    return vertex == circuit->supplier || circuit->place[vertex] >= 0;
}

void cf_circuit_forget(cf_circuit *circuit)
{
    circuit->known = 0;
    circuit->loaded = false;
}

/* ---- amounts ---- */

static void add_up(cf_circuit *circuit, const cf_flow *flow)
{
    const int *out = flow->out_edges.start, *in = flow->in_edges.start;
    cf_sum invested = { 0 }, revenue = { 0 };
    int s = circuit->supplier;

    for (int k = out[s]; k < out[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(flow, edge, s, circuit->origin_all))
            cf_sum_add(&invested, edge->amount);
    }
    for (int k = in[s]; k < in[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (!edge->capital)
            cf_sum_add(&revenue, edge->amount);
    }
    circuit->figures =
        (cf_loopback){ .invested = cf_sum_value(invested), .revenue = cf_sum_value(revenue) };
}

static void add_ends(double *sums, const struct end *ends, int count, const cf_flow *flow)
{
    for (int i = 0; i < count; i++)
        sums[ends[i].place] += flow->edges[ends[i].edge].amount;
}

/* All that the programmes and the elimination need, from the flow as it is now. */
static void load(cf_circuit *circuit, const cf_flow *flow)
{
    cf_programme *programme = &circuit->programme;

    if (circuit->loaded)
        return;
    circuit->loaded = true;
    add_up(circuit, flow);
    for (int i = 0; i < circuit->size; i++)
        programme->supply[i] = circuit->paying[i] = circuit->keeping[i] = 0.0;
    for (int i = 0; i < programme->arc_count; i++)
        programme->arcs[i].capacity = flow->edges[circuit->arc_edge[i]].amount;
    add_ends(programme->supply, circuit->origins, circuit->origin_count, flow);
    add_ends(circuit->paying, circuit->revenue, circuit->revenue_count, flow);
    add_ends(circuit->keeping, circuit->leaving, circuit->leaving_count, flow);
}

/* ---- figures ---- */

static double supplied(const cf_programme *programme)
{
    cf_sum sum = { 0 };

    for (int v = 0; v < programme->vertex_count; v++)
        cf_sum_add(&sum, programme->supply[v]);
    return cf_sum_value(sum);
}

/* As in cf_bound_loopback(): the flow only finds the cut, and the value is the amounts in it. */
static cf_status find_bound(cf_circuit *circuit, const cf_flow *flow, double *value, bool least)
{
    cf_programme *programme = &circuit->programme;
    cf_status status = CF_OK;

    if (circuit->grid == NULL)
        status = cf_grid_flow_new(&circuit->grid, programme);
    if (status != CF_OK)
        return status;
    for (int i = 0; least && i < circuit->size; i++) {
        const cf_balance *balance = &flow->balances[circuit->vertices[i]];

        circuit->share[i] =
            circuit->keeping[i] + (balance->bounded ? balance->kept : (double)INFINITY);
    }
    programme->sink = least ? circuit->share : circuit->paying;
    cf_grid_flow_solve(circuit->grid, programme, circuit->source_side);
    *value = least ? cf_programme_beyond_cut(programme, circuit->source_side)
                   : cf_programme_cut(programme, circuit->source_side);
    if (!(*value > CF_ROUNDING * supplied(programme)))
        *value = 0.0;
    return CF_OK;
}

/* The long way, for what is too large to plan an elimination for; one trace does for all. */
static cf_status trace_pro_rata(const cf_circuit *circuit, const cf_flow *flow, cf_trace **trace,
                                double *value)
{
    const cf_adjacency *in = &flow->in_edges;
    int s = circuit->supplier;
    cf_sum sum = { 0 };
    cf_status status = CF_OK;

    if (*trace == NULL)
        status = cf_trace_new(trace, flow);
    if (status == CF_OK)
        status = cf_trace_supplier(*trace, s, circuit->origin_all);
    for (int k = in->start[s]; status == CF_OK && k < in->start[s + 1]; k++) {
        if (!flow->edges[in->at[k]].capital)
            cf_sum_add(&sum, cf_trace_on_edge(*trace, in->at[k]));
    }
    *value = cf_sum_value(sum);
    return status;
}

static cf_status find_pro_rata(cf_circuit *circuit, const cf_flow *flow, cf_trace **trace,
                               double *value)
{
    const cf_programme *programme = &circuit->programme;
    cf_sum sum = { 0 };
    cf_status status = CF_OK;

    if (!circuit->elimination_tried)
        status = cf_elimination_new(&circuit->elimination, circuit->size, programme->arcs,
                                    programme->arc_count);
    if (status != CF_OK)
        return status;
    circuit->elimination_tried = true;
    if (circuit->elimination == NULL)
        return trace_pro_rata(circuit, flow, trace, value);
    for (int i = 0; i < circuit->size; i++) {
        circuit->share[i] = programme->supply[i];
        circuit->leak[i] =
            circuit->paying[i] + circuit->keeping[i] + flow->balances[circuit->vertices[i]].kept;
    }
    cf_elimination_solve(circuit->elimination, programme->arcs, circuit->leak, circuit->share);
    for (int i = 0; i < circuit->size; i++)
        cf_sum_add_product(&sum, circuit->paying[i], circuit->share[i]);
    *value = cf_sum_value(sum);
    return CF_OK;
}

/* 0 <= min <= pro rata <= max <= invested and revenue: theorems, but for rounding. */
static void put_in_order(cf_loopback *loopback, unsigned figures)
{
    double all = loopback->invested, most = fmin(all, loopback->revenue);

    loopback->min = cf_within(loopback->min, 0.0, most, all);
    loopback->pro_rata = cf_within(loopback->pro_rata, 0.0, most, all);
    loopback->max = cf_within(loopback->max, 0.0, most, all);
    if ((figures & CF_FIGURES_ALL) == CF_FIGURES_ALL) {
        loopback->pro_rata = cf_within(loopback->pro_rata, loopback->min, most, all);
        loopback->max = cf_within(loopback->max, loopback->pro_rata, most, all);
    }
}

static void drop_unasked(cf_loopback *loopback, unsigned figures)
{
    const double unknown = (double)NAN;

    if ((figures & CF_FIGURE_MIN) == 0)
        loopback->min = unknown;
    if ((figures & CF_FIGURE_PRO_RATA) == 0)
        loopback->pro_rata = unknown;
    if ((figures & CF_FIGURE_MAX) == 0)
        loopback->max = unknown;
}

cf_status cf_circuit_measure(cf_loopback *out, cf_circuit *circuit, const cf_flow *flow,
                             cf_trace **trace, unsigned figures)
{
    unsigned missing = figures & ~circuit->known;
    cf_loopback *found = &circuit->figures;
    cf_status status = CF_OK;

    *out = (cf_loopback){ 0 };
    load(circuit, flow);
    if ((missing & CF_FIGURE_PRO_RATA) != 0)
        status = find_pro_rata(circuit, flow, trace, &found->pro_rata);
    if (status == CF_OK && (missing & CF_FIGURE_MIN) != 0)
        status = find_bound(circuit, flow, &found->min, true);
    if (status == CF_OK && (missing & CF_FIGURE_MAX) != 0)
        status = find_bound(circuit, flow, &found->max, false);
    if (status != CF_OK)
        return status;
    circuit->known |= figures;
    *out = *found;
    put_in_order(out, figures);
    drop_unasked(out, figures);
    return CF_OK;
}
