/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLEARING_BUILD_H
#define CIRCFIN_CLEARING_BUILD_H

/*
 * The workbench of a clearing. The dues of a payer stand by rank; those of one rank are a *slot*.
 * The state of a failing entity is the slot in which its money runs out, and the share of this slot
 * that it pays: slots before are paid in full, slots behind not at all.
 *
 *   clearing.c   rounds: who fails next                → slot, share
 *   contagion.c  whom a change reaches, circuit by circuit
 *   insolvent.c  the shares of one circuit
 */

#include "base/vec.h"
#include "circfin/clearing.h"
#include "clearing/insolvent.h"

enum { CF_PAYS_ALL = -1 }; /* the slot of whoever does not fail */

typedef CF_VEC(int) cf_int_list;

struct cf_clearing {
    int entity_count, due_count, slot_count;
    const cf_due *dues;
    double *own_amounts;
    int *out_start, *out_due;    /* by payer: its dues, by rank */
    int *in_start, *in_due;      /* by payee */
    int *slot_start, *slot_from; /* by payer: its slots; by slot: its dues in out_due */
    int *slot_of;                /* by due */

    /* Of a run. */
    cf_clearing_case of;
    double *slot_due, *slot_before; /* what is due in it, and before it */
    int *slot;                      /* by entity: where its money runs out, or CF_PAYS_ALL */
    double *share;                  /* by entity: of that slot */
    int *round;                     /* by entity */

    /* Of contagion.c. */
    int *order, *low, *local;                 /* by entity: of the search; order 0: not reached */
    cf_int_list path, calls, reached, starts; /* of the search; circuits in `reached` */
    bool *touched;                            /* by entity: receipts may have changed */
    cf_int_list touched_list;
    CF_VEC(cf_insolvent_arc) arcs;
    CF_VEC(double) numbers; /* those of a circuit */
};

/** Whether a failing entity passes on what it is paid: it fails and was not hit. */
static inline bool cf_passes_on(const cf_clearing *clearing, int entity)
{
    return clearing->round[entity] > 0;
}

static inline double cf_amount_due(const cf_clearing *clearing, int due)
{
    return clearing->of.amounts[due];
}

/** The share that is paid of a due. */
static inline double cf_share_paid(const cf_clearing *clearing, int due)
{
    int payer = clearing->dues[due].payer;
    int slot = clearing->slot[payer], own = clearing->slot_of[due];

    if (slot == CF_PAYS_ALL || own < slot)
        return 1.0;
    return own > slot ? 0.0 : clearing->share[payer];
}

/** What an entity has been paid. */
double cf_receipts(const cf_clearing *clearing, int entity);

/** What it has for its dues, now that it fails. */
double cf_estate(const cf_clearing *clearing, int entity);

/** Moves a failing entity to the slot in which `estate` runs out. */
void cf_run_out(cf_clearing *clearing, int entity, double estate);

/**
 * Brings all shares in line with `changed` entities, whose slots are new: those reached from them
 * by way of failing entities are solved, circuit by circuit, until money runs out in no earlier
 * slot. Whoever may have been paid less is in touched_list afterwards.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_contagion_spread(cf_clearing *clearing, cf_int_list *changed);

#endif
