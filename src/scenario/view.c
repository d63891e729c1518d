/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A view of a scenario: the selected deals between the entities, or groups, that they join. */
#include "scenario/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/sum.h"
#include "base/text.h"

const char *const cf_preset_names[CF_PRESET_COUNT] = { "firm", "base", "headline" };

cf_view_options cf_view_options_of(cf_preset preset)
{
    const unsigned firm = CF_STATUS_BIT(CF_SIGNED) | CF_STATUS_BIT(CF_COMPLETED);
    const unsigned base = firm | CF_STATUS_BIT(CF_ANNOUNCED);
    cf_view_options options = { .which = CF_CASE_BASE,
                                .statuses = base,
                                .as_of = CF_NO_DAY,
                                .window_from = CF_NO_DAY,
                                .window_to = CF_NO_DAY };

    if (preset == CF_VIEW_FIRM) {
        options.which = CF_CASE_LOW;
        options.statuses = firm;
    } else if (preset == CF_VIEW_HEADLINE) {
        options.which = CF_CASE_HIGH;
        options.statuses = base | CF_STATUS_BIT(CF_LETTER_OF_INTENT);
        options.non_cash = true;
    }
    return options;
}

/* The view under work: what the caller gets, and what is needed on the way. */
struct building {
    cf_view view; /* first: the caller's pointer is this one */
    cf_arena arena;
    cf_view_entity *entities;
    cf_view_deal *deals;
    cf_view_beside *beside;
    int *entity_of; /* entity of the scenario → entity of the view */
    cf_selection *selection;
    cf_view_figures figures;
    cf_view_what_ifs what_ifs; /* its arrays are NULL where nothing is asked */
    int inside;                /* deals inside groups, and their amounts */
    cf_sum inside_amount;
    cf_diags *diags;
};

/* ---- entities ---- */

struct named {
    const char *group;
    int first; /* the first member, in file order */
};

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->group, y->group);

    return order != 0 ? order : (x->first > y->first) - (x->first < y->first);
}

/* leader[i]: the first entity of i's group; i itself without a group. */
static cf_status find_leaders(int *leader, const cf_scenario *scenario)
{
    struct named *named = calloc((size_t)scenario->entity_count + 1, sizeof *named);
    int count = 0;

    if (named == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scenario->entity_count; i++) {
        leader[i] = i;
        if (scenario->entities[i].group != NULL)
            named[count++] = (struct named){ scenario->entities[i].group, i };
    }
    qsort(named, (size_t)count, sizeof *named, compare_named);
    for (int i = 1; i < count; i++) {
        if (strcmp(named[i].group, named[i - 1].group) == 0)
            leader[named[i].first] = leader[named[i - 1].first];
    }
    free(named);
    return CF_OK;
}

/* A group must not have the name of an entity outside it, or its rows would be ambiguous. */
static cf_status refuse_ambiguous_group(const struct building *building, const int *leader)
{
    const cf_scenario *scenario = building->view.scenario;

    for (int i = 0; i < scenario->entity_count; i++) {
        const char *group = scenario->entities[i].group;
        int namesake = group == NULL ? -1 : cf_scenario_find_entity(scenario, group);

        if (namesake < 0 || leader[i] != i || scenario->entities[namesake].group != NULL)
            continue;
        if (cf_diags_add(building->diags, CF_ERROR, CF_CODE_VIEW_GROUP, NULL,
                         "rename the group, or make the entity a member of it",
                         "--consolidate: group \"%s\" has the id of an entity outside it",
                         group) != CF_OK)
            return CF_NO_MEMORY;
        return CF_BAD_OPTION;
    }
    return CF_OK;
}

static cf_status map_entities(struct building *building)
{
    const cf_scenario *scenario = building->view.scenario;
    int *leader = calloc((size_t)scenario->entity_count + 1, sizeof *leader);
    cf_status status = leader == NULL ? CF_NO_MEMORY : CF_OK;
    bool groups = building->view.options.consolidate;

    for (int i = 0; status == CF_OK && i < scenario->entity_count; i++)
        leader[i] = i;
    if (status == CF_OK && groups)
        status = find_leaders(leader, scenario);
    if (status == CF_OK && groups)
        status = refuse_ambiguous_group(building, leader);
    for (int i = 0; status == CF_OK && i < scenario->entity_count; i++) {
        const cf_entity *entity = &scenario->entities[i];
        bool group = groups && entity->group != NULL;
        int *place = &building->entity_of[i];

        if (leader[i] != i) {
            *place = building->entity_of[leader[i]];
            continue;
        }
        *place = building->view.entity_count++;
        building->entities[*place] = (cf_view_entity){
            .id = group ? entity->group : entity->id,
            .name = group ? entity->group : entity->name,
            .aliases = group ? NULL : entity->aliases,
            .alias_count = group ? 0 : entity->aliases_count,
            .funds_known = true, /* until a member is found whose funds are not */
            .margin = group || !entity->margin_known
                          ? (double)NAN
                          : cf_range_at(entity->margin, building->view.options.which),
            .backlog = group || !entity->backlog_known
                           ? (double)NAN
                           : cf_range_at(entity->backlog, building->view.options.which),
        };
    }
    free(leader);
    return status;
}

