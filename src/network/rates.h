/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_RATES_H
#define CIRCFIN_NETWORK_RATES_H

/*
 * What begins to move when the amount of one payment does, or what one node has of its own: the
 * one-sided derivatives, by that amount, of every edge and of what each vertex has and keeps.
 * Amounts are pairs of a value and a rate, compared by the value first: where two values tie, the
 * rates decide, as they do after the smallest step. That is where the two sides differ.
 *
 *   earmark_rates.c  tied money, placed again in such pairs  → rates of edges
 *   rates.c          balances                                → rates of vertices
 */

#include "base/arena.h"
#include "circfin/flow.h"

/** A value and how fast it moves. */
typedef struct cf_dual {
    double value, rate;
} cf_dual;

/** Of one vertex, per unit of the payment. */
typedef struct cf_vertex_rates {
    bool touched;
    double own;            /* its stated funds, or reported revenue where there are none */
    double in, out, trade; /* sums of its edges; `trade` of the trade into it */
    double money;          /* T = in + funds */
    double kept;
} cf_vertex_rates;

/** The tied payments of one payee: what they list is placed together. */
typedef struct cf_rates_group {
    int start, past; /* range of rates->group_tied: numbers of tied payments */
} cf_rates_group;

/** A workbench for one flow and one thread. */
typedef struct cf_rates {
    const cf_flow *flow;
    const int *group_of; /* of a payment; -1: neither tied nor listed by one that is */
    const cf_rates_group *groups;
    const int *group_tied;
    const double *trade_in; /* trade into each node */

    double *rate; /* of each edge */
    int *changed; /* edges whose rate is not 0 */
    int changed_count;
    cf_vertex_rates *at; /* of each vertex */
    int *touched;        /* vertices */
    int touched_count;
    cf_dual *left, *offers, *offer, *placed; /* scratch of the filling */
    cf_arena arena;
} cf_rates;

/** @param flow  built with earmarks; must outlive *out. Free with cf_rates_free.
 *  Time and memory: O(vertices + edges). */
CF_NODISCARD cf_status cf_rates_new(cf_rates *out, const cf_flow *flow);
void cf_rates_free(cf_rates *rates);

/** The rates for a payment that grows (direction 1) or shrinks (-1; it must not be 0). Time: O(what
 *  moves). */
void cf_rates_of(cf_rates *rates, int payment, double direction);

/** The rates for a node whose stated funds, or reported revenue where no funds are stated, grow (1)
 *  or shrink (-1). Time: O(1). */
void cf_rates_of_node(cf_rates *rates, int node, double direction);

/** Sets rates->rate of the edges of a group, and lists those that change. */
void cf_rates_fill(cf_rates *rates, int group, int payment, double direction);
void cf_rates_add(cf_rates *rates, int edge, double rate);

/** Rate of max(x, y), of which `tied` says that they are the same now. */
static inline double cf_rate_of_larger(bool tied, cf_dual x, cf_dual y)
{
    if (tied)
        return x.rate > y.rate ? x.rate : y.rate;
    return x.value > y.value ? x.rate : y.rate;
}

#endif
