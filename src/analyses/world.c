/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a view to its suppliers: the network, a what-if on it, and the exposure of each entity. */
#include "analyses/world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "circfin/bounds.h"

cf_status cf_world_open(cf_world *out, const cf_view *view, bool joint)
{
    cf_status status;

    *out = (cf_world){ .view = view,
                       .joint = joint,
                       .figures = view->options.probability_weights
                                      ? CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)
                                      : CF_MEASURES_KNOWN };
    status = cf_view_network_new(&out->network, view, joint);
    if (status == CF_OK)
        status = cf_what_if_new(&out->bench, &out->network->network, view->options.origin_all);
    if (status == CF_OK)
        status = cf_what_if_follow_backing(out->bench, view, joint);
    if (status == CF_OK)
        status = cf_what_if_flow(&out->flow, out->bench);
    if (status == CF_OK)
        status = cf_what_if_trace(&out->trace, out->bench);
    for (int i = 0; status == CF_OK && i < out->network->network.payment_count; i++)
        out->open = out->open || out->network->network.payments[i].open;
    return status;
}

cf_status cf_world_follow_dues(cf_world *world)
{
    cf_status status = cf_what_if_follow_dues(world->bench, world->view);

    world->follows_dues = world->view->options.gap_cut;
    return status == CF_OK && world->follows_dues ? cf_world_keep_up(world) : status;
}

static void drop_shown(cf_world *world)
{
    if (world->shown != NULL)
        world->free_shown(world->shown);
}

cf_status cf_world_open_untied(cf_world *world)
{
    cf_status status = cf_what_if_untied_flow(&world->untied, world->bench);

    world->untied_trace = world->trace;
    if (status == CF_OK && world->untied != world->flow) {
        world->untied_trace = NULL;
        status = cf_trace_new(&world->untied_trace, world->untied);
    }
    return status;
}

void cf_world_close(cf_world *world)
{
    if (world->untied_trace != world->trace)
        cf_trace_free(world->untied_trace);
    cf_what_if_free(world->bench);
    drop_shown(world);
    cf_view_network_free(world->network);
    *world = (cf_world){ 0 };
}

cf_status cf_world_open_another(cf_world *out, const cf_world *of)
{
    cf_status status;

    *out = (cf_world){ .view = of->view,
                       .network = of->network,
                       .open = of->open,
                       .figures = of->figures,
                       .joint = of->joint,
                       .moves_revenue = of->moves_revenue };
    status = cf_what_if_new(&out->bench, &of->network->network, of->view->options.origin_all);
    if (status == CF_OK)
        status = cf_what_if_follow_backing(out->bench, of->view, of->joint);
    if (status == CF_OK && of->follows_dues)
        status = cf_what_if_follow_dues(out->bench, of->view);
    return status == CF_OK ? cf_what_if_flow(&out->flow, out->bench) : status;
}

void cf_world_close_another(cf_world *world)
{
    cf_what_if_free(world->bench);
    drop_shown(world);
    *world = (cf_world){ 0 };
}

cf_status cf_world_open_own(cf_own_world *out, const cf_world *of, int supplier)
{
    const cf_flow *flow = cf_what_if_flow_of(of->bench, supplier);
    int count = flow->network->payment_count;

    *out = (cf_own_world){ .world = { .view = of->view, .joint = of->joint, .flow = flow },
                           .network = { .network = *flow->network },
                           .view_deal = calloc((size_t)count + 1, sizeof *out->view_deal) };
    if (out->view_deal == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++)
        out->view_deal[i] = of->network->view_deal[cf_what_if_payment_of(of->bench, supplier, i)];
    out->network.view_deal = out->view_deal;
    out->world.network = &out->network;
    return cf_trace_new(&out->world.trace, flow);
}

void cf_world_close_own(cf_own_world *own)
{
    cf_trace_free(own->world.trace);
    free(own->view_deal);
    *own = (cf_own_world){ .view_deal = NULL };
}

/* ---- other views ---- */

static void show_deals(cf_world *world, const cf_view *every, const cf_view *view)
{
    int next = 0;

    for (int i = 0; i < world->network->network.payment_count; i++) {
        int deal = every->deals[world->network->view_deal[i]].deal;

        while (next < view->deal_count && view->deals[next].deal < deal)
            next++;
        cf_what_if_set_amount(world->bench, i,
                              next < view->deal_count && view->deals[next].deal == deal
                                  ? view->deals[next].amount
                                  : 0.0);
    }
}

