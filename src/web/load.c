/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A view from numbers, in this order. Lists and texts are their length, then their members.
 *
 *   entities of the scenario, its deals, entities of the view, its deals
 *   options: origin_all, origin_backed, gap_cut, probability_weights
 *   of each entity of the scenario: the entity of the view that it is part of
 *   of each entity of the view:     funds and revenue; -1: unknown
 *   of each deal of the scenario:   payer, payee, relation, kind, rank, recovery, standing,
 *                                   full amount, instrument (bytes), earmark, share_of, covers,
 *                                   backed_by (deals)
 *   of each deal of the view:       deal, payer, payee, known (0 or 1), amount
 *   a 0 that is no part of the view
 */
#include <math.h>
#include <string.h>

#include "web/build.h"

struct reading {
    const double *at, *end;
    cf_arena *arena;
    bool failed;
};

#define NEW(reading, count, type)                                                                  \
    ((type *)cf_arena_new((reading)->arena, (size_t)(count), sizeof(type)))

static double number(struct reading *reading)
{
    if (reading->at >= reading->end || isnan(*reading->at)) {
        reading->failed = true;
        return 0.0;
    }
    return *reading->at++;
}

/* A whole number of 0 .. most; anything else ends the reading. */
static int whole(struct reading *reading, int most)
{
    double read = number(reading);

    if (!(read >= 0 && read <= most) || fabs(read - floor(read)) > 0)
        reading->failed = true;
    return reading->failed ? 0 : (int)read;
}

/* Each number of what follows takes at least one. */
static int length(struct reading *reading)
{
    ptrdiff_t left = reading->end - reading->at;

    return whole(reading, left > 1 ? (int)left - 1 : 0);
}

static double amount(struct reading *reading)
{
    double read = number(reading);

    reading->failed |= !(read >= 0 && read <= 1e18);
    return reading->failed ? 0.0 : read;
}

static cf_deal_list deal_list(struct reading *reading, int deals)
{
    int count = length(reading);
    int *at = NEW(reading, count + 1, int);

    for (int i = 0; at != NULL && i < count; i++)
        at[i] = whole(reading, deals - 1);
    return (cf_deal_list){ at, count };
}

static const char *text(struct reading *reading)
{
    int count = length(reading);
    char *bytes = NEW(reading, count + 1, char);

    for (int i = 0; bytes != NULL && i < count; i++)
        bytes[i] = (char)whole(reading, 255);
    return count > 0 ? bytes : NULL;
}

/* ---- the parts ---- */

static void read_entities(struct reading *reading, cf_web_view *out)
{
    int *entity_of = NEW(reading, out->scenario.entity_count, int);

    for (int i = 0; entity_of != NULL && i < out->scenario.entity_count; i++)
        entity_of[i] = whole(reading, out->view.entity_count - 1);
    out->view.entity_of = entity_of;
    for (int v = 0; !reading->arena->failed && v < out->view.entity_count; v++) {
        double funds = number(reading), revenue = number(reading);

        out->entities[v] = (cf_view_entity){ .id = "",
                                             .funds_known = funds >= 0,
                                             .funds = fmax(funds, 0.0),
                                             .revenue_known = revenue >= 0,
                                             .revenue = fmax(revenue, 0.0) };
    }
}

static void read_deal(struct reading *reading, cf_web_view *out, cf_deal *deal, int index)
{
    int entities = out->scenario.entity_count - 1, deals = out->scenario.deal_count;

    deal->payer = whole(reading, entities);
    deal->payee = whole(reading, entities);
    deal->relation = (cf_relation)whole(reading, CF_RELATION_COUNT - 1);
    deal->kind = (cf_amount_kind)whole(reading, CF_SHARE_OF);
    deal->rank = whole(reading, CF_LARGEST_RANK);
    deal->recovery = number(reading);
    out->standings[index] = (cf_standing)whole(reading, CF_ELSEWHERE);
    out->own[index] = amount(reading);
    deal->instrument = text(reading);
    deal->earmark = deal_list(reading, deals);
    deal->share_of = deal_list(reading, deals);
    deal->covers = deal_list(reading, deals);
    deal->backed_by = deal_list(reading, deals);
}

static void read_scenario_deals(struct reading *reading, cf_web_view *out)
{
    cf_deal *deals = NEW(reading, out->scenario.deal_count, cf_deal);

    for (int i = 0; !reading->arena->failed && !reading->failed && i < out->scenario.deal_count;
         i++)
        read_deal(reading, out, &deals[i], i);
    out->scenario.deals = deals;
}

/* In the order of the file, each once. */
static void read_view_deals(struct reading *reading, cf_web_view *out)
{
    int last = -1;

    for (int i = 0; !reading->arena->failed && i < out->view.deal_count; i++) {
        cf_view_deal *deal = &out->deals[i];

        deal->deal = whole(reading, out->scenario.deal_count - 1);
        deal->payer = whole(reading, out->view.entity_count - 1);
        deal->payee = whole(reading, out->view.entity_count - 1);
        deal->quantified = whole(reading, 1) != 0;
        deal->amount = deal->due = deal->as_filed = amount(reading);
        reading->failed |= deal->deal <= last || deal->payer == deal->payee;
        last = deal->deal;
    }
}

static void read_head(struct reading *reading, cf_web_view *out)
{
    out->scenario.entity_count = length(reading);
    out->scenario.deal_count = length(reading);
    out->view.entity_count = length(reading);
    out->view.deal_count = length(reading);
    out->view.options = (cf_view_options){ .empty = true };
    out->view.options.origin_all = whole(reading, 1) != 0;
    out->view.options.origin_backed = whole(reading, 1) != 0;
    out->view.options.gap_cut = whole(reading, 1) != 0;
    out->view.options.probability_weights = whole(reading, 1) != 0;
}

bool cf_web_load(cf_web_view *out, const double *numbers, int count, cf_arena *arena)
{
    struct reading reading = { .at = numbers, .end = numbers + count, .arena = arena };

    *out = (cf_web_view){ .entities = NULL };
    read_head(&reading, out);
    if (reading.failed)
        return false;
    out->entities = NEW(&reading, out->view.entity_count, cf_view_entity);
    out->deals = NEW(&reading, out->view.deal_count, cf_view_deal);
    out->standings = NEW(&reading, out->scenario.deal_count, cf_standing);
    out->own = NEW(&reading, out->scenario.deal_count, double);
    if (arena->failed)
        return false;
    read_entities(&reading, out);
    read_scenario_deals(&reading, out);
    read_view_deals(&reading, out);
    out->view.entities = out->entities;
    out->view.deals = out->deals;
    return whole(&reading, 0) == 0 && !reading.failed && !arena->failed &&
           reading.at == reading.end;
}
