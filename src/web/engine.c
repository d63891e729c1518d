/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine of the page: what changes, and the figures of every supplier after it. */
#include "web/engine.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "web/build.h"

double *cf_web_room(int count)
{
    return count < 0 ? NULL : calloc((size_t)count + 1, sizeof(double));
}

void cf_web_drop(double *room)
{
    free(room);
}

/* ---- open and close ---- */

static bool make_room(cf_web *web)
{
    size_t entities = (size_t)web->loaded.view.entity_count;
    size_t deals = (size_t)web->loaded.view.deal_count;

    web->amounts = cf_arena_new(&web->arena, deals, sizeof *web->amounts);
    web->returns = cf_arena_new(&web->arena, deals, sizeof *web->returns);
    web->shocks = cf_arena_new(&web->arena, entities, sizeof *web->shocks);
    web->figures = cf_arena_new(&web->arena, entities * CF_WEB_FIGURES, sizeof *web->figures);
    web->losses = cf_arena_new(&web->arena, entities * CF_WEB_LOSSES + 2, sizeof *web->losses);
    for (size_t v = 0; !web->arena.failed && v < entities; v++)
        web->shocks[v] = 1.0;
    return !web->arena.failed;
}

cf_web *cf_web_open(const double *numbers, int count)
{
    cf_web *web = calloc(1, sizeof *web);

    if (web == NULL)
        return NULL;
    if (!cf_web_load(&web->loaded, numbers, count, &web->arena) || !make_room(web)) {
        cf_web_close(web);
        return NULL;
    }
    web->loaded.view.scenario = &web->loaded.scenario;
    web->dilution = web->reopen = true;
    return web;
}

void cf_web_close(cf_web *web)
{
    if (web == NULL)
        return;
    if (web->ready)
        cf_world_close(&web->world);
    cf_arena_free(&web->arena);
    free(web);
}

/* ---- keeping up ---- */

static void set_revenues(cf_web *web)
{
    const cf_view *view = &web->loaded.view;

    for (int v = 0; v < view->entity_count; v++)
        cf_what_if_set_revenue(
            web->world.bench, v,
            web->dilution && view->entities[v].revenue_known ? view->entities[v].revenue : 0.0);
}

static cf_status open_world(cf_web *web)
{
    cf_status status;

    if (web->ready)
        cf_world_close(&web->world);
    status = cf_world_open(&web->world, &web->loaded.view, false);
    web->ready = true;
    if (status == CF_OK)
        status = cf_world_follow_dues(&web->world);
    if (status == CF_OK && !web->dilution)
        set_revenues(web);
    web->reopen = status != CF_OK;
    return status;
}

cf_status cf_web_keep_up(cf_web *web)
{
    cf_status status = web->reopen ? open_world(web) : CF_OK;

    return status == CF_OK ? cf_world_keep_up(&web->world) : status;
}

/* ---- changes ---- */

/* A payment is the deal of its place: without `joint`, none is left out. */
void cf_web_set_amount(cf_web *web, int deal, double amount)
{
    cf_view_deal *of;

    if (deal < 0 || deal >= web->loaded.view.deal_count)
        return;
    of = &web->loaded.deals[deal];
    web->reopen |= of->quantified != (amount >= 0);
    of->quantified = amount >= 0;
    of->amount = of->due = amount >= 0 ? fmin(amount, 1e18) : 0.0;
    if (!web->reopen && of->quantified)
        cf_what_if_set_amount(web->world.bench, deal, of->amount);
}

void cf_web_set_funds(cf_web *web, int entity, double funds)
{
    cf_view_entity *of;

    if (entity < 0 || entity >= web->loaded.view.entity_count)
        return;
    of = &web->loaded.entities[entity];
    of->funds_known = funds >= 0;
    of->funds = funds >= 0 ? fmin(funds, 1e18) : 0.0;
    if (!web->reopen)
        cf_what_if_set_funds(web->world.bench, entity, of->funds_known, of->funds);
}

