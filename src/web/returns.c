/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes back of a supplier's money on each deal, and its figure if one thing were another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/looping.h"
#include "web/build.h"

/* ---- on each deal ---- */

/* On the flow on which the supplier is measured, with its trace. */
static cf_status follow(cf_looping *looping, const cf_world *world, int supplier)
{
    double *share = calloc((size_t)world->flow->vertex_count + 1, sizeof *share);
    cf_status status = share == NULL ? CF_NO_MEMORY : CF_OK;

    if (status == CF_OK)
        status = cf_trace_supplier(world->trace, supplier, world->view->options.origin_all);
    if (status == CF_OK)
        status = cf_trace_return_shares(world->trace, -1, share);
    if (status == CF_OK)
        cf_looping_find(looping, world, supplier, share);
    free(share);
    return status;
}

static cf_status follow_own(cf_looping *looping, cf_world *world, int supplier)
{
    cf_own_world own = { .view_deal = NULL };
    cf_status status;

    if (!cf_what_if_backs(world->bench, supplier)) {
        status = cf_what_if_trace(&world->trace, world->bench);
        return status == CF_OK ? follow(looping, world, supplier) : status;
    }
    status = cf_world_open_own(&own, world, supplier);
    if (status == CF_OK)
        status = follow(looping, &own.world, supplier);
    cf_world_close_own(&own);
    return status;
}

const double *cf_web_returns(cf_web *web, int supplier)
{
    cf_looping looping = { 0 };
    size_t deals = (size_t)web->loaded.view.deal_count;
    cf_status status;

    if (supplier < 0 || supplier >= web->loaded.view.entity_count)
        return NULL;
    status = cf_web_keep_up(web);
    if (status == CF_OK)
        status = cf_looping_new(&looping, &web->loaded.view);
    if (status == CF_OK)
        status = follow_own(&looping, &web->world, supplier);
    if (status == CF_OK)
        memcpy(web->returns, looping.amount, deals * sizeof *web->returns);
    cf_looping_free(&looping);
    return status == CF_OK ? web->returns : NULL;
}

/* ---- if one thing were another ---- */

static void set(cf_web *web, int kind, int index, double value)
{
    if (kind == 0)
        cf_web_set_amount(web, index, value);
    else if (kind == 1)
        cf_web_set_funds(web, index, value);
    else
        cf_web_set_revenue(web, index, value);
}

static double value_of(const cf_web *web, int kind, int index)
{
    const cf_view_entity *entity = &web->loaded.entities[index];

    if (kind == 0)
        return web->loaded.deals[index].quantified ? web->loaded.deals[index].due : (double)NAN;
    if (kind == 1)
        return entity->funds_known ? entity->funds : (double)NAN;
    return entity->revenue_known ? entity->revenue : (double)NAN;
}

double cf_web_value_at(cf_web *web, int supplier, int kind, int index, double value)
{
    int most = kind == 0 ? web->loaded.view.deal_count : web->loaded.view.entity_count;
    cf_loopback loopback = { .pro_rata = (double)NAN };
    double before;
    cf_status status;

    if (index < 0 || index >= most || supplier < 0 || supplier >= web->loaded.view.entity_count)
        return (double)NAN;
    before = value_of(web, kind, index);
    set(web, kind, index, value);
    status = cf_web_keep_up(web);
    if (status == CF_OK)
        status = cf_what_if_measure(&loopback, web->world.bench, supplier,
                                    CF_MEASURE_BIT(CF_MEASURE_PRO_RATA));
    set(web, kind, index, before);
    return status == CF_OK ? loopback.pro_rata : (double)NAN;
}
