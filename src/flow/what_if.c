/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures while amounts change. */
#include "circfin/what_if.h"

#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "circfin/lp.h"

struct cf_what_if {
    const cf_network *base;
    cf_network network; /* as it is now */
    cf_node *nodes;
    cf_payment *payments;
    bool origin_all;
    cf_flow *flow; /* NULL: something was set since it was made */
    cf_trace *trace;
};

static void forget_flow(cf_what_if *bench)
{
    cf_trace_free(bench->trace);
    cf_flow_free(bench->flow);
    bench->trace = NULL;
    bench->flow = NULL;
}

cf_status cf_what_if_new(cf_what_if **out, const cf_network *network, bool origin_all)
{
    cf_what_if *bench = calloc(1, sizeof *bench);

    *out = NULL;
    if (bench == NULL)
        return CF_NO_MEMORY;
    bench->base = network;
    bench->origin_all = origin_all;
    bench->nodes = calloc((size_t)network->node_count + 1, sizeof *bench->nodes);
    bench->payments = calloc((size_t)network->payment_count + 1, sizeof *bench->payments);
    if (bench->nodes == NULL || bench->payments == NULL) {
        cf_what_if_free(bench);
        return CF_NO_MEMORY;
    }
    bench->network = *network;
    bench->network.nodes = bench->nodes;
    bench->network.payments = bench->payments;
    cf_what_if_reset(bench);
    *out = bench;
    return CF_OK;
}

void cf_what_if_free(cf_what_if *bench)
{
    if (bench == NULL)
        return;
    forget_flow(bench);
    free(bench->nodes);
    free(bench->payments);
    free(bench);
}

void cf_what_if_set_amount(cf_what_if *bench, int payment, double amount)
{
    bench->payments[payment].amount = amount;
    bench->payments[payment].open = false;
    forget_flow(bench);
}

void cf_what_if_set_funds(cf_what_if *bench, int node, bool known, double funds)
{
    bench->nodes[node].funds_known = known;
    bench->nodes[node].funds = known ? funds : 0.0;
    forget_flow(bench);
}

void cf_what_if_reset(cf_what_if *bench)
{
    const cf_network *base = bench->base;

    memcpy(bench->nodes, base->nodes, (size_t)base->node_count * sizeof *bench->nodes);
    memcpy(bench->payments, base->payments, (size_t)base->payment_count * sizeof *bench->payments);
    forget_flow(bench);
}

const cf_network *cf_what_if_network(const cf_what_if *bench)
{
    return &bench->network;
}

cf_status cf_what_if_flow(const cf_flow **out, cf_what_if *bench)
{
    cf_status status = CF_OK;

    *out = NULL;
    if (bench->flow == NULL)
        status = cf_flow_new(&bench->flow, &bench->network, true);
    if (status == CF_OK)
        *out = bench->flow;
    return status;
}

static void add_up(cf_loopback *out, const cf_flow *flow, int supplier, bool all)
{
    const int *out_start = flow->out_edges.start, *in_start = flow->in_edges.start;
    cf_sum invested = { 0 }, revenue = { 0 };

    for (int k = out_start[supplier]; k < out_start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(flow, edge, supplier, all))
            cf_sum_add(&invested, edge->amount);
    }
    for (int k = in_start[supplier]; k < in_start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (!edge->capital)
            cf_sum_add(&revenue, edge->amount);
    }
    *out = (cf_loopback){ .invested = cf_sum_value(invested),
                          .revenue = cf_sum_value(revenue),
                          .min = (double)NAN,
                          .pro_rata = (double)NAN,
                          .max = (double)NAN };
}

static cf_status mix(cf_loopback *out, cf_what_if *bench, int supplier)
{
    const cf_flow *flow = bench->flow;
    cf_sum sum = { 0 };
    cf_status status = CF_OK;

    if (bench->trace == NULL)
        status = cf_trace_new(&bench->trace, flow);
    if (status == CF_OK)
        status = cf_trace_supplier(bench->trace, supplier, bench->origin_all);
    if (status != CF_OK)
        return status;
    for (int k = flow->in_edges.start[supplier]; k < flow->in_edges.start[supplier + 1]; k++) {
        if (!flow->edges[flow->in_edges.at[k]].capital)
            cf_sum_add(&sum, cf_trace_on_edge(bench->trace, flow->in_edges.at[k]));
    }
    out->pro_rata = cf_sum_value(sum);
    return CF_OK;
}

/* fmin and fmax pass over what is NaN: not asked for. */
static double within(double value, double least, double most)
{
    return isnan(value) ? value : fmax(fmin(value, most), least);
}

/* 0 <= min <= pro rata <= max <= invested and revenue: theorems, but for rounding. */
static void put_in_order(cf_loopback *loopback)
{
    double most = fmin(loopback->invested, loopback->revenue);

    loopback->min = within(loopback->min, 0.0, most);
    loopback->pro_rata =
        within(loopback->pro_rata, isnan(loopback->min) ? 0.0 : loopback->min, most);
    loopback->max = within(loopback->max, fmax(fmax(0.0, loopback->min), loopback->pro_rata), most);
}

cf_status cf_what_if_measure(cf_loopback *out, cf_what_if *bench, int supplier, unsigned figures)
{
    const cf_flow *flow;
    cf_status status = cf_what_if_flow(&flow, bench);

    *out = (cf_loopback){ 0 };
    if (status != CF_OK)
        return status;
    add_up(out, flow, supplier, bench->origin_all);
    if ((figures & CF_FIGURE_PRO_RATA) != 0)
        status = mix(out, bench, supplier);
    if (status == CF_OK && (figures & CF_FIGURE_MIN) != 0)
        status = cf_bound_loopback(flow, supplier, bench->origin_all, CF_BOUND_MIN, &out->min);
    if (status == CF_OK && (figures & CF_FIGURE_MAX) != 0)
        status = cf_bound_loopback(flow, supplier, bench->origin_all, CF_BOUND_MAX, &out->max);
    put_in_order(out);
    return status;
}
