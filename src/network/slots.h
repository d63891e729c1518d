/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_SLOTS_H
#define CIRCFIN_NETWORK_SLOTS_H

/*
 * Every edge that a flow has or would have if an amount changed:
 *
 *   slot i                  what is not tied of payment i        payer → payee
 *   slot into[t]            all that tied payment t has placed   payer → tied vertex
 *   slot into[t] + 1 + k    what of it is placed on its k-th purchase   tied vertex → seller
 *
 * Slots may be empty (amount 0). Vertices are the nodes, then one for each payment that has an
 * earmark, in network order, whether it has placed anything or not.
 */

#include "base/arena.h"
#include "circfin/flow.h"

/** Tied payments of one payee and the purchases that they list: what is filled together. */
typedef struct cf_slot_group {
    int tied_start, tied_past; /* range of slots->group_tied: numbers of tied payments */
} cf_slot_group;

typedef struct cf_slots {
    const cf_flow *flow; /* with earmarks */
    int count, vertex_count;
    cf_edge *at;
    int tied_count;
    const int *tied;        /* payments that have an earmark, open ones too */
    const int *into;        /* first slot of each */
    const int *flow_vertex; /* of each vertex; -1: nothing passes there now */
    const int *group_of;    /* of each payment; -1: neither tied nor listed */
    int group_count;
    const cf_slot_group *groups;
    const int *group_tied;
    const double *trade_in; /* trade into each node */
    cf_adjacency out;       /* slots by tail */
    cf_arena arena;
} cf_slots;

/** @param flow  built with earmarks; must outlive *out. Free with cf_slots_free. */
CF_NODISCARD cf_status cf_slots_new(cf_slots *out, const cf_flow *flow);
void cf_slots_free(cf_slots *slots);

/** The vertex is the supplier or the money of a payment tied for it. */
bool cf_slots_counts_as(const cf_slots *slots, int vertex, int supplier);

#endif
