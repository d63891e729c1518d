/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_STROLL_H
#define CIRCFIN_LOOPS_STROLL_H

/* The walk of loop_search.c from where nothing is needed any more: what most time goes into. */

#include "loops/search.h"

enum { CF_PULSE = 4096 }; /* steps */

/** Walks on from the frame of search->depth, which needs nothing, until it is done and left. */
void cf_search_stroll(cf_search *search);

/* ---- loop_search.c ---- */

/** Every so many steps: passes on what has been found, and asks whether to go on. */
void cf_search_pulse(cf_search *search);

/** Counts the way to the frame of search->depth with `closing`, and hands it to take. */
void cf_search_close(cf_search *search, int closing);

/** Brings `ways` up to a depth that is reached by step k. */
void cf_search_tell_ways(cf_search *search, int depth, int k);

/* ---- loop_stroll.c ---- */

/** Brings `way` and `told` up to the frame of search->depth. */
void cf_search_tell(cf_search *search);

#endif
