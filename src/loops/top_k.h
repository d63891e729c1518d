/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_TOP_K_H
#define CIRCFIN_LOOPS_TOP_K_H

/* The first K loops in rank order of any number that are offered one by one. */

#include "base/vec.h"
#include "loops/through_flow.h"

struct cf_top_loop {
    cf_loop loop; /* its hops are owned */
    const cf_hops *hops;
};

typedef struct cf_top_k {
    const cf_hops *hops;
    CF_VEC(struct cf_top_loop) loops; /* a heap, the last in rank order on top */
    long most;
    const cf_progress *progress; /* asked while they are put in order; or NULL */
} cf_top_k;

/** @param most  how many to keep; 0: all */
void cf_top_k_begin(cf_top_k *out, const cf_hops *hops, long most);
void cf_top_k_free(cf_top_k *best);

/** Keeps a copy of the loop if it is among the first K so far. Time: O(length + log most). */
CF_NODISCARD cf_status cf_top_k_offer(cf_top_k *best, const cf_loop *loop);

/** Drops all but the first `most`. Time: O(loops + most log most). */
void cf_top_k_cut(cf_top_k *best, int most);

/** Once a run is to stop, no more than this many loops are put in order: a table of them takes a
 *  fraction of a second. */
enum { CF_TOP_K_WHEN_STOPPED = 10000 };

/** Moves the loops in rank order to the end of *loops, which grows. */
CF_NODISCARD cf_status cf_top_k_take(cf_top_k *best, cf_loop **loops, long *count);

/** The last of the K loops in rank order; NULL as long as there are fewer. */
const cf_loop *cf_top_k_last(const cf_top_k *best);

#endif
