/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_LOOPING_H
#define CIRCFIN_ANALYSES_LOOPING_H

/* The looping part of deals: a supplier's money that passes on them and comes back to it. */

#include "analyses/world.h"

typedef struct cf_looping {
    double *amount; /* of each deal of the view; 0 except in `deals` */
    int *deals;     /* those that lie in the supplier's strong component, each once */
    int count;
    bool *listed; /* of each deal of the view: whether it is in `deals` */
} cf_looping;

CF_NODISCARD cf_status cf_looping_new(cf_looping *out, const cf_view *view);
void cf_looping_free(cf_looping *looping);

/**
 * Replaces the looping parts by those of the supplier that the world's trace is coloured with.
 *
 * @param share  of coloured money at each vertex of the supplier's strong component, the part
 *               that comes back to it by any payer: cf_trace_return_shares()
 * Time: O(edges of the component + deals listed before).
 */
void cf_looping_find(cf_looping *looping, const cf_world *world, int supplier, const double *share);

#endif
