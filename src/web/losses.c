/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who cannot pay under the shocks of the page, by what `stress` does with its defaults. */
#include <math.h>
#include <stdlib.h>

#include "analyses/stress.h"
#include "web/build.h"

static void put_row(double *row, const cf_stress_bench *bench, int entity)
{
    const cf_stress *stress = bench->stress;
    const cf_loss *loss = &bench->losses[entity];

    row[CF_WEB_LOSER] = entity;
    row[CF_WEB_LOST_REVENUE] = loss->revenue_lost;
    row[CF_WEB_LOST_CAPITAL] = loss->capital_lost;
    row[CF_WEB_CALLED] = loss->guarantees_called;
    row[CF_WEB_GUARANTEED] = loss->guarantees_paid;
    row[CF_WEB_LOSS] = cf_loss_sum(loss);
    row[CF_WEB_LOSS_SHARE] =
        cf_ratio(cf_loss_sum(loss),
                 stress->revenue[entity] + stress->capital[entity] + loss->guarantees_called);
}

static cf_status list_shocks(cf_stress *stress, const cf_web *web)
{
    for (int v = 0; v < web->loaded.view.entity_count; v++) {
        const cf_shock shock = { .kind = CF_SHOCK_FUNDS, .at = v, .factor = web->shocks[v] };

        if ((shock.factor < 1 || shock.factor > 1) && !cf_vec_push(&stress->shocks, shock))
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

static cf_status put_losses(double *out, int *count, const cf_stress_bench *bench)
{
    int *ranked = NULL;
    cf_status status = cf_stress_rank(&ranked, count, bench);

    out[0] = bench->unpaid;
    out[1] = bench->failed;
    for (int i = 0; status == CF_OK && i < *count; i++)
        put_row(&out[2 + i * CF_WEB_LOSSES], bench, ranked[i]);
    free(ranked);
    return status;
}

/* What a deal is worth to a clearing is what is paid of it where nobody fills gaps. */
static cf_status settle_amounts(cf_web *web)
{
    const double *amounts = cf_web_amounts(web);

    for (int d = 0; amounts != NULL && d < web->loaded.view.deal_count; d++)
        web->loaded.deals[d].amount = amounts[d];
    return amounts == NULL ? CF_NO_MEMORY : CF_OK;
}

int cf_web_stress(cf_web *web)
{
    cf_stress stress = {
        .view = &web->loaded.view, .recovery = 0.4, .left = { 1.0, 1.0 }, .each = NAN
    };
    cf_stress_bench bench = { .stress = NULL };
    int count = -1;
    cf_status status = settle_amounts(web);

    if (status == CF_OK)
        status = cf_stress_list_owed(&stress);
    if (status == CF_OK)
        status = list_shocks(&stress, web);
    if (status == CF_OK)
        status = cf_stress_bench_open(&bench, &stress);
    if (status == CF_OK)
        status = cf_stress_bench_run(&bench, NULL);
    if (status == CF_OK)
        status = put_losses(web->losses, &count, &bench);
    cf_stress_bench_close(&bench);
    cf_view_dues_free(stress.dues);
    cf_arena_free(&stress.arena);
    free(stress.shocks.at);
    return status == CF_OK ? count : -1;
}

const double *cf_web_losses(const cf_web *web)
{
    return web->losses;
}
