/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_TRACE_H
#define CIRCFIN_PRO_RATA_TRACE_H

/* The workbench of a trace:
 *
 *   trace.c    forward: whose money is where
 *   returns.c  backward: how much of it comes back
 *   finn.c     Finn's cycling index
 */

#include <math.h>

#include "base/arena.h"
#include "pro_rata/system.h"

struct cf_trace {
    const cf_flow *flow;
    int component_count; /* those of the flow when the trace was made */
    int *local;          /* place of a vertex among those of its component */
    cf_system **systems; /* of a component; NULL until needed */
    bool *prepared;      /* systems[c] knows who absorbs now */

    int supplier;    /* whose money was coloured last; -1: none, or only a part of it */
    int absorbed_by; /* the node whose vertices absorb; -1: none does */
    bool origin_all;
    bool *absorbing;
    int *absorbers;
    int absorber_count;

    double *arriving; /* coloured money into a vertex from its origin and earlier components */
    double *mix;      /* coloured share of a vertex's money */
    bool *reached;
    int *reached_list, reached_count;
    int *pending, pending_count; /* components where money arrives: a heap, the first on top */
    bool *is_pending;
    bool *leaves, *leaves_known; /* a vertex pays into later components; known by component */

    double *right, *solution; /* scratch, as large as the largest component */

    cf_colour ahead[CF_MOST_COLOURS]; /* loop-backs that may be asked for next */
    int ahead_count;
    cf_arena arena; /* of all arrays */
};

/** The system of a component, made where it is not there, with those absorbing that do now. */
CF_NODISCARD cf_status cf_trace_system(cf_system **out, cf_trace *trace, int component);

/** A power of two near an amount: a right side of that size gives shares near 1, with the same
 *  digits as a right side of 1. */
static inline double cf_trace_unit(double amount)
{
    int exponent;

    (void)frexp(amount, &exponent);
    return ldexp(1.0, exponent);
}

/** As if nothing had been coloured: nobody absorbs, and no vertex has a share. */
void cf_trace_forget(cf_trace *trace);

/** How much work to do for Finn's index. */
typedef struct cf_finn_effort {
    int most_exact; /* vertices of a component: if there are more, a sample is taken */
    double visits;  /* size of the sample times edges; the sample has at least 192 vertices */
} cf_finn_effort;

CF_NODISCARD cf_status cf_trace_finn_with(cf_trace *trace, cf_finn_effort effort, double *index,
                                          double *standard_error);

#endif
