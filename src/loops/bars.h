/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_BARS_H
#define CIRCFIN_LOOPS_BARS_H

/*
 * The bars of loop_search.h: found, and kept right while the search walks.
 *
 * A vertex that is entered with a need blocks whatever is needed, by cf_bars_block. From where
 * nothing is needed any more only the bars for need 0 are looked at until the search is back
 * there, by when they are no lower than before; so only they are touched, and the others still
 * fit. Where lengths do not matter either, a bar blocks, is kept up, or is down, and is taken
 * down as in Johnson's algorithm: when something it rests on is.
 */

#include "loops/search.h"

enum { CF_DOWN = 1, CF_FAR = 1 << 29, CF_BLOCKED = CF_FAR + 1, CF_KEPT = CF_FAR + 2 };

/** Finds the distances home of block, root and cost; false: no loop of this root is short
 *  enough. */
bool cf_bars_find(cf_search *search);

/** Forgets them again. */
void cf_bars_clear(cf_search *search);

/** v is on the way, or no longer: all its bars. */
void cf_bars_block(cf_search *search, int v);
void cf_bars_unblock(cf_search *search, const cf_search_frame *frame);

/* ---- only the bar for need 0 ---- */

/** v has been left after a loop, while some bars are raised. */
void cf_bars_mend_one(cf_search *search, int v);

/** Lengths do not matter: v has been left in vain, and its bar stays up as long as those behind
 *  it; or it comes down and takes along those kept up for it. */
void cf_bars_keep(cf_search *search, unsigned need, int v);
void cf_bars_free(cf_search *search, unsigned need, int v);

static inline void cf_bars_block_one(cf_search *search, int v)
{
    if (search->cost > 0) {
        search->on_way[v] = true;
        search->raised -= search->bar[v] > search->base[v];
    }
    search->bar[v] = CF_BLOCKED;
}

static inline void cf_bars_unblock_by_length(cf_search *search, const cf_search_frame *frame)
{
    int v = frame->vertex;

    search->on_way[v] = false;
    if (!frame->ended) {
        search->bar[v] = frame->budget + 1; /* no neighbour allows less */
        search->raised += search->bar[v] > search->base[v];
    } else if (search->raised == 0) {
        search->bar[v] = search->base[v];
    } else {
        cf_bars_mend_one(search, v);
    }
}

static inline void cf_bars_unblock_one(cf_search *search, const cf_search_frame *frame)
{
    int v = frame->vertex;

    if (search->cost > 0) {
        cf_bars_unblock_by_length(search, frame);
    } else if (!frame->ended) {
        cf_bars_keep(search, 0, v);
    } else {
        search->bar[v] = CF_DOWN;
        if (search->resting[v] > 0)
            cf_bars_free(search, 0, v);
    }
}

#endif
