/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures while amounts change. Three layers, each worked out again only where the one before
 * moved:
 *
 *   flow          edges, components, balances     updated where a payment or a node has changed
 *   measurements  one a supplier: what lies       amounts read again where it is touched
 *                 between capital and revenue
 *   figures       of a measurement                each when it is wanted
 *
 * The flow has every edge that could be there, so what lies between stays the same whatever the
 * amounts are.
 */
#include "circfin/what_if.h"

#include <stdlib.h>
#include <string.h>

#include "bounds/circulation.h"
#include "circfin/bounds.h"
#include "network/build.h"
#include "what_if/backed.h"
#include "what_if/cut.h"
#include "what_if/index_set.h"
#include "what_if/measurement.h"

struct cf_what_if {
    cf_network network; /* as it is now */
    cf_node *nodes;
    cf_payment *payments;
    bool origin_all;
    cf_backed *backed; /* suppliers with networks of their own; or NULL */
    cf_cut *cut;       /* what is due; NULL: amounts are what they are set to */
    struct index_set payments_changed, nodes_changed; /* since the flows were up to date */

    cf_flow_build *flow;           /* NULL: not built yet */
    cf_flow_build *untied;         /* as if nothing were tied; NULL: not built, or `flow` does */
    cf_measurement **measurements; /* of a node; NULL: not needed yet */
    int *measured, measured_count; /* the nodes that have one */
    cf_trace *trace;               /* where an elimination is too large; NULL: not needed yet */
    cf_nearby *nearby;             /* where the flow is large; else NULL */
    cf_circulation *circulating;   /* NULL: not needed yet */
    double circulation;
    bool circulation_known;
    bool opened;      /* a payment's amount has become known, or unknown again */
    bool has_changed; /* amounts have changed since the flow was built */
    size_t kept;      /* bytes in measurements that are not shrunk */
    size_t most_kept;
};

/* ---- keeping up ---- */

static void forget_trace(cf_what_if *bench)
{
    cf_trace_free(bench->trace);
    bench->trace = NULL;
}

static void forget_measurements(cf_what_if *bench)
{
    while (bench->measured_count > 0) {
        cf_measurement **measurement =
            &bench->measurements[bench->measured[--bench->measured_count]];

        cf_measurement_free(*measurement);
        *measurement = NULL;
    }
    bench->kept = 0;
}

static void forget_flows(cf_what_if *bench)
{
    forget_trace(bench);
    forget_measurements(bench);
    cf_nearby_free(bench->nearby);
    bench->nearby = NULL;
    cf_circulation_free(bench->circulating);
    bench->circulating = NULL;
    cf_flow_free((cf_flow *)bench->flow);
    cf_flow_free((cf_flow *)bench->untied);
    bench->flow = bench->untied = NULL;
    bench->circulation_known = false;
}

/* The supplier's own vertex is looked at first: where all suppliers are touched, going through the
 * list for each takes the square of their number. */
static bool is_touched(const cf_flow_build *flow, const cf_measurement *measurement, int supplier)
{
    bool found = flow->touched[supplier];

    for (int k = 0; !found && k < flow->touched_count; k++)
        found = cf_measurement_depends_on(measurement, flow->touched_list[k]);
    return found;
}

static void forget_touched(cf_what_if *bench)
{
    const cf_flow_build *flow = bench->flow;

    if (flow->touched_count > 0)
        forget_trace(bench);
    for (int i = 0; i < bench->measured_count; i++) {
        int supplier = bench->measured[i];

        if (is_touched(flow, bench->measurements[supplier], supplier))
            cf_measurement_forget(bench->measurements[supplier]);
    }
}

/* Whether a payment that changed can be on a circuit: its edge lies inside a component. */
static bool touches_circulation(const cf_what_if *bench, const cf_flow *untied)
{
    for (int i = 0; i < bench->payments_changed.count; i++) {
        const cf_edge *edge = &untied->edges[bench->payments_changed.list[i]];

        if (edge->amount > 0 && untied->component[edge->tail] == untied->component[edge->head])
            return true;
    }
    return false;
}

