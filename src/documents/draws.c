/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often a report draws. The number depends on the scenario alone, never on a clock, so that the
 * same file gives the same report. */
#include "documents/draws.h"

#include <math.h>
#include <stdio.h>

enum { MOST_DRAWS = 500, LEAST_DRAWS = 100 };
#define MOST_DEALS_DRAWN 5e5     /* draws times deals */
#define MOST_DEALS_EXCHANGED 1e7 /* the same, times sources */

static void plan_draws(cf_draw_plan *plan, int deals, int sources)
{
    double draws = MOST_DEALS_DRAWN / fmax(deals, 1.0);

    if (sources == 0 || draws < LEAST_DRAWS)
        return;
    draws = draws < MOST_DRAWS ? draws : MOST_DRAWS;
    snprintf(plan->draws, sizeof plan->draws, "%d", (int)draws);
    plan->params[plan->count++] = (cf_param){ "draws", plan->draws };
    if (draws * deals * sources > MOST_DEALS_EXCHANGED)
        plan->params[plan->count++] = (cf_param){ "no-sources", NULL };
}

cf_status cf_draw_plan_make(cf_draw_plan *plan, const cf_scenario *scenario,
                            const cf_view_options *asked)
{
    const cf_draw_options usual = { .seed = 1, .market = 0.2 };
    cf_view_options options = cf_view_options_for_draws(*asked);
    cf_view *view = NULL;
    cf_draws *draws = NULL;
    cf_status status = cf_view_new(&view, scenario, &options, NULL);

    *plan = (cf_draw_plan){ .count = 0 };
    if (status == CF_OK)
        status = cf_draws_new(&draws, view, &usual);
    if (status == CF_OK)
        plan_draws(plan, view->deal_count, cf_draws_source_count(draws));
    cf_draws_free(draws);
    cf_view_free(view);
    return status == CF_NO_MEMORY ? status : CF_OK;
}
