/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures while amounts change. Three layers, each redone only where the one before moved:
 *
 *   tuning    amounts, placed money, balances     redone at the vertices that are touched; all of
 *                                                 it where an edge appears or vanishes
 *   circuits  one a supplier: what lies between   amounts loaded again where it is touched
 *             its capital and its revenue
 *   figures   of a circuit                        each when it is asked for
 */
#include "circfin/what_if.h"

#include <stdlib.h>
#include <string.h>

#include "what_if/circuit.h"
#include "what_if/tuning.h"

/* Indices that changed, each once. */
struct changed {
    int *list, count;
    bool *is_in;
};

struct cf_what_if {
    const cf_network *base;
    cf_network network; /* as it is now */
    cf_node *nodes;
    cf_payment *payments;
    bool origin_all;
    cf_tuning *tuning;              /* NULL: to be made */
    struct changed moved, refunded; /* payments and nodes, since the tuning was right */
    cf_circuit **circuits;          /* of a node; NULL: not needed yet */
    int *measured, measured_count;  /* the nodes that have one */
    cf_trace *trace;                /* where a circuit is too large; NULL: not needed yet */
};

/* ---- keeping up ---- */

static bool changed_new(struct changed *changed, int size)
{
    changed->list = calloc((size_t)size + 1, sizeof *changed->list);
    changed->is_in = calloc((size_t)size + 1, sizeof *changed->is_in);
    return changed->list != NULL && changed->is_in != NULL;
}

static void changed_add(struct changed *changed, int index)
{
    if (!changed->is_in[index])
        changed->list[changed->count++] = index;
    changed->is_in[index] = true;
}

static void changed_clear(struct changed *changed)
{
    while (changed->count > 0)
        changed->is_in[changed->list[--changed->count]] = false;
}

static void changed_free(struct changed *changed)
{
    free(changed->list);
    free(changed->is_in);
}

static void forget_trace(cf_what_if *bench)
{
    cf_trace_free(bench->trace);
    bench->trace = NULL;
}

static void forget_all(cf_what_if *bench)
{
    forget_trace(bench);
    while (bench->measured_count > 0) {
        cf_circuit **circuit = &bench->circuits[bench->measured[--bench->measured_count]];

        cf_circuit_free(*circuit);
        *circuit = NULL;
    }
    cf_tuning_free(bench->tuning);
    bench->tuning = NULL;
}

static void forget_touched(cf_what_if *bench)
{
    int count = 0;
    const int *touched = cf_tuning_touched(bench->tuning, &count);

    if (count > 0)
        forget_trace(bench);
    for (int i = 0; i < bench->measured_count; i++) {
        cf_circuit *circuit = bench->circuits[bench->measured[i]];

        for (int k = 0; k < count; k++) {
            if (cf_circuit_depends_on(circuit, touched[k])) {
                cf_circuit_forget(circuit);
                break;
            }
        }
    }
}

static cf_status keep_up(cf_what_if *bench)
{
    cf_changes changes = { .payments = bench->moved.list,
                           .payment_count = bench->moved.count,
                           .nodes = bench->refunded.list,
                           .node_count = bench->refunded.count };
    bool fits = true;
    cf_status status = CF_OK;

    if (bench->tuning != NULL && changes.payment_count + changes.node_count == 0)
        return CF_OK;
    if (bench->tuning != NULL)
        status = cf_tuning_apply(bench->tuning, &changes, &fits);
    if (status != CF_OK || !fits)
        forget_all(bench);
    else if (bench->tuning != NULL)
        forget_touched(bench);
    if (status == CF_OK && bench->tuning == NULL)
        status = cf_tuning_new(&bench->tuning, &bench->network);
    if (status != CF_OK)
        return status;
    changed_clear(&bench->moved);
    changed_clear(&bench->refunded);
    return CF_OK;
}

/* ---- the workbench ---- */

cf_status cf_what_if_new(cf_what_if **out, const cf_network *network, bool origin_all)
{
    cf_what_if *bench = calloc(1, sizeof *bench);
    size_t nodes = (size_t)network->node_count, payments = (size_t)network->payment_count;

    *out = NULL;
    if (bench == NULL)
        return CF_NO_MEMORY;
    bench->base = network;
    bench->origin_all = origin_all;
    bench->nodes = calloc(nodes + 1, sizeof *bench->nodes);
    bench->payments = calloc(payments + 1, sizeof *bench->payments);
    bench->circuits = calloc(nodes + 1, sizeof *bench->circuits);
    bench->measured = calloc(nodes + 1, sizeof *bench->measured);
    if (!changed_new(&bench->moved, network->payment_count) ||
        !changed_new(&bench->refunded, network->node_count) || bench->nodes == NULL ||
        bench->payments == NULL || bench->circuits == NULL || bench->measured == NULL) {
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
    forget_all(bench);
    changed_free(&bench->moved);
    changed_free(&bench->refunded);
    free(bench->circuits);
    free(bench->measured);
    free(bench->nodes);
    free(bench->payments);
    free(bench);
}

static void set_payment(cf_what_if *bench, int payment, double amount, bool open)
{
    cf_payment *of = &bench->payments[payment];

    if (of->open == open && of->amount <= amount && of->amount >= amount)
        return;
    of->amount = amount;
    of->open = open;
    changed_add(&bench->moved, payment);
}

void cf_what_if_set_amount(cf_what_if *bench, int payment, double amount)
{
    set_payment(bench, payment, amount, false);
}

void cf_what_if_set_funds(cf_what_if *bench, int node, bool known, double funds)
{
    cf_node *of = &bench->nodes[node];
    double amount = known ? funds : 0.0;

    if (of->funds_known == known && of->funds <= amount && of->funds >= amount)
        return;
    of->funds_known = known;
    of->funds = amount;
    changed_add(&bench->refunded, node);
}

void cf_what_if_reset(cf_what_if *bench)
{
    const cf_network *base = bench->base;

    for (int i = 0; i < base->payment_count; i++)
        set_payment(bench, i, base->payments[i].amount, base->payments[i].open);
    for (int i = 0; i < base->node_count; i++)
        cf_what_if_set_funds(bench, i, base->nodes[i].funds_known, base->nodes[i].funds);
}

const cf_network *cf_what_if_network(const cf_what_if *bench)
{
    return &bench->network;
}

cf_status cf_what_if_flow(const cf_flow **out, cf_what_if *bench)
{
    cf_status status = keep_up(bench);

    *out = status == CF_OK ? cf_tuning_flow(bench->tuning) : NULL;
    return status;
}

cf_status cf_what_if_measure(cf_loopback *out, cf_what_if *bench, int supplier, unsigned figures)
{
    cf_circuit **circuit = &bench->circuits[supplier];
    const cf_flow *flow;
    cf_status status = cf_what_if_flow(&flow, bench);

    *out = (cf_loopback){ 0 };
    if (status == CF_OK && *circuit == NULL) {
        status = cf_circuit_new(circuit, flow, supplier, bench->origin_all);
        if (status == CF_OK)
            bench->measured[bench->measured_count++] = supplier;
    }
    if (status == CF_OK)
        status = cf_circuit_measure(out, *circuit, flow, &bench->trace, figures);
    return status;
}
