/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows coloured money pro rata: component by component, in the order in which money runs. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/sum.h"
#include "circfin/periods.h"
#include "pro_rata/trace.h"

static cf_status make_room(cf_trace *trace)
{
    size_t vertices = (size_t)trace->flow->vertex_count;
    size_t components = (size_t)trace->flow->component_count;
    int **ints[] = { &trace->local, &trace->absorbers, &trace->reached_list };
    bool **flags[] = { &trace->absorbing, &trace->reached, &trace->leaves };
    bool **of_components[] = { &trace->prepared, &trace->is_pending, &trace->leaves_known };
    double **numbers[] = { &trace->arriving, &trace->mix, &trace->right, &trace->solution };
    bool room = true;

    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
        room = (*ints[i] = cf_arena_new(&trace->arena, vertices, sizeof **ints[i])) != NULL && room;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        room =
            (*flags[i] = cf_arena_new(&trace->arena, vertices, sizeof **flags[i])) != NULL && room;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        room = (*numbers[i] = cf_arena_new(&trace->arena, vertices, sizeof **numbers[i])) != NULL &&
               room;
    for (size_t i = 0; i < sizeof of_components / sizeof *of_components; i++)
        room = (*of_components[i] =
                    cf_arena_new(&trace->arena, components, sizeof **of_components[i])) != NULL &&
               room;
    trace->systems = cf_arena_new(&trace->arena, components, sizeof *trace->systems);
    trace->pending = cf_arena_new(&trace->arena, components, sizeof *trace->pending);
    return room && trace->systems != NULL && trace->pending != NULL ? CF_OK : CF_NO_MEMORY;
}

cf_status cf_trace_new(cf_trace **out, const cf_flow *flow)
{
    cf_trace *trace = calloc(1, sizeof *trace);

    *out = NULL;
    if (trace == NULL)
        return CF_NO_MEMORY;
    trace->flow = flow;
    trace->component_count = flow->component_count;
    trace->supplier = trace->absorbed_by = -1;
    if (make_room(trace) != CF_OK) {
        cf_trace_free(trace);
        return CF_NO_MEMORY;
    }
    for (int c = 0; c < flow->component_count; c++) {
        for (int k = flow->component_start[c]; k < flow->component_start[c + 1]; k++)
            trace->local[flow->component_vertices[k]] = k - flow->component_start[c];
    }
    *out = trace;
    return CF_OK;
}

void cf_trace_free(cf_trace *trace)
{
    if (trace == NULL)
        return;
    for (int c = 0; trace->systems != NULL && c < trace->component_count; c++)
        cf_system_free(trace->systems[c]);
    cf_arena_free(&trace->arena);
    free(trace);
}

/* ---- starting ---- */

static inline bool is_earlier(const int *a, const int *b)
{
    return *a < *b;
}
CF_HEAP(pending, int, is_earlier)

static void forget_colours(cf_trace *trace)
{
    while (trace->pending_count > 0)
        trace->is_pending[trace->pending[--trace->pending_count]] = false;
    for (int i = 0; i < trace->reached_count; i++) {
        int v = trace->reached_list[i];

        trace->arriving[v] = trace->mix[v] = 0.0;
        trace->reached[v] = false;
    }
    trace->reached_count = 0;
    trace->supplier = -1;
}

void cf_trace_forget(cf_trace *trace)
{
    forget_colours(trace);
    for (int i = 0; i < trace->absorber_count; i++) {
        trace->absorbing[trace->absorbers[i]] = false;
        trace->prepared[trace->flow->component[trace->absorbers[i]]] = false;
    }
    trace->absorber_count = 0;
    trace->absorbed_by = -1;
}

static void absorb(cf_trace *trace, int vertex)
{
    trace->absorbing[vertex] = true;
    trace->absorbers[trace->absorber_count++] = vertex;
    trace->prepared[trace->flow->component[vertex]] = false;
}

static void reach(cf_trace *trace, int vertex)
{
    if (!trace->reached[vertex])
        trace->reached_list[trace->reached_count++] = vertex;
    trace->reached[vertex] = true;
}

static void arrive(cf_trace *trace, int vertex, double amount)
{
    int component = trace->flow->component[vertex];

    if (trace->absorbing[vertex] || !(amount > 0))
        return;
    reach(trace, vertex);
    trace->arriving[vertex] += amount;
    if (!trace->is_pending[component])
        pending_push(trace->pending, &trace->pending_count, component);
    trace->is_pending[component] = true;
}

/* ---- spreading ---- */

