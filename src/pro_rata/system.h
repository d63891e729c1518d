/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_SYSTEM_H
#define CIRCFIN_PRO_RATA_SYSTEM_H

/*
 * The linear systems of one strong component.
 *
 * With g_v the coloured share of what v has, T_v all it has, a_uv what u pays v:
 *
 *   forward   T_v g_v − Σ_u a_uv g_u = coloured money from outside the component into v
 *   backward  T_v h_v − Σ_w a_vw h_w = what v pays towards the goal
 *
 * An absorbing vertex mixes nothing: its g and h are 0.
 */

#include "circfin/flow.h"
#include "pro_rata/sweeps.h"

typedef struct cf_system cf_system;

/** `local[v]` is the place of v among the vertices of its component; borrowed. */
CF_NODISCARD cf_status cf_system_new(cf_system **out, const cf_flow *flow, int component,
                                     const int *local);
void cf_system_free(cf_system *system); /* NULL is allowed */

/**
 * Makes the vertices with absorbing[vertex] absorb, until the next call; NULL: none does.
 * One absorbing vertex is worked into the shared factorisation; more need one of their own.
 */
void cf_system_absorb(cf_system *system, const bool *absorbing);

/**
 * Solves the forward or the backward system for right[] (by local place) into solution[]; right at
 * absorbing vertices is ignored. Swept until no more than some 1e-13 of any share is still to come,
 * or factorised and refined until 11 digits of the solution stay the same.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: from 128 vertices on O(vertices) where they form a tree (tree.h), else some 25 sweeps over
 * the edges where money leaves soon: 0.06 s for 10^6. Else one factorisation for a component,
 * whoever absorbs and in both directions; then one solve and one residual, O(edges + fill).
 */
CF_NODISCARD cf_status cf_system_solve(cf_system *system, bool backward, const double *right,
                                       double *solution);

/**
 * What comes back of several suppliers' money, as in cf_sweeps_colours(). None of them is settled
 * if the component is not swept.
 */
CF_NODISCARD cf_status cf_system_colours(cf_system *system, cf_colour *colours, int count);

#endif
