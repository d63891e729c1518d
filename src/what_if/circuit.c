/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pro rata by state reduction (pro_rata/elimination.h), min and max by one maximum flow each, kept
 * until an amount changes. */
#include "what_if/circuit.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bounds/between.h"
#include "pro_rata/elimination.h"

struct cf_circuit {
    cf_between between;
    cf_elimination *elimination; /* NULL: not needed yet, or too large */
    bool elimination_tried;
    double *leak, *share; /* scratch */

    cf_loopback figures;
    unsigned known;
    bool loaded; /* `between` has the amounts of the flow */
};

cf_status cf_circuit_new(cf_circuit **out, const cf_flow *flow, int supplier, bool origin_all)
{
    cf_circuit *circuit = calloc(1, sizeof *circuit);
    size_t size;
    cf_status status;

    *out = NULL;
    if (circuit == NULL)
        return CF_NO_MEMORY;
    status = cf_between_new(&circuit->between, flow, supplier, origin_all, CF_EDGES_POSSIBLE);
    size = (size_t)circuit->between.size + 1;
    circuit->leak = calloc(size, sizeof *circuit->leak);
    circuit->share = calloc(size, sizeof *circuit->share);
    if (status == CF_OK && (circuit->leak == NULL || circuit->share == NULL))
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        *out = circuit;
    else
        cf_circuit_free(circuit);
    return status;
}

void cf_circuit_free(cf_circuit *circuit)
{
    if (circuit == NULL)
        return;
    cf_between_free(&circuit->between);
    cf_elimination_free(circuit->elimination);
    free(circuit->leak);
    free(circuit->share);
    free(circuit);
}

bool cf_circuit_depends_on(const cf_circuit *circuit, int vertex)
{
    return vertex == circuit->between.supplier || circuit->between.place[vertex] >= 0;
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
    int s = circuit->between.supplier;

    for (int k = out[s]; k < out[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(flow, edge, s, circuit->between.origin_all))
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

/* All that the figures need, from the flow as it is now. */
static void load(cf_circuit *circuit, const cf_flow *flow)
{
    if (circuit->loaded)
        return;
    circuit->loaded = true;
    add_up(circuit, flow);
    cf_between_read(&circuit->between, flow);
}

/* ---- figures ---- */

/* The long way, for what is too large to plan an elimination for; one trace does for all. */
static cf_status trace_pro_rata(const cf_circuit *circuit, const cf_flow *flow, cf_trace **trace,
                                double *value)
{
    const cf_adjacency *in = &flow->in_edges;
    int s = circuit->between.supplier;
    cf_sum sum = { 0 };
    cf_status status = CF_OK;

    if (*trace == NULL)
        status = cf_trace_new(trace, flow);
    if (status == CF_OK)
        status = cf_trace_supplier(*trace, s, circuit->between.origin_all);
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
    const cf_between *between = &circuit->between;
    const double *revenue = between->revenue.amount;
    cf_sum sum = { 0 };
    cf_status status = CF_OK;

    if (!circuit->elimination_tried)
        status = cf_elimination_new(&circuit->elimination, between->size, between->arcs,
                                    between->arc_count);
    if (status != CF_OK)
        return status;
    circuit->elimination_tried = true;
    if (circuit->elimination == NULL)
        return trace_pro_rata(circuit, flow, trace, value);
    for (int i = 0; i < between->size; i++) {
        circuit->share[i] = between->origins.amount[i];
        circuit->leak[i] =
            revenue[i] + between->leaving.amount[i] + flow->balances[between->vertices[i]].kept;
    }
    cf_elimination_solve(circuit->elimination, between->arcs, circuit->leak, circuit->share);
    for (int i = 0; i < between->size; i++)
        cf_sum_add_product(&sum, revenue[i], circuit->share[i]);
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
    if ((figures & CF_MEASURES_KNOWN) == CF_MEASURES_KNOWN) {
        loopback->pro_rata = cf_within(loopback->pro_rata, loopback->min, most, all);
        loopback->max = cf_within(loopback->max, loopback->pro_rata, most, all);
    }
}

static void drop_unasked(cf_loopback *loopback, unsigned figures)
{
    const double unknown = (double)NAN;

    if ((figures & CF_MEASURE_BIT(CF_MEASURE_MIN)) == 0)
        loopback->min = unknown;
    if ((figures & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)) == 0)
        loopback->pro_rata = unknown;
    if ((figures & CF_MEASURE_BIT(CF_MEASURE_MAX)) == 0)
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
    if ((missing & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)) != 0)
        status = find_pro_rata(circuit, flow, trace, &found->pro_rata);
    if (status == CF_OK && (missing & CF_MEASURE_BIT(CF_MEASURE_MIN)) != 0)
        status = cf_between_bound(&circuit->between, flow, CF_MEASURE_MIN, &found->min);
    if (status == CF_OK && (missing & CF_MEASURE_BIT(CF_MEASURE_MAX)) != 0)
        status = cf_between_bound(&circuit->between, flow, CF_MEASURE_MAX, &found->max);
    if (status != CF_OK)
        return status;
    circuit->known |= figures;
    *out = *found;
    put_in_order(out, figures);
    drop_unasked(out, figures);
    return CF_OK;
}
