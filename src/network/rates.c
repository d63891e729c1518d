/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/rates.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"

cf_status cf_rates_new(cf_rates *out, const cf_slots *slots)
{
    size_t count = (size_t)slots->count + 1, vertices = (size_t)slots->vertex_count + 1;

    *out = (cf_rates){ .slots = slots,
                       .rate = calloc(count, sizeof *out->rate),
                       .changed = calloc(count, sizeof *out->changed),
                       .at = calloc(vertices, sizeof *out->at),
                       .touched = calloc(vertices, sizeof *out->touched),
                       .left = calloc(count, sizeof *out->left),
                       .offers = calloc(count, sizeof *out->offers),
                       .offer = calloc(count, sizeof *out->offer),
                       .placed = calloc(count, sizeof *out->placed) };
    if (out->rate == NULL || out->changed == NULL || out->at == NULL || out->touched == NULL ||
        out->left == NULL || out->offers == NULL || out->offer == NULL || out->placed == NULL) {
        cf_rates_free(out);
        return CF_NO_MEMORY;
    }
    return CF_OK;
}

void cf_rates_free(cf_rates *change)
{
    free(change->rate);
    free(change->changed);
    free(change->at);
    free(change->touched);
    free(change->left);
    free(change->offers);
    free(change->offer);
    free(change->placed);
    *change = (cf_rates){ 0 };
}

static void forget(cf_rates *change)
{
    for (int i = 0; i < change->changed_count; i++)
        change->rate[change->changed[i]] = 0.0;
    for (int i = 0; i < change->touched_count; i++)
        change->at[change->touched[i]] = (cf_vertex_rates){ 0 };
    change->changed_count = change->touched_count = 0;
}

void cf_rates_add(cf_rates *change, int slot, double rate)
{
    if (!(fabs(rate) > CF_RATE_ROUNDING) || (rate < 0 && !(change->slots->at[slot].amount > 0)))
        return;
    change->rate[slot] = rate;
    change->changed[change->changed_count++] = slot;
}

static cf_vertex_rates *touch(cf_rates *change, int vertex)
{
    cf_vertex_rates *rates = &change->at[vertex];

    if (!rates->touched)
        change->touched[change->touched_count++] = vertex;
    rates->touched = true;
    return rates;
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

static double funds_rate(const cf_slots *slots, const cf_vertex_rates *rates, int node)
{
    const cf_balance *balance = &slots->flow->balances[node];
    const cf_node *of = &slots->flow->network->nodes[node];
    double trade = slots->trade_in[node], size = fmax(balance->in, balance->out);
    cf_dual need, have = { of->funds, 0.0 };

    need.value = cf_excess(balance->out, balance->in);
    need.rate = rate_of_part_above(cf_same(balance->out, balance->in), need.value > 0,
                                   rates->out - rates->in);
    if (!of->funds_known) {
        have.value = cf_excess(of->revenue, trade);
        have.rate = rate_of_part_above(cf_same(of->revenue, trade), have.value > 0, -rates->trade);
        size = fmax(size, of->revenue);
    }
    return cf_rate_of_larger(is_tie(need.value, have.value, size), need, have);
}

static void balance(cf_rates *change, int vertex)
{
    const cf_slots *slots = change->slots;
    cf_vertex_rates *rates = &change->at[vertex];

    rates->money = rates->in;
    if (vertex >= slots->flow->network->node_count)
        return;
    rates->money += funds_rate(slots, rates, vertex);
    rates->kept = rates->money - rates->out;
    if (rates->kept < 0 && !(slots->flow->balances[vertex].kept > 0))
        rates->kept = 0.0;
}

void cf_rates_of(cf_rates *change, int payment, double direction)
{
    const cf_slots *slots = change->slots;
    int group = slots->group_of[payment];

    forget(change);
    if (group >= 0)
        cf_rates_fill(change, group, payment, direction);
    else
        cf_rates_add(change, payment, direction);
    for (int i = 0; i < change->changed_count; i++) {
        const cf_edge *slot = &slots->at[change->changed[i]];
        double rate = change->rate[change->changed[i]];

        touch(change, slot->tail)->out += rate;
        touch(change, slot->head)->in += rate;
        if (!slot->capital)
            touch(change, slot->head)->trade += rate;
    }
    for (int i = 0; i < change->touched_count; i++)
        balance(change, change->touched[i]);
}