/* ---- outside funds and revenue ---- */

double cf_view_funds_part(const cf_scenario *scenario, const cf_view_options *options)
{
    if (options->window_from == CF_NO_DAY || scenario->span_from == CF_NO_DAY)
        return 1.0;
    return cf_view_overlap(options, scenario->span_from, scenario->span_to) /
           cf_days_of(scenario->span_from, scenario->span_to);
}

double cf_view_revenue_factor(const cf_scenario *scenario, const cf_view_options *options,
                              const cf_entity *entity, bool *scaled)
{
    cf_day from, to;

    *scaled = cf_view_time(scenario, options, &from, &to) && entity->revenue_from != CF_NO_DAY &&
              (entity->revenue_from != from || entity->revenue_to != to);
    return *scaled ? cf_days_of(from, to) / cf_days_of(entity->revenue_from, entity->revenue_to)
                   : 1.0;
}

static void add_funds(const struct building *building, int index, double part)
{
    const cf_entity *entity = &building->view.scenario->entities[index];
    cf_view_entity *target = &building->entities[building->entity_of[index]];

    target->funds_known = target->funds_known && entity->outside_funds_known;
    if (!entity->outside_funds_known)
        return;
    target->funds += cf_range_at(entity->outside_funds, building->view.options.which) * part;
    target->funds_low += entity->outside_funds.low * part;
    target->funds_high += entity->outside_funds.high * part;
}

static void add_revenue(const struct building *building, int index)
{
    const cf_view *view = &building->view;
    const cf_entity *entity = &view->scenario->entities[index];
    cf_view_entity *target = &building->entities[building->entity_of[index]];
    bool scaled;
    double factor = cf_view_revenue_factor(view->scenario, &view->options, entity, &scaled);

    if (!entity->revenue_known)
        return;
    target->revenue_scaled = target->revenue_scaled || scaled;
    target->revenue_known = true;
    target->revenue += cf_range_at(entity->revenue, view->options.which) * factor;
    target->revenue_low += entity->revenue.low * factor;
    target->revenue_high += entity->revenue.high * factor;
}

static void fill_entities(struct building *building)
{
    double part = cf_view_funds_part(building->view.scenario, &building->view.options);

    for (int i = 0; i < building->view.scenario->entity_count; i++) {
        add_funds(building, i, part);
        add_revenue(building, i);
    }
    for (int i = 0; i < building->view.entity_count; i++) {
        cf_view_entity *entity = &building->entities[i];

        if (!entity->funds_known)
            entity->funds = entity->funds_low = entity->funds_high = 0.0;
        if (building->what_ifs.funds != NULL)
            cf_view_suppose_entity(entity, &building->what_ifs, i);
    }
}

/* ---- deals ---- */

/* Inside a group a deal vanishes; what it sold there is no revenue of the group. */
static void drop_inside(struct building *building, int index)
{
    const cf_deal *deal = &building->view.scenario->deals[index];
    cf_view_entity *entity = &building->entities[building->entity_of[deal->payee]];

    building->inside += deal->kind == CF_UNQUANTIFIED || building->figures.left[index] > 0;
    cf_sum_add(&building->inside_amount, building->figures.left[index]);
    if (cf_relation_class(deal->relation) == CF_TRADE &&
        building->view.scenario->entities[deal->payee].revenue_known) {
        entity->revenue = cf_excess(entity->revenue, building->figures.left[index]);
        entity->revenue_low = cf_excess(entity->revenue_low, building->figures.left[index]);
        entity->revenue_high = cf_excess(entity->revenue_high, building->figures.left[index]);
    }
}

