/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_H
#define CIRCFIN_WHAT_IF_H

/*
 * Advanced tier. A workbench for "what if": the figures of suppliers while amounts and funds of
 * a network change, time and again.
 *
 *     cf_what_if_new(&bench, &view_network->network, false);
 *     cf_what_if_set_amount(bench, payment, 12.5);
 *     cf_what_if_measure(&loopback, bench, supplier, CF_MEASURES_KNOWN);
 *
 * Tied money and balances follow, so each figure is the one that the network with the new amounts
 * has from scratch. It depends on the amounts alone: not on what was set or measured before, not
 * in the last digit.
 */

#include "circfin/flow.h"
#include "circfin/measure.h"
#include "circfin/settlement.h"

CF_PUBLIC

typedef struct cf_what_if cf_what_if;

/** Of one supplier, in the network's unit; NaN where not asked for. */
typedef struct cf_loopback {
    double invested, revenue;
    double min, pro_rata, max;
} cf_loopback;

/**
 * @param[out] out    owned by the caller; NULL unless CF_OK; for one thread at a time
 * @param network     borrowed; must outlive *out; itself never changed
 * @param origin_all  follow all money out of a supplier, not its capital only
 */
CF_NODISCARD cf_status cf_what_if_new(cf_what_if **out, const cf_network *network, bool origin_all);
void cf_what_if_free(cf_what_if *bench); /* NULL is allowed */

/** Limits the memory in which measurements keep what the next ones can use (128 MiB by default);
 *  set less when many what-ifs run at once. It changes no figure. */
void cf_what_if_keep_at_most(cf_what_if *bench, size_t bytes);

/**
 * From now on what is set as an amount is due, and each payment has what is paid of that
 * (cf_payout); funds that are set are all that a node can pay from. Does nothing unless nobody
 * fills gaps in the view (`gap_cut`).
 *
 * @param view  the one whose network the bench is on, without `joint`; borrowed
 * @return CF_OK or CF_NO_MEMORY. After a change, the next figure takes a cf_payout_run() more.
 */
CF_NODISCARD cf_status cf_what_if_follow_dues(cf_what_if *bench, const cf_view *view);

/** Weighs the deals that dues are shares of by what each deal of the scenario is worth now:
 *  full[deal]. Does nothing where amounts are not due. */
void cf_what_if_weigh(cf_what_if *bench, const double *full);

/**
 * From now on a supplier's money is also the part that it backs of the capital of others
 * (cf_view_backing). Does nothing unless the view asks for that (`origin_backed`). Such a supplier
 * is measured on a network of its own, in which that part sets out from it, and does not from its
 * payer, who keeps what it would have mixed into it. All amounts follow.
 *
 * @param view  the one whose network the bench is on
 * @param joint as for cf_view_network_new()
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_what_if_follow_backing(cf_what_if *bench, const cf_view *view,
                                                 bool joint);

/** Whether a supplier backs capital of others here. */
bool cf_what_if_backs(const cf_what_if *bench, int supplier);

/** The flow on which a supplier is measured, as it was when cf_what_if_flow() was asked for last;
 *  the same one as that where it backs nothing. Of one that backs something, a further node, the
 *  last, has what payers of backed capital keep instead, by payments from each of them. */
const cf_flow *cf_what_if_flow_of(const cf_what_if *bench, int supplier);

/** The payment of the bench's network that one of cf_what_if_flow_of() is a part of. */
int cf_what_if_payment_of(const cf_what_if *bench, int supplier, int payment);

/** Sets the amount of a payment, finite and 0 or more. 0: as if it were not there. An open payment
 *  gets an amount by it. Takes effect with the next measurement. Time: O(1). */
void cf_what_if_set_amount(cf_what_if *bench, int payment, double amount);

/** Sets what a node has from outside; `funds` is ignored where not `known`. Time: O(1). */
void cf_what_if_set_funds(cf_what_if *bench, int node, bool known, double funds);

/** Sets what a node reports as revenue over the view's time; 0: unknown. Time: O(1). */
void cf_what_if_set_revenue(cf_what_if *bench, int node, double revenue);

/** The network as it is now: the same nodes and payments, with what was set. Borrowed. Where
 *  amounts are due, what is paid is what was when the last figure or flow was asked for. */
const cf_network *cf_what_if_network(const cf_what_if *bench);

/** The flow as it is now, borrowed: good until something is set.
 *  @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_what_if_flow(const cf_flow **out, cf_what_if *bench);

/** The flow as if nothing were tied; the same one where nothing is. */
CF_NODISCARD cf_status cf_what_if_untied_flow(const cf_flow **out, cf_what_if *bench);

/** The trace of cf_what_if_flow(), which the bench itself may colour with any supplier's money
 * while it measures. Borrowed: good until something is set. */
CF_NODISCARD cf_status cf_what_if_trace(cf_trace **out, cf_what_if *bench);

/**
 * The largest circulation, as cf_circulation_max() has it.
 *
 * Time: O(what changed) while no payment inside a strong component has. The first time, and the
 * first after a change, that of cf_circulation_max(); then the search begins where the last one
 * ended, which takes less than a third of that where three amounts in 10,000 have changed. Memory,
 * from the first change on: 130 bytes an edge and 120 a vertex.
 */
CF_NODISCARD cf_status cf_what_if_circulation(double *value, cf_what_if *bench);

/**
 * Announces up to CF_MOST_AHEAD suppliers that are measured next. In large networks their pro rata
 * figures are found together, four in the time of two; the figures are the same, bit for bit.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_what_if_look_ahead(cf_what_if *bench, const int *suppliers, int count);

/**
 * Measures one node as a supplier. Figures agree with those of cf_trace_supplier() and
 * cf_bound_loopback() to 1e-9; where all are asked for they are also put in order (min, pro rata,
 * max), which may move the last digits.
 *
 * Time: O(1) where nothing that the supplier's figures depend on was touched since they were last
 * measured. Else, for what lies between its capital and its revenue, loading its amounts, an
 * elimination by a fixed plan and two maximum flows; before, once for each row of changes, the
 * balances of the vertices touched and, where earmarks are touched, all earmarks. Where an edge
 * that appears or vanishes may join or split strong components, or change their order, these are
 * found again: O(vertices + edges). Some 1.5 microseconds for each change in a scenario of 60
 * entities and 99 deals; see tests/bench/README.md. Memory: a bit a vertex for each supplier
 * measured, and up to 128 MiB for what they were measured on.
 *
 * @param figures  a set of CF_MEASURE_BIT, of min, pro rata and max
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_what_if_measure(cf_loopback *out, cf_what_if *bench, int supplier,
                                          unsigned figures);

CF_PUBLIC_END

#endif
