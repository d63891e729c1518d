/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_CREW_H
#define CIRCFIN_LOOPS_CREW_H

/*
 * Roots shared between threads.
 *
 * Each takes the next root. Who finds none is given a part of what another is working on, so that
 * one root with nearly all the loops is shared as well. What is found does not depend on who
 * finds it. The calling thread works, too, and alone watches the clock and tells how far it is;
 * the others are started only once there is enough to do.
 */

#include "loops/figures.h"

typedef struct cf_crew_job {
    const cf_hops *hops;
    const cf_loop_blocks *blocks;
    const cf_loop_limits *limits; /* `most` without a visitor: stop soon after so many */
    bool open_only;
    double most_walked;     /* give up after so many steps; 0: never */
    cf_loop_visitor *visit; /* NULL: count only */
    void *payload;
} cf_crew_job;

CF_NODISCARD cf_status cf_crew_run(const cf_crew_job *job, cf_loop_count *count);

#endif
