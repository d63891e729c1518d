/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BOUNDS_SMALLEST_CUT_H
#define CIRCFIN_BOUNDS_SMALLEST_CUT_H

/*
 * Smallest cuts of a flow problem in amounts: as much as possible from supplies to sinks.
 *
 *            supply_v           capacity            sink_w
 *    source ────────► v ──────────────────────► w ────────► target
 *
 * Amounts are put on a grid of 2^60 steps of what can flow at most. The rest is whole numbers, so
 * the smallest cut does not depend on the flow that led to it. The flow only finds the cut; what
 * the cut is worth is a sum of amounts.
 */

#include "bounds/max_flow.h"
#include "network/arc.h"

/** Both sides of one vertex are not without limit. */
typedef struct cf_flow_problem {
    int vertex_count;
    double *supply; /* at each vertex; may be INFINITY */
    double *sink;   /* likewise */
    int arc_count;
    cf_arc *arcs;
} cf_flow_problem;

/** What goes straight from a supply into the sink of its own vertex. Every cut has it, on one side
 *  or the other, so solvers leave it out: large amounts would drown small ones. */
double cf_problem_straight(const cf_flow_problem *problem, int vertex);

/** Whether nothing else can flow, as no supply or no sink is left. source_side is a smallest cut
 *  then. */
bool cf_problem_is_settled(const cf_flow_problem *problem, bool *source_side);

/** The capacities that leave the side of the source; every cut's value bounds every flow's. And
 *  what that leaves of the supplies. */
double cf_cut_value(const cf_flow_problem *problem, const bool *source_side);
double cf_cut_rest(const cf_flow_problem *problem, const bool *source_side);

/** Arcs of the flow: one from the source to each vertex, one from each to the target, then the
 *  problem's. */
typedef struct cf_smallest_cut {
    const cf_flow_problem *problem;
    cf_max_flow flow;
    double most;  /* what can flow at most; twice as much is without limit */
    int exponent; /* 2^exponent steps are 1 */
} cf_smallest_cut;

/** @param problem  its amounts may change later, its vertices and arcs not. Must outlive *out.
 *  Free with cf_smallest_cut_free. */
CF_NODISCARD cf_status cf_smallest_cut_new(cf_smallest_cut *out, const cf_flow_problem *problem);
void cf_smallest_cut_free(cf_smallest_cut *cut);

/** Finds the smallest cut that is nearest to the source. Allocates nothing.
 *  Time: that of cf_max_flow_augment() on the whole graph; again where a result is below a
 *  thousandth of what could flow at most, on a finer grid. */
void cf_smallest_cut_find(cf_smallest_cut *cut, bool *source_side);

/** The same for callers that read the flow: solves from nothing; takes in the changed amount of an
 *  arc; solves again after such changes, by a few augmentations unless the grid must change. */
void cf_smallest_cut_solve(cf_smallest_cut *cut);
void cf_smallest_cut_change(cf_smallest_cut *cut, int arc);
void cf_smallest_cut_solve_again(cf_smallest_cut *cut);

/** Puts the problem's amounts on the grid on which `most` can flow. Nothing flows yet. */
void cf_smallest_cut_load(cf_smallest_cut *cut, double most);

/** The capacity of an arc, without what goes straight; an amount on the grid. */
double cf_smallest_cut_capacity(const cf_flow_problem *problem, int arc);
int64_t cf_smallest_cut_steps(const cf_smallest_cut *cut, double amount);

#endif