static void add_beside(struct building *building, int index)
{
    const cf_deal *deal = &building->view.scenario->deals[index];
    const cf_selection *selection = &building->selection[index];
    cf_view_beside beside = { .deal = index,
                              .payer = building->entity_of[deal->payer],
                              .payee = building->entity_of[deal->payee],
                              .by_status = (selection->out & OUT_BY_STATUS) != 0,
                              .by_cash = (selection->out & OUT_BY_CASH) != 0,
                              .by_contingent = (selection->out & OUT_BY_CONTINGENT) != 0,
                              .amount = building->figures.full[index] };
    cf_view_entity *payer = &building->entities[beside.payer];

    building->beside[building->view.beside_count++] = beside;
    if (deal->relation != CF_INVESTOR || beside.payer == beside.payee)
        return;
    if (selection->status == CF_LETTER_OF_INTENT && beside.by_status)
        payer->letters += beside.amount;
    if (beside.by_contingent)
        payer->contingent += beside.amount;
    if (beside.by_cash)
        payer->non_cash += beside.amount;
}

static void fill_deals(struct building *building)
{
    const cf_scenario *scenario = building->view.scenario;

    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];
        cf_view_deal entry = { .deal = i,
                               .payer = building->entity_of[deal->payer],
                               .payee = building->entity_of[deal->payee],
                               .status = building->selection[i].status,
                               .quantified = deal->kind != CF_UNQUANTIFIED,
                               .amount = building->figures.left[i],
                               .due = building->figures.left[i],
                               .as_filed = building->figures.left[i],
                               .low = building->figures.low[i],
                               .high = building->figures.high[i] };

        if (building->what_ifs.amounts != NULL && building->selection[i].out == 0)
            cf_view_suppose_deal(&entry, &building->what_ifs);
        if ((building->selection[i].out & OUT_BEFORE_SELECTION) != 0)
            continue;
        if (building->selection[i].out != 0)
            add_beside(building, i);
        else if (entry.payer == entry.payee)
            drop_inside(building, i);
        else if (!entry.quantified || entry.amount > 0 || building->view.options.empty)
            building->deals[building->view.deal_count++] = entry;
    }
}

/* What --consolidate takes away must not vanish without a word. */
static cf_status tell_inside(const struct building *building)
{
    const cf_view *view = &building->view;
    char amount[32], digits[32]; /* digits: without what adding up left in the last ones */

    if (!view->options.consolidate || building->inside == 0)
        return CF_OK;
    snprintf(digits, sizeof digits, "%.12g", cf_sum_value(building->inside_amount));
    cf_text_number(amount, strtod(digits, NULL));
    return cf_diags_add(building->diags, CF_WARNING, CF_CODE_VIEW_INSIDE_GROUPS, NULL, NULL,
                        "--consolidate: %d of %d deals %s inside a group and left out, %s "
                        "%s%s%s in all",
                        building->inside, building->inside + view->deal_count,
                        building->inside == 1 ? "is" : "are", view->scenario->currency, amount,
                        view->scenario->unit == CF_ONE ? "" : " ",
                        view->scenario->unit == CF_ONE ? "" : cf_unit_names[view->scenario->unit]);
}

/* ---- joint ---- */

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static cf_status resolve_joint(struct building *building)
{
    const cf_view_options *options = &building->view.options;
    int *joint = cf_arena_new(&building->arena, (size_t)options->joint_count, sizeof *joint);
    int count = 0;

    if (joint == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < options->joint_count; i++) {
        cf_status status = cf_view_name_entity(&joint[i], &building->view, "--joint",
                                               options->joint[i], building->diags);

        if (status != CF_OK)
            return status;
    }
    qsort(joint, (size_t)options->joint_count, sizeof *joint, compare_ints);
    for (int i = 0; i < options->joint_count; i++) {
        if (count == 0 || joint[count - 1] != joint[i])
            joint[count++] = joint[i];
    }
    building->view.joint = joint;
    building->view.joint_count = count;
    return CF_OK;
}

/* ---- what is paid ---- */

static cf_status cut(struct building *building)
{
    size_t deals = (size_t)building->view.scenario->deal_count;
    double *paid_part = cf_arena_new(&building->arena, deals, sizeof *paid_part);

    return paid_part == NULL ? CF_NO_MEMORY
                             : cf_view_cut(&building->view, building->deals, paid_part);
}

/* ---- what if ---- */

