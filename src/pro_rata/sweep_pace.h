/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_SWEEP_PACE_H
#define CIRCFIN_PRO_RATA_SWEEP_PACE_H

/*
 * When sweeps are done, and how they get there sooner.
 *
 * What is still to come after a sweep is its move · rate / (1 − rate), where the moves shrink by
 * `rate` from one to the next. Now and then that is taken at once, vertex by vertex: A. C. Aitken
 * (1926), https://doi.org/10.1017/S0370164600022070. It is a guess, which the next sweeps correct:
 * only they say when a solution stands.
 */

#include <stdbool.h>

/** How far the solution of one colour is; begins as { .worst = 1.0, .slowest = ... }. */
typedef struct cf_pace {
    double slowest;     /* where moves still shrink by less than this after 47 sweeps, they are slow
                         */
    int sweeps, since;  /* all, and those since the last jump */
    double worst;       /* the largest move of the last sweep, as a part of what moved */
    double rate, least; /* by how much moves shrink: lately, and before jumps, where it was more */
    bool settled;       /* no more than 1e-13 of any share is still to come */
    bool slow;          /* sweeps would take too long, or are not to be trusted */
} cf_pace;

/** Whether x is needed as it stands now, as `earlier` or as `before`. */
bool cf_pace_keeps_earlier(const cf_pace *pace);
bool cf_pace_keeps_before(const cf_pace *pace);

/** To be called after each sweep, with its largest relative move; says whether a jump is due. */
bool cf_pace_judge(cf_pace *pace, double worst);

/**
 * Moves x to where it is heading.
 *
 * @param x, before, earlier  now, one and two sweeps ago: `size` numbers each, `width` apart
 */
void cf_pace_jump(cf_pace *pace, double *x, const double *before, const double *earlier, int size,
                  int width);

#endif
