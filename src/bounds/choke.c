/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Choke points: a smallest cut between where a supplier's money enters, without limit, and its
 * revenue. Of several, the one nearest to the revenue: K. Menger's theorem with amounts, by L. R.
 * Ford and D. R. Fulkerson (1956), https://doi.org/10.4153/CJM-1956-045-5.
 */
#include <math.h>

#include "bounds/moving_cut.h"
#include "circfin/bounds.h"

/* The supplier's own payments are not chosen: what they bring has no limit. */
static void add_payment(cf_flow_problem *problem, const cf_payment *payment, int supplier,
                        bool origin_all)
{
    if (payment->open || !(payment->amount > 0))
        return;
    if (payment->payer == supplier) {
        if (payment->carries == CF_CAPITAL || (origin_all && payment->carries == CF_TRADE))
            problem->supply[payment->payee] = (double)INFINITY;
    } else if (payment->payee == supplier) {
        problem->sink[payment->payer] += payment->carries == CF_TRADE ? payment->amount : 0.0;
    } else {
        problem->arcs[problem->arc_count++] =
            (cf_arc){ payment->payer, payment->payee, payment->amount };
    }
}

static cf_status fill_problem(cf_flow_problem *out, cf_arena *arena, const cf_network *network,
                              int supplier, bool origin_all)
{
    size_t nodes = (size_t)network->node_count, payments = (size_t)network->payment_count;

    *out = (cf_flow_problem){ .vertex_count = network->node_count,
                              .supply = cf_arena_new(arena, nodes, sizeof *out->supply),
                              .sink = cf_arena_new(arena, nodes, sizeof *out->sink),
                              .arcs = cf_arena_new(arena, payments, sizeof *out->arcs) };
    if (out->supply == NULL || out->sink == NULL || out->arcs == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < network->payment_count; i++)
        add_payment(out, &network->payments[i], supplier, origin_all);
    return CF_OK;
}

static bool is_choke(const cf_payment *payment, int supplier, const bool *to_target)
{
    if (payment->open || !(payment->amount > 0) || payment->payer == supplier)
        return false;
    return !to_target[payment->payer] &&
           (payment->payee == supplier ? payment->carries == CF_TRADE : to_target[payment->payee]);
}

cf_status cf_choke_points(const cf_network *network, int supplier, bool origin_all, bool *choke)
{
    cf_arena arena = { 0 };
    cf_moving_cut moving = { 0 };
    cf_flow_problem problem;
    cf_status status = fill_problem(&problem, &arena, network, supplier, origin_all);

    if (status == CF_OK)
        status = cf_moving_cut_new(&moving, &problem);
    if (status == CF_OK) {
        cf_moving_cut_solve(&moving);
        for (int i = 0; i < network->payment_count; i++)
            choke[i] = is_choke(&network->payments[i], supplier, cf_moving_cut_to_target(&moving));
    }
    cf_moving_cut_free(&moving);
    cf_arena_free(&arena);
    return status;
}
