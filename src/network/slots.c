/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/slots.h"

#include "base/sum.h"
#include "network/build.h"

static bool has_earmark(const cf_payment *payment)
{
    return payment->capital && payment->earmark_count > 0;
}

static bool allocate(cf_slots *slots, int **tied, int **into, int **flow_vertex)
{
    const cf_network *network = slots->flow->network;
    cf_arena *arena = &slots->arena;

    slots->count = network->payment_count;
    for (int i = 0; i < network->payment_count; i++) {
        if (!has_earmark(&network->payments[i]))
            continue;
        slots->tied_count++;
        slots->count += 1 + network->payments[i].earmark_count;
    }
    slots->vertex_count = network->node_count + slots->tied_count;
    slots->at = cf_arena_new(arena, (size_t)slots->count, sizeof *slots->at);
    *tied = cf_arena_new(arena, (size_t)slots->tied_count, sizeof **tied);
    *into = cf_arena_new(arena, (size_t)slots->tied_count, sizeof **into);
    *flow_vertex = cf_arena_new(arena, (size_t)slots->vertex_count, sizeof **flow_vertex);
    slots->tied = *tied;
    slots->into = *into;
    slots->flow_vertex = *flow_vertex;
    return slots->at != NULL && *tied != NULL && *into != NULL && *flow_vertex != NULL;
}

/* All slots, empty. */
static void lay_out(cf_slots *slots, int *tied, int *into)
{
    const cf_network *network = slots->flow->network;
    int next = network->payment_count, t = 0;

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];
        int vertex = network->node_count + t;

        slots->at[i] = (cf_edge){ .tail = payment->payer,
                                  .head = payment->payee,
                                  .payment = i,
                                  .capital = payment->capital };
        if (!has_earmark(payment))
            continue;
        tied[t] = i;
        into[t++] = next;
        slots->at[next++] =
            (cf_edge){ .tail = payment->payer, .head = vertex, .payment = i, .capital = true };
        for (int k = 0; k < payment->earmark_count; k++) {
            int purchase = payment->earmark[k];

            slots->at[next++] = (cf_edge){ .tail = vertex,
                                           .head = network->payments[purchase].payee,
                                           .payment = purchase };
        }
    }
}

/* What the flow has goes into the slots; its tied vertices come in the same order as ours. */
static void fill(cf_slots *slots, int *flow_vertex)
{
    const cf_flow *flow = slots->flow;
    int nodes = flow->network->node_count, t = -1;

    for (int v = 0; v < slots->vertex_count; v++)
        flow_vertex[v] = v < nodes ? v : -1;
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        if (edge->tail < nodes && edge->head < nodes) {
            slots->at[edge->payment].amount = edge->amount;
        } else if (edge->head >= nodes) {
            while (slots->tied[++t] != edge->payment)
                continue;
            flow_vertex[nodes + t] = edge->head;
            slots->at[slots->into[t]].amount = edge->amount;
        } else {
            cf_edge *slot = &slots->at[slots->into[t] + 1];

            while (slot->payment != edge->payment || slot->amount > 0)
                slot++;
            slot->amount = edge->amount;
        }
    }
}

static int group_key(const void *items, int item)
{
    return ((const int *)items)[item];
}

/* Earmarks only list purchases of the tied payment's payee: groups are payees. */
static cf_status group(cf_slots *slots)
{
    const cf_network *network = slots->flow->network;
    cf_arena *arena = &slots->arena;
    int *of_payee = cf_arena_new(arena, (size_t)network->node_count, sizeof *of_payee);
    int *of_tied = cf_arena_new(arena, (size_t)slots->tied_count, sizeof *of_tied);
    int *of_payment = cf_arena_new(arena, (size_t)network->payment_count, sizeof *of_payment);
    cf_slot_group *groups = cf_arena_new(arena, (size_t)slots->tied_count, sizeof *groups);
    cf_adjacency by_group = { 0 };
    cf_status status = CF_NO_MEMORY;

    if (of_payee == NULL || of_tied == NULL || of_payment == NULL || groups == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < network->payment_count; i++)
        of_payment[i] = -1;
    for (int t = 0; t < slots->tied_count; t++) {
        const cf_payment *payment = &network->payments[slots->tied[t]];

        if (of_payee[payment->payee] == 0)
            of_payee[payment->payee] = ++slots->group_count;
        of_tied[t] = of_payment[slots->tied[t]] = of_payee[payment->payee] - 1;
        for (int k = 0; k < payment->earmark_count; k++)
            of_payment[payment->earmark[k]] = of_tied[t];
    }
    status = cf_adjacency_new(&by_group, arena, slots->group_count, slots->tied_count, group_key,
                              of_tied);
    for (int g = 0; status == CF_OK && g < slots->group_count; g++)
        groups[g] = (cf_slot_group){ by_group.start[g], by_group.start[g + 1] };
    slots->group_of = of_payment;
    slots->groups = groups;
    slots->group_tied = by_group.at;
    return status;
}

static cf_status add_up_trade(cf_slots *slots)
{
    const cf_flow *flow = slots->flow;
    int nodes = flow->network->node_count;
    double *trade = cf_arena_new(&slots->arena, (size_t)nodes, sizeof *trade);

    if (trade == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < nodes; v++) {
        cf_sum sum = { 0 };

        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++) {
            if (!flow->edges[flow->in_edges.at[k]].capital)
                cf_sum_add(&sum, flow->edges[flow->in_edges.at[k]].amount);
        }
        trade[v] = cf_sum_value(sum);
    }
    slots->trade_in = trade;
    return CF_OK;
}

static int tail_key(const void *items, int item)
{
    return ((const cf_edge *)items)[item].tail;
}

cf_status cf_slots_new(cf_slots *out, const cf_flow *flow)
{
    int *tied, *into, *flow_vertex;
    cf_status status = CF_NO_MEMORY;

    *out = (cf_slots){ .flow = flow };
    if (allocate(out, &tied, &into, &flow_vertex)) {
        lay_out(out, tied, into);
        fill(out, flow_vertex);
        status = group(out);
    }
    if (status == CF_OK)
        status = add_up_trade(out);
    if (status == CF_OK)
        status = cf_adjacency_new(&out->out, &out->arena, out->vertex_count, out->count, tail_key,
                                  out->at);
    if (status != CF_OK)
        cf_slots_free(out);
    return status;
}

void cf_slots_free(cf_slots *slots)
{
    cf_arena_free(&slots->arena);
    *slots = (cf_slots){ 0 };
}

bool cf_slots_counts_as(const cf_slots *slots, int vertex, int supplier)
{
    const cf_network *network = slots->flow->network;

    if (vertex < network->node_count)
        return vertex == supplier;
    return network->payments[slots->tied[vertex - network->node_count]].payee == supplier;
}
