/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loops: the days of payments, for loops in the order of time. */
#include <stdlib.h>

#include "analyses/loops.h"

/* The day of a deal's first payment, or that of its announcement. */
static cf_day day_of(const cf_deal *deal)
{
    cf_day day = deal->start != CF_NO_DAY ? deal->start : deal->announced;

    for (int i = 0; i < deal->schedule_count; i++) {
        if (i == 0 || deal->schedule[i].date < day)
            day = deal->schedule[i].date;
    }
    return day;
}

static cf_status warn_of_undated(int undated, int count, cf_diags *diags)
{
    if (undated == 0)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_UNDATED, NULL,
                        "give them a schedule, a start or the day of their announcement",
                        "%d of %d deals in the view have no date, so no loop in order uses %s",
                        undated, count, undated == 1 ? "it" : "them");
}

cf_status cf_loops_order(cf_loops *loops, cf_diags *diags)
{
    const cf_view *view = loops->view;
    int count = loops->network->network.payment_count, undated = 0;

    if (!loops->params.in_order)
        return CF_OK;
    loops->days = malloc(((size_t)count + 1) * sizeof *loops->days);
    if (loops->days == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        const cf_view_deal *deal = &view->deals[loops->network->view_deal[i]];

        loops->days[i] = day_of(&view->scenario->deals[deal->deal]);
        undated += loops->days[i] == CF_NO_DAY;
    }
    loops->order = (cf_loop_order){ .days = loops->days, .within = loops->params.within };
    loops->params.limits.order = &loops->order;
    return warn_of_undated(undated, count, diags);
}
