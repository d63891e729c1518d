/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_H
#define CIRCFIN_BOUNDS_H

/*
 * Advanced tier. What must and what can have come back of a supplier's money, and how much money
 * can circulate: smallest cuts and largest flows on the money-flow graph.
 */

#include "circfin/flow.h"
#include "circfin/measure.h"

CF_PUBLIC

/**
 * A bound on the money of a supplier that comes back to it as revenue, over every way in which
 * the entities could have used their money. CF_MEASURE_MAX_OPEN: as CF_MEASURE_MAX, with every open
 * payment but the supplier's own as an edge without limit.
 *
 * Exact up to rounding: a maximum flow in whole numbers only finds a smallest cut, the value is
 * then the sum of the amounts in it.
 *
 * @return CF_OK or CF_NO_MEMORY; *value is 0 on failure
 *
 * Time: O(vertices + edges) to find what lies between the supplier's capital and its revenue, and
 * one maximum flow on that: 0.1 ms for 1,000 edges, 10 ms for 28,000.
 */
CF_NODISCARD cf_status cf_bound_loopback(const cf_flow *flow, int supplier, bool origin_all,
                                         cf_measure bound, double *value);

/** The sum of origin edges from whose head the supplier can be paid, not by way of itself,
 *  over the edges of the flow and the open payments. Time: O(vertices + edges) at worst, 0.1 ms in
 *  a random component of 1,000,000 edges. */
CF_NODISCARD cf_status cf_flow_reachable(const cf_flow *flow, int supplier, bool origin_all,
                                         double *reachable);

/**
 * The cheapest set of payments, by amount and as if nothing were tied, without which no way leads
 * from the heads of a supplier's origin edges to its revenue; origin edges themselves are not
 * chosen, paths through the supplier not counted; of several such sets the one nearest to the
 * revenue.
 *
 * @param choke  of each payment: whether it is in the set
 *
 * Time: one maximum flow.
 */
CF_NODISCARD cf_status cf_choke_points(const cf_network *network, int supplier, bool origin_all,
                                       bool *choke);

/**
 * The largest circulation on a flow without earmarks: the conservative excess of D'Errico and
 * Roukny (2021), https://doi.org/10.1287/opre.2020.2030.
 *
 * Solved by cost scaling (A. V. Goldberg, R. E. Tarjan, 1990,
 * https://doi.org/10.1287/moor.15.3.430), one strong component at a time. Exact up to rounding; the
 * value does not depend on which of several largest circulations is found. Tests compare it with an
 * oracle that cancels cycles.
 *
 * Time: 0.2 s for a strong component of 100,000 edges, 2 to 7 s for one of 1,000,000, a half to a
 * third of what LEMON's cost scaling takes (`src/bootstrap.sh bench`). Memory: 70 bytes for each
 * edge of the largest component and 70 for each of its vertices.
 */
CF_NODISCARD cf_status cf_circulation_max(const cf_flow *flow, double *value);

CF_PUBLIC_END

#endif
