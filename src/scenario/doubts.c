/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warns of what a scenario may say, but seldom means: one name in two spellings, no amount at all,
 * entities without deals, amounts in the wrong unit, deals that come to more than a stated total.
 */
#include "circfin/view.h"
#include "scenario/build.h"

/* ---- amounts ---- */

/* More than any deal is worth in any currency, though not yet impossible. */
static const double suspect = 1e18;

/* An amount written out in full although the unit is bn. */
static void doubt_unit(const cf_json *list, int index)
{
    static const double sizes[CF_UNIT_COUNT] = { 1.0, 1e3, 1e6, 1e9 };
    const cf_scenario *scenario = &list->reader->store->scenario;
    const cf_deal *deal = &list->reader->deals[index];

    if (deal->kind != CF_QUANTIFIED || scenario->unit == CF_ONE ||
        deal->amount.high * sizes[scenario->unit] < suspect)
        return;
    cf_json node = cf_json_element(list, (size_t)index, "a deal");
    cf_json amount = cf_json_member(&node, "amount");

    cf_json_warn(&amount, CF_CODE_SUSPECT_UNIT, "check the unit of the scenario",
                 "an amount is usually below 1e18 %s, but is %s %s",
                 deal->currency != NULL ? deal->currency : scenario->currency,
                 cf_show_number(deal->amount.high).text, cf_unit_names[scenario->unit]);
}

/* In JSON, an amount under another key is an unknown key. */
static void doubt_amounts(const cf_json *list)
{
    const cf_reader *reader = list->reader;
    int count = reader->store->scenario.deal_count, unknown = 0;

    for (int i = 0; i < count; i++) {
        doubt_unit(list, i);
        unknown += reader->deals[i].kind == CF_UNQUANTIFIED;
    }
    if (reader->spreadsheets && count > 0 && unknown == count)
        cf_json_warn(list, CF_CODE_NO_AMOUNT, "write them into the column \"amount\"",
                     "no deal has an amount, so every figure is 0 or unknown");
}

/* ---- entities ---- */

static void doubt_entity(const cf_json *list, int index)
{
    const cf_entity *entity = &list->reader->entities[index];

    if (entity->id == NULL || (!entity->revenue_known && !entity->outside_funds_known))
        return; /* an entity without an id is an error of its own */
    cf_json node = cf_json_element(list, (size_t)index, "an entity");
    cf_json id = cf_json_member(&node, "id");

    cf_json_warn(&id, CF_CODE_IDLE_ENTITY, "is it left over from a template?",
                 "%s has %s, but no deal names it", cf_show_text(entity->id).text,
                 entity->revenue_known ? "a revenue" : "outside funds");
}

static void doubt_entities(const cf_json *list)
{
    cf_reader *reader = list->reader;
    const cf_scenario *scenario = &reader->store->scenario;
    char *named = cf_reader_new(reader, (size_t)scenario->entity_count, 1);

    if (named == NULL)
        return;
    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &reader->deals[i];

        if (deal->payer >= 0 && deal->payee >= 0)
            named[deal->payer] = named[deal->payee] = 1;
    }
    for (int i = 0; i < scenario->entity_count && scenario->deal_count > 0; i++)
        if (!named[i])
            doubt_entity(list, i);
}

/* ---- stated totals ---- */

/* What an entity states, and what the deals come to in the default view. */
static void doubt_stated(const cf_json *list, int index, const double *named)
{
    const cf_entity *entity = &list->reader->entities[index];
    cf_json node = cf_json_element(list, (size_t)index, "an entity");
    cf_json stated = cf_json_member(&node, "stated");
    const cf_datum *at = cf_datum_first(stated.json);

    for (int i = 0; at != NULL && i < entity->stated_count; i++, at = at->next) {
        const cf_stated *total = &entity->stated[i];
        cf_json element = cf_json_element_at(&stated, (size_t)i, at, "a stated total");

        if (named[total->of] > (1.0 + CF_STATED_SLACK) * total->amount.base)
            cf_json_warn(&element, CF_CODE_STATED_EXCEEDED,
                         "is something counted twice? See part_of and supersedes",
                         "the deals usually come to no more than the stated %s of %s, but come to "
                         "%s",
                         cf_stated_of_names[total->of], cf_show_number(total->amount.base).text,
                         cf_show_number(named[total->of]).text);
    }
}

static bool states_any(const cf_reader *reader)
{
    for (int i = 0; i < reader->store->scenario.entity_count; i++)
        if (reader->entities[i].stated_count > 0)
            return true;
    return false;
}

static void doubt_totals(const cf_json *list)
{
    cf_reader *reader = list->reader;
    cf_scenario scenario = reader->store->scenario;
    cf_view_options options = cf_view_options_of(CF_VIEW_BASE);
    cf_view *view = NULL;
    double *named = NULL;

    if (!reader->compare_totals || !states_any(reader))
        return;
    scenario.entities = reader->entities;
    scenario.deals = reader->deals;
    if (cf_view_new(&view, &scenario, &options, NULL) == CF_OK)
        named =
            cf_reader_new(reader, (size_t)view->entity_count * CF_STATED_OF_COUNT, sizeof *named);
    if (named != NULL) {
        cf_view_named_totals(named, view);
        for (int i = 0; i < scenario.entity_count; i++)
            doubt_stated(list, i, &named[CF_STATED_OF_COUNT * view->entity_of[i]]);
    }
    cf_view_free(view);
}

/* ---- the whole ---- */

/* With errors it is not known what the deals say. */
void cf_build_doubt(cf_reader *reader, const cf_json *entities, const cf_json *deals)
{
    cf_build_find_alike(reader, entities);
    if (reader->errors > 0 || reader->status != CF_OK)
        return;
    doubt_amounts(deals);
    doubt_entities(entities);
    doubt_totals(entities);
}
