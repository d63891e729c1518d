/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What begins to move when one payment does: edges (earmark_rates.c where money is tied), and then
 * the balances of their ends. */
#include "network/rates.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "network/build.h"

/* ---- the workbench ---- */

static int group_key(const void *items, int item)
{
    return ((const int *)items)[item];
}

/* Earmarks list only purchases of the tied payment's payee, so a group is a payee. */
static cf_status group_earmarks(cf_rates *rates)
{
    const cf_flow *flow = rates->flow;
    const cf_payment *payments = flow->network->payments;
    cf_arena *arena = &rates->arena;
    int *of_payee = cf_arena_new(arena, (size_t)flow->network->node_count, sizeof *of_payee);
    int *of_tied = cf_arena_new(arena, (size_t)flow->tied_count, sizeof *of_tied);
    int *of_payment = cf_arena_new(arena, (size_t)flow->network->payment_count, sizeof *of_payment);
    cf_rates_group *groups = cf_arena_new(arena, (size_t)flow->tied_count, sizeof *groups);
    cf_adjacency by_group = { 0 };
    int count = 0;
    cf_status status;

    if (of_payee == NULL || of_tied == NULL || of_payment == NULL || groups == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < flow->network->payment_count; i++)
        of_payment[i] = -1;
    for (int t = 0; t < flow->tied_count; t++) {
        const cf_payment *tied = &payments[flow->tied[t]];

        if (of_payee[tied->payee] == 0)
            of_payee[tied->payee] = ++count;
        of_tied[t] = of_payment[flow->tied[t]] = of_payee[tied->payee] - 1;
        for (int k = 0; k < tied->earmark_count; k++)
            of_payment[tied->earmark[k]] = of_tied[t];
    }
    status = cf_adjacency_new(&by_group, arena, count, flow->tied_count, group_key, of_tied);
    for (int g = 0; status == CF_OK && g < count; g++)
        groups[g] = (cf_rates_group){ by_group.start[g], by_group.start[g + 1] };
    rates->group_of = of_payment;
    rates->groups = groups;
    rates->group_tied = by_group.at;
    return status;
}

static cf_status add_up_trade(cf_rates *rates)
{
    const cf_flow *flow = rates->flow;
    int nodes = flow->network->node_count;
    double *trade = cf_arena_new(&rates->arena, (size_t)nodes, sizeof *trade);

    if (trade == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < nodes; v++) {
        cf_sum sum = { 0 };

        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++) {
            if (flow->edges[flow->in_edges.at[k]].carries == CF_TRADE)
                cf_sum_add(&sum, flow->edges[flow->in_edges.at[k]].amount);
        }
        trade[v] = cf_sum_value(sum);
    }
    rates->trade_in = trade;
    return CF_OK;
}

