/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_DRAWS_H
#define CIRCFIN_DOCUMENTS_DRAWS_H

/* How often a report draws: less often in a large scenario, so that it stays quick. */

#include "circfin/draws.h"

enum { CF_DRAW_PARAMS = 2 };

/** The parameters for `simulate`; none: nothing is drawn. */
typedef struct cf_draw_plan {
    cf_param params[CF_DRAW_PARAMS];
    int count;
    char draws[16];
} cf_draw_plan;

/** Nothing is drawn where nothing is uncertain in the view, its largest amounts are too large, or
 *  there are too many deals. The plan must stay where it is. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_draw_plan_make(cf_draw_plan *plan, const cf_scenario *scenario,
                                         const cf_view_options *view);

#endif
