/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_BEST_H
#define CIRCFIN_LOOPS_BEST_H

/* The first loops in rank order, as they are found. */

#include "base/vec.h"
#include "loops/figures.h"

struct cf_best_loop {
    cf_loop loop; /* its hops are owned */
    const cf_hops *hops;
};

typedef struct cf_best {
    const cf_hops *hops;
    CF_VEC(struct cf_best_loop) loops; /* a heap, the last in rank order on top */
    long most;
} cf_best;

/** @param most  how many to keep; 0: all */
void cf_best_begin(cf_best *out, const cf_hops *hops, long most);
void cf_best_free(cf_best *best);

/** Copies the loop if it is among the best. Time: O(length + log most). */
CF_NODISCARD cf_status cf_best_offer(cf_best *best, const cf_loop *loop);

/** Hands the best over in rank order, appended to *loops, which grows. */
CF_NODISCARD cf_status cf_best_take(cf_best *best, cf_loop **loops, long *count);

/** The last of the best once there are as many as wanted; NULL before. */
const cf_loop *cf_best_last(const cf_best *best);

/* ---- loop_bound.c: the loops of largest through-flow, without finding all ---- */

/**
 * Offers to `best` at least every loop with a through-flow that is among its first best->most.
 * What the money on a way can still bring is at most what the best way home brings on the whole
 * graph; where that is less than the last of the best, the way is given up.
 *
 * @param known  a loop that is no better than the last of those wanted; NULL: none is known
 * @param[out] complete  false: stopped by the limits
 */
CF_NODISCARD cf_status cf_loops_bounded(cf_best *best, const cf_loop *known,
                                        const cf_loop_limits *limits, bool *complete);

#endif
