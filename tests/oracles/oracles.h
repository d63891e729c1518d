/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ORACLES_H
#define CIRCFIN_ORACLES_H

/*
 * Second ways to figures that src/ has one engine for, kept to hold that engine:
 *
 *   simplex.c       a maximum flow as a linear problem          GLPK
 *   ranging.c       reduced costs and their ranges                GLPK
 *   push_relabel.c  a maximum flow by push-relabel                igraph
 *   cycles.c        the number of simple cycles                   igraph 0.10.16
 *   circulation.c   largest circulations by cancelling cycles     none
 */

#include "bounds/cost_scaling.h"
#include "bounds/smallest_cut.h"
#include "circfin/bounds.h"

/** Solves by the simplex method; source_side gets a smallest cut, read off the dual solution.
 *  CF_OK, CF_NO_MEMORY, or CF_SOLVER where GLPK fails. */
CF_NODISCARD cf_status oracle_simplex(const cf_flow_problem *problem, bool *source_side);

/** Solves by push-relabel; source_side gets a smallest cut. */
CF_NODISCARD cf_status oracle_push_relabel(const cf_flow_problem *problem, bool *source_side);

#ifdef CIRCFIN_IGRAPH_CYCLES
/** Counts simple cycles of at most max_length arcs (0: any); arc i leads from ends[2i] to
 *  ends[2i+1], and no two have the same ends. */
CF_NODISCARD cf_status oracle_count_cycles(const int *ends, int arc_count, int vertex_count,
                                           int max_length, double *count);
#endif

/** What the simplex method knows about one amount. All NaN where that is nothing. */
typedef struct oracle_marginal {
    double reduced_cost; /* of the amount: what the bound gains per unit of it, at this basis */
    double from, to;     /* amounts between which the basis stays; `to` may be INFINITY */
} oracle_marginal;

/**
 * Reduced costs and ranging of the linear problem in which the amounts of untied payments are
 * columns fixed at their values. For CF_MEASURE_MIN and CF_MEASURE_MAX.
 *
 * Where several bases are optimal, which with amounts that add up is the rule, a reduced cost
 * belongs to one of them: it lies between the two one-sided derivatives of cf_drivers_marginal(),
 * and its range is empty or on one side.
 *
 * @param out  of each payment; NaN for those that have an earmark, may be paid with tied money or
 *             are open
 */
CF_NODISCARD cf_status oracle_marginals(const cf_flow *flow, int supplier, bool origin_all,
                                        cf_measure bound, oracle_marginal *out);

/** The size of the largest circulation on a strong component, by its amounts: Klein's cancelling of
 *  cycles, in long doubles. price[vertices]: the highest prices that prove it, with 0 at vertex 0
 *  (bounds/cost_scaling.h); exact if nothing is rounded. */
double oracle_circulation(int *price, const cf_circulation_arc *arcs, int vertices, int arc_count);

#endif
