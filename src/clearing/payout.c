/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who pays how much where nobody is helped: a settlement without shock, cost and guarantee. */
#include <math.h>
#include <stdlib.h>

#include "circfin/settlement.h"

struct cf_payout {
    const cf_obligations *owed;
    cf_settling *settling;
    bool *hit;       /* nobody */
    double *factors; /* 1 */
    double *backing; /* 0 */
    double *paid;
};

cf_status cf_payout_new(cf_payout **out, const cf_obligations *owed)
{
    cf_payout *payout = calloc(1, sizeof *payout);
    size_t entities = (size_t)owed->entity_count + 1, dues = (size_t)owed->due_count + 1;
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (payout == NULL)
        return CF_NO_MEMORY;
    payout->owed = owed;
    payout->hit = calloc(entities, sizeof *payout->hit);
    payout->backing = calloc(entities, sizeof *payout->backing);
    payout->factors = calloc(dues, sizeof *payout->factors);
    payout->paid = calloc(dues, sizeof *payout->paid);
    if (payout->hit != NULL && payout->backing != NULL && payout->factors != NULL &&
        payout->paid != NULL)
        status = cf_settling_new(&payout->settling, owed);
    for (int d = 0; status == CF_OK && d < owed->due_count; d++)
        payout->factors[d] = 1.0;
    if (status == CF_OK)
        *out = payout;
    else
        cf_payout_free(payout);
    return status;
}

void cf_payout_free(cf_payout *payout)
{
    if (payout == NULL)
        return;
    cf_settling_free(payout->settling);
    free(payout->hit);
    free(payout->factors);
    free(payout->backing);
    free(payout->paid);
    free(payout);
}

cf_status cf_payout_run(const double **paid, cf_payout *payout, const double *cash)
{
    const cf_strain strain = { .cash = cash,
                               .hit = payout->hit,
                               .factors = payout->factors,
                               .backing = payout->backing,
                               .left = { 1.0, 1.0 } };
    cf_settlement settlement;
    cf_status status = cf_settling_run(&settlement, payout->settling, &strain);

    *paid = payout->paid;
    for (int d = 0; status == CF_OK && d < payout->owed->due_count; d++)
        payout->paid[d] = fmin(settlement.paid[d], payout->owed->dues[d].amount);
    return status;
}

/* ---- a view ---- */

cf_status cf_view_paid(double *paid, const cf_view *view)
{
    double *cash = calloc((size_t)view->entity_count + 1, sizeof *cash);
    cf_view_dues *dues = NULL;
    cf_payout *payout = NULL;
    const double *found;
    cf_status status = cash == NULL ? CF_NO_MEMORY : cf_view_dues_new(&dues, view, true);

    if (status == CF_OK)
        status = cf_payout_new(&payout, &dues->owed);
    for (int v = 0; status == CF_OK && v < view->entity_count; v++)
        cash[v] = view->entities[v].funds_known ? view->entities[v].funds : (double)INFINITY;
    if (status == CF_OK)
        status = cf_payout_run(&found, payout, cash);
    for (int d = 0; status == CF_OK && d < view->deal_count; d++)
        paid[d] = found[d];
    cf_payout_free(payout);
    cf_view_dues_free(dues);
    free(cash);
    return status;
}
