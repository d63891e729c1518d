/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: who owes whom what. Dues are the deals of the view with an amount, whole: earmarks play
 * no part. Cash is what everybody has from outside, stated or assumed. */
#include <ctype.h>
#include <string.h>

#include "analyses/stress.h"
#include "base/sum.h"
#include "circfin/flow.h"

/* What is needed while the obligations are listed only. */
struct listing {
    cf_stress *stress;
    cf_standing *standings; /* of a deal of the scenario */
    double *own;            /* its full amount */
    cf_due *dues;
    cf_share_due *shares;
    cf_guarantee *guarantees;
    int *first, *by_payer; /* dues of each entity */
};

#define NEW(listing, count, type)                                                                  \
    ((type *)cf_arena_new(&(listing)->stress->arena, (size_t)(count), sizeof(type)))

static const cf_deal *deal_of(const cf_stress *stress, int due)
{
    return &stress->view->scenario->deals[stress->view->deals[stress->view_deal[due]].deal];
}

/* ---- dues ---- */

/* What is left of a stake in somebody who fails is nothing, unless the deal says so. */
static bool is_equity(const char *instrument)
{
    static const char *const words[] = { "equity", "stock", "shares", "preferred", "warrant" };

    for (size_t i = 0; instrument != NULL && i < sizeof words / sizeof *words; i++) {
        size_t at = 0;

        while (words[i][at] != '\0' &&
               tolower((unsigned char)instrument[at]) == (unsigned char)words[i][at])
            at++;
        if (words[i][at] == '\0' && instrument[at] == '\0')
            return true;
    }
    return false;
}

static double part_written_down(const cf_stress *stress, const cf_deal *deal)
{
    if (deal->relation != CF_INVESTOR)
        return 0.0;
    if (deal->recovery >= 0)
        return 1.0 - deal->recovery;
    return is_equity(deal->instrument) ? 1.0 : 1.0 - stress->recovery;
}

static void add_due(struct listing *listing, int view_deal)
{
    cf_stress *stress = listing->stress;
    const cf_view_deal *of = &stress->view->deals[view_deal];
    const cf_deal *deal = &stress->view->scenario->deals[of->deal];
    int due = stress->owed.due_count++;

    listing->dues[due] = (cf_due){ of->payer, of->payee, of->amount, deal->rank };
    stress->view_deal[due] = view_deal;
    stress->due_of[of->deal] = due;
    stress->written_down[due] = part_written_down(stress, deal);
    if (cf_relation_class(deal->relation) == CF_TRADE)
        stress->revenue[of->payee] += of->amount;
    else if (deal->relation == CF_INVESTOR)
        stress->capital[of->payer] += of->amount;
}

static cf_status list_dues(struct listing *listing)
{
    cf_stress *stress = listing->stress;
    const cf_view *view = stress->view;

    listing->dues = NEW(listing, view->deal_count, cf_due);
    stress->view_deal = NEW(listing, view->deal_count, int);
    stress->written_down = NEW(listing, view->deal_count, double);
    stress->due_of = NEW(listing, view->scenario->deal_count, int);
    stress->revenue = NEW(listing, view->entity_count, double);
    stress->capital = NEW(listing, view->entity_count, double);
    if (stress->arena.failed)
        return CF_NO_MEMORY;
    stress->owed.entity_count = view->entity_count;
    stress->owed.dues = listing->dues;
    for (int i = 0; i < view->scenario->deal_count; i++)
        stress->due_of[i] = -1;
    for (int i = 0; i < view->deal_count; i++) {
        if (view->deals[i].quantified && view->deals[i].amount > 0)
            add_due(listing, i);
    }
    return CF_OK;
}

/* ---- shares ---- */

static cf_status add_share(struct listing *listing, int due)
{
    const cf_deal_list of = deal_of(listing->stress, due)->share_of;
    cf_share_base *bases = NEW(listing, of.count, cf_share_base);
    cf_share_due *share = &listing->shares[listing->stress->owed.share_count++];
    cf_sum weights = { 0 };

    if (bases == NULL)
        return CF_NO_MEMORY;
    *share = (cf_share_due){ .due = due, .of = bases };
    for (int i = 0; i < of.count; i++) {
        if (listing->standings[of.at[i]] != CF_IN_SELECTION || !(listing->own[of.at[i]] > 0))
            continue;
        cf_sum_add(&weights, listing->own[of.at[i]]);
        bases[share->of_count++] =
            (cf_share_base){ listing->stress->due_of[of.at[i]], listing->own[of.at[i]] };
    }
    for (int i = 0; i < share->of_count; i++)
        bases[i].weight /= cf_sum_value(weights);
    return CF_OK;
}

static cf_status list_shares(struct listing *listing)
{
    cf_stress *stress = listing->stress;
    cf_status status = CF_OK;
    int count = 0;

    for (int d = 0; d < stress->owed.due_count; d++)
        count += deal_of(stress, d)->kind == CF_SHARE_OF;
    listing->shares = NEW(listing, count, cf_share_due);
    stress->owed.shares = listing->shares;
    for (int d = 0; status == CF_OK && listing->shares != NULL && d < stress->owed.due_count; d++) {
        if (deal_of(stress, d)->kind == CF_SHARE_OF)
            status = add_share(listing, d);
    }
    return listing->shares == NULL ? CF_NO_MEMORY : status;
}

