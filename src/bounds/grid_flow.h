/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_GRID_FLOW_H
#define CIRCFIN_BOUNDS_GRID_FLOW_H

/*
 * Maximum flows of one programme whose capacities change and whose arcs stay.
 *
 * Capacities are put on a grid of 2^60 steps of what can flow at most, and the rest is whole
 * numbers: no tolerance, and the smallest cut is the same whichever flow led to it. Blocking flows
 * in layers: Y. Dinitz (1970); https://doi.org/10.1007/11685654_10 tells the story.
 */

#include "bounds/programme.h"

typedef struct cf_grid_flow cf_grid_flow;

/** For programmes with the vertices and arcs of this one; keeps nothing of it. */
CF_NODISCARD cf_status cf_grid_flow_new(cf_grid_flow **out, const cf_programme *programme);
void cf_grid_flow_free(cf_grid_flow *grid); /* NULL is allowed */

/** source_side gets a smallest cut, next to the supplies where there are several. Allocates
 * nothing. Time: O(vertices^2 arcs) at worst, some passes over the arcs in practice. */
void cf_grid_flow_solve(cf_grid_flow *grid, const cf_programme *programme, bool *source_side);

#endif
