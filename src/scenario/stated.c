/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Totals that entities state, beside what the deals of a view come to. */
#include "circfin/view.h"

#include <stdlib.h>
#include <string.h>

void cf_view_named_totals(double *named, const cf_view *view)
{
    memset(named, 0, (size_t)view->entity_count * CF_STATED_OF_COUNT * sizeof *named);
    for (int i = 0; i < view->deal_count; i++) {
        const cf_view_deal *deal = &view->deals[i];
        double *paid = &named[CF_STATED_OF_COUNT * deal->payer];
        double *received = &named[CF_STATED_OF_COUNT * deal->payee];

        if (view->scenario->deals[deal->deal].relation == CF_INVESTOR) {
            paid[CF_STATED_INVESTMENTS] += deal->amount;
        } else {
            paid[CF_STATED_COMMITMENTS] += deal->amount;
            received[CF_STATED_REVENUE] += deal->amount;
        }
    }
}

bool cf_view_is_alone(const cf_view *view, int entity)
{
    return !view->options.consolidate || view->scenario->entities[entity].group == NULL;
}
