/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_NEARBY_H
#define CIRCFIN_BOUNDS_NEARBY_H

/*
 * Bounds of a supplier in a large network that can be found without searching all that lies between
 * its capital and its revenue:
 *
 *     max   if a smallest cut is at or near one of the two ends
 *     min   0, if all that it invested reaches somebody who can keep it
 *
 * Paths are searched from both ends at once, on the flow itself: nothing is built for a supplier,
 * and marks are cleared afterwards. If this proves nothing, bounds/between.h has the answer.
 */

#include "circfin/bounds.h"

/** A workbench for one flow and one thread. */
typedef struct cf_nearby cf_nearby;

/**
 * @param flow  must outlive *out; its amounts may change, its edges not
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK or CF_NO_MEMORY
 *
 * Memory: 80 bytes a vertex and 12 an edge; the pages of them that searches touch are used.
 */
CF_NODISCARD cf_status cf_nearby_new(cf_nearby **out, const cf_flow *flow);
void cf_nearby_free(cf_nearby *nearby); /* NULL is allowed */

/**
 * Tries to find CF_MEASURE_MIN or CF_MEASURE_MAX.
 *
 * @param[out] value  that of cf_between_bound()
 * @return false where it is not found
 *
 * Time: O(sqrt(edges)) a path in random networks; it reads at most twice as many edges as there
 * are.
 */
bool cf_nearby_bound(cf_nearby *nearby, int supplier, bool origin_all, cf_measure bound,
                     double *value);

/** Whether more than `most` edges of known amount lie between the supplier's capital and its
 *  revenue. Time: O(sqrt(edges) + most) in random networks, O(edges) at worst.
 */
bool cf_nearby_has_more(cf_nearby *nearby, int supplier, bool origin_all, int most);

#endif
