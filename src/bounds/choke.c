/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choke points: a smallest cut between where a supplier's money enters and its revenue. */
#include <math.h>

#include "bounds/residual.h"

static void add(cf_residual *residual, const cf_payment *payment, int supplier, bool origin_all)
{
    int tail = payment->payer, head = payment->payee;
    double limit = payment->open ? 0.0 : payment->amount;

    if (tail == supplier) { /* its own payments are not for choosing */
        if (!payment->capital && !origin_all)
            limit = 0.0;
        tail = residual->source;
        limit = limit > 0 ? (double)INFINITY : 0.0;
    }
    if (head == supplier) {
        head = residual->target;
        limit = payment->capital ? 0.0 : limit;
    }
    (void)cf_residual_add(residual, tail, head, limit);
}

cf_status cf_choke_points(const cf_network *network, int supplier, bool origin_all, bool *choke)
{
    cf_residual residual;
    cf_status status = cf_residual_new(&residual, network->node_count, network->payment_count);

    if (status != CF_OK)
        return status;
    for (int i = 0; i < network->payment_count; i++)
        add(&residual, &network->payments[i], supplier, origin_all);
    cf_residual_link(&residual);
    cf_residual_solve(&residual);
    for (int i = 0; i < network->payment_count; i++) {
        const cf_residual_arc *arc = &residual.arcs[i];

        choke[i] =
            arc->capacity > 0 && !residual.to_target[arc->tail] && residual.to_target[arc->head];
    }
    cf_residual_free(&residual);
    return CF_OK;
}
