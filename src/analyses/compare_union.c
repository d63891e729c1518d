/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: two views of one or two scenarios brought together by id, and any mixture of them. */
#include "analyses/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

enum { VERSIONS = CF_VERSION_COUNT };

/* ---- by id ---- */

/* The place of an id among those seen so far; *count grows where it is new. */
static cf_status place_of(int *place, cf_map *map, const char *id, int *count)
{
    *place = cf_map_find(map, 0, id, strlen(id));
    if (*place >= 0)
        return CF_OK;
    *place = (*count)++;
    return cf_map_add(map, 0, id, strlen(id), *place);
}

static cf_status join_entities(cf_union *of)
{
    cf_map map = { .slots = NULL };
    cf_status status = CF_OK;

    for (int v = 0; v < VERSIONS && status == CF_OK; v++) {
        for (int i = 0; i < of->views[v]->entity_count && status == CF_OK; i++) {
            const char *id = of->views[v]->entities[i].id;
            int known = of->entity_count, *place = &of->entity_of[v][i];

            status = place_of(place, &map, id, &of->entity_count);
            if (*place == known)
                of->entities[known] = (cf_union_entity){ .id = id, .at = { -1, -1, -1 } };
            of->entities[*place].at[v] = i;
        }
    }
    cf_map_free(&map);
    return status;
}

/* CF_AS_A and CF_REGROUPED are of one scenario. */
static cf_status join_deals(cf_union *of)
{
    cf_map map = { .slots = NULL };
    cf_status status = CF_OK;

    for (int side = 0; side < 2 && status == CF_OK; side++) {
        const cf_scenario *scenario = of->views[side == 0 ? CF_AS_A : CF_AS_B]->scenario;

        for (int i = 0; i < scenario->deal_count && status == CF_OK; i++) {
            const char *id = scenario->deals[i].id;
            int known = of->deal_count, *place = &of->deal_of[side][i];

            status = place_of(place, &map, id, &of->deal_count);
            if (*place == known)
                of->deals[known] =
                    (cf_union_deal){ .id = id, .of = { -1, -1, -1 }, .at = { -1, -1, -1 } };
            for (int v = side == 0 ? CF_AS_A : CF_AS_B; v <= (side == 0 ? CF_REGROUPED : CF_AS_B);
                 v++)
                of->deals[*place].of[v] = i;
        }
    }
    cf_map_free(&map);
    for (int v = 0; v < VERSIONS && status == CF_OK; v++) {
        for (int i = 0; i < of->views[v]->deal_count; i++)
            of->deals[of->deal_of[v == CF_AS_B][of->views[v]->deals[i].deal]].at[v] = i;
    }
    return status;
}

/* ---- all versions in one scenario ---- */

static const cf_view_deal *view_deal(const cf_union *of, int deal, int version)
{
    int at = of->deals[deal].at[version];

    return at < 0 ? NULL : &of->views[version]->deals[at];
}

static int payer_of(const cf_union *of, const cf_view_deal *deal, int version)
{
    return of->entity_of[version][deal->payer];
}

static int payee_of(const cf_union *of, const cf_view_deal *deal, int version)
{
    return of->entity_of[version][deal->payee];
}

/* A purchase may have another payer in the other version: money stays tied only to purchases that
 * its receiver pays. */
static bool can_be_tied(const cf_union *of, int payee, int purchase, int version)
{
    const cf_view_deal *deal = view_deal(of, purchase, version);

    return deal != NULL && payer_of(of, deal, version) == payee &&
           cf_relation_class(of->views[version]->scenario->deals[deal->deal].relation) == CF_TRADE;
}

static int *tie(cf_union *of, int deal, int version, int *room)
{
    const cf_view_deal *seen = view_deal(of, deal, version);
    cf_deal *target = &of->versions[deal * VERSIONS + version];
    cf_deal_list list = target->earmark;

    target->earmark = (cf_deal_list){ .at = room };
    for (int i = 0; seen != NULL && i < list.count; i++) {
        int purchase = of->deal_of[version == CF_AS_B][list.at[i]];

        for (int v = 0; v < VERSIONS; v++) {
            if (can_be_tied(of, payee_of(of, seen, version), purchase, v))
                room[target->earmark.count++] = purchase * VERSIONS + v;
        }
    }
    return room + target->earmark.count;
}

static cf_status write_versions(cf_union *of)
{
    size_t earmarks = 1;
    int *room;

    for (int d = 0; d < of->deal_count; d++) {
        for (int v = 0; v < VERSIONS; v++) {
            int index = of->deals[d].of[v];

            if (index < 0)
                continue;
            of->versions[d * VERSIONS + v] = of->views[v]->scenario->deals[index];
            earmarks += VERSIONS * (size_t)of->views[v]->scenario->deals[index].earmark.count;
        }
    }
    room = of->earmarks = calloc(earmarks, sizeof *of->earmarks);
    if (room == NULL)
        return CF_NO_MEMORY;
    for (int d = 0; d < of->deal_count; d++) {
        for (int v = 0; v < VERSIONS; v++)
            room = tie(of, d, v, room);
    }
    of->scenario = *of->views[CF_AS_A]->scenario;
    of->scenario.deals = of->versions;
    of->scenario.deal_count = of->deal_count * VERSIONS;
    return CF_OK;
}

