/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DRIVERS_H
#define CIRCFIN_DRIVERS_H

/*
 * Advanced tier. What moves a supplier's loop-back: exact one-sided derivatives by the amount of
 * a payment, how far they hold, and what the figure would be at another amount.
 *
 * An amount changes alone; earmarks are filled again, stated outside funds stay, needs and gaps
 * follow. The figures are piecewise smooth: where tied money runs into the limits of what it is
 * for, where a payer runs out of funds, or where two cuts are equally tight, the two sides differ.
 */

#include "circfin/flow.h"
#include "circfin/measure.h"

CF_PUBLIC

/** What the measure gains per unit that the payment is larger (`up`) and loses per unit that it
 *  is smaller (`down`; NaN for an open payment, which cannot shrink). */
typedef struct cf_marginal {
    double down, up;
} cf_marginal;

/** The amounts between which `down` (from there to now) and `up` (from now to there) stay as they
 *  are; NaN where there is no end, or none is given. */
typedef struct cf_validity {
    double from, to;
} cf_validity;

/** A workbench for one flow and one thread. */
typedef struct cf_drivers cf_drivers;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param flow      built with earmarks; borrowed, must outlive *out
 *
 * Time and memory: O(vertices + payments + earmarks).
 */
CF_NODISCARD cf_status cf_drivers_new(cf_drivers **out, const cf_flow *flow);
void cf_drivers_free(cf_drivers *drivers); /* NULL is allowed */

/**
 * Works out a supplier's figures; all calls below are about it.
 *
 * @param measures  a set of CF_MEASURE_BIT: the ones that will be asked about
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: for pro rata one sparse solve forward and one backward in each strong component concerned;
 * for min and max one maximum flow each.
 */
CF_NODISCARD cf_status cf_drivers_supplier(cf_drivers *drivers, int supplier, bool origin_all,
                                           unsigned measures);

/** Only the pro rata figure of a supplier; takes as long as a trace. Afterwards the calls below
 *  need another cf_drivers_supplier(). @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_drivers_pro_rata(cf_drivers *drivers, int supplier, bool origin_all,
                                           double *value);

double cf_drivers_value(const cf_drivers *drivers, cf_measure measure);

/**
 * The two one-sided derivatives of a measure by the amount of a payment.
 *
 * Pro rata: by the adjoint of the linear system, in time O(what moves). min and max are values of a
 * smallest cut, so the derivative is the least (max) or the largest (min) rate of all smallest
 * cuts, the value of a maximum flow of increments through the residual graph. Where there is only
 * one smallest cut and no balance tips, it is the reduced cost of the amount in the linear
 * programme; where there are several, a reduced cost is the rate of any of them.
 *
 * Time for min and max: a search of the residual graph for each vertex first met, or O(1).
 */
CF_NODISCARD cf_status cf_drivers_marginal(cf_drivers *drivers, cf_measure measure, int payment,
                                           cf_marginal *out);

/** An upper bound on the absolute value of both sides of that marginal. Time: O(1). */
double cf_drivers_marginal_limit(const cf_drivers *drivers, cf_measure measure, int payment);

/**
 * How far the marginals of min and max hold; found exactly, from cut to cut. Both NaN for pro
 * rata, whose marginals change with every amount, for tied and for open payments. Amounts end at
 * 0; `to` is NaN where the marginal holds for any larger amount.
 *
 * Time: a few augmentations of the maximum flow, for each of at most three regimes of balances.
 */
CF_NODISCARD cf_status cf_drivers_validity(cf_drivers *drivers, cf_measure measure, int payment,
                                           cf_marginal marginal, cf_validity *out);

/**
 * The measure with another amount (0 or more) of one payment, an open one too.
 *
 * Time: for an untied payment a few augmentations (min and max) or two sparse solves (pro rata);
 * else what cf_what_if_measure() takes.
 */
CF_NODISCARD cf_status cf_drivers_value_at(cf_drivers *drivers, cf_measure measure, int payment,
                                           double amount, double *value);

/** What an entity has from outside: stated funds, or reported revenue, by which others are bounded.
 *  Where funds are stated, revenue moves nothing. */
typedef enum cf_lever { CF_LEVER_FUNDS, CF_LEVER_REVENUE } cf_lever;

/** The same derivatives by the stated funds or the reported revenue of a node, which must be known.
 *  Funds move what the node can keep, so min and pro rata; revenue moves pro rata only. */
CF_NODISCARD cf_status cf_drivers_lever_marginal(cf_drivers *drivers, cf_measure measure, int node,
                                                 cf_lever lever, cf_marginal *out);

/** The measure with other funds or revenue of a node (0 or more), or without any that is `known`.
 *  Time: what cf_what_if_measure() takes. */
CF_NODISCARD cf_status cf_drivers_lever_value_at(cf_drivers *drivers, cf_measure measure, int node,
                                                 cf_lever lever, bool known, double amount,
                                                 double *value);

CF_PUBLIC_END

#endif