void cf_web_set_revenue(cf_web *web, int entity, double revenue)
{
    cf_view_entity *of;

    if (entity < 0 || entity >= web->loaded.view.entity_count)
        return;
    of = &web->loaded.entities[entity];
    of->revenue_known = revenue >= 0;
    of->revenue = revenue >= 0 ? fmin(revenue, 1e18) : 0.0;
    if (!web->reopen)
        cf_what_if_set_revenue(web->world.bench, entity, web->dilution ? of->revenue : 0.0);
}

void cf_web_set_dilution(cf_web *web, int on)
{
    web->dilution = on != 0;
    if (!web->reopen)
        set_revenues(web);
}

void cf_web_set_shock(cf_web *web, int entity, double factor)
{
    if (entity >= 0 && entity < web->loaded.view.entity_count && factor >= 0)
        web->shocks[entity] = fmin(factor, 1e18);
}

/* ---- figures ---- */

static void put_row(double *row, const cf_exposure *of)
{
    row[CF_WEB_ENTITY] = of->entity;
    row[CF_WEB_INVESTED] = of->invested;
    row[CF_WEB_REACHABLE] = of->reachable;
    row[CF_WEB_REVENUE] = of->revenue;
    row[CF_WEB_REPORTED] = of->reported;
    row[CF_WEB_MIN] = of->loopback[CF_MEASURE_MIN];
    row[CF_WEB_PRO_RATA] = of->loopback[CF_MEASURE_PRO_RATA];
    row[CF_WEB_MAX] = of->loopback[CF_MEASURE_MAX];
    row[CF_WEB_MAX_OPEN] = of->loopback[CF_MEASURE_MAX_OPEN];
}

int cf_web_measure(cf_web *web)
{
    int entities = web->loaded.view.entity_count, count = 0;
    cf_exposure *exposures = calloc((size_t)entities + 1, sizeof *exposures);
    cf_status status = exposures == NULL ? CF_NO_MEMORY : cf_web_keep_up(web);

    for (int v = 0; status == CF_OK && v < entities; v++) {
        cf_exposure_begin(&exposures[count], &web->world, v);
        if (cf_exposure_is_supplier(&exposures[count]))
            status = cf_exposure_measure(&exposures[count++], &web->world, v);
    }
    if (status == CF_OK)
        status = cf_exposure_sort(exposures, count, &web->loaded.view);
    for (int i = 0; status == CF_OK && i < count; i++)
        put_row(&web->figures[i * CF_WEB_FIGURES], &exposures[i]);
    free(exposures);
    return status == CF_OK ? count : -1;
}

const double *cf_web_figures(const cf_web *web)
{
    return web->figures;
}

const double *cf_web_system(cf_web *web)
{
    double *system = web->system, classes[CF_CLASS_COUNT];
    cf_sum gap = { 0 }, assumed = { 0 };
    cf_status status = cf_web_keep_up(web);

    if (status != CF_OK)
        return NULL;
    system[0] = cf_gross_of(classes, cf_what_if_network(web->world.bench));
    system[1] = classes[CF_CAPITAL];
    system[2] = classes[CF_TRADE];
    system[3] = classes[CF_SERVICE];
    for (int v = 0; v < web->loaded.view.entity_count; v++) {
        cf_sum_add(&gap, web->world.flow->balances[v].gap);
        cf_sum_add(&assumed, web->world.flow->balances[v].assumed);
    }
    system[4] = cf_sum_value(gap);
    system[5] = cf_sum_value(assumed);
    return cf_world_circulation(&web->world, &system[6]) == CF_OK ? system : NULL;
}

const double *cf_web_amounts(cf_web *web)
{
    const cf_network *network;

    if (cf_web_keep_up(web) != CF_OK)
        return NULL;
    network = cf_what_if_network(web->world.bench);
    for (int i = 0; i < network->payment_count; i++)
        web->amounts[web->world.network->view_deal[i]] = network->payments[i].amount;
    return web->amounts;
}
