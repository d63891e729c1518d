/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_RATES_H
#define CIRCFIN_NETWORK_RATES_H

/*
 * What begins to move when the amount of one payment does: the one-sided derivatives, by that
 * amount, of every slot and of what each vertex has and keeps. Amounts are pairs of a value and
 * a rate, compared by the value first: where two values tie, the rates decide, as they do after
 * the smallest step. That is where the two sides differ.
 *
 *   filling.c  tied money, filled anew in such pairs  → rates of slots
 *   change.c   balances                               → rates of vertices
 */

#include "network/slots.h"

/** A value and how fast it moves. */
typedef struct cf_dual {
    double value, rate;
} cf_dual;

/** Of one vertex, per unit of the payment. */
typedef struct cf_vertex_rates {
    bool touched;
    double in, out, trade; /* sums of its slots; `trade` of the trade into it */
    double money;          /* T = in + funds */
    double kept;
} cf_vertex_rates;

/** A workbench for one set of slots and one thread. */
typedef struct cf_rates {
    const cf_slots *slots;
    double *rate; /* of each slot */
    int *changed; /* slots whose rate is not 0 */
    int changed_count;
    cf_vertex_rates *at; /* of each vertex */
    int *touched;        /* vertices */
    int touched_count;
    cf_dual *left, *offers, *offer, *placed; /* scratch of the filling */
} cf_rates;

CF_NODISCARD cf_status cf_rates_new(cf_rates *out, const cf_slots *slots);
void cf_rates_free(cf_rates *change);

/** The rates for a payment that grows (direction 1) or shrinks (-1; it must not be 0). Takes time
 *  for what moves only. */
void cf_rates_of(cf_rates *change, int payment, double direction);

/** Sets change->rate of the slots of a group; changed slots are listed. */
void cf_rates_fill(cf_rates *change, int group, int payment, double direction);
void cf_rates_add(cf_rates *change, int slot, double rate);

/** Rate of max(x, y), of which `tied` says that they are the same now. */
static inline double cf_rate_of_larger(bool tied, cf_dual x, cf_dual y)
{
    if (tied)
        return x.rate > y.rate ? x.rate : y.rate;
    return x.value > y.value ? x.rate : y.rate;
}

#endif
