/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_ELIMINATION_H
#define CIRCFIN_PRO_RATA_ELIMINATION_H

/*
 * Shares of coloured money by state reduction, for graphs whose amounts change and whose arcs stay.
 *
 *   (leak_v + sum of v's arcs) g_v = arriving_v + sum over arcs u -> v of a_uv g_u
 *
 * Vertices are taken out one by one, their money sent on to where it goes next. Nothing is ever
 * subtracted, so each share is good to nearly all its digits, however closed a circuit is, and
 * needs no refinement. W. K. Grassmann, M. I. Taksar, D. P. Heyman (1985),
 * https://doi.org/10.1287/opre.33.5.1107.
 */

#include "circfin/flow.h"
#include "network/arc.h"

typedef struct cf_elimination cf_elimination;

/**
 * Plans the order of the vertices, smallest degree first, and where everything goes.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK, and NULL where there are more than
 *                  CF_MOST_ELIMINATION_ARCS arcs, or the plan would have more than
 *                  CF_MOST_REDUCTIONS products: then other ways are better
 */
CF_NODISCARD cf_status cf_elimination_new(cf_elimination **out, int vertex_count,
                                          const cf_arc *arcs, int arc_count);
void cf_elimination_free(cf_elimination *elimination); /* NULL is allowed */

/* From here on one sparse factorisation for all suppliers (cf_trace) is faster than a plan each:
 * both take some 10 microseconds a supplier. That is some 70 vertices in a random component. */
enum { CF_MOST_REDUCTIONS = 5000, CF_MOST_ELIMINATION_ARCS = 500 };

/**
 * @param arcs      those of the plan, whose capacities are the amounts
 * @param leak      what each vertex keeps or sends elsewhere; from every vertex money must be able
 *                  to get to one that leaks. Overwritten.
 * @param arriving  coloured money into each vertex; becomes its share
 *
 * Time: O(arcs + products of the plan).
 */
void cf_elimination_solve(cf_elimination *elimination, const cf_arc *arcs, double *leak,
                          double *arriving);

#endif
