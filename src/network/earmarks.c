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

cf_status cf_flow_list_earmarks(cf_flow_build *build)
{
    const cf_flow *flow = &build->flow;
    const cf_network *network = flow->network;
    size_t payments = (size_t)network->payment_count;
    size_t links = (size_t)(flow->edge_count - network->payment_count - flow->tied_count);

    build->links = cf_arena_new(&build->arena, links, sizeof *build->links);
    build->is_linked = cf_arena_new(&build->arena, payments, sizeof *build->is_linked);
    build->left = cf_arena_new(&build->arena, payments, sizeof *build->left);
    build->offers = cf_arena_new(&build->arena, payments, sizeof *build->offers);
    if (build->links == NULL || build->is_linked == NULL || build->left == NULL ||
        build->offers == NULL)
        return CF_NO_MEMORY;
    for (int t = 0; t < flow->tied_count; t++) {
        int tied = flow->tied[t];

        build->is_linked[tied] = true;
        for (int k = 0; k < network->payments[tied].earmark_count; k++) {
            int edge = flow->into[t] + 1 + k, purchase = flow->edges[edge].payment;

            build->is_linked[purchase] = true;
            build->links[build->link_count++] =
                (cf_earmark_link){ .edge = edge, .tied = tied, .purchase = purchase };
        }
    }
    return CF_OK;
}

/* The links of one tied payment are neighbours: [first, past). */
static int past_group(const cf_flow_build *build, int first)
{
    int past = first;

    while (past < build->link_count && build->links[past].tied == build->links[first].tied)
        past++;
    return past;
}

/* Each tied payment offers what is left in proportion to room. Returns whether anything was
 * offered. */
static bool make_offers(cf_flow_build *build)
{
    bool offered = false;

    for (int i = 0; i < build->link_count; i++)
        build->offers[build->links[i].purchase] = 0.0;
    for (int first = 0; first < build->link_count; first = past_group(build, first)) {
        int past = past_group(build, first);
        cf_sum room = { 0 };

        for (int i = first; i < past; i++)
            cf_sum_add(&room, build->left[build->links[i].purchase]);
        for (int i = first; i < past; i++) {
            cf_earmark_link *link = &build->links[i];
            double share =
                cf_sum_value(room) > 0 ? build->left[link->purchase] / cf_sum_value(room) : 0.0;

            link->offer = build->left[link->tied] * share;
            build->offers[link->purchase] += link->offer;
            offered = offered || link->offer > 0;
        }
    }
    return offered;
}

/* What is left within rounding of nothing is nothing. */
static void settle(cf_flow_build *build, int payment)
{
    if (build->left[payment] <= CF_SAME_AMOUNT * build->flow.network->payments[payment].amount)
        build->left[payment] = 0.0;
}

/* Purchases take what they have room for. */
static void take_offers(cf_flow_build *build)
{
    for (int i = 0; i < build->link_count; i++) {
        cf_earmark_link *link = &build->links[i];
        double room = build->left[link->purchase], offers = build->offers[link->purchase];

        if (offers > room)
            link->offer *= room / offers;
        cf_sum_add(&link->placed, link->offer);
    }
    for (int i = 0; i < build->link_count; i++)
        build->left[build->links[i].tied] -= build->links[i].offer;
    for (int i = 0; i < build->link_count; i++) {
        int purchase = build->links[i].purchase;
        double *offers = &build->offers[purchase];

        if (*offers > 0) {
            build->left[purchase] = cf_excess(build->left[purchase], *offers);
            *offers = 0.0;
        }
        settle(build, purchase);
        settle(build, build->links[i].tied);
    }
}

static void start_filling(cf_flow_build *build)
{
    const cf_payment *payments = build->flow.network->payments;

    for (int i = 0; i < build->link_count; i++) {
        cf_earmark_link *link = &build->links[i];

        build->left[link->tied] = payments[link->tied].amount;
        build->left[link->purchase] = payments[link->purchase].amount;
        link->placed = (cf_sum){ 0 };
    }
}

/* Money placed becomes edges by way of the tied vertex; what is left stays an edge. */
static void set_edges(cf_flow_build *build)
{
    const cf_flow *flow = &build->flow;

    for (int t = 0, i = 0; t < flow->tied_count; t++) {
        double placed = 0.0;

        for (; i < build->link_count && build->links[i].tied == flow->tied[t]; i++) {
            double amount = cf_sum_value(build->links[i].placed);

            placed += amount;
            cf_flow_set_edge(build, build->links[i].edge, amount);
        }
        cf_flow_set_edge(build, flow->into[t], placed);
    }
    for (int i = 0; i < build->link_count; i++) {
        cf_flow_set_edge(build, build->links[i].tied, build->left[build->links[i].tied]);
        cf_flow_set_edge(build, build->links[i].purchase, build->left[build->links[i].purchase]);
    }
}

void cf_flow_place_earmarks(cf_flow_build *build)
{
    start_filling(build);
    while (make_offers(build))
        take_offers(build);
    set_edges(build);
}
