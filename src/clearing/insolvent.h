/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLEARING_INSOLVENT_H
#define CIRCFIN_CLEARING_INSOLVENT_H

/*
 * A circuit of failing entities: a strong component of those whose money runs out in a known rank.
 * With g the share that each pays of this rank, T what is due in it, w what one owes another in it
 * (times what is left of receipts), and m the money for it that does not come from the circuit:
 *
 *     T_u g_u = max(0, m_u + Σ w_vu g_v)
 *
 * m is negative where the money from elsewhere does not even pay the ranks before.
 */

#include "circfin/diag.h"

/** What a member is paid by another one. */
typedef struct cf_insolvent_arc {
    int payer; /* a member */
    double weight;
} cf_insolvent_arc;

typedef struct cf_insolvent {
    int size;
    const double *due;   /* T, above 0 */
    const double *money; /* m */
    const double *gross; /* of what m is the sum: all its terms without their signs */
    const double *leak;  /* T_u less what of it the others get */
    const int *start;    /* of size + 1: member u is paid arcs[start[u]] .. */
    const cf_insolvent_arc *arcs;
    double *share; /* in: no less than the solution; out: the solution, 0..1 */
    double *left;  /* out: m_u + Σ w_vu g_v, 0 or more unless the money runs out even earlier */
} cf_insolvent;

/**
 * Solves a circuit. One that loses and receives nothing on the whole has many solutions: the
 * shares then stay.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_insolvent_solve(const cf_insolvent *circuit);

#endif
