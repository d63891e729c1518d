/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proportional filling: all tied payments at once, in rounds, so that file order does not matter.
 *
 *   tied d, money left l_d ──offers l_d · r_k / Σ r──► purchase k, room r_k
 *
 * A purchase that is offered more than its room takes the same share of each offer. Every round
 * either fills a purchase or places all that was left, so there are at most purchases + 1 rounds.
 */
#include "network/build.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"

/* One listed purchase of one tied payment. */
struct link {
    int tied, purchase;
    double offer;
    cf_sum placed;
};

struct filling {
    const cf_network *network;
    struct link *links; /* grouped by tied payment */
    int link_count;
    double *left;   /* of every payment: money for tied ones, room for purchases */
    double *offers; /* sum of the offers to every payment in this round */
};

static bool can_be_tied(const cf_payment *payment)
{
    return payment->capital && !payment->open && payment->earmark_count > 0;
}

static cf_status list_links(struct filling *filling, bool earmarks)
{
    const cf_network *network = filling->network;
    size_t count = 0;

    for (int i = 0; earmarks && i < network->payment_count; i++) {
        if (can_be_tied(&network->payments[i]))
            count += (size_t)network->payments[i].earmark_count;
    }
    filling->links = calloc(count + 1, sizeof *filling->links);
    if (filling->links == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; earmarks && i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        for (int k = 0; can_be_tied(payment) && k < payment->earmark_count; k++) {
            if (!network->payments[payment->earmark[k]].open)
                filling->links[filling->link_count++] =
                    (struct link){ .tied = i, .purchase = payment->earmark[k] };
        }
    }
    return CF_OK;
}

/* The links of one tied payment are neighbours: [first, past). */
static int past_group(const struct filling *filling, int first)
{
    int past = first;

    while (past < filling->link_count && filling->links[past].tied == filling->links[first].tied)
        past++;
    return past;
}

/* Everybody offers what is left in proportion to room. Returns whether anything was offered. */
static bool make_offers(struct filling *filling)
{
    bool offered = false;

    for (int i = 0; i < filling->link_count; i++)
        filling->offers[filling->links[i].purchase] = 0.0;
    for (int first = 0; first < filling->link_count; first = past_group(filling, first)) {
        int past = past_group(filling, first);
        cf_sum room = { 0 };

        for (int i = first; i < past; i++)
            cf_sum_add(&room, filling->left[filling->links[i].purchase]);
        for (int i = first; i < past; i++) {
            struct link *link = &filling->links[i];
            double share =
                cf_sum_value(room) > 0 ? filling->left[link->purchase] / cf_sum_value(room) : 0.0;

            link->offer = filling->left[link->tied] * share;
            filling->offers[link->purchase] += link->offer;
            offered = offered || link->offer > 0;
        }
    }
    return offered;
}

/* Purchases take what they have room for; what is left within rounding of nothing is nothing. */
static void take_offers(struct filling *filling)
{
    for (int i = 0; i < filling->link_count; i++) {
        struct link *link = &filling->links[i];
        double room = filling->left[link->purchase], offers = filling->offers[link->purchase];

        if (offers > room)
            link->offer *= room / offers;
        cf_sum_add(&link->placed, link->offer);
    }
    for (int i = 0; i < filling->link_count; i++) {
        struct link *link = &filling->links[i];

        filling->left[link->tied] -= link->offer;
    }
    for (int i = 0; i < filling->link_count; i++) {
        int purchase = filling->links[i].purchase, tied = filling->links[i].tied;
        const cf_payment *payments = filling->network->payments;
        double *offers = &filling->offers[purchase];

        if (*offers > 0) {
            filling->left[purchase] = cf_excess(filling->left[purchase], *offers);
            *offers = 0.0;
        }
        if (filling->left[purchase] <= CF_SAME_AMOUNT * payments[purchase].amount)
            filling->left[purchase] = 0.0;
        if (filling->left[tied] <= CF_SAME_AMOUNT * payments[tied].amount)
            filling->left[tied] = 0.0;
    }
}

static cf_status collect(cf_placement *out, struct filling *filling)
{
    out->placed = calloc((size_t)filling->link_count + 1, sizeof *out->placed);
    if (out->placed == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < filling->link_count; i++) {
        const struct link *link = &filling->links[i];

        if (cf_sum_value(link->placed) > 0)
            out->placed[out->count++] =
                (cf_placed){ link->tied, link->purchase, cf_sum_value(link->placed) };
    }
    out->left = filling->left;
    filling->left = NULL;
    return CF_OK;
}

cf_status cf_place_earmarks(cf_placement *out, const cf_network *network, bool earmarks)
{
    size_t size = (size_t)network->payment_count + 1;
    struct filling filling = { .network = network,
                               .left = calloc(size, sizeof(double)),
                               .offers = calloc(size, sizeof(double)) };
    cf_status status = CF_NO_MEMORY;

    *out = (cf_placement){ 0 };
    if (filling.left == NULL || filling.offers == NULL)
        goto out;
    for (int i = 0; i < network->payment_count; i++)
        filling.left[i] = network->payments[i].amount;
    status = list_links(&filling, earmarks);
    while (status == CF_OK && make_offers(&filling))
        take_offers(&filling);
    if (status == CF_OK)
        status = collect(out, &filling);

out:
    free(filling.links);
    free(filling.left);
    free(filling.offers);
    return status;
}

void cf_placement_free(cf_placement *placement)
{
    free(placement->placed);
    free(placement->left);
    *placement = (cf_placement){ 0 };
}
