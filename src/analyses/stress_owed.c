/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: who owes whom what. Dues are the deals of the view with an amount, whole: earmarks play
 * no part. Cash is what everybody has from outside, stated or assumed. */
#include <ctype.h>
#include <string.h>

#include "analyses/stress.h"
#include "circfin/flow.h"

/* What is needed while the obligations are listed only. */
struct listing {
    cf_stress *stress;
    cf_standing *standings; /* of a deal of the scenario */
    double *own;            /* its full amount */
    cf_guarantee *guarantees;
    int *first, *by_payer; /* dues of each entity */
};

#define NEW(stress, count, type)                                                                   \
    ((type *)cf_arena_new(&(stress)->arena, (size_t)(count), sizeof(type)))

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

static cf_status list_dues(cf_stress *stress)
{
    const cf_view *view = stress->view;
    cf_status status = cf_view_dues_new(&stress->dues, view, false);

    if (status != CF_OK)
        return status;
    stress->owed = stress->dues->owed;
    stress->view_deal = stress->dues->view_deal;
    stress->due_of = stress->dues->due_of;
    stress->written_down = NEW(stress, stress->owed.due_count, double);
    stress->revenue = NEW(stress, view->entity_count, double);
    stress->capital = NEW(stress, view->entity_count, double);
    if (stress->arena.failed)
        return CF_NO_MEMORY;
    for (int d = 0; d < stress->owed.due_count; d++) {
        const cf_view_deal *of = &view->deals[stress->view_deal[d]];
        const cf_deal *deal = &view->scenario->deals[of->deal];

        stress->written_down[d] = part_written_down(stress, deal);
        if (cf_relation_class(deal->relation) == CF_TRADE)
            stress->revenue[of->payee] += of->amount;
        else if (deal->relation == CF_INVESTOR)
            stress->capital[of->payer] += of->amount;
    }
    return CF_OK;
}

/* ---- guarantees ---- */

/* by_payer[first[u]] .. are the dues of u. */
static cf_status list_by_payer(struct listing *listing)
{
    const cf_obligations *owed = &listing->stress->owed;

    listing->first = NEW(listing->stress, owed->entity_count + 2, int);
    listing->by_payer = NEW(listing->stress, owed->due_count, int);
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
    int *covered = NEW(listing->stress, named.count > 0 ? named.count : past - first, int);

    if (covered == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < named.count; i++)
        cover(guarantee, covered, stress->owed.dues, stress->due_of[named.at[i]], debtor);
    for (int i = first; named.count == 0 && i < past; i++)
        cover(guarantee, covered, stress->owed.dues, listing->by_payer[i], debtor);
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
    listing->guarantees = NEW(listing->stress, count, cf_guarantee);
    stress->guarantee_deal = NEW(listing->stress, count, int);
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

    stress->stated = NEW(listing->stress, stress->view->entity_count, double);
    stress->assumed = NEW(listing->stress, stress->view->entity_count, double);
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

    listing.standings = NEW(stress, deals + 1, cf_standing);
    listing.own = NEW(stress, deals + 1, double);
    if (stress->arena.failed)
        return CF_NO_MEMORY;
    status = cf_view_standings(listing.standings, listing.own, stress->view);
    if (status == CF_OK)
        status = list_dues(stress);
    if (status == CF_OK)
        status = list_guarantees(&listing);
    return status == CF_OK ? list_cash(&listing) : status;
}
