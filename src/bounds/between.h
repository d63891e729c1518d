/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_BETWEEN_H
#define CIRCFIN_BOUNDS_BETWEEN_H

/*
 * What lies between a supplier's capital and its revenue: all that its loop-back depends on.
 *
 *     supplier ──origins──► [ vertices and arcs inside ] ──revenue──► supplier
 *                                        └──leaving──► elsewhere, or back as capital
 *
 * A vertex is inside if money can get there from the head of an origin edge, and from there to the
 * supplier as revenue, not by way of the supplier itself. Money that leaves never comes back as
 * revenue. In a time-expanded flow the supplier is a vertex in each period.
 */

#include "base/arena.h"
#include "bounds/smallest_cut.h"
#include "circfin/bounds.h"

/** Which edges of a flow a search follows. */
typedef enum cf_between_edges {
    CF_EDGES_PRESENT,  /* those with an amount */
    CF_EDGES_OPEN,     /* and open payments, but the supplier's own, as edges without limit */
    CF_EDGES_KNOWN,    /* those whose amount is known, 0 too: valid whatever it becomes */
    CF_EDGES_POSSIBLE, /* all that could be there */
} cf_between_edges;

/** An edge between the inside and the rest; -1: an open payment, without limit. */
typedef struct cf_between_end {
    int place, edge;
} cf_between_end;

typedef struct cf_between_ends {
    cf_between_end *at;
    int count;
    double *amount; /* at each place, all together, as last read */
} cf_between_ends;

typedef struct cf_between {
    int supplier;
    bool origin_all;
    int size;      /* vertices inside */
    int *vertices; /* by place, in ascending order */
    int arc_count; /* edges inside */
    cf_arc *arcs;  /* from place to place; capacities as last read */
    int *arc_edge; /* of each arc; -1: an open payment */
    cf_between_ends origins, revenue, leaving;

    cf_flow_problem problem; /* of the last bound */
    cf_smallest_cut cut;     /* empty before the first bound */
    double *kept_or_leaving; /* the sinks of min */
    bool *source_side;
    cf_arena arena;
} cf_between;

/**
 * Searches the flow. The result stays valid as long as the flow has the same edges with an amount;
 * with CF_EDGES_KNOWN, while no open payment gets one; with CF_EDGES_POSSIBLE, always.
 *
 * @param[out] out  free with cf_between_free; empty on failure
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time and memory: O(vertices + edges).
 */
CF_NODISCARD cf_status cf_between_new(cf_between *out, const cf_flow *flow, int supplier,
                                      bool origin_all, cf_between_edges which);
void cf_between_free(cf_between *between);

/** The place of a vertex; -1: not inside. Time: O(log size). */
int cf_between_place(const cf_between *between, int vertex);

/** Reads the amounts of the flow into the arcs and ends. Time: O(what lies between). */
void cf_between_read(cf_between *between, const cf_flow *flow);

/** The flow problem of a bound, at the amounts last read; it lives in `between`. The largest flow
 *  is the bound (max), or what it leaves of the supplies is (min). */
const cf_flow_problem *cf_between_problem(cf_between *between, const cf_flow *flow,
                                          cf_measure bound);

/** The bound that a smallest cut of such a problem proves; what is left by rounding is 0. */
double cf_problem_bound(const cf_flow_problem *problem, const bool *source_side, cf_measure bound);

/**
 * A bound on the loop-back, at the amounts last read. CF_MEASURE_MAX_OPEN is CF_MEASURE_MAX of what
 * was searched with open payments.
 *
 * @return CF_OK, or CF_NO_MEMORY on the first call
 */
CF_NODISCARD cf_status cf_between_bound(cf_between *between, const cf_flow *flow, cf_measure bound,
                                        double *value);

#endif
