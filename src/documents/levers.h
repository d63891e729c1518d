/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_LEVERS_H
#define CIRCFIN_DOCUMENTS_LEVERS_H

/*
 * What the what-if of the workbook calculates with: the entities through which a supplier's money
 * can come back, the deals that touch them, and the figures that the program has for both.
 *
 * Only entities that lie on a way from a supplier's capital to its revenue count, which is a strong
 * component of all that is there or could be: no other entity's mix moves a loop-back. Tied money
 * is an edge past its receiver, from its payer to the payee of the purchase; its place in
 * proportional filling is a formula where each round of filling is the first: where every tied deal
 * of a purchase is for it alone, or a deal's purchases are for no other deal.
 */

#include "base/arena.h"
#include "circfin/flow.h"
#include "documents/sections.h"

enum { CF_LEVERS_MOST_ENTITIES = 60, CF_LEVERS_MOST_DEALS = 1000 };

/** A deal that touches the entities. */
typedef struct cf_deal_lever {
    int payment;      /* of the network */
    int payer, payee; /* places among the entities, from 1; 0: none of them */
    bool sets_out;    /* the payer's money is followed on it */
    bool is_trade;
    double left; /* of its amount, not tied */
} cf_deal_lever;

/** Tied money on its way past its receiver. */
typedef struct cf_tie {
    int deal, purchase;     /* places among the levers, from 1 */
    int payer, past, payee; /* places among the entities, from 1, or 0 */
    bool shared;            /* other deals are tied to the purchase, and this one to no other */
    double amount;
} cf_tie;

/** A supplier to choose. */
typedef struct cf_lever_choice {
    int entity; /* its place, from 1 */
    long row;   /* in the table suppliers of score */
} cf_lever_choice;

typedef struct cf_levers {
    const char *why_not; /* a sentence where there are none of all this; else NULL */
    const cf_scenario *scenario;
    cf_view *view;
    cf_view_network *network;
    cf_flow *flow;
    int *entities; /* nodes, ascending */
    int entity_count;
    cf_deal_lever *deals; /* in file order */
    int deal_count;
    cf_tie *ties;
    int tie_count;
    cf_lever_choice *choices; /* as in the table */
    int choice_count;
    double *coloured; /* the first choice's money that arrives at each entity; 0 at itself */
    cf_arena arena;
} cf_levers;

/** Free *out whatever the status. @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *  Time: O(nodes + deals), and that of one trace. */
CF_NODISCARD cf_status cf_levers_new(cf_levers *out, const cf_dossier *dossier);
void cf_levers_free(cf_levers *levers);

/** Ids of a lever's deal and of an entity by its place. */
const cf_deal *cf_levers_deal(const cf_levers *levers, int lever);
const cf_view_entity *cf_levers_entity(const cf_levers *levers, int node);

#endif
