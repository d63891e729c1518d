/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PERIODS_H
#define CIRCFIN_PERIODS_H

/*
 * Advanced tier. A view in the order of time: its amounts cut into periods, and the money-flow
 * graph that carries money from one period into the next.
 *
 *     view ──cf_periods_new──► periods: what of each deal falls into which
 *          ──cf_timed_flow_new──► time-expanded flow: a vertex for each entity and period
 *          ──cf_trace_period, cf_bound_periods──► vintages: when invested money comes back
 */

#include "circfin/flow.h"

CF_PUBLIC

typedef enum cf_period_kind { CF_YEAR, CF_QUARTER, CF_MONTH, CF_PERIOD_KIND_COUNT } cf_period_kind;
extern const char *const cf_period_kind_names[CF_PERIOD_KIND_COUNT]; /* "year", ... */

/** A year, quarter or month of the calendar, cut at the ends of the horizon. */
typedef struct cf_period {
    cf_day from, to;        /* both CF_NO_DAY: the one period of a view without any date */
    char name[CF_DAY_SIZE]; /* "2026", "2026-Q1" or "2026-01"; "" without any date */
} cf_period;

/** The year, quarter or month of a day, with its name. */
cf_period cf_period_of(cf_period_kind kind, cf_day day);

/** Where no date is known there is one period, without a name, in which everything counts whole. */
typedef struct cf_periods {
    const cf_period *at;
    int count;
    /** Of deal d of the scenario in period p: amounts[p * scenario->deal_count + d]; 0 where it
     * does not count. Deals inside an entity of the view have an amount, too. */
    const double *amounts;
    const double *funds;   /* stated outside funds of entity e: funds[p * entity_count + e] */
    const double *revenue; /* reported revenue, likewise; of a group without its sales inside */
} cf_periods;

enum { CF_MOST_PERIOD_AMOUNTS = 40000000 };

/**
 * Cuts a view into periods.
 *
 * The horizon is from..to where given, else from the first day of the period of the earliest date
 * of its deals and scheduled funds to the last day of that of the latest, else the span. A deal
 * falls into a period as it does into a window (by schedule, else evenly by day from start to end,
 * else all on one day); without a date it runs evenly over the horizon, with a warning.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; keeps nothing of the view
 * @param view      without a window
 * @param from, to  the horizon, or both CF_NO_DAY
 * @return CF_OK, CF_BAD_OPTION (more than CF_MOST_PERIOD_AMOUNTS periods × (deals + entities);
 *         told in diags), CF_BAD_INPUT or CF_NO_MEMORY
 *
 * Time: O(periods × (deals + instalments + entities)). Memory: 8 bytes for each period and deal of
 * the scenario, and for each period and entity 16.
 */
CF_NODISCARD cf_status cf_periods_new(cf_periods **out, const cf_view *view, cf_period_kind kind,
                                      cf_day from, cf_day to, cf_diags *diags);
void cf_periods_free(cf_periods *periods); /* NULL is allowed */

/** What an entity takes on into the next period: what it keeps; or, if it reports revenue, only
 *  capital that it has not spent yet; or nothing. */
typedef enum cf_carry { CF_CARRY_AUTO, CF_CARRY_ALL, CF_CARRY_NONE, CF_CARRY_COUNT } cf_carry;
extern const char *const cf_carry_names[CF_CARRY_COUNT]; /* "auto", "all", "none" */

/** An entity in one period, in the scenario's unit; all 0 or more. */
typedef struct cf_cash {
    double in, out;             /* sums of its deals, tied ones included */
    double capital_in;          /* the part of `in` that is not revenue */
    double carried_in;          /* of its own */
    double waiting_in;          /* in pools of deals tied to its purchases */
    double funds, assumed, gap; /* as in a cf_balance */
    double kept;                /* of all that it has, what it does not pay out */
    double carried_out;         /* of `kept`, what the rule carries on */
} cf_cash;

/** A time-expanded flow and what it was made from. */
typedef struct cf_timed_flow {
    const cf_flow *flow;
    const cf_cash *cash; /* of entity u in period p: cash[p * period_nodes + u] */
} cf_timed_flow;

/**
 * Builds the time-expanded flow of a view (L. R. Ford, D. R. Fulkerson, 1958,
 * https://doi.org/10.1287/opre.6.3.419), one period after the other.
 *
 *     (u, p) ──deals of p──► (v, p)
 *        └──carried──► (u, p+1)                 tied money:  payer ──► pool ──► seller
 *                                                                       ├──► payee, as capital
 *                                                                       └──► pool of p+1
 *
 * Each period is a flow of its own in which carried money is one more source: earmarks are filled
 * from all that lies in the pools, then balances say what every entity has, keeps and carries. What
 * is left in a pool waits while a purchase that it lists still has an amount in a later period.
 *
 * In the flow, `kept` of a vertex is what leaves: neither paid nor carried on. An edge between two
 * periods is marked `capital`, and its payment is `open` where the entity's funds are unknown: what
 * is carried has no limit in bounds then.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; keeps nothing of view and periods
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time and memory: O(periods × (entities + deals)), times the rounds of filling.
 */
CF_NODISCARD cf_status cf_timed_flow_new(cf_timed_flow **out, const cf_view *view,
                                         const cf_periods *periods, cf_carry carry);
void cf_timed_flow_free(cf_timed_flow *timed); /* NULL is allowed */

/**
 * Colours what a supplier invests in one period and lets every vertex mix, spend, keep and carry
 * it; the supplier and what counts as it absorb it in every period. Then cf_trace_on_edge() and the
 * like speak of this vintage. For several vintages of one supplier one after the other, each
 * component is factorised once.
 *
 * @param trace  of a time-expanded flow
 * Time: as for cf_trace_supplier(), from that period on.
 */
CF_NODISCARD cf_status cf_trace_period(cf_trace *trace, int supplier, bool origin_all, int period);

/** Coloured money on trade into the supplier last traced, in one period. */
double cf_trace_revenue_in(const cf_trace *trace, int period);

/**
 * Bounds on what has come back to a supplier by the end of each period, of all that it invested up
 * to then: min[period_count] and max[period_count].
 *
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: some three times that of cf_bound_loopback() on the time-expanded flow, and O(vertices +
 * edges) a period: the flow of one period is kept for the next.
 */
CF_NODISCARD cf_status cf_bound_periods(const cf_flow *flow, int supplier, bool origin_all,
                                        double *min, double *max);

CF_PUBLIC_END

#endif
