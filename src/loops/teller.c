/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells loops to a visitor. */
#include "loops/teller.h"

void cf_loop_count_add(cf_loop_count *count, const cf_loop *loop)
{
    count->found++;
    count->financing += loop->capital && loop->trade;
    count->unquantified += !loop->quantified;
}

static bool tell_one(const cf_loop_teller *teller, const cf_loop *loop)
{
    if (teller->most > 0 && teller->count->found >= teller->most)
        return false;
    cf_loop_count_add(teller->count, loop);
    return teller->visit(loop, teller->payload);
}

bool cf_loop_tell(const cf_loop_teller *teller, cf_worker *worker, const cf_loop *loop)
{
    bool go_on;

    if (teller->threads > 1)
        cf_worker_lock(worker);
    go_on = !cf_worker_is_stopped(worker) && tell_one(teller, loop);
    if (teller->threads > 1)
        cf_worker_unlock(worker);
    if (!go_on)
        cf_worker_stop(worker);
    return go_on;
}
