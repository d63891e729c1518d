/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_LOOPING_H
#define CIRCFIN_ANALYSES_LOOPING_H

/* The looping part of deals: what of a supplier's money passes on them and comes back to it. */

#include "analyses/world.h"

typedef struct cf_looping {
    double *amount; /* of each deal of the view; 0 but for `deals` */
    int *deals;     /* those that lie in the supplier's strong component, each once */
    int count;
    bool *listed; /* of each deal of the view: it is among `deals` */
} cf_looping;

CF_NODISCARD cf_status cf_looping_new(cf_looping *out, const cf_view *view);
void cf_looping_free(cf_looping *looping);

/**
 * The looping parts for the supplier that the world's trace is coloured with; an earlier
 * supplier's are forgotten.
 *
 * @param share  of coloured money at each vertex of the supplier's strong component, what comes
 *               back to it: cf_trace_return_shares() by anybody
 * Time: O(edges of the component + deals listed before).
 */
void cf_looping_find(cf_looping *looping, const cf_world *world, int supplier, const double *share);

#endif
