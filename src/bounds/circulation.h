/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_CIRCULATION_H
#define CIRCFIN_BOUNDS_CIRCULATION_H

/*
 * The largest circulation on a flow whose amounts change, again and again: each search begins with
 * the circulation and the prices of the last one. Its result is that of cf_circulation_max(), to
 * the last bit, because it depends on the amounts alone: the value is that of the highest prices
 * that prove a circulation to be the largest, whichever circulation was found.
 */

#include "circfin/flow.h"

/** A workbench for one flow and one thread. */
typedef struct cf_circulation cf_circulation;

/**
 * @param flow  must outlive *out; its amounts may change, its edges not
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK or CF_NO_MEMORY
 *
 * Memory: 130 bytes an edge and 120 a vertex.
 */
CF_NODISCARD cf_status cf_circulation_new(cf_circulation **out, const cf_flow *flow);
void cf_circulation_free(cf_circulation *circulation); /* NULL is allowed */

/**
 * The value of the largest circulation at the amounts that the flow has now.
 *
 * Time: O(vertices + edges) where no edge of a strong component has changed, and for each other
 * component that of cf_cost_scaling_solve_from(): 1 ms for 10,000 edges.
 */
double cf_circulation_find(cf_circulation *circulation);

#endif
