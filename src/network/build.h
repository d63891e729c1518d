/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_BUILD_H
#define CIRCFIN_NETWORK_BUILD_H

/* How a flow is made, in this order:
 *
 *   earmarks.c    placed money     → cf_placement
 *   flow.c        edges, adjacency
 *   components.c  strong components
 *   balances.c    what everybody receives, pays, keeps
 */

#include "base/arena.h"
#include "circfin/flow.h"

/** The flow under work; the caller's pointer is its first member. */
typedef struct cf_flow_build {
    cf_flow flow;
    cf_arena arena;
    cf_edge *edges;
    cf_balance *balances;
    bool *opened; /* of a component: its circuit was closed only by the tolerance */
} cf_flow_build;

/** Money of tied payment `tied` placed on purchase `purchase`. */
typedef struct cf_placed {
    int tied, purchase;
    double amount;
} cf_placed;

typedef struct cf_placement {
    cf_placed *placed; /* amounts above 0, grouped by tied payment, in network order */
    int count;
    double *left; /* of each payment, after what was placed by it or on it */
} cf_placement;

/** Places tied money by proportional filling. Free with cf_placement_free. */
CF_NODISCARD cf_status cf_place_earmarks(cf_placement *out, const cf_network *network,
                                         bool earmarks);
void cf_placement_free(cf_placement *placement);

/** Lists, for each of `count` keys, the items that have it: O(items). */
CF_NODISCARD cf_status cf_adjacency_new(cf_adjacency *out, cf_arena *arena, int count,
                                        int item_count, int (*key)(const void *items, int item),
                                        const void *items);

CF_NODISCARD cf_status cf_flow_find_components(cf_flow_build *build);

/** Needs edges, adjacency and components. */
void cf_flow_balance(cf_flow_build *build);

/** One vertex by itself; then, when all vertices of a component have been done, the component:
 *  whether its circuit was closed only by the tolerance, and is now open. */
void cf_flow_balance_vertex(cf_flow_build *build, int vertex);
bool cf_flow_balance_component(cf_flow_build *build, int component);

#endif
