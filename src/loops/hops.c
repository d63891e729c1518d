/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hops of a flow. What a hop brings to its head is mixed there with everything else and goes on in
 * proportion, except money that is tied by an earmark: that goes on by the hops it is tied to.
 */
#include "loops/hops.h"

#include <stdlib.h>

#include "base/sum.h"

/* A payment by where its hop stands. */
struct entry {
    int tail, head; /* ranks */
    int class;      /* 0: capital, which comes first by name, too */
    int payment;
};

/* Money tied by one hop to another; amounts of the same pair add up. */
struct tie {
    int from, next;
    double amount;
};

struct building {
    cf_hops *hops;
    const cf_flow *flow;
    struct entry *entries;
    cf_hop *list;
    int *hop_of; /* of a payment */
    double *fresh, *loose;
    struct tie *ties;
    int tie_count;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->tail != y->tail)
        return x->tail < y->tail ? -1 : 1;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    return x->payment < y->payment ? -1 : 1;
}

static int compare_ties(const void *a, const void *b)
{
    const struct tie *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->next > y->next) - (x->next < y->next);
}

static cf_status order_nodes(struct building *building, const int *rank)
{
    cf_hops *hops = building->hops;
    int *by_node = cf_arena_new(&hops->arena, (size_t)hops->node_count, sizeof *by_node);
    int *by_rank = cf_arena_new(&hops->arena, (size_t)hops->node_count, sizeof *by_rank);

    if (by_node == NULL || by_rank == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < hops->node_count; v++) {
        by_node[v] = rank == NULL ? v : rank[v];
        by_rank[by_node[v]] = v;
    }
    hops->rank = by_node;
    hops->node = by_rank;
    return CF_OK;
}

static bool begins_hop(const struct entry *entries, int i)
{
    return i == 0 || entries[i].tail != entries[i - 1].tail ||
           entries[i].head != entries[i - 1].head || entries[i].class != entries[i - 1].class;
}

static void sort_payments(struct building *building)
{
    const cf_network *network = building->flow->network;
    const int *rank = building->hops->rank;

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        building->entries[i] = (struct entry){ .tail = rank[payment->payer],
                                               .head = rank[payment->payee],
                                               .class = payment->capital ? 0 : 1,
                                               .payment = i };
    }
    qsort(building->entries, (size_t)network->payment_count, sizeof *building->entries,
          compare_entries);
}

static void merge_payments(struct building *building, int *payments)
{
    const cf_network *network = building->flow->network;
    cf_sum sum = { 0 };
    int count = 0;

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[building->entries[i].payment];
        cf_hop *hop;

        payments[i] = building->entries[i].payment;
        if (begins_hop(building->entries, i)) {
            sum = (cf_sum){ 0 };
            building->list[count++] = (cf_hop){ .tail = payment->payer,
                                                .head = payment->payee,
                                                .capital = payment->capital,
                                                .open = true,
                                                .payments = payments + i };
        }
        hop = &building->list[count - 1];
        cf_sum_add(&sum, payment->amount);
        hop->amount = cf_sum_value(sum);
        hop->open = hop->open && payment->open;
        hop->payment_count++;
        building->hop_of[payments[i]] = count - 1;
    }
    building->hops->hops = building->list;
    building->hops->hop_count = count;
}

/* What each hop has that is not tied, and what ties it. */
static void split_hops(struct building *building)
{
    const cf_flow *flow = building->flow;
    int nodes = flow->network->node_count, hop_count = building->hops->hop_count;

    for (int h = 0; h < hop_count; h++)
        building->fresh[h] = building->list[h].capital ? building->list[h].amount : 0.0;
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];
        int hop = building->hop_of[edge->payment];

        if (!(edge->amount > 0))
            continue;
        if (edge->tail >= nodes)
            building->ties[building->tie_count++] =
                (struct tie){ building->hop_of[flow->tied[edge->tail - nodes]], hop, edge->amount };
        else if (edge->head >= nodes)
            building->loose[hop] += edge->amount; /* p for now */
        else if (!edge->capital)
            building->fresh[hop] += edge->amount;
    }
    for (int h = 0; h < hop_count; h++) {
        const cf_hop *hop = &building->list[h];
        const cf_balance *balance = &flow->balances[hop->tail];
        double has = balance->in + balance->funds;

        building->fresh[h] = has > 0 ? building->fresh[h] / has : 0.0;
        building->loose[h] =
            hop->amount > 0 ? cf_excess(hop->amount, building->loose[h]) / hop->amount : 1.0;
    }
}

