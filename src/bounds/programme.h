/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_PROGRAMME_H
#define CIRCFIN_BOUNDS_PROGRAMME_H

#include "circfin/bounds.h"
#include "network/arc.h"

/** A maximum-flow problem: as much as possible from supplies to sinks. */
typedef struct cf_programme {
    int vertex_count;
    double *supply; /* at each vertex */
    double *sink;   /* what each vertex can give away; may be INFINITY */
    int arc_count;
    cf_arc *arcs;
} cf_programme;

/**
 * The programme behind a bound on a supplier's loop-back. CF_BOUND_MAX, MAX_OPEN: the largest
 * flow is the bound. CF_BOUND_MIN: what the largest flow leaves of the supplies is the bound.
 *
 * @param[out] out  free with cf_programme_free; empty on failure
 * Time and memory: O(vertices + edges), and only what lies between the supplier's capital and
 * its revenue goes into the programme.
 */
CF_NODISCARD cf_status cf_programme_new(cf_programme *out, const cf_flow *flow, int supplier,
                                        bool origin_all, cf_bound bound);
void cf_programme_free(cf_programme *programme);

/** Value of the cut with the vertices of `source_side` on the supplies' side: the capacities that
 *  leave it. Every cut's value bounds every flow's. `beyond`: the supplies less that. */
double cf_programme_cut(const cf_programme *programme, const bool *source_side);
double cf_programme_beyond_cut(const cf_programme *programme, const bool *source_side);

/** What goes straight from a supply into the sink of its own vertex. Every cut has it, on one side
 *  or the other, so solvers leave it out: large amounts would drown small ones. */
double cf_programme_straight(const cf_programme *programme, int vertex);

/** Whether nothing else can flow, as no supply or no sink is left; source_side is a smallest cut
 *  then. */
bool cf_programme_is_settled(const cf_programme *programme, bool *source_side);

#endif
