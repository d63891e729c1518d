/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_SWEEP_ORDER_H
#define CIRCFIN_PRO_RATA_SWEEP_ORDER_H

/* In which order to sweep the vertices of a strong component. */

#include "circfin/flow.h"

/**
 * An order in which most money comes from earlier vertices, so that few sweeps are enough. The next
 * vertex is always one of those that get the largest part of their money from vertices already
 * placed: the greedy rule of Eades, Lin, Smyth (1993),
 * https://doi.org/10.1016/0020-0190(93)90079-O, applied to amounts.
 *
 * @param[out] order  as many as the component has vertices: order[p] is the place, among those of
 *                    the component, of the vertex that comes p-th
 * @param local       local[v] is the place of vertex v among those of its component
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(edges of the component). Memory: 16 bytes an edge, 32 a vertex.
 */
CF_NODISCARD cf_status cf_sweep_order(int *order, const cf_flow *flow, int component,
                                      const int *local);

#endif
