/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_SWEEPS_H
#define CIRCFIN_PRO_RATA_SWEEPS_H

/*
 * Solves the systems of a strong component (system.h) by Gauss-Seidel sweeps: one vertex after the
 * other is set to what the others give it now, until nothing moves. No term is negative, so no
 * digit is lost, and where a colour does not get, the solution is exactly 0. How fast the moves
 * shrink says how much is still to come, and now and then that is added at once: A. C. Aitken
 * (1926), https://doi.org/10.1017/S0370164600022070.
 */

#include "circfin/flow.h"

typedef struct cf_sweeps cf_sweeps;

/** All that a vertex has: what it pays and what it keeps. */
static inline double cf_money_of(const cf_flow *flow, int vertex)
{
    return flow->balances[vertex].out + flow->balances[vertex].kept;
}

/**
 * @param local  local[v] is the place of v among the vertices of its component; borrowed
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(edges). Memory: 12 bytes an edge for each direction that is solved, some 50 a vertex.
 */
CF_NODISCARD cf_status cf_sweeps_new(cf_sweeps **out, const cf_flow *flow, int component,
                                     const int *local);
void cf_sweeps_free(cf_sweeps *sweeps); /* NULL is allowed */

/**
 * Solves the forward or the backward system, to some 1e-13 of each share.
 *
 * @param absorbing  who absorbs; like right[] and solution[], by local place
 * @param[out] settled  false: money stays in the component for so long that sweeps would take too
 *                      long or cannot be trusted; solution[] is then undefined
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: some tens of sweeps over the edges of the vertices that money reaches. The solution depends
 * on the system alone, not on what was solved before.
 */
CF_NODISCARD cf_status cf_sweeps_solve(cf_sweeps *sweeps, bool backward, const bool *absorbing,
                                       const double *right, double *solution, bool *settled);

/** Coloured money of one of several suppliers. */
typedef struct cf_colour {
    int supplier;  /* a vertex of the component */
    bool all;      /* coloured is all that it pays, else its capital */
    bool returned; /* what comes back is all that is paid to it, else its revenue */
    double back;   /* out: what comes back */
    bool settled;  /* out */
} cf_colour;

/* More side by side would no longer fit into the caches where a component is large. */
enum { CF_MOST_COLOURS = CF_MOST_AHEAD };

/**
 * What comes back of several suppliers' money, each absorbing its own. The figures are the same,
 * bit for bit, as one by one, but the amounts are read once for all of them.
 *
 * @param count  up to CF_MOST_COLOURS
 *
 * Time: four take as long as two. Memory: 96 bytes a vertex, kept for the next call.
 */
CF_NODISCARD cf_status cf_sweeps_colours(cf_sweeps *sweeps, cf_colour *colours, int count);

#endif
