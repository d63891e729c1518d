/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the deals of a scenario stand to a view that is made already, and what each is worth alone.
 */
#include <stdlib.h>

#include "scenario/view.h"

static cf_standing standing_of(const cf_selection *selection)
{
    if (selection->out == 0)
        return CF_IN_SELECTION;
    return selection->out == OUT_BY_CONTINGENT ? CF_ONLY_CONTINGENT : CF_ELSEWHERE;
}

cf_status cf_view_standings(cf_standing *standings, double *own, const cf_view *view)
{
    const cf_scenario *scenario = view->scenario;
    size_t deals = (size_t)scenario->deal_count + 1;
    cf_selection *selection = calloc(deals, sizeof *selection);
    double *rest = calloc(3 * deals, sizeof *rest);
    cf_status status = CF_NO_MEMORY;

    if (selection != NULL && rest != NULL)
        status = cf_view_select(selection, scenario, &view->options);
    if (status == CF_OK)
        status = cf_view_amounts(
            &(cf_view_figures){
                .full = own, .left = rest, .low = rest + deals, .high = rest + 2 * deals },
            selection, scenario, &view->options, NULL); /* its warnings have been told */
    for (int i = 0; status == CF_OK && i < scenario->deal_count; i++)
        standings[i] = standing_of(&selection[i]);
    free(selection);
    free(rest);
    return status;
}
