/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clearing until shares stay, guarantees called once, and the same again: see the header. */
#include "clearing/settling.h"

#include <stdlib.h>
#include <string.h>

/* Far more than shares need that fall by a tenth of what is to come each time. */
enum { MOST_CLEARINGS = 20000 };

/* ---- the workbench ---- */

static void list_calls(cf_settling *settling)
{
    const cf_obligations *obligations = settling->obligations;
    int c = 0;

    for (int g = 0; g < obligations->guarantee_count; g++) {
        const cf_guarantee *guarantee = &obligations->guarantees[g];

        for (int i = 0; i < guarantee->covered_count; i++, c++) {
            int covered = guarantee->covered[i];

            settling->calls[c] = (cf_call){ .guarantee = g, .due = covered };
            settling->dues[obligations->due_count + c] = (cf_due){
                .payer = guarantee->guarantor, .payee = obligations->dues[covered].payee, .rank = 1
            };
        }
    }
}

static cf_status allocate(cf_settling *settling)
{
    size_t dues = (size_t)settling->due_count + 1;
    size_t entities = (size_t)settling->obligations->entity_count + 1;

    settling->dues = calloc(dues, sizeof *settling->dues);
    settling->amounts = calloc(dues, sizeof *settling->amounts);
    settling->paid = calloc(dues, sizeof *settling->paid);
    settling->offered = calloc(dues, sizeof *settling->offered);
    settling->calls = calloc((size_t)settling->call_count + 1, sizeof *settling->calls);
    settling->cash = calloc(entities, sizeof *settling->cash);
    settling->round = calloc(entities, sizeof *settling->round);
    return settling->dues == NULL || settling->amounts == NULL || settling->paid == NULL ||
                   settling->offered == NULL || settling->calls == NULL || settling->cash == NULL ||
                   settling->round == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

cf_status cf_settling_new(cf_settling **out, const cf_obligations *obligations)
{
    cf_settling *settling = calloc(1, sizeof *settling);
    cf_status status;

    *out = NULL;
    if (settling == NULL)
        return CF_NO_MEMORY;
    settling->obligations = obligations;
    for (int g = 0; g < obligations->guarantee_count; g++)
        settling->call_count += obligations->guarantees[g].covered_count;
    settling->due_count = obligations->due_count + settling->call_count;
    status = allocate(settling);
    if (status == CF_OK) {
        memcpy(settling->dues, obligations->dues,
               (size_t)obligations->due_count * sizeof *settling->dues);
        list_calls(settling);
        status = cf_clearing_new(&settling->clearing, obligations->entity_count, settling->dues,
                                 settling->due_count);
    }
    if (status == CF_OK)
        *out = settling;
    else
        cf_settling_free(settling);
    return status;
}

void cf_settling_free(cf_settling *settling)
{
    if (settling == NULL)
        return;
    cf_clearing_free(settling->clearing);
    free(settling->dues);
    free(settling->amounts);
    free(settling->paid);
    free(settling->offered);
    free(settling->calls);
    free(settling->cash);
    free(settling->round);
    free(settling);
}

/* ---- a run ---- */

/* offered[] is from here on what guarantors paid on a due. */
static void read_payments(cf_settling *settling)
{
    int own = settling->obligations->due_count;

    memset(settling->offered, 0, (size_t)own * sizeof *settling->offered);
    for (int d = 0; d < own; d++)
        settling->paid[d] = cf_clearing_paid(settling->clearing, d);
    for (int c = 0; c < settling->call_count; c++) {
        settling->calls[c].paid = cf_clearing_paid(settling->clearing, own + c);
        settling->offered[settling->calls[c].due] += settling->calls[c].paid;
    }
}

static cf_status clear_until_shares_stay(cf_settling *settling)
{
    const cf_clearing_case of = { .cash = settling->cash,
                                  .hit = settling->strain.hit,
                                  .amounts = settling->amounts,
                                  .left = settling->strain.left };
    cf_status status = CF_OK;
    bool moved = true;

    cf_shares_at_full(settling);
    for (int i = 0; status == CF_OK && moved && i < MOST_CLEARINGS; i++) {
        status = cf_clearing_run(settling->clearing, &of);
        if (status != CF_OK)
            break;
        read_payments(settling);
        moved = cf_shares_follow(settling);
    }
    settling->settled = settling->settled && !moved;
    return status;
}

static void begin(cf_settling *settling, const cf_strain *strain)
{
    const cf_obligations *obligations = settling->obligations;

    settling->strain = *strain;
    settling->settled = true;
    memcpy(settling->cash, strain->cash,
           (size_t)obligations->entity_count * sizeof *settling->cash);
    for (int c = 0; c < settling->call_count; c++) {
        settling->amounts[obligations->due_count + c] = 0.0;
        settling->calls[c].called = settling->calls[c].returned = 0.0;
    }
}

cf_status cf_settling_run(cf_settlement *out, cf_settling *settling, const cf_strain *strain)
{
    int entities = settling->obligations->entity_count;
    cf_status status;

    *out = (cf_settlement){ 0 };
    begin(settling, strain);
    status = clear_until_shares_stay(settling);
    if (status == CF_OK && cf_guarantees_call(settling)) {
        status = clear_until_shares_stay(settling);
        cf_guarantees_give_back(settling);
    }
    if (status != CF_OK)
        return status;
    for (int u = 0; u < entities; u++)
        settling->round[u] = cf_clearing_round(settling->clearing, u);
    *out = (cf_settlement){ .cash = settling->cash,
                            .due = settling->amounts,
                            .paid = settling->paid,
                            .round = settling->round,
                            .calls = settling->calls,
                            .call_count = settling->call_count,
                            .settled = settling->settled };
    return CF_OK;
}