cf_status cf_world_keep_up(cf_world *world)
{
    world->trace = NULL; /* it may have gone with the amounts */
    return cf_what_if_flow(&world->flow, world->bench);
}

cf_status cf_world_show(cf_world *world, const cf_view *every, cf_view **view,
                        void (*free_view)(cf_view *view))
{
    show_deals(world, every, *view);
    for (int v = 0; v < (*view)->entity_count; v++) {
        const cf_view_entity *entity = &(*view)->entities[v];

        cf_what_if_set_funds(world->bench, v, entity->funds_known, entity->funds);
        cf_what_if_set_revenue(world->bench, v, entity->revenue_known ? entity->revenue : 0.0);
    }
    drop_shown(world);
    world->view = world->shown = *view;
    world->free_shown = free_view;
    *view = NULL;
    return cf_world_keep_up(world);
}

/* ---- the system ---- */

double cf_gross_of(double *classes, const cf_network *network)
{
    cf_sum sums[CF_CLASS_COUNT] = { { 0 } };

    for (int i = 0; i < network->payment_count; i++)
        cf_sum_add(&sums[network->payments[i].carries], network->payments[i].amount);
    for (int c = 0; classes != NULL && c < CF_CLASS_COUNT; c++)
        classes[c] = cf_sum_value(sums[c]);
    return cf_sum_value(sums[CF_CAPITAL]) + cf_sum_value(sums[CF_TRADE]) +
           cf_sum_value(sums[CF_SERVICE]);
}

double cf_world_gross(const cf_world *world)
{
    return cf_gross_of(NULL, cf_what_if_network(world->bench));
}

cf_status cf_world_circulation(cf_world *world, double *value)
{
    double gross = cf_world_gross(world);
    cf_status status = cf_what_if_circulation(value, world->bench);

    if (status == CF_OK && cf_same(*value, gross))
        *value = gross;
    return status;
}

/* ---- suppliers ---- */

cf_rounding cf_measure_rounding(cf_measure measure)
{
    return measure == CF_MEASURE_MIN        ? CF_DOWN
           : measure == CF_MEASURE_PRO_RATA ? CF_NEAREST
                                            : CF_UP;
}

double cf_ratio(double a, double b)
{
    return b > 0 && !isnan(a) ? a / b : (double)NAN;
}

double cf_revenue_shown(double reported, double in_deals)
{
    return reported > 0 ? reported : in_deals;
}

const char *cf_revenue_basis(const cf_view_entity *entity, double reported)
{
    if (!(reported > 0))
        return "in deals";
    return entity->revenue_scaled ? "scaled" : "reported";
}

/* The flow on which a supplier is measured. */
static const cf_flow *flow_of(const cf_world *world, int entity)
{
    return world->bench == NULL ? world->flow : cf_what_if_flow_of(world->bench, entity);
}

void cf_exposure_begin(cf_exposure *out, const cf_world *world, int entity)
{
    const cf_flow *flow = flow_of(world, entity);
    const cf_view_entity *details = &world->view->entities[entity];
    bool all = world->view->options.origin_all;
    double reported = world->moves_revenue     ? flow->network->nodes[entity].revenue
                      : details->revenue_known ? details->revenue
                                               : (double)NAN;
    const int *out_start = flow->out_edges.start, *in_start = flow->in_edges.start;
    cf_sum invested = { 0 }, revenue = { 0 };

    for (int k = out_start[entity]; k < out_start[entity + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(edge, entity, all))
            cf_sum_add(&invested, edge->amount);
    }
    for (int k = in_start[entity]; k < in_start[entity + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->carries == CF_TRADE)
            cf_sum_add(&revenue, edge->amount);
    }
    *out = (cf_exposure){ .entity = entity,
                          .invested = cf_sum_value(invested),
                          .revenue = cf_sum_value(revenue),
                          .reported = reported };
}

bool cf_exposure_is_supplier(const cf_exposure *exposure)
{
    return exposure->invested > 0 && (exposure->revenue > 0 || exposure->reported > 0);
}

