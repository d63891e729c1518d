/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph: which deals and entities are shown. Deals are filtered first; of the entities that remain
 * the largest are shown, and the others become one. */
#include <stdlib.h>
#include <string.h>

#include "analyses/graph.h"

/* ---- loops ---- */

/* The same network with 1 for every unknown amount: a deal lies on a loop exactly if both its ends
 * are in one strong component. */
static cf_status mark_loops(cf_graph *graph)
{
    cf_network network = graph->world.network->network;
    cf_payment *payments = calloc((size_t)network.payment_count + 1, sizeof *payments);
    cf_flow *flow = NULL;
    cf_status status;

    if (payments == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < network.payment_count; i++) {
        payments[i] = network.payments[i];
        if (payments[i].open)
            payments[i].amount = 1.0;
        payments[i].open = false;
    }
    network.payments = payments;
    status = cf_flow_new(&flow, &network, false);
    for (int i = 0; status == CF_OK && i < network.payment_count; i++)
        if (flow->component[payments[i].payer] != flow->component[payments[i].payee])
            graph->shown[graph->world.network->view_deal[i]] = false;
    cf_flow_free(flow);
    free(payments);
    return status;
}

/* ---- entities ---- */

struct size {
    int entity;
    bool active, shown, supplier; /* it has a deal in the view, and one shown; it is a supplier */
    double in, out;               /* of the deals shown */
};

static double largest_side(const struct size *size)
{
    return size->in > size->out ? size->in : size->out;
}

/* Suppliers whose money is followed first, then the largest; ties in file order. */
static int compare_sizes(const void *a, const void *b)
{
    const struct size *x = a, *y = b;
    double more = largest_side(x), less = largest_side(y);

    if (x->shown != y->shown)
        return x->shown ? -1 : 1;
    if (x->supplier != y->supplier)
        return x->supplier ? -1 : 1;
    if (more > less || more < less)
        return more < less ? 1 : -1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static void measure_sizes(const cf_graph *graph, struct size *sizes)
{
    for (int v = 0; v < graph->view->entity_count; v++)
        sizes[v].entity = v;
    for (int d = 0; d < graph->view->deal_count; d++) {
        const cf_view_deal *deal = &graph->view->deals[d];

        sizes[deal->payer].active = sizes[deal->payee].active = true;
        if (graph->shown[d]) {
            sizes[deal->payer].out += cf_graph_amount(graph, d);
            sizes[deal->payee].in += cf_graph_amount(graph, d);
            sizes[deal->payer].shown = sizes[deal->payee].shown = true;
        }
    }
    for (int s = 0; s < graph->supplier_count; s++)
        sizes[graph->suppliers[s].entity].supplier =
            graph->suppliers[s].loopback[CF_MEASURE_PRO_RATA] > 0;
}

/* A single entity left over is shown as itself. */
static void cut(cf_graph *graph, const struct size *sizes, int count)
{
    int whole = graph->top == 0 || count <= graph->top + 1 ? count : graph->top;

    for (int i = 0; i < count; i++)
        graph->place[sizes[i].entity] = i < whole ? 0 : GRAPH_OTHERS;
    graph->others = count - whole;
}

static cf_status choose_entities(cf_graph *graph)
{
    int entities = graph->view->entity_count, count = 0;
    struct size *sizes = calloc((size_t)entities + 1, sizeof *sizes);

    if (sizes == NULL)
        return CF_NO_MEMORY;
    measure_sizes(graph, sizes);
    qsort(sizes, (size_t)entities, sizeof *sizes, compare_sizes);
    for (int v = 0; v < entities; v++) {
        graph->place[v] = GRAPH_NONE;
        count += sizes[v].shown;
        graph->active += sizes[v].active;
    }
    cut(graph, sizes, count);
    for (int v = 0; v < entities; v++)
        if (graph->place[v] >= 0)
            graph->place[v] = graph->placed++;
    free(sizes);
    return CF_OK;
}

/* ---- both ---- */

cf_status cf_graph_choose(cf_graph *graph)
{
    cf_status status = CF_OK;

    for (int d = 0; d < graph->view->deal_count; d++)
        graph->shown[d] =
            (graph->unknown || graph->view->deals[d].quantified) &&
            (graph->least_amount <= 0 || cf_graph_amount(graph, d) >= graph->least_amount);
    if (graph->loops_only)
        status = mark_loops(graph);
    return status == CF_OK ? choose_entities(graph) : status;
}
