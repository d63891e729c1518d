/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_MOVING_BOUND_H
#define CIRCFIN_BOUNDS_MOVING_BOUND_H

/*
 * A bound on a supplier's loop-back whose amounts move: how fast it changes when amounts do, what
 * it is at another amount, and how far that rate holds. The maximum flow behind it is kept.
 */

#include "base/sum.h"
#include "bounds/between.h"
#include "bounds/moving_cut.h"
#include "network/rates.h"

typedef struct cf_moving_bound {
    const cf_flow *flow;
    cf_measure bound; /* CF_MEASURE_MIN or CF_MEASURE_MAX */
    cf_between between;
    cf_moving_cut moving;
    int *edge_arc;          /* of each edge: its arc in `moving`; -1: not between */
    int *edges, edge_count; /* those that have one, in order */
    double *kept;           /* at each place: what it can keep now */
    cf_moving_arc *arcs;    /* scratch */
    int moved_edge;         /* the edge whose amount differs from the flow's; -1: none */
    double moved_amount;
    double value;
    double far; /* more than all capacities come to */
} cf_moving_bound;

/** Free with cf_moving_bound_free. */
CF_NODISCARD cf_status cf_moving_bound_new(cf_moving_bound *out, const cf_flow *flow,
                                           cf_measure bound);
void cf_moving_bound_free(cf_moving_bound *bound);

/** Turns to a supplier, whose bound is bound->value. */
CF_NODISCARD cf_status cf_moving_bound_prepare(cf_moving_bound *bound, int supplier,
                                               bool origin_all);

/** How fast the bound begins to change. */
CF_NODISCARD cf_status cf_moving_bound_rate(cf_moving_bound *bound, const cf_rates *rates,
                                            double *rate);

/** An upper bound on the rate when one untied payment changes at rate 1 or -1.
 *  Time: O(log vertices). */
double cf_moving_bound_limit(const cf_moving_bound *bound, int payment);

/** The bound with another amount of a payment that neither has an earmark nor is listed in one. */
double cf_moving_bound_value_at(cf_moving_bound *bound, int payment, double amount);

/** The amount to which such a payment can move in a direction (1 or -1) before the bound's
 *  marginal becomes another than `marginal`; NaN where it never does. */
CF_NODISCARD cf_status cf_moving_bound_valid(cf_moving_bound *bound, int payment, double direction,
                                             double marginal, double *until);

/* ---- for validity.c ---- */

/** The capacity of an arc of `moving` at the amounts of now, written into the problem. */
void cf_moving_bound_refresh(cf_moving_bound *bound, int arc);

/** Whether an arc of `moving` crosses the cut last found. */
bool cf_moving_bound_crosses(const cf_moving_bound *bound, int arc);

/** Adds what crosses the cut last found, but for one edge and for what two places keep (-1: none).
 */
void cf_moving_bound_add_cut(const cf_moving_bound *bound, cf_sum *sum, double sign, int edge,
                             int place, int other_place);

/** The bound at the amounts of the last solve. */
double cf_moving_bound_now(const cf_moving_bound *bound);

#endif