cf_status cf_world_check_suppliers(const cf_world *world, const bool *chosen, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int v = 0; status == CF_OK && v < world->view->entity_count; v++) {
        cf_exposure exposure;

        cf_exposure_begin(&exposure, world, v);
        if (chosen[v] && !cf_exposure_is_supplier(&exposure))
            status =
                cf_diags_add(diags, CF_WARNING, CF_CODE_NO_SUPPLIER, NULL, NULL,
                             "--supplier: \"%s\" %s in this view, so it has no figures",
                             world->view->entities[v].id,
                             exposure.invested > 0 ? "has no revenue" : "has invested nothing");
    }
    return status;
}

cf_status cf_exposure_loop_back(cf_exposure *exposure, const cf_world *world)
{
    cf_loopback loopback;
    cf_status status =
        cf_what_if_measure(&loopback, world->bench, exposure->entity, world->figures);

    exposure->loopback[CF_MEASURE_PRO_RATA] = loopback.pro_rata;
    exposure->loopback[CF_MEASURE_MIN] = loopback.min;
    exposure->loopback[CF_MEASURE_MAX] = loopback.max;
    exposure->loopback[CF_MEASURE_MAX_OPEN] = (double)NAN;
    return status;
}

cf_loopback cf_exposure_figures(const cf_exposure *exposure)
{
    return (cf_loopback){ .invested = exposure->invested,
                          .revenue = exposure->revenue,
                          .min = exposure->loopback[CF_MEASURE_MIN],
                          .pro_rata = exposure->loopback[CF_MEASURE_PRO_RATA],
                          .max = exposure->loopback[CF_MEASURE_MAX] };
}

/* What deals of unknown amount could carry besides: max ≤ open ≤ invested. */
static cf_status measure_open(cf_exposure *exposure, const cf_world *world)
{
    double *loopback = exposure->loopback, all = exposure->invested;
    cf_status status = CF_OK;

    loopback[CF_MEASURE_MAX_OPEN] = loopback[CF_MEASURE_MAX];
    if (!world->open || (world->figures & CF_MEASURE_BIT(CF_MEASURE_MAX)) == 0)
        return CF_OK;
    status = cf_bound_loopback(flow_of(world, exposure->entity), exposure->entity,
                               world->view->options.origin_all, CF_MEASURE_MAX_OPEN,
                               &loopback[CF_MEASURE_MAX_OPEN]);
    loopback[CF_MEASURE_MAX_OPEN] =
        cf_within(loopback[CF_MEASURE_MAX_OPEN], loopback[CF_MEASURE_MAX], all, all);
    return status;
}

cf_status cf_exposure_complete(cf_exposure *exposure, const cf_world *world)
{
    cf_status status = cf_flow_reachable(flow_of(world, exposure->entity), exposure->entity,
                                         world->view->options.origin_all, &exposure->reachable);

    return status == CF_OK ? measure_open(exposure, world) : status;
}

cf_status cf_exposure_measure(cf_exposure *out, const cf_world *world, int entity)
{
    cf_status status;

    cf_exposure_begin(out, world, entity);
    status = cf_exposure_loop_back(out, world);
    if (status == CF_OK)
        status = cf_exposure_complete(out, world);
    out->measured = status == CF_OK;
    return status;
}

/* ---- their order ---- */

/* An exposure with what it is sorted by; rounding must not tell equals apart. */
struct ranked {
    cf_exposure exposure;
    double amount;
    const char *id;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return cf_compare_ranked(x->amount, x->id, y->amount, y->id);
}

cf_status cf_exposure_sort(cf_exposure *exposures, int count, const cf_view *view)
{
    struct ranked *ranked = calloc((size_t)count + 1, sizeof *ranked);

    if (ranked == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++)
        ranked[i] =
            (struct ranked){ .exposure = exposures[i],
                             .amount = cf_sort_amount(exposures[i].loopback[CF_MEASURE_PRO_RATA]),
                             .id = view->entities[exposures[i].entity].id };
    qsort(ranked, (size_t)count, sizeof *ranked, compare_ranked);
    for (int i = 0; i < count; i++)
        exposures[i] = ranked[i].exposure;
    free(ranked);
    return CF_OK;
}
