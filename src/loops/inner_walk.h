/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_INNER_WALK_H
#define CIRCFIN_LOOPS_INNER_WALK_H

/* The search from a vertex on where the loop needs nothing any more. Most time goes into this. */

#include "loops/search.h"

enum { CF_PULSE = 4096 }; /* steps */

/** Searches on from the frame of search->depth, which needs nothing, until that frame is done and
 *  has left the path. */
void cf_search_inner_walk(cf_search *search);

/* ---- search.c ---- */

/** Every CF_PULSE steps: adds up what was found, and asks whether to go on. */
void cf_search_pulse(cf_search *search);

/** Counts the cycle of the path and the step `closing`, and hands it to on_cycle. */
void cf_search_close(cf_search *search, int closing);

/** Updates `choices` for a depth that is reached by step k. */
void cf_search_count_choices(cf_search *search, int depth, int k);

/* ---- inner_walk.c ---- */

/** Updates `path`, `smallest` and `figures` for the frame of search->depth. */
void cf_search_record(cf_search *search);

#endif