static cf_status make_scratch(cf_rates *rates)
{
    cf_arena *arena = &rates->arena;
    size_t edges = (size_t)rates->flow->edge_count, vertices = (size_t)rates->flow->vertex_count;

    rates->rate = cf_arena_new(arena, edges, sizeof *rates->rate);
    rates->changed = cf_arena_new(arena, edges, sizeof *rates->changed);
    rates->at = cf_arena_new(arena, vertices, sizeof *rates->at);
    rates->touched = cf_arena_new(arena, vertices, sizeof *rates->touched);
    rates->left = cf_arena_new(arena, edges, sizeof *rates->left);
    rates->offers = cf_arena_new(arena, edges, sizeof *rates->offers);
    rates->offer = cf_arena_new(arena, edges, sizeof *rates->offer);
    rates->placed = cf_arena_new(arena, edges, sizeof *rates->placed);
    return rates->rate == NULL || rates->changed == NULL || rates->at == NULL ||
                   rates->touched == NULL || rates->left == NULL || rates->offers == NULL ||
                   rates->offer == NULL || rates->placed == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

cf_status cf_rates_new(cf_rates *out, const cf_flow *flow)
{
    cf_status status;

    *out = (cf_rates){ .flow = flow };
    status = group_earmarks(out);
    if (status == CF_OK)
        status = add_up_trade(out);
    if (status == CF_OK)
        status = make_scratch(out);
    if (status != CF_OK)
        cf_rates_free(out);
    return status;
}

void cf_rates_free(cf_rates *rates)
{
    cf_arena_free(&rates->arena);
    *rates = (cf_rates){ 0 };
}

static void forget(cf_rates *rates)
{
    for (int i = 0; i < rates->changed_count; i++)
        rates->rate[rates->changed[i]] = 0.0;
    for (int i = 0; i < rates->touched_count; i++)
        rates->at[rates->touched[i]] = (cf_vertex_rates){ 0 };
    rates->changed_count = rates->touched_count = 0;
}

void cf_rates_add(cf_rates *rates, int edge, double rate)
{
    if (!(fabs(rate) > CF_RATE_ROUNDING) || (rate < 0 && !(rates->flow->edges[edge].amount > 0)))
        return;
    rates->rate[edge] = rate;
    rates->changed[rates->changed_count++] = edge;
}

static cf_vertex_rates *touch(cf_rates *rates, int vertex)
{
    cf_vertex_rates *at = &rates->at[vertex];

    if (!at->touched)
        rates->touched[rates->touched_count++] = vertex;
    at->touched = true;
    return at;
}

/* ---- balances, as balances.c has them ---- */

/* Rate of max(0, x), whose value is known to be 0 where it is `tied`. */
static double rate_of_part_above(bool tied, bool above, double rate)
{
    if (tied)
        return rate > 0 ? rate : 0.0;
    return above ? rate : 0.0;
}

/* Two sums of this size may be off by some roundings: their difference is no better known. */
static bool is_tie(double a, double b, double size)
{
    const double roundings = 4 * 2.2e-16;

    return cf_same(a, b) || fabs(a - b) <= roundings * size;
}

static double funds_rate(const cf_rates *rates, const cf_vertex_rates *at, int node)
{
    const cf_balance *balance = &rates->flow->balances[node];
    const cf_node *of = &rates->flow->network->nodes[node];
    double trade = rates->trade_in[node], size = fmax(balance->in, balance->out);
    cf_dual need, have = { of->funds, at->own };

    need.value = cf_excess(balance->out, balance->in);
    need.rate =
        rate_of_part_above(cf_same(balance->out, balance->in), need.value > 0, at->out - at->in);
    if (!of->funds_known) {
        have.value = cf_excess(of->revenue, trade);
        have.rate =
            rate_of_part_above(cf_same(of->revenue, trade), have.value > 0, at->own - at->trade);
        size = fmax(size, of->revenue);
    }
    return cf_rate_of_larger(is_tie(need.value, have.value, size), need, have);
}

static void balance(cf_rates *rates, int vertex)
{
    cf_vertex_rates *at = &rates->at[vertex];

    at->money = at->in;
    if (vertex >= rates->flow->network->node_count)
        return;
    at->money += funds_rate(rates, at, vertex);
    at->kept = at->money - at->out;
    if (at->kept < 0 && !(rates->flow->balances[vertex].kept > 0))
        at->kept = 0.0;
}

void cf_rates_of(cf_rates *rates, int payment, double direction)
{
    int group = rates->group_of[payment];

    forget(rates);
    if (group >= 0)
        cf_rates_fill(rates, group, payment, direction);
    else
        cf_rates_add(rates, payment, direction);
    for (int i = 0; i < rates->changed_count; i++) {
        const cf_edge *edge = &rates->flow->edges[rates->changed[i]];
        double rate = rates->rate[rates->changed[i]];

        touch(rates, edge->tail)->out += rate;
        touch(rates, edge->head)->in += rate;
        if (edge->carries == CF_TRADE)
            touch(rates, edge->head)->trade += rate;
    }
    for (int i = 0; i < rates->touched_count; i++)
        balance(rates, rates->touched[i]);
}

void cf_rates_of_node(cf_rates *rates, int node, double direction)
{
    forget(rates);
    touch(rates, node)->own = direction;
    balance(rates, node);
}