static cf_status update_flows(cf_what_if *bench)
{
    cf_changes changes = { .payments = bench->payments_changed.list,
                           .payment_count = bench->payments_changed.count,
                           .nodes = bench->nodes_changed.list,
                           .node_count = bench->nodes_changed.count };
    cf_flow_build *untied = bench->untied != NULL ? bench->untied : bench->flow;
    bool circulation_known = bench->circulation_known && !touches_circulation(bench, &untied->flow);
    cf_status status = cf_flow_update(bench->flow, &changes);

    if (status == CF_OK && bench->untied != NULL)
        status = cf_flow_update(bench->untied, &changes);
    if (status != CF_OK) {
        forget_flows(bench);
        return status;
    }
    if (bench->opened)
        forget_measurements(bench);
    bench->opened = false;
    bench->has_changed = true;
    bench->circulation_known = circulation_known && !touches_circulation(bench, &untied->flow);
    forget_touched(bench);
    return CF_OK;
}

static void change_amount(cf_what_if *bench, int payment, double amount)
{
    cf_payment *of = &bench->payments[payment];

    if (!of->open && of->amount <= amount && of->amount >= amount)
        return;
    bench->opened = bench->opened || of->open;
    of->amount = amount;
    of->open = false;
    index_set_add(&bench->payments_changed, payment);
    if (bench->backed != NULL)
        cf_backed_set_amount(bench->backed, payment, amount);
}

/* Payments whose amount is unknown stay so. */
static cf_status pay_dues(cf_what_if *bench)
{
    const double *paid;
    cf_status status = cf_cut_run(&paid, bench->cut, bench->nodes);

    for (int i = 0; status == CF_OK && i < bench->network.payment_count; i++) {
        if (!bench->payments[i].open)
            change_amount(bench, i, paid[i]);
    }
    return status;
}

static cf_status keep_up(cf_what_if *bench);

/* The networks of suppliers that back something. */
static cf_status keep_backers_up(const cf_what_if *bench)
{
    cf_status status = CF_OK;

    if (bench->backed == NULL)
        return CF_OK;
    cf_backed_share_out(bench->backed, bench->payments);
    for (int i = 0; status == CF_OK && i < cf_backed_count(bench->backed); i++)
        status = keep_up(cf_backed_at(bench->backed, i));
    return status;
}

static cf_status keep_up(cf_what_if *bench)
{
    cf_flow *flow = NULL;
    cf_status status = CF_OK;

    if (bench->cut != NULL && cf_cut_is_stale(bench->cut))
        status = pay_dues(bench);
    if (status != CF_OK)
        return status;
    if (bench->flow == NULL) {
        status = cf_flow_new(&flow, &bench->network, true);
        bench->flow = (cf_flow_build *)flow;
    } else if (bench->payments_changed.count + bench->nodes_changed.count > 0) {
        status = update_flows(bench);
    }
    if (status != CF_OK)
        return status;
    index_set_clear(&bench->payments_changed);
    index_set_clear(&bench->nodes_changed);
    return keep_backers_up(bench);
}

/* ---- the workbench ---- */

cf_status cf_what_if_new(cf_what_if **out, const cf_network *network, bool origin_all)
{
    cf_what_if *bench = calloc(1, sizeof *bench);
    size_t nodes = (size_t)network->node_count, payments = (size_t)network->payment_count;

    *out = NULL;
    if (bench == NULL)
        return CF_NO_MEMORY;
    bench->origin_all = origin_all;
    bench->most_kept = (size_t)128 << 20;
    bench->nodes = calloc(nodes + 1, sizeof *bench->nodes);
    bench->payments = calloc(payments + 1, sizeof *bench->payments);
    bench->measurements = calloc(nodes + 1, sizeof *bench->measurements);
    bench->measured = calloc(nodes + 1, sizeof *bench->measured);
    if (index_set_new(&bench->payments_changed, network->payment_count) != CF_OK ||
        index_set_new(&bench->nodes_changed, network->node_count) != CF_OK ||
        bench->nodes == NULL || bench->payments == NULL || bench->measurements == NULL ||
        bench->measured == NULL) {
        cf_what_if_free(bench);
        return CF_NO_MEMORY;
    }
    memcpy(bench->nodes, network->nodes, nodes * sizeof *bench->nodes);
    memcpy(bench->payments, network->payments, payments * sizeof *bench->payments);
    bench->network = *network;
    bench->network.nodes = bench->nodes;
    bench->network.payments = bench->payments;
    *out = bench;
    return CF_OK;
}