static cf_status list_ties(struct building *building)
{
    cf_hops *hops = building->hops;
    int *start = cf_arena_new(&hops->arena, (size_t)hops->hop_count + 1, sizeof *start);
    cf_tied_share *tied = cf_arena_new(&hops->arena, (size_t)building->tie_count, sizeof *tied);
    int count = 0;

    if (start == NULL || tied == NULL)
        return CF_NO_MEMORY;
    qsort(building->ties, (size_t)building->tie_count, sizeof *building->ties, compare_ties);
    for (int i = 0; i < building->tie_count; i++) {
        const struct tie *tie = &building->ties[i];
        double share = tie->amount / building->list[tie->from].amount;

        if (i > 0 && compare_ties(tie, tie - 1) == 0) {
            tied[count - 1].share += share;
            continue;
        }
        tied[count++] = (cf_tied_share){ tie->next, share };
        start[tie->from + 1] = count;
    }
    for (int h = 0; h < hops->hop_count; h++)
        start[h + 1] = start[h + 1] > start[h] ? start[h + 1] : start[h];
    hops->tied_start = start;
    hops->tied = tied;
    return CF_OK;
}

static cf_status hops_build(struct building *building, const int *rank)
{
    cf_hops *hops = building->hops;
    size_t payments = (size_t)building->flow->network->payment_count;
    int *merged = cf_arena_new(&hops->arena, payments, sizeof *merged);
    cf_status status = order_nodes(building, rank);

    building->list = cf_arena_new(&hops->arena, payments, sizeof *building->list);
    building->fresh = cf_arena_new(&hops->arena, payments, sizeof *building->fresh);
    building->loose = cf_arena_new(&hops->arena, payments, sizeof *building->loose);
    building->entries = calloc(payments + 1, sizeof *building->entries);
    building->hop_of = calloc(payments + 1, sizeof *building->hop_of);
    building->ties = calloc((size_t)building->flow->edge_count + 1, sizeof *building->ties);
    if (status != CF_OK || merged == NULL || building->list == NULL || building->fresh == NULL ||
        building->loose == NULL || building->entries == NULL || building->hop_of == NULL ||
        building->ties == NULL)
        return CF_NO_MEMORY;
    hops->fresh = building->fresh;
    hops->loose = building->loose;
    sort_payments(building);
    merge_payments(building, merged);
    split_hops(building);
    return list_ties(building);
}

cf_status cf_hops_new(cf_hops **out, const cf_flow *flow, const int *rank)
{
    struct building building = { .flow = flow };
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    building.hops = calloc(1, sizeof *building.hops);
    if (building.hops == NULL)
        return CF_NO_MEMORY;
    building.hops->node_count = flow->network->node_count;
    status = hops_build(&building, rank);
    free(building.entries);
    free(building.hop_of);
    free(building.ties);
    if (status == CF_OK)
        *out = building.hops;
    else
        cf_hops_free(building.hops);
    return status;
}

void cf_hops_free(cf_hops *hops)
{
    if (hops == NULL)
        return;
    cf_arena_free(&hops->arena);
    free(hops);
}

int cf_hops_count(const cf_hops *hops)
{
    return hops->hop_count;
}

const cf_hop *cf_hops_at(const cf_hops *hops, int hop)
{
    return &hops->hops[hop];
}

double cf_hops_passing(const cf_hops *hops, int from, int next)
{
    double share = hops->loose[from] * hops->fresh[next];

    for (int k = hops->tied_start[from]; k < hops->tied_start[from + 1]; k++) {
        if (hops->tied[k].next == next)
            share += hops->tied[k].share;
    }
    return share;
}
