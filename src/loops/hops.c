/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hops of a flow. What a hop brings to its head is mixed there with everything else and goes on in
 * proportion, except money that is tied by an earmark: that goes on by the hops it is tied to.
 */
#include "loops/hops.h"

#include <stdlib.h>

#include "base/sum.h"

/* Money tied by one hop to another; amounts of the same pair add up. */
struct tie {
    int from, next;
    double amount;
};

struct building {
    cf_hops *hops;
    const cf_flow *flow;
    cf_hop *list;
    int *order; /* payments by rank of tail, rank of head, class; then as in the network */
    int *start, *heads;
    unsigned char *has;
    int *hop_of; /* of a payment, where money is tied */
    double *fresh, *loose;
    struct tie *ties;
    int tie_count;
};

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

/* ---- order ---- */

/* Counting sort, two places ahead, so that filling leaves the starts in place. */
static void sum_up(int *start, int count)
{
    for (int i = 2; i <= count; i++)
        start[i] += start[i - 1];
}

static int place_of(const int *rank, const cf_payment *payment)
{
    return CF_CLASS_COUNT * rank[payment->payee] + cf_class_place(payment->carries);
}

/* Two stable counting sorts: by head and class, then by tail. */
static cf_status sort_payments(struct building *building)
{
    const cf_network *network = building->flow->network;
    const int *rank = building->hops->rank;
    int nodes = network->node_count, count = network->payment_count;
    int *start = calloc(CF_CLASS_COUNT * (size_t)nodes + 2, sizeof *start);
    int *tail_start = calloc((size_t)nodes + 2, sizeof *tail_start);
    int *by_head = malloc(((size_t)count + 1) * sizeof *by_head);
    int *tails = malloc(((size_t)count + 1) * sizeof *tails);
    cf_status status = CF_NO_MEMORY;

    if (start == NULL || tail_start == NULL || by_head == NULL || tails == NULL)
        goto out;
    for (int i = 0; i < count; i++) {
        start[place_of(rank, &network->payments[i]) + 2]++;
        tail_start[rank[network->payments[i].payer] + 2]++;
    }
    sum_up(start, CF_CLASS_COUNT * nodes);
    sum_up(tail_start, nodes);
    for (int i = 0; i < count; i++) {
        const cf_payment *payment = &network->payments[i];
        int at = start[place_of(rank, payment) + 1]++;

        by_head[at] = i;
        tails[at] = rank[payment->payer];
    }
    for (int i = 0; i < count; i++)
        building->order[tail_start[tails[i] + 1]++] = by_head[i];
    status = CF_OK;

out:
    free(start);
    free(tail_start);
    free(by_head);
    free(tails);
    return status;
}

/* ---- hops ---- */

static bool is_same_hop(const cf_hop *hop, const cf_payment *payment)
{
    return hop->tail == payment->payer && hop->head == payment->payee &&
           hop->carries == payment->carries;
}

/* fresh[]: what the hop's payments other than capital have that is not tied. */
static void merge_payments(struct building *building)
{
    const cf_flow *flow = building->flow;
    const int *rank = building->hops->rank;
    cf_sum sum = { 0 };
    int count = 0;

    for (int i = 0; i < flow->network->payment_count; i++) {
        int at = building->order[i];
        const cf_payment *payment = &flow->network->payments[at];
        cf_hop *hop = &building->list[count > 0 ? count - 1 : 0];

        if (count == 0 || !is_same_hop(hop, payment)) {
            hop = &building->list[count];
            building->heads[count++] = rank[payment->payee];
            building->start[rank[payment->payer] + 1] = count;
            sum = (cf_sum){ 0 };
            *hop = (cf_hop){ .tail = payment->payer,
                             .head = payment->payee,
                             .carries = payment->carries,
                             .open = true,
                             .payments = building->order + i };
        }
        cf_sum_add(&sum, payment->amount);
        hop->amount = cf_sum_value(sum);
        hop->open = hop->open && payment->open;
        hop->payment_count++;
        if (hop->carries != CF_CAPITAL)
            building->fresh[count - 1] += flow->edges[at].amount;
        if (building->hop_of != NULL)
            building->hop_of[at] = count - 1;
    }
    for (int r = 0; r < building->hops->node_count; r++) {
        if (building->start[r + 1] < building->start[r])
            building->start[r + 1] = building->start[r];
    }
    building->hops->hop_count = count;
}

/* Capital is mixed by its payer tied or not; its payee mixes what is not tied. */
static void split_tied(struct building *building)
{
    const cf_flow *flow = building->flow;
    int nodes = flow->network->node_count;

    for (int e = flow->network->payment_count; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];
        int hop = building->hop_of[edge->payment];

        if (!(edge->amount > 0))
            continue;
        if (edge->tail >= nodes)
            building->ties[building->tie_count++] =
                (struct tie){ building->hop_of[flow->tied[edge->tail - nodes]], hop, edge->amount };
        else
            building->loose[hop] += edge->amount; /* p for now */
    }
}

static void find_parts(struct building *building)
{
    static const unsigned has_of_class[CF_CLASS_COUNT] = {
        [CF_TRADE] = CF_HAS_TRADE, [CF_CAPITAL] = CF_HAS_CAPITAL, [CF_SERVICE] = CF_HAS_SERVICE
    };

    for (int h = 0; h < building->hops->hop_count; h++) {
        const cf_hop *hop = &building->list[h];
        const cf_balance *balance = &building->flow->balances[hop->tail];
        double has = balance->in + balance->funds;
        double fresh = hop->carries == CF_CAPITAL ? hop->amount : building->fresh[h];

        building->hops->has_service |= hop->carries == CF_SERVICE;
        building->fresh[h] = has > 0 ? fresh / has : 0.0;
        building->has[h] =
            (unsigned char)(has_of_class[hop->carries] | (hop->open ? CF_HAS_OPEN : 0));
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
    if (building->tie_count > 0)
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

static cf_status make_room(struct building *building)
{
    cf_hops *hops = building->hops;
    cf_arena *arena = &hops->arena;
    const cf_flow *flow = building->flow;
    size_t payments = (size_t)flow->network->payment_count;

    building->order = cf_arena_new(arena, payments, sizeof *building->order);
    building->list = cf_arena_new(arena, payments, sizeof *building->list);
    building->start = cf_arena_new(arena, (size_t)hops->node_count + 1, sizeof *building->start);
    building->heads = cf_arena_new(arena, payments, sizeof *building->heads);
    building->has = cf_arena_new(arena, payments, 1);
    building->fresh = cf_arena_new(arena, payments, sizeof *building->fresh);
    building->loose = cf_arena_new(arena, payments, sizeof *building->loose);
    if (flow->tied_count > 0) {
        building->hop_of = calloc(payments + 1, sizeof *building->hop_of);
        building->ties = calloc((size_t)flow->edge_count + 1 - payments, sizeof *building->ties);
        if (building->hop_of == NULL || building->ties == NULL)
            return CF_NO_MEMORY;
    }
    hops->hops = building->list;
    hops->start = building->start;
    hops->heads = building->heads;
    hops->has = building->has;
    hops->fresh = building->fresh;
    hops->loose = building->loose;
    return arena->failed ? CF_NO_MEMORY : CF_OK;
}

static cf_status hops_build(struct building *building, const int *rank)
{
    cf_status status = order_nodes(building, rank);

    if (status == CF_OK)
        status = make_room(building);
    if (status == CF_OK)
        status = sort_payments(building);
    if (status != CF_OK)
        return status;
    merge_payments(building);
    if (building->flow->tied_count > 0)
        split_tied(building);
    find_parts(building);
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
