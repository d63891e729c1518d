/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph: whose money returns on which deal. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/graph.h"
#include "base/tolerance.h"

double cf_graph_amount(const cf_graph *graph, int deal)
{
    return graph->view->deals[deal].quantified ? graph->view->deals[deal].amount : 0.0;
}

/* ---- suppliers ---- */

static cf_status measure_suppliers(cf_graph *graph)
{
    cf_status status = CF_OK;

    for (int v = 0; status == CF_OK && v < graph->view->entity_count; v++) {
        cf_exposure *exposure = &graph->suppliers[graph->supplier_count];

        cf_exposure_begin(exposure, &graph->world, v);
        if (!graph->followed[v] || !cf_exposure_is_supplier(exposure))
            continue;
        status = cf_exposure_measure(exposure, &graph->world, v);
        graph->supplier_count++;
    }
    return status == CF_OK ? cf_exposure_sort(graph->suppliers, graph->supplier_count, graph->view)
                           : status;
}

/* ---- their money ---- */

/* Whether an amount is so small against `scale` that it is rounding. */
static bool is_nothing(double amount, double scale)
{
    return !(amount > CF_SAME_AMOUNT * scale);
}

static cf_status follow_one(cf_graph *graph, int rank, cf_looping *looping, double *share)
{
    const cf_exposure *supplier = &graph->suppliers[rank];
    cf_trace *trace = graph->world.trace;
    cf_status status = cf_trace_supplier(trace, supplier->entity, graph->view->options.origin_all);

    if (status == CF_OK)
        status = cf_trace_return_shares(trace, -1, share);
    if (status == CF_OK)
        cf_looping_find(looping, &graph->world, supplier->entity, share);
    for (int i = 0; status == CF_OK && i < looping->count; i++) {
        int deal = looping->deals[i];

        if (!is_nothing(looping->amount[deal], supplier->invested) &&
            !cf_vec_push(&graph->shares, (cf_graph_share){ deal, rank, looping->amount[deal] }))
            status = CF_NO_MEMORY;
    }
    return status;
}

static int compare_shares(const void *a, const void *b)
{
    const cf_graph_share *x = a, *y = b;

    if (x->deal != y->deal)
        return x->deal < y->deal ? -1 : 1;
    return (x->supplier > y->supplier) - (x->supplier < y->supplier);
}

static cf_status follow_money(cf_graph *graph)
{
    double *share = calloc((size_t)graph->world.flow->vertex_count + 1, sizeof *share);
    cf_looping looping = { 0 };
    cf_status status = share == NULL ? CF_NO_MEMORY : cf_looping_new(&looping, graph->view);

    for (int rank = 0; status == CF_OK && rank < graph->supplier_count; rank++)
        if (graph->suppliers[rank].loopback[CF_MEASURE_PRO_RATA] > 0)
            status = follow_one(graph, rank, &looping, share);
    if (graph->shares.count > 0)
        qsort(graph->shares.at, (size_t)graph->shares.count, sizeof(cf_graph_share),
              compare_shares);
    cf_looping_free(&looping);
    free(share);
    return status;
}

/* ---- form ---- */

static unsigned own_form(const cf_view_deal *viewed, const cf_deal *deal)
{
    return (viewed->quantified ? 0u : (unsigned)CF_FORM_OPEN) |
           (deal->contingent ? (unsigned)CF_FORM_CONTINGENT : 0u) |
           (deal->cash ? 0u : (unsigned)CF_FORM_NON_CASH) |
           (viewed->status <= CF_LETTER_OF_INTENT ? (unsigned)CF_FORM_TENTATIVE : 0u);
}

static void find_forms(cf_graph *graph)
{
    const cf_flow *flow = graph->world.flow;
    const int *view_deal = graph->world.network->view_deal;

    for (int d = 0; d < graph->view->deal_count; d++) {
        const cf_view_deal *viewed = &graph->view->deals[d];

        graph->form[d] = own_form(viewed, &graph->view->scenario->deals[viewed->deal]);
    }
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        if (edge->amount > 0 && edge->tail >= graph->view->entity_count) {
            graph->form[view_deal[edge->payment]] |= CF_FORM_TIED;
            graph->form[view_deal[flow->tied[edge->tail - graph->view->entity_count]]] |=
                CF_FORM_TIED;
        }
    }
}

cf_status cf_graph_follow(cf_graph *graph)
{
    cf_status status = measure_suppliers(graph);

    if (status == CF_OK)
        status = follow_money(graph);
    find_forms(graph);
    return status;
}
