/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the deals of a view to dues: who owes whom what, and which dues are shares of others.
 * Earmarks play no part. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/sum.h"
#include "circfin/settlement.h"

struct dues_build {
    cf_view_dues dues; /* first: the caller's pointer is this one */
    cf_arena arena;
    const cf_view *view;
    bool all;
    cf_due *due;
    cf_share_due *shares;
    int *view_deal, *due_of;
    const int **of;
    cf_standing *standings; /* of a deal of the scenario */
    double *own;            /* its full amount */
};

#define NEW(build, count, type)                                                                    \
    ((type *)cf_arena_new(&(build)->arena, (size_t)(count), sizeof(type)))

static const cf_deal *deal_of(const struct dues_build *build, int due)
{
    return &build->view->scenario->deals[build->view->deals[build->view_deal[due]].deal];
}

static void list_dues(struct dues_build *build)
{
    const cf_view *view = build->view;

    for (int i = 0; i < view->scenario->deal_count; i++)
        build->due_of[i] = -1;
    for (int i = 0; i < view->deal_count; i++) {
        const cf_view_deal *of = &view->deals[i];
        double amount = build->all ? of->due : of->amount;
        int due = build->dues.owed.due_count;

        if (!build->all && !(of->quantified && amount > 0))
            continue;
        build->due[due] = (cf_due){ .payer = of->payer,
                                    .payee = of->payee,
                                    .amount = of->quantified ? amount : 0.0,
                                    .rank = view->scenario->deals[of->deal].rank };
        build->view_deal[due] = i;
        build->due_of[of->deal] = due;
        build->dues.owed.due_count++;
    }
}

/* Deals outside the selection count as nothing, and those that are no due as paid. */
static cf_status add_share(struct dues_build *build, int due)
{
    const cf_deal_list of = deal_of(build, due)->share_of;
    cf_share_base *bases = NEW(build, of.count, cf_share_base);
    int *deals = NEW(build, of.count, int), index = build->dues.owed.share_count++;
    cf_share_due *share = &build->shares[index];
    cf_sum weights = { 0 };

    if (bases == NULL || deals == NULL)
        return CF_NO_MEMORY;
    build->of[index] = deals;
    *share = (cf_share_due){ .due = due, .of = bases };
    for (int i = 0; i < of.count; i++) {
        int base = of.at[i];

        if (build->standings[base] != CF_IN_SELECTION || !(build->all || build->own[base] > 0))
            continue;
        cf_sum_add(&weights, build->own[base]);
        deals[share->of_count] = base;
        bases[share->of_count++] = (cf_share_base){ build->due_of[base], build->own[base] };
    }
    for (int i = 0; cf_sum_value(weights) > 0 && i < share->of_count; i++)
        bases[i].weight /= cf_sum_value(weights);
    return CF_OK;
}

static cf_status list_shares(struct dues_build *build)
{
    cf_status status = CF_OK;

    for (int d = 0; status == CF_OK && d < build->dues.owed.due_count; d++) {
        if (deal_of(build, d)->kind == CF_SHARE_OF)
            status = add_share(build, d);
    }
    return status;
}

cf_status cf_view_dues_new(cf_view_dues **out, const cf_view *view, bool all)
{
    struct dues_build *build = calloc(1, sizeof *build);
    size_t deals = (size_t)view->scenario->deal_count + 1;
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (build == NULL)
        return CF_NO_MEMORY;
    build->view = view;
    build->all = all;
    build->due = NEW(build, view->deal_count, cf_due);
    build->shares = NEW(build, view->deal_count, cf_share_due);
    build->view_deal = NEW(build, view->deal_count, int);
    build->due_of = NEW(build, deals, int);
    build->standings = NEW(build, deals, cf_standing);
    build->own = NEW(build, deals, double);
    build->of = NEW(build, view->deal_count, const int *);
    if (!build->arena.failed)
        status = cf_view_standings(build->standings, build->own, view);
    if (status == CF_OK) {
        build->dues.owed.entity_count = view->entity_count;
        build->dues.owed.dues = build->due;
        build->dues.owed.shares = build->shares;
        build->dues.view_deal = build->view_deal;
        build->dues.due_of = build->due_of;
        build->dues.of = build->of;
        list_dues(build);
        status = list_shares(build);
    }
    if (status == CF_OK)
        *out = &build->dues;
    else
        cf_view_dues_free(&build->dues);
    return status;
}

void cf_view_dues_free(cf_view_dues *dues)
{
    struct dues_build *build = (struct dues_build *)dues;

    if (build == NULL)
        return;
    cf_arena_free(&build->arena);
    free(build);
}
