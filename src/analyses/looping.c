/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The looping part of deals, from the coloured money of a supplier and the shares that return. */
#include "analyses/looping.h"

#include <stdlib.h>

cf_status cf_looping_new(cf_looping *out, const cf_view *view)
{
    size_t deals = (size_t)view->deal_count + 1;

    *out = (cf_looping){ .amount = calloc(deals, sizeof *out->amount),
                         .deals = calloc(deals, sizeof *out->deals),
                         .listed = calloc(deals, sizeof *out->listed) };
    if (out->amount != NULL && out->deals != NULL && out->listed != NULL)
        return CF_OK;
    cf_looping_free(out);
    return CF_NO_MEMORY;
}

void cf_looping_free(cf_looping *looping)
{
    free(looping->amount);
    free(looping->deals);
    free(looping->listed);
    *looping = (cf_looping){ 0 };
}

static void forget_looping(cf_looping *looping)
{
    for (int i = 0; i < looping->count; i++) {
        looping->amount[looping->deals[i]] = 0.0;
        looping->listed[looping->deals[i]] = false;
    }
    looping->count = 0;
}

static void add(cf_looping *looping, int deal, double amount)
{
    if (!looping->listed[deal]) {
        looping->listed[deal] = true;
        looping->deals[looping->count++] = deal;
    }
    looping->amount[deal] += amount;
}

/* r_e = x_e · (share of it that comes back from the head), summed over the edges of a deal. */
void cf_looping_find(cf_looping *looping, const cf_world *world, int supplier, const double *share)
{
    const cf_flow *flow = world->flow;
    int component = flow->component[supplier];

    forget_looping(looping);
    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++) {
        int v = flow->component_vertices[m];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            int e = flow->out_edges.at[k];
            const cf_edge *edge = &flow->edges[e];
            double back = edge->head != supplier      ? share[edge->head]
                          : edge->carries == CF_TRADE ? 1.0
                                                      : 0.0;

            if (edge->amount > 0 && flow->component[edge->head] == component)
                add(looping, world->network->view_deal[edge->payment],
                    cf_trace_on_edge(world->trace, e) * back);
        }
    }
}
