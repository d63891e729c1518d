/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_DERIVATIVE_H
#define CIRCFIN_PRO_RATA_DERIVATIVE_H

/*
 * How the pro rata loop-back of a supplier moves with the amount of a payment.
 *
 * With m_u the coloured share of what vertex u has, T_u all it has, h_v the share of coloured
 * money at v that comes back as revenue, and g_e what comes back of a coloured unit on edge e (1
 * for revenue, 0 for capital back, else h of its head), differentiating the one linear system
 * gives
 *
 *   dL = Σ_e da_e · m_tail(e) · g_e − Σ_u dT_u · m_u · h_u
 *
 * where m_tail is 1 on origin edges, 0 on other edges out of the supplier, and the second sum has
 * no absorbing vertex. So one solve forward and one backward serve all payments of a supplier.
 */

#include "network/rates.h"

/** A column of the inverse. */
typedef struct cf_effects {
    int vertex;
    long asked; /* number of the last request for it */
    double *at; /* each vertex; NULL: not computed yet */
} cf_effects;

typedef struct cf_derivative {
    const cf_flow *flow;
    const cf_rates *rates;
    cf_trace *trace; /* traced for the supplier; borrowed */
    int supplier;
    bool origin_all;
    double *back; /* h, of each vertex of the flow */

    /* How h of all vertices changes as one vertex pays more revenue, for those last asked about: */
    cf_effects *effects;
    int effects_count, effects_room;
    long asked;    /* requests so far */
    int *everyone; /* all vertices */
} cf_derivative;

/** @param trace  borrowed; must outlive *out. Free with cf_derivative_free. */
CF_NODISCARD cf_status cf_derivative_new(cf_derivative *out, const cf_rates *rates,
                                         cf_trace *trace);
void cf_derivative_free(cf_derivative *derivative);

/** One forward and one backward solve. The trace is of this supplier afterwards. */
CF_NODISCARD cf_status cf_derivative_prepare(cf_derivative *derivative, int supplier,
                                             bool origin_all);

/**
 * The loop-back at another amount of an untied payment. The identity above is exact for any
 * change if h and g are those after it. Only two rows of the system change, payer's and payee's,
 * so their h come from at most two more solves. The last 64 of these are kept, in at most 8 MB, for
 * other payments with the same ends.
 *
 * @param settled  false where rounding would show in the result: measure it with a what-if then
 */
CF_NODISCARD cf_status cf_derivative_value_at(cf_derivative *derivative, int payment, double amount,
                                              double *value, bool *settled);

/** dL for a change. Time: O(what moves). */
double cf_derivative_rate(const cf_derivative *derivative, const cf_rates *change);

/** An upper bound on |dL| when one untied payment changes at rate 1 or -1. Time: O(1). */
double cf_derivative_limit(const cf_derivative *derivative, int payment);

#endif
