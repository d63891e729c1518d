/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dues that change, and what is paid of them: see the header. */
#include "what_if/cut.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/sum.h"

struct cf_cut {
    cf_view_dues *dues;  /* as the view has them */
    cf_obligations owed; /* as they are now, with the arrays below */
    cf_due *due;
    cf_share_due *shares;
    cf_share_base **bases; /* of each share */
    double *cash;
    cf_payout *payout;
    bool stale;
    cf_arena arena;
};

static cf_status copy_shares(cf_cut *cut)
{
    const cf_obligations *owed = &cut->dues->owed;
    cf_arena *arena = &cut->arena;

    cut->shares = cf_arena_new(arena, (size_t)owed->share_count, sizeof *cut->shares);
    cut->bases = cf_arena_new(arena, (size_t)owed->share_count, sizeof *cut->bases);
    for (int s = 0; !arena->failed && s < owed->share_count; s++) {
        const cf_share_due *share = &owed->shares[s];

        cut->bases[s] = cf_arena_new(arena, (size_t)share->of_count, sizeof *share->of);
        if (arena->failed)
            break;
        for (int i = 0; i < share->of_count; i++)
            cut->bases[s][i] = share->of[i];
        cut->shares[s] = *share;
        cut->shares[s].of = cut->bases[s];
    }
    return arena->failed ? CF_NO_MEMORY : CF_OK;
}

static cf_status copy_dues(cf_cut *cut)
{
    const cf_obligations *owed = &cut->dues->owed;

    cut->due = cf_arena_new(&cut->arena, (size_t)owed->due_count, sizeof *cut->due);
    cut->cash = cf_arena_new(&cut->arena, (size_t)owed->entity_count, sizeof *cut->cash);
    if (cut->arena.failed)
        return CF_NO_MEMORY;
    for (int d = 0; d < owed->due_count; d++)
        cut->due[d] = owed->dues[d];
    return copy_shares(cut);
}

cf_status cf_cut_new(cf_cut **out, const cf_view *view)
{
    cf_cut *cut = calloc(1, sizeof *cut);
    cf_status status;

    *out = NULL;
    if (cut == NULL)
        return CF_NO_MEMORY;
    cut->stale = true;
    status = cf_view_dues_new(&cut->dues, view, true);
    if (status == CF_OK)
        status = copy_dues(cut);
    if (status == CF_OK) {
        cut->owed = cut->dues->owed;
        cut->owed.dues = cut->due;
        cut->owed.shares = cut->shares;
        status = cf_payout_new(&cut->payout, &cut->owed);
    }
    if (status == CF_OK)
        *out = cut;
    else
        cf_cut_free(cut);
    return status;
}

void cf_cut_free(cf_cut *cut)
{
    if (cut == NULL)
        return;
    cf_payout_free(cut->payout);
    cf_view_dues_free(cut->dues);
    cf_arena_free(&cut->arena);
    free(cut);
}

void cf_cut_set_due(cf_cut *cut, int payment, double amount)
{
    cut->due[payment].amount = amount;
    cut->stale = true;
}

/* Where none of them is worth anything, nothing is due on the share either. */
void cf_cut_weigh(cf_cut *cut, const double *full)
{
    for (int s = 0; s < cut->owed.share_count; s++) {
        const int *of = cut->dues->of[s];
        cf_sum whole = { 0 };

        for (int i = 0; i < cut->shares[s].of_count; i++)
            cf_sum_add(&whole, full[of[i]]);
        for (int i = 0; cf_sum_value(whole) > 0 && i < cut->shares[s].of_count; i++)
            cut->bases[s][i].weight = full[of[i]] / cf_sum_value(whole);
    }
    cut->stale = true;
}

bool cf_cut_is_stale(const cf_cut *cut)
{
    return cut->stale;
}

void cf_cut_touch(cf_cut *cut)
{
    cut->stale = true;
}

cf_status cf_cut_run(const double **paid, cf_cut *cut, const cf_node *nodes)
{
    cf_status status;

    for (int v = 0; v < cut->owed.entity_count; v++)
        cut->cash[v] = nodes[v].funds_known ? nodes[v].funds : (double)INFINITY;
    status = cf_payout_run(paid, cut->payout, cut->cash);
    cut->stale = status != CF_OK;
    return status;
}