static cf_status read_what_ifs(struct building *building)
{
    size_t entities = (size_t)building->view.entity_count;
    size_t deals = (size_t)building->view.scenario->deal_count;
    cf_view_what_ifs *of = &building->what_ifs;

    if (building->view.options.what_if_count == 0)
        return CF_OK;
    of->amounts = cf_arena_new(&building->arena, deals, sizeof *of->amounts);
    of->placed = cf_arena_new(&building->arena, deals, sizeof *of->placed);
    of->funds = cf_arena_new(&building->arena, entities, sizeof *of->funds);
    of->revenue = cf_arena_new(&building->arena, entities, sizeof *of->revenue);
    if (building->arena.failed)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < deals; i++)
        of->amounts[i] = (double)NAN;
    for (size_t i = 0; i < entities; i++)
        of->funds[i] = of->revenue[i] = (double)NAN;
    return cf_view_read_what_ifs(of, &building->view, building->diags);
}

/* ---- all together ---- */

static cf_status check_window(const cf_view_options *options, cf_diags *diags)
{
    if ((options->window_from == CF_NO_DAY) == (options->window_to == CF_NO_DAY) &&
        options->window_from <= options->window_to)
        return CF_OK;
    if (cf_diags_add(diags, CF_ERROR, CF_CODE_VIEW_WINDOW, NULL,
                     "write it as FROM..TO, the earlier day first",
                     "--window must begin before it ends") != CF_OK)
        return CF_NO_MEMORY;
    return CF_BAD_OPTION;
}

static cf_status allocate(struct building *building)
{
    size_t entities = (size_t)building->view.scenario->entity_count;
    size_t deals = (size_t)building->view.scenario->deal_count;
    cf_arena *arena = &building->arena;
    double **figures[] = { &building->figures.full, &building->figures.left, &building->figures.low,
                           &building->figures.high };

    building->entities = cf_arena_new(arena, entities, sizeof *building->entities);
    building->deals = cf_arena_new(arena, deals, sizeof *building->deals);
    building->beside = cf_arena_new(arena, deals, sizeof *building->beside);
    building->entity_of = cf_arena_new(arena, entities, sizeof *building->entity_of);
    building->selection = calloc(deals + 1, sizeof *building->selection);
    for (int i = 0; i < 4; i++)
        *figures[i] = calloc(deals + 1, sizeof **figures[i]);
    if (building->entities == NULL || building->deals == NULL || building->beside == NULL ||
        building->entity_of == NULL || building->selection == NULL ||
        building->figures.full == NULL || building->figures.left == NULL ||
        building->figures.low == NULL || building->figures.high == NULL)
        return CF_NO_MEMORY;
    building->view.entities = building->entities;
    building->view.entity_of = building->entity_of;
    building->view.deals = building->deals;
    building->view.beside = building->beside;
    return CF_OK;
}

static void drop_scratch(struct building *building)
{
    free(building->selection);
    free(building->figures.full);
    free(building->figures.left);
    free(building->figures.low);
    free(building->figures.high);
    building->selection = NULL;
    building->figures = (cf_view_figures){ 0 };
}

cf_status cf_view_new(cf_view **out, const cf_scenario *scenario, const cf_view_options *options,
                      cf_diags *diags)
{
    struct building *building = calloc(1, sizeof *building);
    cf_status status;

    *out = NULL;
    if (building == NULL)
        return CF_NO_MEMORY;
    building->view.scenario = scenario;
    building->view.options = *options;
    building->view.as_of = cf_view_day(scenario, options);
    building->diags = diags;
    status = check_window(options, diags);
    if (status == CF_OK)
        status = allocate(building);
    if (status == CF_OK)
        status = map_entities(building);
    if (status == CF_OK)
        status = read_what_ifs(building);
    if (status == CF_OK)
        status = cf_view_select(building->selection, scenario, options);
    if (status == CF_OK)
        status = cf_view_amounts(&building->figures, building->selection, scenario, options, diags);
    if (status == CF_OK) {
        fill_entities(building);
        fill_deals(building);
        status = resolve_joint(building);
    }
    if (status == CF_OK)
        status = tell_inside(building);
    if (status == CF_OK && options->what_if_count > 0)
        status = cf_view_tell_missed(&building->what_ifs, &building->view, diags);
    if (status == CF_OK && options->gap_cut)
        status = cut(building);
    drop_scratch(building);
    if (status == CF_OK)
        *out = &building->view;
    else
        cf_view_free(&building->view);
    return status;
}

void cf_view_free(cf_view *view)
{
    struct building *building = (struct building *)view;

    if (building == NULL)
        return;
    cf_arena_free(&building->arena);
    free(building);
}
