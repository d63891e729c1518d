/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_DISTANCES_H
#define CIRCFIN_LOOPS_DISTANCES_H

/*
 * The distances of search.h: computed for each root, then kept valid as the path changes.
 *
 * Where the loop still needs something, a vertex on the path closes its distances for every need
 * (cf_distances_enter). Once nothing is needed any more, only the distances for need 0 are read
 * until the search is back at that vertex, and by then they are no lower than before. So only those
 * are updated (the functions ending in _plain), and the others stay valid.
 *
 * Without a longest length a distance has three values only, and is updated as in Johnson's
 * algorithm: CF_CLOSED on the path, CF_BLOCKED where every way home runs into the path, and
 * CF_UNBLOCKED otherwise.
 */

#include "loops/search.h"

enum {
    CF_UNBLOCKED = 1,
    CF_FAR = 1 << 29,       /* longer than any path */
    CF_CLOSED = CF_FAR + 1, /* on the path, or without a way home in the root's component */
    CF_BLOCKED = CF_FAR + 2
};

/** Computes the distances home in search->block to search->root; false: no loop of this root is
 *  short enough. */
bool cf_distances_find(cf_search *search);

/** Resets them for the next root. */
void cf_distances_clear(cf_search *search);

/** v enters the path, or leaves it: its distances for every need. */
void cf_distances_enter(cf_search *search, int v);
void cf_distances_leave(cf_search *search, const cf_search_frame *frame);

/* ---- plain_distances.c: the first two where no loop needs anything ---- */

void cf_distances_find_plain(cf_search *search);
void cf_distances_clear_plain(cf_search *search);

/* ---- only the distance for need 0 ---- */

/** v leaves the path after a loop was found, while some distances are above the shortest. */
void cf_distances_lower_plain(cf_search *search, int v);

/** Without a longest length. Block: no loop was found from v, so v stays blocked until one of its
 *  heads is unblocked. Unblock: v was unblocked, so are all that were blocked because of it:
 *  Johnson's procedure UNBLOCK. */
void cf_distances_block(cf_search *search, unsigned need, int v);
void cf_distances_unblock(cf_search *search, unsigned need, int v);

static inline void cf_distances_enter_plain(cf_search *search, int v)
{
    if (search->cost > 0) {
        search->on_path[v] = true;
        search->raised -= search->distance[v] > search->shortest[v];
    }
    search->distance[v] = CF_CLOSED;
}

static inline void cf_distances_leave_by_length(cf_search *search, const cf_search_frame *frame)
{
    int v = frame->vertex;

    search->on_path[v] = false;
    if (search->near_steps > 0) {
        search->distance[v] = search->shortest[v];
    } else if (!frame->has_loop) {
        search->distance[v] = frame->budget + 1; /* no head allows a shorter way */
        search->raised += search->distance[v] > search->shortest[v];
    } else if (search->raised == 0) {
        search->distance[v] = search->shortest[v];
    } else {
        cf_distances_lower_plain(search, v);
    }
}

static inline void cf_distances_leave_plain(cf_search *search, const cf_search_frame *frame)
{
    int v = frame->vertex;

    if (search->cost > 0) {
        cf_distances_leave_by_length(search, frame);
    } else if (!frame->has_loop) {
        cf_distances_block(search, 0, v);
    } else {
        search->distance[v] = CF_UNBLOCKED;
        if (search->waiters[v] > 0)
            cf_distances_unblock(search, 0, v);
    }
}

#endif