cf_status cf_trace_system(cf_system **out, cf_trace *trace, int component)
{
    cf_system **system = &trace->systems[component];
    cf_status status = CF_OK;

    if (*system == NULL)
        status = cf_system_new(system, trace->flow, component, trace->local);
    if (status == CF_OK && !trace->prepared[component])
        cf_system_absorb(*system, trace->absorbing);
    trace->prepared[component] = status == CF_OK;
    *out = *system;
    return status;
}

static cf_status mix_component(cf_trace *trace, int component)
{
    const cf_flow *flow = trace->flow;
    const int *vertices = &flow->component_vertices[flow->component_start[component]];
    int size = flow->component_start[component + 1] - flow->component_start[component];
    cf_system *system = NULL;
    cf_status status;

    if (size == 1) {
        trace->mix[vertices[0]] = trace->arriving[vertices[0]] / cf_money_of(flow, vertices[0]);
        return CF_OK;
    }
    status = cf_trace_system(&system, trace, component);
    for (int i = 0; status == CF_OK && i < size; i++)
        trace->right[i] = trace->arriving[vertices[i]];
    if (status == CF_OK)
        status = cf_system_solve(system, false, trace->right, trace->solution);
    for (int i = 0; status == CF_OK && i < size; i++) {
        if (!(trace->solution[i] > 0))
            continue;
        reach(trace, vertices[i]);
        trace->mix[vertices[i]] = trace->solution[i];
    }
    return status;
}

/* Which vertices of a component pay others outside it: looked up once for all colours. */
static void find_leaves(cf_trace *trace, int component)
{
    const cf_flow *flow = trace->flow;

    if (trace->leaves_known[component])
        return;
    trace->leaves_known[component] = true;
    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++) {
        int v = flow->component_vertices[m];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            trace->leaves[v] = trace->leaves[v] || flow->component[edge->head] != component;
        }
    }
}

/* What leaves the component arrives in later ones. */
static void send_on(cf_trace *trace, int component)
{
    const cf_flow *flow = trace->flow;

    find_leaves(trace, component);
    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++) {
        int v = flow->component_vertices[m];

        if (!trace->leaves[v] || !(trace->mix[v] > 0))
            continue;
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (flow->component[edge->head] != component)
                arrive(trace, edge->head, trace->mix[v] * edge->amount);
        }
    }
}

/* Money runs from lower to higher components only. */
static cf_status spread(cf_trace *trace)
{
    cf_status status = CF_OK;

    while (status == CF_OK && trace->pending_count > 0) {
        int component = pending_pop(trace->pending, &trace->pending_count);

        trace->is_pending[component] = false;
        status = mix_component(trace, component);
        if (status == CF_OK)
            send_on(trace, component);
    }
    return status;
}

/* Its vertices, and the tied money and pools that count as it. They stay for its next colours. */
static void absorb_all(cf_trace *trace, int supplier)
{
    const cf_flow *flow = trace->flow;
    int nodes = flow->period_count == 0 ? flow->network->node_count
                                        : flow->period_count * flow->period_nodes;

    if (trace->absorbed_by == supplier) {
        forget_colours(trace);
        return;
    }
    cf_trace_forget(trace);
    for (int p = 0; p < cf_flow_times(flow); p++)
        absorb(trace, supplier + p * flow->period_nodes);
    for (int v = nodes; v < flow->vertex_count; v++) {
        if (cf_flow_counts_as(flow, v, supplier))
            absorb(trace, v);
    }
    trace->absorbed_by = supplier;
}

/* Of what a vertex of the supplier invests, all of it (investee -1) or what is paid to one entity.
 */
static cf_status colour(cf_trace *trace, int vertex, bool origin_all, int investee)
{
    const cf_flow *flow = trace->flow;

    for (int k = flow->out_edges.start[vertex]; k < flow->out_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(edge, vertex, origin_all) &&
            (investee < 0 || flow->network->payments[edge->payment].payee == investee))
            arrive(trace, edge->head, edge->amount);
    }
    return spread(trace);
}

cf_status cf_trace_supplier(cf_trace *trace, int supplier, bool origin_all)
{
    cf_status status;

    if (trace->supplier == supplier && trace->origin_all == origin_all)
        return CF_OK;
    absorb_all(trace, supplier);
    status = colour(trace, supplier, origin_all, -1);
    trace->supplier = status == CF_OK ? supplier : -1;
    trace->origin_all = origin_all;
    return status;
}

cf_status cf_trace_investment(cf_trace *trace, int supplier, bool origin_all, int investee)
{
    absorb_all(trace, supplier);
    return colour(trace, supplier, origin_all, investee);
}

cf_status cf_trace_period(cf_trace *trace, int supplier, bool origin_all, int period)
{
    absorb_all(trace, supplier);
    return colour(trace, supplier + period * trace->flow->period_nodes, origin_all, -1);
}

