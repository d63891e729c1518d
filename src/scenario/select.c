/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which deals a view takes: by day, by what superseded them, by status, cash and basis. */
#include "scenario/view.h"

#include <stdlib.h>

cf_day cf_view_day(const cf_scenario *scenario, const cf_view_options *options)
{
    return options->as_of != CF_NO_DAY ? options->as_of : scenario->as_of;
}

static bool announced_by(const cf_deal *deal, cf_day day)
{
    return day == CF_NO_DAY || deal->announced == CF_NO_DAY || deal->announced <= day;
}

static bool cancelled_by(const cf_deal *deal, cf_day day)
{
    return deal->cancelled != CF_NO_DAY && (day == CF_NO_DAY || deal->cancelled <= day);
}

/* A deal cancelled later was still on that day. */
static cf_deal_status status_on(const cf_deal *deal, cf_day day)
{
    bool cancelled_later = deal->cancelled != CF_NO_DAY && !cancelled_by(deal, day);

    return deal->status == CF_CANCELLED && cancelled_later ? CF_ANNOUNCED : deal->status;
}

/* Whatever an announced deal supersedes is out, and so on through theirs. */
static cf_status supersede(cf_selection *selection, const cf_scenario *scenario, cf_day day)
{
    int *stack = malloc(((size_t)scenario->deal_count + 1) * sizeof *stack);
    bool *seen = calloc((size_t)scenario->deal_count + 1, sizeof *seen);
    cf_status status = CF_NO_MEMORY;
    int height = 0;

    if (stack == NULL || seen == NULL)
        goto out;
    for (int i = 0; i < scenario->deal_count; i++) {
        seen[i] = announced_by(&scenario->deals[i], day);
        if (seen[i])
            stack[height++] = i;
    }
    while (height > 0) {
        cf_deal_list superseded = scenario->deals[stack[--height]].supersedes;

        for (int i = 0; i < superseded.count; i++) {
            int deal = superseded.at[i];

            selection[deal].out |= OUT_BEFORE_SELECTION;
            if (!seen[deal])
                stack[height++] = deal;
            seen[deal] = true;
        }
    }
    status = CF_OK;

out:
    free(stack);
    free(seen);
    return status;
}

cf_status cf_view_select(cf_selection *selection, const cf_scenario *scenario,
                         const cf_view_options *options)
{
    cf_day day = cf_view_day(scenario, options);

    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];
        cf_selection *chosen = &selection[i];

        *chosen = (cf_selection){ .status = status_on(deal, day) };
        if (!announced_by(deal, day) || cancelled_by(deal, day))
            chosen->out |= OUT_BEFORE_SELECTION;
        if ((options->statuses & CF_STATUS_BIT(chosen->status)) == 0)
            chosen->out |= OUT_BY_STATUS;
        if (!deal->cash && !options->non_cash)
            chosen->out |= OUT_BY_CASH;
        if (deal->contingent && !options->contingent)
            chosen->out |= OUT_BY_CONTINGENT;
        if (deal->basis != CF_REPORTED && options->reported_only)
            chosen->out |= OUT_BY_BASIS;
    }
    return supersede(selection, scenario, day);
}
