/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/mixing.h"

#include <stdlib.h>

#include "base/sum.h"

cf_status cf_mixing_new(cf_mixing *out, const cf_slots *slots, cf_trace *trace)
{
    *out = (cf_mixing){ .slots = slots,
                        .trace = trace,
                        .back = calloc((size_t)slots->flow->vertex_count + 1, sizeof *out->back) };
    return out->back == NULL ? CF_NO_MEMORY : CF_OK;
}

void cf_mixing_free(cf_mixing *mixing)
{
    free(mixing->back);
    *mixing = (cf_mixing){ 0 };
}

cf_status cf_mixing_prepare(cf_mixing *mixing, int supplier, bool origin_all)
{
    cf_status status = cf_trace_supplier(mixing->trace, supplier, origin_all);

    mixing->supplier = supplier;
    mixing->origin_all = origin_all;
    if (status == CF_OK)
        status = cf_trace_all_return_shares(mixing->trace, mixing->back);
    return status;
}

/* Nothing passes here now: what begins to is a first drop, of a mix of its own. */
static bool is_dry(const cf_mixing *mixing, int vertex)
{
    int at = mixing->slots->flow_vertex[vertex];
    const cf_balance *balance = at < 0 ? NULL : &mixing->slots->flow->balances[at];

    return balance == NULL || !(balance->out + balance->kept > 0);
}

static double mix_of(const cf_mixing *mixing, int vertex)
{
    return is_dry(mixing, vertex) ? 0.0
                                  : cf_trace_mix(mixing->trace, mixing->slots->flow_vertex[vertex]);
}

/* The coloured part of another unit on a slot. */
static double colour_of(const cf_mixing *mixing, const cf_edge *slot)
{
    if (slot->tail == mixing->supplier)
        return mixing->origin_all || slot->capital ? 1.0 : 0.0;
    if (cf_slots_counts_as(mixing->slots, slot->tail, mixing->supplier))
        return 0.0;
    return mix_of(mixing, slot->tail);
}

/* g: what comes back of a coloured unit on a slot that leads to where money passes now. */
static double back_on(const cf_mixing *mixing, const cf_edge *slot)
{
    if (slot->head == mixing->supplier)
        return slot->capital ? 0.0 : 1.0;
    if (cf_slots_counts_as(mixing->slots, slot->head, mixing->supplier) ||
        is_dry(mixing, slot->head))
        return 0.0;
    return mixing->back[mixing->slots->flow_vertex[slot->head]];
}

/* h of a dry vertex, by what begins to leave it: that leads to wet ones only. */
static double back_of_dry(const cf_mixing *mixing, const cf_change *change, int vertex)
{
    const cf_slots *slots = mixing->slots;
    double money = change->at[vertex].money;
    cf_sum sum = { 0 };

    if (!(money > 0) || cf_slots_counts_as(slots, vertex, mixing->supplier))
        return 0.0;
    for (int k = slots->out.start[vertex]; k < slots->out.start[vertex + 1]; k++) {
        int slot = slots->out.at[k];

        cf_sum_add_product(&sum, change->rate[slot] / money, back_on(mixing, &slots->at[slot]));
    }
    return cf_sum_value(sum);
}

double cf_mixing_rate(const cf_mixing *mixing, const cf_change *change)
{
    const cf_slots *slots = mixing->slots;
    cf_sum sum = { 0 };

    for (int i = 0; i < change->changed_count; i++) {
        const cf_edge *slot = &slots->at[change->changed[i]];
        double rate = change->rate[change->changed[i]], colour = colour_of(mixing, slot);
        bool dry = slot->head != mixing->supplier && is_dry(mixing, slot->head);

        if (colour > 0)
            cf_sum_add_product(&sum, rate * colour,
                               dry ? back_of_dry(mixing, change, slot->head)
                                   : back_on(mixing, slot));
    }
    for (int i = 0; i < change->touched_count; i++) {
        int v = change->touched[i];

        if (!cf_slots_counts_as(slots, v, mixing->supplier) && !is_dry(mixing, v))
            cf_sum_add_product(&sum, -change->at[v].money * mix_of(mixing, v),
                               mixing->back[slots->flow_vertex[v]]);
    }
    return cf_sum_value(sum);
}