/* ---- guarantees ---- */

/* by_payer[first[u]] .. are the dues of u. */
static cf_status list_by_payer(struct listing *listing)
{
    const cf_obligations *owed = &listing->stress->owed;

    listing->first = NEW(listing, owed->entity_count + 2, int);
    listing->by_payer = NEW(listing, owed->due_count, int);
    if (listing->first == NULL || listing->by_payer == NULL)
        return CF_NO_MEMORY;
    for (int d = 0; d < owed->due_count; d++)
        listing->first[owed->dues[d].payer + 2]++;
    for (int u = 0; u < owed->entity_count; u++)
        listing->first[u + 2] += listing->first[u + 1];
    for (int d = 0; d < owed->due_count; d++)
        listing->by_payer[listing->first[owed->dues[d].payer + 1]++] = d;
    return CF_OK;
}

static void cover(cf_guarantee *guarantee, int *covered, const cf_due *dues, int due, int debtor)
{
    if (due >= 0 && dues[due].payer == debtor && dues[due].payee != guarantee->guarantor)
        covered[guarantee->covered_count++] = due;
}

/* The debts that a guarantee names; without any, all that its debtor owes to others. */
static cf_status find_covered(struct listing *listing, cf_guarantee *guarantee, int deal,
                              int debtor)
{
    const cf_stress *stress = listing->stress;
    const cf_deal_list named = stress->view->scenario->deals[deal].covers;
    int first = listing->first[debtor], past = listing->first[debtor + 1];
    int *covered = NEW(listing, named.count > 0 ? named.count : past - first, int);

    if (covered == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < named.count; i++)
        cover(guarantee, covered, listing->dues, stress->due_of[named.at[i]], debtor);
    for (int i = first; named.count == 0 && i < past; i++)
        cover(guarantee, covered, listing->dues, listing->by_payer[i], debtor);
    guarantee->covered = covered;
    return CF_OK;
}

static cf_status add_guarantee(struct listing *listing, int deal)
{
    cf_stress *stress = listing->stress;
    const cf_deal *of = &stress->view->scenario->deals[deal];
    int guarantor = stress->view->entity_of[of->payer];
    int debtor = stress->view->entity_of[of->payee], index = stress->owed.guarantee_count;

    if (guarantor == debtor) /* inside a group */
        return CF_OK;
    stress->unquantified += of->kind == CF_UNQUANTIFIED;
    if (!(listing->own[deal] > 0))
        return CF_OK;
    listing->guarantees[index] =
        (cf_guarantee){ .guarantor = guarantor, .amount = listing->own[deal] };
    stress->guarantee_deal[index] = deal;
    stress->owed.guarantee_count++;
    return find_covered(listing, &listing->guarantees[index], deal, debtor);
}

static cf_status list_guarantees(struct listing *listing)
{
    cf_stress *stress = listing->stress;
    int deals = stress->view->scenario->deal_count, count = 0;
    cf_status status = list_by_payer(listing);

    for (int i = 0; i < deals; i++)
        count += listing->standings[i] == CF_ONLY_CONTINGENT;
    listing->guarantees = NEW(listing, count, cf_guarantee);
    stress->guarantee_deal = NEW(listing, count, int);
    stress->owed.guarantees = listing->guarantees;
    if (stress->arena.failed)
        return CF_NO_MEMORY;
    for (int i = 0; status == CF_OK && i < deals; i++) {
        if (listing->standings[i] == CF_ONLY_CONTINGENT)
            status = add_guarantee(listing, i);
    }
    return status;
}

/* ---- cash ---- */

static cf_status list_cash(struct listing *listing)
{
    cf_stress *stress = listing->stress;
    cf_view_network *network = NULL;
    cf_flow *flow = NULL;
    cf_status status = cf_view_network_new(&network, stress->view, false);

    stress->stated = NEW(listing, stress->view->entity_count, double);
    stress->assumed = NEW(listing, stress->view->entity_count, double);
    if (status == CF_OK)
        status = stress->arena.failed ? CF_NO_MEMORY
                                      : cf_flow_new_for_hops(&flow, &network->network, false);
    for (int u = 0; status == CF_OK && u < stress->view->entity_count; u++) {
        stress->stated[u] = stress->view->entities[u].funds;
        stress->assumed[u] = flow->balances[u].assumed;
    }
    cf_flow_free(flow);
    cf_view_network_free(network);
    return status;
}

/* ---- all together ---- */

cf_status cf_stress_list_owed(cf_stress *stress)
{
    int deals = stress->view->scenario->deal_count;
    struct listing listing = { .stress = stress };
    cf_status status;

    listing.standings = NEW(&listing, deals + 1, cf_standing);
    listing.own = NEW(&listing, deals + 1, double);
    if (stress->arena.failed)
        return CF_NO_MEMORY;
    status = cf_view_standings(listing.standings, listing.own, stress->view);
    if (status == CF_OK)
        status = list_dues(&listing);
    if (status == CF_OK)
        status = list_shares(&listing);
    if (status == CF_OK)
        status = list_guarantees(&listing);
    return status == CF_OK ? list_cash(&listing) : status;
}
