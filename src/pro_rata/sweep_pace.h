/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_SWEEP_PACE_H
#define CIRCFIN_PRO_RATA_SWEEP_PACE_H

/*
 * When sweeps have converged, and how they converge faster.
 *
 * If each move is `rate` times the one before it, what is still to come after a sweep is
 * move · rate / (1 − rate). Now and then that is added at once, vertex by vertex: A. C. Aitken
 * (1926), https://doi.org/10.1017/S0370164600022070. This jump is an extrapolation that the next
 * sweeps correct: only they decide that a solution has settled.
 */

#include <stdbool.h>

/** How far the solution of one colour has converged; begins as { .worst = 1.0, .slowest = ... }. */
typedef struct cf_pace {
    double slowest;    /* sweeps are slow if the rate is still above this after 47 of them */
    int sweeps, since; /* all, and those since the last jump */
    double worst;      /* the largest relative move of the last sweep */
    double rate;       /* that move over the one before it */
    double least;      /* the largest rate at which a jump was made: `rate` counts as no less */
    bool settled;      /* no more than 1e-13 of any share is still to come */
    bool slow;         /* sweeps would take too long, or cannot be trusted */
} cf_pace;

/** Whether x as it is now must be kept for a jump, as `earlier` or as `before`. */
bool cf_pace_keeps_earlier(const cf_pace *pace);
bool cf_pace_keeps_before(const cf_pace *pace);

/** To be called after each sweep, with its largest relative move; says whether a jump is due. */
bool cf_pace_judge(cf_pace *pace, double worst);

/**
 * Extrapolates x.
 *
 * @param x, before, earlier  now, one and two sweeps ago: `size` numbers each, `width` apart
 */
void cf_pace_jump(cf_pace *pace, double *x, const double *before, const double *earlier, int size,
                  int width);

#endif
