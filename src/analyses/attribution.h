/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_ATTRIBUTION_H
#define CIRCFIN_ANALYSES_ATTRIBUTION_H

/*
 * drivers --attribution: what comes back to a supplier pro rata, divided among the deals so that
 * the parts add up to it. The part of a deal is its Shapley value: what the figure gains when the
 * deal is added, on average over all orders in which the deals can be added.
 *
 *     players        the deals of any entity, other than the supplier, that lies on some way
 *                    from the supplier's money back to its revenue; no other deal matters
 *     a coalition    the network in which only these players have their amounts; deals that are no
 *                    players stay, tied money is placed and balances are found anew
 *
 * L. S. Shapley (1953), A value for n-person games, https://doi.org/10.1515/9781400881970-018.
 * Averages over random orders: J. Castro, D. Gomez, J. Tejada (2009),
 * https://doi.org/10.1016/j.cor.2008.04.004.
 */

#include <stdint.h>

#include "circfin/flow.h"
#include "circfin/progress.h"

/** Up to so many players all coalitions are measured; beyond, orders are drawn. */
enum { CF_EXACT_PLAYERS = 12 };

typedef struct cf_share {
    int payment;
    double value; /* all of them add up to the supplier's pro rata loop-back */
    double
        error; /* standard error; 0 where all coalitions were measured, NaN of fewer than 4 draws */
} cf_share;

/** Of one supplier. */
typedef struct cf_attribution {
    int count;         /* players */
    cf_share *players; /* in the order of payments */
    double draws;      /* orders drawn; 0: all coalitions were measured */
} cf_attribution;

typedef struct cf_attribution_question {
    const cf_network *network;
    bool origin_all;
    const int *suppliers;
    int count;
    double draws; /* 1 .. 1e9: orders where there are more than CF_EXACT_PLAYERS players */
    uint64_t seed;
    int threads;                 /* 0: one for each processor */
    const cf_progress *progress; /* or NULL */
} cf_attribution_question;

/**
 * Divides the figure of each supplier.
 *
 * @param[out] out       [count], to be freed with cf_attributions_free() whatever the status
 * @param[out] done      suppliers that are there, the first ones: all, unless `progress` ended it;
 *                       the last one may then have fewer draws
 * @param[out] complete  it was not ended
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * The values depend on the network, the draws and the seed alone, not on the threads. Time:
 * O(payments) to find the players, and 2^players measurements of a what-if, or players x draws.
 * Memory: a what-if for each thread, and O(players) for each supplier.
 */
CF_NODISCARD cf_status cf_attribute(cf_attribution *out, int *done, bool *complete,
                                    const cf_attribution_question *question);
void cf_attributions_free(cf_attribution *attributions, int count); /* also the array */

/** Finds the players of one supplier, with shares of 0.
 *  @param flow  of the network, as if nothing were tied
 *  @return CF_OK or CF_NO_MEMORY. Time: O(vertices + payments). */
CF_NODISCARD cf_status cf_attribution_find_players(cf_attribution *out, const cf_flow *flow,
                                                   int supplier, bool origin_all);

/** The share of a payment; NULL: it is no player. Time: O(log players). */
const cf_share *cf_attribution_share(const cf_attribution *attribution, int payment);

#endif