cf_status cf_trace_origin(cf_trace *trace, int vertex)
{
    cf_trace_forget(trace);
    arrive(trace, vertex, trace->flow->balances[vertex].funds);
    return spread(trace);
}

/* ---- loop-backs alone ---- */

/* Those next to each other in one component are solved side by side. */
static cf_status solve_ahead(cf_trace *trace, int first, int count)
{
    int component = trace->flow->component[trace->ahead[first].supplier];
    int size =
        trace->flow->component_start[component + 1] - trace->flow->component_start[component];
    cf_system *system = NULL;
    cf_status status = size > 1 ? cf_trace_system(&system, trace, component) : CF_OK;

    return status == CF_OK && size > 1 ? cf_system_colours(system, &trace->ahead[first], count)
                                       : status;
}

cf_status cf_trace_look_ahead(cf_trace *trace, const int *suppliers, int count, bool origin_all)
{
    const int *component = trace->flow->component;
    cf_status status = CF_OK;
    int first = 0;

    assert(count <= CF_MOST_AHEAD);
    trace->ahead_count = 0;
    for (int i = 0; i < count; i++)
        trace->ahead[i] = (cf_colour){ .supplier = suppliers[i], .all = origin_all };
    while (status == CF_OK && first < count) {
        int past = first;

        while (past < count && component[suppliers[past]] == component[suppliers[first]])
            past++;
        status = solve_ahead(trace, first, past - first);
        first = past;
    }
    trace->ahead_count = status == CF_OK ? count : 0;
    return status;
}

static const cf_colour *find_ahead(const cf_trace *trace, int supplier, bool origin_all)
{
    for (int i = 0; i < trace->ahead_count; i++) {
        const cf_colour *colour = &trace->ahead[i];

        if (colour->settled && colour->supplier == supplier && colour->all == origin_all)
            return colour;
    }
    return NULL;
}

cf_status cf_trace_loop_back(cf_trace *trace, int supplier, bool origin_all, double *value)
{
    const cf_colour *known = find_ahead(trace, supplier, origin_all);
    cf_status status = CF_OK;

    *value = 0.0;
    if (known == NULL) {
        status = cf_trace_look_ahead(trace, &supplier, 1, origin_all);
        known = find_ahead(trace, supplier, origin_all);
    }
    if (status == CF_OK && known == NULL) {
        status = cf_trace_supplier(trace, supplier, origin_all);
        if (status == CF_OK)
            *value = cf_trace_revenue(trace);
    } else if (status == CF_OK) {
        *value = known->back;
    }
    return status;
}

/* ---- reading ---- */

static int compare_vertices(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Where many are reached, to look at all vertices takes less than to sort those. */
static void put_reached_in_order(cf_trace *trace)
{
    const int few = trace->flow->vertex_count / 16;
    int count = 0;

    if (trace->reached_count < few) {
        qsort(trace->reached_list, (size_t)trace->reached_count, sizeof(int), compare_vertices);
        return;
    }
    for (int v = 0; v < trace->flow->vertex_count; v++) {
        if (trace->reached[v])
            trace->reached_list[count++] = v;
    }
}

const int *cf_trace_reached(cf_trace *trace, int *count)
{
    put_reached_in_order(trace);
    *count = trace->reached_count;
    return trace->reached_list;
}

double cf_trace_mix(const cf_trace *trace, int vertex)
{
    return trace->mix[vertex];
}

double cf_trace_on_edge(const cf_trace *trace, int edge)
{
    const cf_edge *of = &trace->flow->edges[edge];

    if (trace->supplier >= 0 && cf_flow_is_origin(of, trace->supplier, trace->origin_all))
        return of->amount;
    return trace->mix[of->tail] * of->amount;
}

static double revenue_at(const cf_trace *trace, int vertex)
{
    const cf_adjacency *in = &trace->flow->in_edges;
    cf_sum sum = { 0 };

    for (int k = in->start[vertex]; k < in->start[vertex + 1]; k++) {
        if (trace->flow->edges[in->at[k]].carries == CF_TRADE)
            cf_sum_add(&sum, cf_trace_on_edge(trace, in->at[k]));
    }
    return cf_sum_value(sum);
}

double cf_trace_revenue(const cf_trace *trace)
{
    return revenue_at(trace, trace->supplier);
}

double cf_trace_revenue_in(const cf_trace *trace, int period)
{
    return revenue_at(trace, trace->absorbed_by + period * trace->flow->period_nodes);
}

double cf_trace_kept(const cf_trace *trace, int vertex)
{
    return trace->mix[vertex] * trace->flow->balances[vertex].kept;
}
