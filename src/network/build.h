/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_BUILD_H
#define CIRCFIN_NETWORK_BUILD_H

/*
 * How a flow is made, in this order, and updated:
 *
 *   flow.c        vertices and edges, whose ends never change
 *   earmarks.c    tied money            → amounts of the edges
 *   components.c  strong components of the edges with an amount
 *   balances.c    what each vertex receives, pays and keeps
 *   update.c      the last three again, where payments and funds have changed
 *   timed.c       the same for a network in each of several periods, one after the other
 */

#include "base/arena.h"
#include "base/sum.h"
#include "circfin/flow.h"

/** A purchase that a tied payment lists: edge `edge` carries what is placed on it. */
typedef struct cf_earmark_link {
    int edge, tied, purchase;
    double offer;
    cf_sum placed;
} cf_earmark_link;

/** The flow under work; the caller's pointer is its first member. */
typedef struct cf_flow_build {
    cf_flow flow;
    cf_arena arena;
    cf_edge *edges;
    cf_balance *balances;
    int *component, *component_start, *component_vertices;
    bool *opened; /* of a component: its circuit was closed only by the tolerance */

    cf_earmark_link *links; /* grouped by tied payment */
    int link_count;
    bool *is_linked;       /* of a payment: it is tied, or listed by one that is */
    double *left, *offers; /* of a payment, while tied money is placed */

    bool *touched; /* of a vertex: since the last update, an edge or its balance has changed */
    int *touched_list, touched_count;
    bool regrouped; /* edges that appeared or vanished may have changed components */
    bool reordered; /* or their order only */
    bool *seen;     /* of a component; all false between calls */
} cf_flow_build;

/** Lists, for each of `count` keys, the items that have it: O(items). */
CF_NODISCARD cf_status cf_adjacency_new(cf_adjacency *out, cf_arena *arena, int count,
                                        int item_count, int (*key)(const void *items, int item),
                                        const void *items);

/** Sets an edge's amount, and notes what that touches. */
void cf_flow_set_edge(cf_flow_build *build, int edge, double amount);
void cf_flow_touch(cf_flow_build *build, int vertex);

/** A flow whose edges have no amounts yet, and which has neither components nor balances. Free
 *  with cf_flow_free(&build->flow). @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_flow_lay_out(cf_flow_build **out, const cf_network *network,
                                       bool earmarks);

/** Room for what follows. */
CF_NODISCARD cf_status cf_flow_list_earmarks(cf_flow_build *build);

/** Places tied money by proportional filling: sets the edges of linked payments. Allocates
 *  nothing. */
void cf_flow_place_earmarks(cf_flow_build *build);

/**
 * Numbers the strong components of the edges whose amount is above 0: component[v] of each vertex,
 * 0 .. *count - 1, in no promised order. Both give the same components.
 *
 * number: by igraph. search: on the flow itself. @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_flow_number_components(int *component, int *count, const cf_flow *flow);
CF_NODISCARD cf_status cf_flow_search_components(int *component, int *count, const cf_flow *flow);

/** Finds the strong components, numbered in topological order. */
CF_NODISCARD cf_status cf_flow_find_components(cf_flow_build *build);

/** The same after changes, where `regrouped`; otherwise puts them in order again. */
CF_NODISCARD cf_status cf_flow_find_components_again(cf_flow_build *build);

/** Needs edges, adjacency and components. */
void cf_flow_balance(cf_flow_build *build);

/** One vertex by itself; then, when all vertices of a component have been done, the component:
 *  whether its circuit was closed only by the tolerance, and is now open. */
void cf_flow_balance_vertex(cf_flow_build *build, int vertex);
bool cf_flow_balance_component(cf_flow_build *build, int component);

/** Payments and nodes of the network whose amounts, funds or revenue have changed. */
typedef struct cf_changes {
    const int *payments, *nodes;
    int payment_count, node_count;
} cf_changes;

/**
 * Brings a flow up to date with its network. Afterwards every amount, component and balance is the
 * one that cf_flow_new() would give, to the last bit, and build->touched_list has the vertices at
 * which an edge or the balance changed.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER; on failure the flow is of no use any more
 *
 * Time: O(edges of what is touched); all earmarks where one of them is touched; O(vertices + edges)
 * where an edge got its first amount or lost its last, unless it is one more inside a component.
 */
CF_NODISCARD cf_status cf_flow_update(cf_flow_build *build, const cf_changes *changes);

#endif
