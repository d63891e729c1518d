/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_TELLER_H
#define CIRCFIN_LOOPS_TELLER_H

/* How loops that workers find reach the visitor: one after the other, counted, and no more than
 * were asked for. */

#include "base/tasks.h"
#include "circfin/loops.h"

typedef struct cf_loop_teller {
    cf_loop_visitor *visit;
    void *payload;
    double most; /* loops; 0: no limit */
    int threads;
    cf_loop_count *count; /* under the workers' lock while they run */
} cf_loop_teller;

void cf_loop_count_add(cf_loop_count *count, const cf_loop *loop);

/** Tells a loop, and stops the worker's job after the last one that is wanted. False: stop. */
bool cf_loop_tell(const cf_loop_teller *teller, cf_worker *worker, const cf_loop *loop);

#endif
