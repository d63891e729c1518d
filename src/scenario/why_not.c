/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a view does without a deal, in words. */
#include "scenario/view.h"

#include <stdlib.h>
#include <string.h>

struct answer {
    const char *reason, *way_in;
};

static struct answer by_day(const cf_view *view, const cf_deal *deal)
{
    if (deal->announced != CF_NO_DAY && view->as_of != CF_NO_DAY && deal->announced > view->as_of)
        return (struct answer){ "it was announced after the day of the view",
                                "a later --as-of takes it in" };
    if (deal->cancelled != CF_NO_DAY &&
        (view->as_of == CF_NO_DAY || deal->cancelled <= view->as_of))
        return (struct answer){ "it is cancelled", "an --as-of before that day takes it in" };
    return (struct answer){ "another deal supersedes it", NULL };
}

static struct answer by_status(cf_deal_status status)
{
    static const char *const reasons[CF_DEAL_STATUS_COUNT] = {
        [CF_RUMOURED] = "its status is rumoured",
        [CF_LETTER_OF_INTENT] = "its status is letter_of_intent",
        [CF_ANNOUNCED] = "its status is announced",
        [CF_SIGNED] = "its status is signed",
        [CF_COMPLETED] = "its status is completed",
        [CF_CANCELLED] = "its status is cancelled",
    };

    return (struct answer){ reasons[status], "--status with that status in its list takes it in" };
}

static bool is_inside(const cf_scenario *scenario, int deal)
{
    const char *payer = scenario->entities[scenario->deals[deal].payer].group;
    const char *payee = scenario->entities[scenario->deals[deal].payee].group;

    return payer != NULL && payee != NULL && strcmp(payer, payee) == 0;
}

static bool is_in(const cf_view *view, int deal)
{
    for (int i = 0; i < view->deal_count; i++) {
        if (view->deals[i].deal == deal)
            return true;
    }
    return false;
}

cf_status cf_view_why_not(const char **reason, const char **way_in, const cf_view *view, int deal)
{
    const cf_scenario *scenario = view->scenario;
    cf_selection *selection = calloc((size_t)scenario->deal_count + 1, sizeof *selection);
    struct answer answer = { NULL, NULL };
    cf_status status = CF_NO_MEMORY;
    unsigned out;

    *reason = *way_in = NULL;
    if (selection != NULL)
        status = cf_view_select(selection, scenario, &view->options);
    if (status != CF_OK || is_in(view, deal))
        goto out;
    out = selection[deal].out;
    if ((out & OUT_BEFORE_SELECTION) != 0)
        answer = by_day(view, &scenario->deals[deal]);
    else if ((out & OUT_BY_STATUS) != 0)
        answer = by_status(selection[deal].status);
    else if ((out & OUT_BY_CASH) != 0)
        answer = (struct answer){ "it is not in cash", "--non-cash takes it in" };
    else if ((out & OUT_BY_CONTINGENT) != 0)
        answer = (struct answer){ "it is contingent", "--contingent takes it in" };
    else if ((out & OUT_BY_BASIS) != 0)
        answer = (struct answer){ "it is not reported", "without --reported-only it is in" };
    else if (view->options.consolidate && is_inside(scenario, deal))
        answer =
            (struct answer){ "payer and payee are one group", "without --consolidate it is in" };
    else
        answer = (struct answer){ "its amount there is 0",
                                  "--case high or another window may give it one" };
    *reason = answer.reason;
    *way_in = answer.way_in;

out:
    free(selection);
    return status;
}
