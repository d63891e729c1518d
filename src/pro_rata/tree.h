/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_TREE_H
#define CIRCFIN_PRO_RATA_TREE_H

/*
 * The systems of a strong component (system.h) whose vertices form a tree, each pair of neighbours
 * taken as one link: a hub and its suppliers, or groups of such. State reduction from the leaves to
 * the root has no fill there, whoever absorbs. As in elimination.h nothing is subtracted, so
 * shares are good to nearly all digits without refinement.
 */

#include "circfin/flow.h"

typedef struct cf_tree cf_tree;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK, and NULL where the component is no tree
 * @param local     local[v] is the place of v among the vertices of its component; not kept
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(edges), and less where there are many more links than vertices. Memory: 56 bytes a
 * vertex.
 */
CF_NODISCARD cf_status cf_tree_new(cf_tree **out, const cf_flow *flow, int component,
                                   const int *local);
void cf_tree_free(cf_tree *tree); /* NULL is allowed */

/**
 * Solves the forward or the backward system. Allocates nothing.
 *
 * @param absorbing  who absorbs; as right[] and solution[] by local place
 * @return false where no money leaves and nobody absorbs: then there is no solution
 *
 * Time: O(vertices). The solution depends on the system alone, not on what was solved before.
 */
CF_NODISCARD bool cf_tree_solve(cf_tree *tree, bool backward, const bool *absorbing,
                                const double *right, double *solution);

#endif
