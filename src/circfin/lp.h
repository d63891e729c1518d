/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LP_H
#define CIRCFIN_LP_H

/* Linear programmes. What GLPK solves prints nothing, and misuse never ends the process. */

#include "circfin/flow.h"

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/**
 * Solves a programme by the simplex method; source_side gets a smallest cut, read off the dual
 * solution.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_lp_max_flow(const cf_programme *programme, bool *source_side);

/**
 * A bound on the money of a supplier that comes back to it as revenue, over every way in which
 * the entities could have used their money. Exact up to rounding: the solver only finds the
 * tightest cut, the value is then the sum of the amounts in it.
 *
 * Programmes of more than CF_LP_LARGE arcs are solved as maximum flows, which give the same: the
 * simplex method takes about 1 ms for 1,000 arcs and 60 ms for 6,000, push-relabel 0.2 and 2 ms.
 * `src/bootstrap.sh bench` measures both.
 */
CF_NODISCARD cf_status cf_bound_loopback(const cf_flow *flow, int supplier, bool origin_all,
                                         cf_bound bound, double *value);

enum { CF_LP_LARGE = 200 };

/** What the simplex method knows about one amount. All NaN where that is nothing. */
typedef struct cf_lp_marginal {
    double reduced_cost; /* of the amount: what the bound gains per unit of it, at this basis */
    double from, to;     /* amounts between which the basis stays; `to` may be INFINITY */
} cf_lp_marginal;

/**
 * Reduced costs and ranging of the linear programme in which the amounts of untied payments are
 * columns fixed at their values. For CF_BOUND_MIN and CF_BOUND_MAX.
 *
 * Where several bases are optimal, which with amounts that add up is the rule, a reduced cost is
 * that of one of them: it lies between the two one-sided derivatives, and the range is empty or on
 * one side. cf_drivers_marginal() gives both sides in a tenth of the time or less, so that is what
 * `circfin drivers` uses; this is the second way that the tests hold it to.
 *
 * @param out  of each payment; NaN for those that have an earmark, may be paid with tied money or
 *             are open
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: one simplex solve, and a step of ranging for each payment.
 */
CF_NODISCARD cf_status cf_lp_marginals(const cf_flow *flow, int supplier, bool origin_all,
                                       cf_bound bound, cf_lp_marginal *out);

/**
 * The largest circulation on a flow without earmarks: the conservative excess of D'Errico and
 * Roukny (2021), https://doi.org/10.1287/opre.2020.2030.
 *
 * Solved by the primal-dual method on whole-number prices (L. R. Ford, D. R. Fulkerson, 1962,
 * Flows in Networks, III.11), since GLPK has nothing near it: 0.2 s for a strong component of
 * 28,000 edges and 4,000 vertices, against 27 s for its primal simplex and 21 s for its
 * out-of-kilter routine (`src/bootstrap.sh bench`). Tests hold it to GLPK.
 */
CF_NODISCARD cf_status cf_circulation_max(const cf_flow *flow, double *value);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
