/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_CUTS_H
#define CIRCFIN_BOUNDS_CUTS_H

/*
 * The programme behind a bound (programme.c) on all slots, with its largest flow kept: how the
 * bound moves when an amount does, and what it is at another amount.
 *
 * Nothing is pruned: an amount that begins may lead to vertices that did not matter before. As
 * there is always room outside for what steps out, the value is the same.
 */

#include "network/rates.h"
#include "bounds/residual.h"

typedef struct cf_cuts {
    const cf_flow *flow;
    cf_bound bound; /* CF_BOUND_MIN or CF_BOUND_MAX */
    int supplier;
    bool origin_all;
    cf_residual residual;
    int *slot_arc;         /* of each slot; -1: it does not matter */
    int *kept_arc;         /* of each vertex: what it can keep; -1: does not matter */
    cf_moving_arc *moving; /* scratch */
    cf_residual_arc *arcs; /* as they were solved first */
    double value;
    double far; /* more than all capacities come to */
} cf_cuts;

/** Free with cf_cuts_free. */
CF_NODISCARD cf_status cf_cuts_new(cf_cuts *out, const cf_flow *flow, cf_bound bound);
void cf_cuts_free(cf_cuts *cuts);

/** Builds and solves the programme of a supplier: cuts->value. */
void cf_cuts_prepare(cf_cuts *cuts, int supplier, bool origin_all);

/** The bound at the capacities as they are set, after cf_residual_solve(). */
double cf_cuts_value(const cf_cuts *cuts);

/** How fast the bound moves in a change. */
CF_NODISCARD cf_status cf_cuts_rate(cf_cuts *cuts, const cf_rates *change, double *rate);

/** The bound with another amount of a payment that has nothing to do with tied money. */
double cf_cuts_value_at(cf_cuts *cuts, int payment, double amount);

/** How far from its amount a payment can move in a direction until the bound's marginal becomes
 *  another than `marginal`: its amount then; NaN where it never does. Not for payments that have
 *  to do with tied money. */
CF_NODISCARD cf_status cf_cuts_valid(cf_cuts *cuts, int payment, double direction, double marginal,
                                     double *until);

#endif
