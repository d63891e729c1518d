/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which contingent deals an entity stands behind. */
#include "analyses/support.h"

#include <stdlib.h>

#include "base/sum.h"

/* By deal of the scenario. */
struct listing {
    const cf_view *view;
    cf_standing *standings;
    double *own, *left;
    bool *listed, *beside;
};

static void mark(struct listing *listing)
{
    const cf_view *view = listing->view;
    const cf_deal *deals = view->scenario->deals;

    for (int d = 0; d < view->scenario->deal_count; d++)
        listing->listed[d] = deals[d].contingent && listing->standings[d] == CF_IN_SELECTION;
    for (int i = 0; i < view->beside_count; i++) {
        const cf_view_beside *beside = &view->beside[i];

        if (!deals[beside->deal].contingent || beside->by_status)
            continue;
        listing->listed[beside->deal] = true;
        listing->beside[beside->deal] = beside->by_contingent;
    }
}

/* A programme keeps what its parts leave of it. */
static void subtract_parts(struct listing *listing)
{
    const cf_scenario *scenario = listing->view->scenario;

    for (int d = 0; d < scenario->deal_count; d++)
        listing->left[d] += listing->own[d];
    for (int d = 0; d < scenario->deal_count; d++) {
        int whole = scenario->deals[d].part_of;

        if (whole >= 0 && listing->listed[d] && listing->listed[whole])
            listing->left[whole] -= listing->own[d];
    }
}

static cf_support support_of(const struct listing *listing, int index)
{
    const cf_view *view = listing->view;
    const cf_deal *deal = &view->scenario->deals[index];
    bool known = deal->kind != CF_UNQUANTIFIED;

    return (cf_support){ .deal = index,
                         .payer = view->entity_of[deal->payer],
                         .payee = view->entity_of[deal->payee],
                         .kind = deal->support_kind,
                         .beside = listing->beside[index],
                         .known = known,
                         .maximum = known ? fmax(listing->left[index], 0.0) : 0.0,
                         .escrow = deal->escrow_known
                                       ? cf_range_at(deal->escrow, view->options.which) * deal->fx
                                       : 0.0 };
}

static int compare_supports(const void *a, const void *b)
{
    const cf_support *x = a, *y = b;

    if (x->payer != y->payer)
        return x->payer < y->payer ? -1 : 1;
    if (x->payee != y->payee)
        return x->payee < y->payee ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->deal > y->deal) - (x->deal < y->deal);
}

static cf_status collect(cf_supports *out, const struct listing *listing)
{
    int deals = listing->view->scenario->deal_count, count = 0;

    for (int d = 0; d < deals; d++)
        count += listing->listed[d];
    out->at = calloc((size_t)count + 1, sizeof *out->at);
    if (out->at == NULL)
        return CF_NO_MEMORY;
    for (int d = 0; d < deals; d++) {
        cf_support support = support_of(listing, d);

        if (listing->listed[d] && support.payer != support.payee)
            out->at[out->count++] = support;
    }
    qsort(out->at, (size_t)out->count, sizeof *out->at, compare_supports);
    return CF_OK;
}

static bool has_any(const cf_scenario *scenario)
{
    for (int d = 0; d < scenario->deal_count; d++)
        if (scenario->deals[d].contingent)
            return true;
    return false;
}

cf_status cf_supports_list(cf_supports *out, const cf_view *view)
{
    size_t deals = (size_t)view->scenario->deal_count + 1;
    struct listing listing = { .view = view };
    cf_status status = CF_NO_MEMORY;

    *out = (cf_supports){ .view = view };
    if (!has_any(view->scenario))
        return CF_OK;
    listing.standings = calloc(deals, sizeof *listing.standings);
    listing.own = calloc(deals, sizeof *listing.own);
    listing.left = calloc(deals, sizeof *listing.left);
    listing.listed = calloc(deals, sizeof *listing.listed);
    listing.beside = calloc(deals, sizeof *listing.beside);
    if (listing.standings != NULL && listing.own != NULL && listing.left != NULL &&
        listing.listed != NULL && listing.beside != NULL)
        status = cf_view_standings(listing.standings, listing.own, view);
    if (status == CF_OK) {
        mark(&listing);
        subtract_parts(&listing);
        status = collect(out, &listing);
    }
    free(listing.standings);
    free(listing.own);
    free(listing.left);
    free(listing.listed);
    free(listing.beside);
    return status;
}

void cf_supports_free(cf_supports *supports)
{
    free(supports->at);
    *supports = (cf_supports){ .at = NULL };
}

/* The first one that does not come before those of this payer and payee. */
static int lower_bound(const cf_supports *supports, int payer, int payee)
{
    int low = 0, high = supports->count;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (supports->at[middle].payer < payer ||
            (supports->at[middle].payer == payer && supports->at[middle].payee < payee))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void cf_supports_of(const cf_supports *supports, int payer, int *first, int *past)
{
    *first = lower_bound(supports, payer, 0);
    *past = lower_bound(supports, payer + 1, 0);
}

void cf_supports_between(const cf_supports *supports, int payer, int payee, int *first, int *past)
{
    *first = lower_bound(supports, payer, payee);
    *past = lower_bound(supports, payer, payee + 1);
}
