/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A view in which nobody fills a gap: each deal counts with what is paid of it. */
#include <stdlib.h>

#include "base/sum.h"
#include "circfin/settlement.h"
#include "scenario/view.h"

cf_status cf_view_cut(cf_view *view, cf_view_deal *deals, double *paid_part)
{
    double *paid = calloc((size_t)view->deal_count + 1, sizeof *paid);
    cf_status status = paid == NULL ? CF_NO_MEMORY : cf_view_paid(paid, view);
    cf_sum unpaid = { 0 };
    int count = 0;

    for (int i = 0; status == CF_OK && i < view->scenario->deal_count; i++)
        paid_part[i] = 1.0;
    for (int i = 0; status == CF_OK && i < view->deal_count; i++) {
        cf_view_deal *deal = &deals[count];

        *deal = deals[i];
        if (deal->due > 0)
            paid_part[deal->deal] = paid[i] / deal->due;
        cf_sum_add(&unpaid, deal->due - paid[i]);
        deal->amount = paid[i];
        count += !deal->quantified || deal->amount > 0 || view->options.empty;
    }
    free(paid);
    if (status != CF_OK)
        return status;
    view->deal_count = count;
    view->unpaid = cf_sum_value(unpaid);
    view->paid_part = paid_part;
    return CF_OK;
}