cf_status cf_union_open(cf_union *out, const cf_view *const views[CF_VERSION_COUNT],
                        const double *scale)
{
    size_t entities = 1, deals = (size_t)views[CF_AS_A]->scenario->deal_count +
                                 (size_t)views[CF_AS_B]->scenario->deal_count + 1;
    bool good = true;
    cf_status status;

    *out = (cf_union){ .entity_count = 0 };
    for (int v = 0; v < VERSIONS; v++) {
        size_t count = (size_t)views[v]->entity_count;

        out->views[v] = views[v];
        out->scale[v] = scale[v];
        out->entity_of[v] = calloc(count + 1, sizeof *out->entity_of[v]);
        good = good && out->entity_of[v] != NULL;
        entities += count;
    }
    for (int side = 0; side < 2; side++) {
        out->deal_of[side] = calloc(deals, sizeof *out->deal_of[side]);
        good = good && out->deal_of[side] != NULL;
    }
    out->entities = calloc(entities, sizeof *out->entities);
    out->deals = calloc(deals, sizeof *out->deals);
    out->versions = calloc(deals * VERSIONS, sizeof *out->versions);
    if (!good || out->entities == NULL || out->deals == NULL || out->versions == NULL)
        return CF_NO_MEMORY;
    status = join_entities(out);
    if (status == CF_OK)
        status = join_deals(out);
    return status == CF_OK ? write_versions(out) : status;
}

void cf_union_close(cf_union *of)
{
    for (int v = 0; v < VERSIONS; v++)
        free(of->entity_of[v]);
    free(of->deal_of[0]);
    free(of->deal_of[1]);
    free(of->entities);
    free(of->deals);
    free(of->versions);
    free(of->earmarks);
    *of = (cf_union){ .entity_count = 0 };
}

/* ---- any mixture as a view ---- */

/* An entity on one side only has the same funds on the other, where it has no deals and so does
 * not count. */
cf_view_entity cf_union_entity_as(const cf_union *of, int entity, cf_stage version)
{
    const cf_union_entity *joined = &of->entities[entity];
    cf_view_entity copy;
    int v = (int)version;

    for (int i = 0; joined->at[v] < 0 && i < VERSIONS; i++)
        v = joined->at[CF_AS_B - i] >= 0 ? CF_AS_B - i : v;
    copy = of->views[v]->entities[joined->at[v]];
    copy.funds *= of->scale[v];
    copy.revenue *= of->scale[v];
    copy.letters *= of->scale[v];
    copy.contingent *= of->scale[v];
    copy.non_cash *= of->scale[v];
    return copy;
}

double cf_union_amount(const cf_union *of, int deal, cf_stage version)
{
    const cf_view_deal *seen = view_deal(of, deal, (int)version);

    return seen == NULL || !seen->quantified ? (double)NAN : seen->amount * of->scale[version];
}

static void add_version(cf_view *view, cf_view_deal *deals, const cf_union *of, int deal,
                        int version)
{
    const cf_view_deal *seen = view_deal(of, deal, version);

    if (seen != NULL)
        deals[view->deal_count++] = (cf_view_deal){ .deal = deal * VERSIONS + version,
                                                    .payer = payer_of(of, seen, version),
                                                    .payee = payee_of(of, seen, version),
                                                    .status = seen->status,
                                                    .quantified = seen->quantified,
                                                    .amount = seen->amount * of->scale[version] };
}

cf_status cf_union_view(cf_view **out, const cf_union *of, const cf_blend *blend,
                        const cf_view_options *options)
{
    size_t deal_count = (size_t)of->deal_count * (blend == NULL ? VERSIONS : 1);
    cf_view *view = calloc(1, sizeof *view);
    cf_view_entity *entities = calloc((size_t)of->entity_count + 1, sizeof *entities);
    cf_view_deal *deals = calloc(deal_count + 1, sizeof *deals);

    *out = NULL;
    if (view == NULL || entities == NULL || deals == NULL) {
        free(view);
        free(entities);
        free(deals);
        return CF_NO_MEMORY;
    }
    *view = (cf_view){ .scenario = &of->scenario,
                       .options = *options,
                       .as_of = CF_NO_DAY,
                       .entities = entities,
                       .entity_count = of->entity_count,
                       .deals = deals };
    for (int i = 0; i < of->entity_count; i++)
        entities[i] = cf_union_entity_as(of, i, blend == NULL ? CF_AS_B : blend->of_entity[i]);
    for (int d = 0; d < of->deal_count; d++) {
        for (int v = CF_REGROUPED; blend == NULL && v < VERSIONS; v++)
            add_version(view, deals, of, d, v);
        if (blend != NULL)
            add_version(view, deals, of, d, (int)blend->of_deal[d]);
    }
    *out = view;
    return CF_OK;
}

void cf_union_view_set_entity(cf_view *view, const cf_union *of, int entity, cf_stage version)
{
    ((cf_view_entity *)view->entities)[entity] = cf_union_entity_as(of, entity, version);
}

void cf_union_view_free(cf_view *view)
{
    if (view == NULL)
        return;
    free((void *)view->entities);
    free((void *)view->deals);
    free(view);
}
