/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SERIES_H
#define CIRCFIN_ANALYSES_SERIES_H

/*
 * A sequence of what-ifs on one network, measured on several threads: the days of a timeline, the
 * points of a sweep, the steps of a comparison.
 *
 *     steps      0 1 2 3 │ 4 5 6 7 │ 8 9 ...     each stretch runs on a free thread, which has a
 *                        │         │             world of its own; results are taken in order
 *
 * A thread goes through a stretch of consecutive steps, so that a supplier is measured again only
 * if something between its capital and its revenue changed. If there are few steps, threads share
 * the suppliers of a step as well. A figure depends on the amounts alone, not on the threads.
 */

#include "analyses/world.h"
#include "circfin/progress.h"

typedef struct cf_series {
    cf_world *world; /* that of the first thread, at no step yet; the others are on its network */
    int step_count;
    const int *entities; /* whose exposure is asked for, in ascending order */
    int entity_count;
    const bool *steady; /* of an entity: measured even where it is no supplier; NULL: none is */
    int threads;        /* at most; 0: one for each processor */
    const cf_progress *progress; /* or NULL */
    const char *unit;            /* of the steps, such as "days" */

    /** Moves a world from one step to another; `from` is -1 if it was at none. */
    cf_status (*go)(cf_world *world, int from, int to, const struct cf_series *series);
    /** Measures figures of the whole system, once for each step; called on several threads at once,
     *  for different steps. Or NULL. */
    cf_status (*system)(cf_world *world, int step, const struct cf_series *series);
    /** Takes the exposures of all entities at a step, in the order of steps, on one thread at a
     *  time. Those of suppliers (and of steady entities) are measured; the others have only their
     *  capital and revenue. May set *goes_on to false, to stop. */
    cf_status (*take)(int step, const cf_exposure *exposures, bool *goes_on,
                      const struct cf_series *series);
    void *payload; /* for the functions above */
} cf_series;

/**
 * Goes through a series.
 *
 * @param[out] done  steps taken: all of them, unless `progress` or `take` ended it
 * @return the first status that is not CF_OK
 *
 * Time: that of the steps, divided among the threads. Memory: a what-if for each thread beyond the
 * first, 128 MiB that they share for what they keep of suppliers, and the exposures of steps that
 * wait for an earlier one.
 */
CF_NODISCARD cf_status cf_series_run(const cf_series *series, int *done);

/**
 * Lists the entities that can be suppliers whatever the amounts: chosen ones that invest, and sell
 * or report revenue.
 *
 * @param[out] entities  room for one of each entity of the view
 * @param others         of an entity: whether it is listed anyway; NULL: none is
 * @return their number, or -1 when memory ran out. Time: O(entities + payments).
 */
int cf_series_candidates(int *entities, const cf_world *world, const bool *chosen,
                         const bool *others);

#endif