void cf_what_if_free(cf_what_if *bench)
{
    if (bench == NULL)
        return;
    forget_flows(bench);
    cf_backed_free(bench->backed);
    cf_cut_free(bench->cut);
    index_set_free(&bench->payments_changed);
    index_set_free(&bench->nodes_changed);
    free(bench->measurements);
    free(bench->measured);
    free(bench->nodes);
    free(bench->payments);
    free(bench);
}

void cf_what_if_keep_at_most(cf_what_if *bench, size_t bytes)
{
    bench->most_kept = bytes;
}

cf_status cf_what_if_follow_dues(cf_what_if *bench, const cf_view *view)
{
    cf_cut_free(bench->cut);
    bench->cut = NULL;
    return view->options.gap_cut ? cf_cut_new(&bench->cut, view) : CF_OK;
}

cf_status cf_what_if_follow_backing(cf_what_if *bench, const cf_view *view, bool joint)
{
    cf_backed_free(bench->backed);
    bench->backed = NULL;
    return view->options.origin_backed ? cf_backed_new(&bench->backed, &bench->network, view, joint)
                                       : CF_OK;
}

static cf_what_if *bench_of(const cf_what_if *bench, int supplier)
{
    return bench->backed == NULL ? NULL : cf_backed_bench(bench->backed, supplier);
}

bool cf_what_if_backs(const cf_what_if *bench, int supplier)
{
    return bench_of(bench, supplier) != NULL;
}

const cf_flow *cf_what_if_flow_of(const cf_what_if *bench, int supplier)
{
    const cf_what_if *own = bench_of(bench, supplier);

    return own != NULL ? &own->flow->flow : &bench->flow->flow;
}

int cf_what_if_payment_of(const cf_what_if *bench, int supplier, int payment)
{
    return bench_of(bench, supplier) == NULL ? payment
                                             : cf_backed_payment(bench->backed, supplier, payment);
}

void cf_what_if_weigh(cf_what_if *bench, const double *full)
{
    if (bench->cut != NULL)
        cf_cut_weigh(bench->cut, full);
}

/* What is due on a payment is known from now on, even before it is known what is paid. */
void cf_what_if_set_amount(cf_what_if *bench, int payment, double amount)
{
    if (bench->cut != NULL)
        cf_cut_set_due(bench->cut, payment, amount);
    if (bench->backed != NULL)
        cf_backed_set_due(bench->backed, payment, amount);
    if (bench->cut == NULL || bench->payments[payment].open)
        change_amount(bench, payment, amount);
}

void cf_what_if_set_funds(cf_what_if *bench, int node, bool known, double funds)
{
    cf_node *of = &bench->nodes[node];
    double amount = known ? funds : 0.0;

    if (of->funds_known == known && of->funds <= amount && of->funds >= amount)
        return;
    of->funds_known = known;
    of->funds = amount;
    if (bench->cut != NULL)
        cf_cut_touch(bench->cut);
    index_set_add(&bench->nodes_changed, node);
    for (int i = 0; bench->backed != NULL && i < cf_backed_count(bench->backed); i++)
        cf_what_if_set_funds(cf_backed_at(bench->backed, i), node, known, funds);
}

void cf_what_if_set_revenue(cf_what_if *bench, int node, double revenue)
{
    cf_node *of = &bench->nodes[node];

    if (of->revenue <= revenue && of->revenue >= revenue)
        return;
    of->revenue = revenue;
    index_set_add(&bench->nodes_changed, node);
    for (int i = 0; bench->backed != NULL && i < cf_backed_count(bench->backed); i++)
        cf_what_if_set_revenue(cf_backed_at(bench->backed, i), node, revenue);
}

const cf_network *cf_what_if_network(const cf_what_if *bench)
{
    return &bench->network;
}

cf_status cf_what_if_flow(const cf_flow **out, cf_what_if *bench)
{
    cf_status status = keep_up(bench);

    *out = status == CF_OK ? &bench->flow->flow : NULL;
    return status;
}

cf_status cf_what_if_untied_flow(const cf_flow **out, cf_what_if *bench)
{
    cf_flow *untied = NULL;
    cf_status status = keep_up(bench);

    *out = NULL;
    if (status != CF_OK)
        return status;
    if (bench->flow->flow.tied_count > 0 && bench->untied == NULL) {
        status = cf_flow_new(&untied, &bench->network, false);
        bench->untied = (cf_flow_build *)untied;
    }
    if (status == CF_OK)
        *out = bench->untied != NULL ? &bench->untied->flow : &bench->flow->flow;
    return status;
}

