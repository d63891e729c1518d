/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a view leaves a deal out, in words, and which option includes it. */
#include "scenario/view.h"

#include <stdlib.h>
#include <string.h>

struct exclusion {
    const char *reason, *remedy;
};

static struct exclusion excluded_by_day(const cf_view *view, const cf_deal *deal)
{
    if (deal->announced != CF_NO_DAY && view->as_of != CF_NO_DAY && deal->announced > view->as_of)
        return (struct exclusion){ "it was announced after the day of the view",
                                   "a later --as-of includes it" };
    if (deal->cancelled != CF_NO_DAY &&
        (view->as_of == CF_NO_DAY || deal->cancelled <= view->as_of))
        return (struct exclusion){ "it is cancelled", "an --as-of before that day includes it" };
    return (struct exclusion){ "another deal supersedes it", NULL };
}

static struct exclusion excluded_by_status(cf_deal_status status)
{
    static const char *const reasons[CF_DEAL_STATUS_COUNT] = {
        [CF_RUMOURED] = "its status is rumoured",
        [CF_LETTER_OF_INTENT] = "its status is letter_of_intent",
        [CF_ANNOUNCED] = "its status is announced",
        [CF_SIGNED] = "its status is signed",
        [CF_COMPLETED] = "its status is completed",
        [CF_CANCELLED] = "its status is cancelled",
    };

    return (struct exclusion){ reasons[status],
                               "--status with that status in its list includes it" };
}

static bool is_inside(const cf_scenario *scenario, int deal)
{
    const char *payer = scenario->entities[scenario->deals[deal].payer].group;
    const char *payee = scenario->entities[scenario->deals[deal].payee].group;

    return payer != NULL && payee != NULL && strcmp(payer, payee) == 0;
}

static struct exclusion exclusion_of(const cf_view *view, const cf_selection *selection, int deal)
{
    const cf_scenario *scenario = view->scenario;
    unsigned out = selection->out;

    if ((out & OUT_BEFORE_SELECTION) != 0)
        return excluded_by_day(view, &scenario->deals[deal]);
    if ((out & OUT_BY_STATUS) != 0)
        return excluded_by_status(selection->status);
    if ((out & OUT_BY_CASH) != 0)
        return (struct exclusion){ "it is not in cash", "--non-cash includes it" };
    if ((out & OUT_BY_CONTINGENT) != 0)
        return (struct exclusion){ "it is contingent", "--contingent includes it" };
    if ((out & OUT_BY_BASIS) != 0)
        return (struct exclusion){ "it is not reported", "without --reported-only it is included" };
    if (view->options.consolidate && is_inside(scenario, deal))
        return (struct exclusion){ "payer and payee are in one group",
                                   "without --consolidate it is included" };
    if (view->paid_part != NULL && view->paid_part[deal] <= 0)
        return (struct exclusion){ "nothing is paid of it", "without --gap cut it is included" };
    return (struct exclusion){ "its amount there is 0",
                               "--case high or another window may give it one" };
}

static cf_status find_exclusions(struct exclusion *exclusions, const cf_view *view)
{
    const cf_scenario *scenario = view->scenario;
    cf_selection *selection = calloc((size_t)scenario->deal_count + 1, sizeof *selection);
    cf_status status = CF_NO_MEMORY;

    if (selection != NULL)
        status = cf_view_select(selection, scenario, &view->options);
    for (int i = 0; status == CF_OK && i < scenario->deal_count; i++)
        exclusions[i] = exclusion_of(view, &selection[i], i);
    for (int i = 0; status == CF_OK && i < view->deal_count; i++)
        exclusions[view->deals[i].deal] = (struct exclusion){ NULL, NULL };
    free(selection);
    return status;
}

cf_status cf_view_exclusion(const char **reason, const char **remedy, const cf_view *view, int deal)
{
    struct exclusion *exclusions =
        calloc((size_t)view->scenario->deal_count + 1, sizeof *exclusions);
    cf_status status = exclusions == NULL ? CF_NO_MEMORY : find_exclusions(exclusions, view);

    *reason = *remedy = NULL;
    if (status == CF_OK) {
        *reason = exclusions[deal].reason;
        *remedy = exclusions[deal].remedy;
    }
    free(exclusions);
    return status;
}

cf_status cf_view_exclusions(const char **reasons, const cf_view *view)
{
    struct exclusion *exclusions =
        calloc((size_t)view->scenario->deal_count + 1, sizeof *exclusions);
    cf_status status = exclusions == NULL ? CF_NO_MEMORY : find_exclusions(exclusions, view);

    for (int i = 0; status == CF_OK && i < view->scenario->deal_count; i++)
        reasons[i] = exclusions[i].reason;
    free(exclusions);
    return status;
}
