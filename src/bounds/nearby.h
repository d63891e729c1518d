/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_NEARBY_H
#define CIRCFIN_BOUNDS_NEARBY_H

/*
 * What can be said of a supplier in a large network without looking at all that lies between its
 * capital and its revenue:
 *
 *     max   where a narrow place is near one of both ends, or they are as narrow themselves
 *     min   0, where all that it invested finds somebody who can keep it
 *
 * Ways are sought from both ends at once, on the flow itself: nothing is built for a supplier, and
 * what was touched is put back. Where this proves nothing, bounds/between.h has the answer.
 */

#include "circfin/bounds.h"

/** A workbench for one flow and one thread. */
typedef struct cf_nearby cf_nearby;

/**
 * @param flow  must outlive *out; its amounts may change, its edges not
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK or CF_NO_MEMORY
 *
 * Memory: 28 bytes a vertex and 8 an edge, which stay untouched until a search comes there.
 */
CF_NODISCARD cf_status cf_nearby_new(cf_nearby **out, const cf_flow *flow);
void cf_nearby_free(cf_nearby *nearby); /* NULL is allowed */

/**
 * Tries to find CF_MEASURE_MIN or CF_MEASURE_MAX.
 *
 * @param[out] value  that of cf_between_bound()
 * @return false where it is not found
 *
 * Time: O(sqrt(edges)) a way in random networks, at most that of looking at half of the edges.
 */
bool cf_nearby_bound(cf_nearby *nearby, int supplier, bool origin_all, cf_measure bound,
                     double *value);

/** Whether more than `most` edges of known amount lie between the supplier's capital and its
 *  revenue. Time: as above, and O(most). */
bool cf_nearby_has_more(cf_nearby *nearby, int supplier, bool origin_all, int most);

#endif