cf_status cf_what_if_trace(cf_trace **out, cf_what_if *bench)
{
    cf_status status = keep_up(bench);

    if (status == CF_OK && bench->trace == NULL)
        status = cf_trace_new(&bench->trace, &bench->flow->flow);
    *out = bench->trace;
    return status;
}

/* Once amounts have changed they will change again, and then it is found from what was found
 * before. */
static cf_status find_circulation(cf_what_if *bench, const cf_flow *untied)
{
    cf_status status = CF_OK;

    if (!bench->has_changed)
        return cf_circulation_max(untied, &bench->circulation);
    if (bench->circulating == NULL)
        status = cf_circulation_new(&bench->circulating, untied);
    if (status == CF_OK)
        bench->circulation = cf_circulation_find(bench->circulating);
    return status;
}

cf_status cf_what_if_circulation(double *value, cf_what_if *bench)
{
    const cf_flow *untied;
    cf_status status = cf_what_if_untied_flow(&untied, bench);

    *value = 0.0;
    if (status == CF_OK && !bench->circulation_known)
        status = find_circulation(bench, untied);
    if (status != CF_OK)
        return status;
    bench->circulation_known = true;
    *value = bench->circulation;
    return CF_OK;
}

/* A supplier that is measured again soon is faster from what it was measured on; where amounts have
 * not changed yet, or many large ones would add up, only the figures are kept. */
static void keep_or_shrink(cf_what_if *bench, cf_measurement *measurement, size_t before)
{
    bench->kept += cf_measurement_size(measurement) - before;
    if (bench->has_changed && bench->kept <= bench->most_kept)
        return;
    bench->kept -= cf_measurement_size(measurement);
    cf_measurement_shrink(measurement);
}

/* In a large flow, the neighbourhood of a supplier often decides its bounds. */
static cf_status keep_nearby(cf_what_if *bench, const cf_flow *flow)
{
    const int large = 5000; /* edges */

    if (bench->nearby == NULL && flow->edge_count >= large)
        return cf_nearby_new(&bench->nearby, flow);
    return CF_OK;
}

static cf_status measurement_of(cf_measurement **out, cf_what_if *bench, int supplier)
{
    cf_measurement **measurement = &bench->measurements[supplier];
    cf_status status = CF_OK;

    if (*measurement == NULL) {
        status = cf_measurement_new(measurement, supplier, bench->origin_all);
        if (status == CF_OK)
            bench->measured[bench->measured_count++] = supplier;
    }
    *out = *measurement;
    return status;
}

cf_status cf_what_if_look_ahead(cf_what_if *bench, const int *suppliers, int count)
{
    int traced[CF_MOST_AHEAD], traced_count = 0;
    const cf_flow *flow;
    cf_trace *trace;
    cf_status status = cf_what_if_flow(&flow, bench);

    if (status == CF_OK)
        status = keep_nearby(bench, flow);
    for (int i = 0; status == CF_OK && bench->nearby != NULL && i < count; i++) {
        cf_measurement *measurement;

        if (cf_what_if_backs(bench, suppliers[i]))
            continue;
        status = measurement_of(&measurement, bench, suppliers[i]);
        if (status == CF_OK && cf_measurement_needs_trace(measurement, bench->nearby))
            traced[traced_count++] = suppliers[i];
    }
    if (status != CF_OK || traced_count < 2)
        return status;
    status = cf_what_if_trace(&trace, bench);
    return status == CF_OK ? cf_trace_look_ahead(trace, traced, traced_count, bench->origin_all)
                           : status;
}

cf_status cf_what_if_measure(cf_loopback *out, cf_what_if *bench, int supplier, unsigned figures)
{
    cf_measurement *measurement = NULL;
    const cf_flow *flow;
    size_t before = 0;
    cf_status status = cf_what_if_flow(&flow, bench);

    *out = (cf_loopback){ 0 };
    if (status == CF_OK && cf_what_if_backs(bench, supplier))
        return cf_what_if_measure(out, bench_of(bench, supplier), supplier, figures);
    if (status == CF_OK)
        status = keep_nearby(bench, flow);
    if (status == CF_OK)
        status = measurement_of(&measurement, bench, supplier);
    if (status != CF_OK)
        return status;
    before = cf_measurement_size(measurement);
    status = cf_measurement_measure(out, measurement, flow, bench->nearby, &bench->trace, figures);
    keep_or_shrink(bench, measurement, before);
    return status;
}
