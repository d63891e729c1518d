/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of a supplier's money comes back to it: the trace's systems, transposed. */
#include <assert.h>
#include <math.h>

#include "base/sum.h"
#include "pro_rata/trace.h"

static bool pays_supplier(const cf_trace *trace, const cf_edge *edge, int last_payer)
{
    int payer = trace->flow->network->payments[edge->payment].payer;

    return edge->head == trace->supplier && edge->carries == CF_TRADE &&
           (last_payer < 0 || payer == last_payer);
}

/* What vertex v pays straight to the supplier, or to later components that pay it: share[] is
 * theirs; NULL: none does. */
static double pays_back(const cf_trace *trace, int v, int last_payer, const double *share)
{
    const cf_flow *flow = trace->flow;
    cf_sum sum = { 0 };

    for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (pays_supplier(trace, edge, last_payer))
            cf_sum_add(&sum, edge->amount);
        else if (share != NULL && !trace->absorbing[edge->head] &&
                 flow->component[edge->head] != flow->component[v])
            cf_sum_add_product(&sum, edge->amount, share[edge->head]);
    }
    return cf_sum_value(sum);
}

/* right[i] becomes what vertex i pays towards the goal. False where none pays anything. */
static bool aim(cf_trace *trace, int component, int last_payer, const double *later_share)
{
    const cf_flow *flow = trace->flow;
    const int *vertices = &flow->component_vertices[flow->component_start[component]];
    int size = flow->component_start[component + 1] - flow->component_start[component];
    bool pays = false;

    for (int i = 0; i < size; i++) {
        int v = vertices[i];

        trace->right[i] = trace->absorbing[v] ? 0.0 : pays_back(trace, v, last_payer, later_share);
        pays = pays || trace->right[i] > 0;
    }
    return pays;
}

/* Solves for what right[] says, in a component of several vertices. */
static cf_status solve_back(cf_trace *trace, int component)
{
    cf_system *system = NULL;
    cf_status status = cf_trace_system(&system, trace, component);

    if (status == CF_OK)
        status = cf_system_solve(system, true, trace->right, trace->solution);
    return status;
}

/* share[] of the vertices of a component that trace->right aims at. */
static cf_status share_component(cf_trace *trace, int component, double *share)
{
    const cf_flow *flow = trace->flow;
    const int *vertices = &flow->component_vertices[flow->component_start[component]];
    int size = flow->component_start[component + 1] - flow->component_start[component];
    cf_status status;

    if (size == 1) {
        share[vertices[0]] = trace->right[0] / cf_money_of(flow, vertices[0]);
        return CF_OK;
    }
    status = solve_back(trace, component);
    for (int i = 0; status == CF_OK && i < size; i++)
        share[vertices[i]] = fmax(trace->solution[i], 0.0);
    return status;
}

cf_status cf_trace_return_shares(cf_trace *trace, int last_payer, double *share)
{
    assert(trace->supplier >= 0); /* a supplier must have been traced last */

    const cf_flow *flow = trace->flow;
    int component = flow->component[trace->supplier];

    for (int k = flow->component_start[component]; k < flow->component_start[component + 1]; k++)
        share[flow->component_vertices[k]] = 0.0;
    if (!aim(trace, component, last_payer, NULL))
        return CF_OK;
    return share_component(trace, component, share);
}

cf_status cf_trace_all_return_shares(cf_trace *trace, double *share)
{
    assert(trace->supplier >= 0); /* a supplier must have been traced last */

    cf_status status = CF_OK;

    for (int v = 0; v < trace->flow->vertex_count; v++)
        share[v] = 0.0;
    for (int c = trace->flow->component[trace->supplier]; status == CF_OK && c >= 0; c--) {
        if (aim(trace, c, -1, share))
            status = share_component(trace, c, share);
    }
    return status;
}

cf_status cf_trace_return_effects(cf_trace *trace, int vertex, const int *at, int count,
                                  double *effects)
{
    assert(trace->supplier >= 0); /* a supplier must have been traced last */

    const cf_flow *flow = trace->flow;
    int component = flow->component[vertex];
    const int *vertices = &flow->component_vertices[flow->component_start[component]];
    int size = flow->component_start[component + 1] - flow->component_start[component];
    double money = cf_money_of(flow, vertex);
    double unit = cf_trace_unit(money);
    cf_status status = CF_OK;

    for (int i = 0; i < size; i++)
        trace->right[i] = vertices[i] == vertex ? unit : 0.0;
    if (size > 1)
        status = solve_back(trace, component);
    else
        trace->solution[0] = unit / money;
    for (int i = 0; i < count; i++) {
        bool moves = status == CF_OK && flow->component[at[i]] == component;

        effects[i] = moves ? fmax(trace->solution[trace->local[at[i]]], 0.0) / unit : 0.0;
    }
    return status;
}
