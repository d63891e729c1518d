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
