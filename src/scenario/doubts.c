/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warns of what a scenario may say, but seldom means: no amount at all, a deal twice, entities
 * without deals, amounts that nobody has, deals that come to more than a stated total.
 */
#include "circfin/view.h"
#include "scenario/build.h"

/* ---- amounts ---- */

/* More than any deal is worth in any currency, though not yet impossible. */
static const double suspect = 1e18;

static const double unit_sizes[CF_UNIT_COUNT] = { 1.0, 1e3, 1e6, 1e9 };

bool cf_is_huge_amount(const cf_reader *reader, const cf_deal *deal)
{
    cf_unit unit = reader->store->scenario.unit;

    return unit != CF_ONE && deal->amount.high * unit_sizes[unit] >= suspect;
}

/* An amount written out in full although the unit is bn. */
static void doubt_size(const cf_json *list, int index)
{
    const cf_scenario *scenario = &list->reader->store->scenario;
    const cf_deal *deal = &list->reader->deals[index];
    cf_json node = cf_json_element_at(list, (size_t)index, NULL, "a deal");
    cf_json amount = cf_json_member(&node, "amount");

    if (deal->kind == CF_QUANTIFIED && cf_is_huge_amount(list->reader, deal))
        cf_json_doubt(&amount, CF_CODE_SUSPECT_UNIT,
                      &(cf_doubt){ .of = deal->id,
                                   .value = cf_show_number(deal->amount.high).text,
                                   .hint = "check the unit of the scenario" },
                      "an amount is usually below 1e18 %s, but is %s %s",
                      deal->currency != NULL ? deal->currency : scenario->currency,
                      cf_show_number(deal->amount.high).text, cf_unit_names[scenario->unit]);
}

/* In JSON, an amount under another key is an unknown key. */
static void doubt_amounts(const cf_json *list, const cf_survey *survey)
{
    const cf_reader *reader = list->reader;
    int count = reader->store->scenario.deal_count;
    cf_unit unit = reader->store->scenario.unit;

    for (int i = 0; i < count && survey->largest * unit_sizes[unit] >= suspect; i++)
        doubt_size(list, i);
    if (reader->spreadsheets && count > 0 && survey->unquantified == count)
        cf_json_warn(list, CF_CODE_NO_AMOUNT, "write them into the column \"amount\"",
                     "no deal has an amount, so every figure is 0 or unknown");
}

/* ---- the same deal twice ---- */

static void doubt_twin(const cf_json *list, const cf_twin *twin)
{
    const cf_reader *reader = list->reader;
    const cf_deal *late = &reader->deals[twin->late], *early = &reader->deals[twin->early];
    cf_json node = cf_json_element_at(list, (size_t)twin->late, NULL, "a deal");
    cf_json first = cf_json_element_at(list, (size_t)twin->early, NULL, "a deal");
    cf_json id = cf_json_member(&node, "id"), other = cf_json_member(&first, "id");

    cf_json_doubt(&id, CF_CODE_DEAL_TWICE,
                  &(cf_doubt){ .other = &other,
                               .of = late->id,
                               .value = late->id,
                               .expected = early->id,
                               .hint = "if it is the same deal, remove one: both count; the first "
                                       "one is" },
                  "%s may be %s again: payer, payee, amount and %s", cf_show_text(late->id).text,
                  cf_show_text(early->id).text,
                  late->announced == CF_NO_DAY && late->start == CF_NO_DAY &&
                          late->end == CF_NO_DAY && late->schedule_count == 0
                      ? "instrument are the same, and neither has a date"
                      : "dates are the same");
}

/* ---- entities ---- */

static cf_json entity_id(const cf_json *entity)
{
    return cf_json_member(entity, "id");
}

static void doubt_idle(const cf_json *list, int index)
{
    const cf_entity *entity = &list->reader->entities[index];
    bool has_figures = entity->revenue_known || entity->outside_funds_known;
    cf_json node = cf_json_element_at(list, (size_t)index, NULL, "an entity");
    cf_json id = entity_id(&node);

    if (has_figures)
        cf_json_doubt(&id, CF_CODE_IDLE_ENTITY,
                      &(cf_doubt){ .of = entity->id, .hint = "is it left over from a template?" },
                      "%s has %s, but no deal names it", cf_show_text(entity->id).text,
                      entity->revenue_known ? "a revenue" : "outside funds");
    else if (list->reader->notes)
        cf_json_doubt(&id, CF_CODE_UNCONNECTED,
                      &(cf_doubt){ .of = entity->id,
                                   .hint = "does a deal spell it in another way? Else remove it" },
                      "%s is in no deal", cf_show_text(entity->id).text);
}

/* Who says where its money comes from, by funds or revenue, needs no payer. */
static void note_unpaid(const cf_json *list, const cf_json *deals, int index, int investment)
{
    const cf_reader *reader = list->reader;
    const cf_entity *entity = &reader->entities[index];
    cf_json node = cf_json_element_at(list, (size_t)index, NULL, "an entity");
    cf_json id = entity_id(&node);
    cf_json deal = cf_json_element_at(deals, (size_t)investment, NULL, "a deal");
    cf_json other = cf_json_member(&deal, "id");

    cf_json_doubt(&id, CF_CODE_NEVER_PAID,
                  &(cf_doubt){ .is_note = true,
                               .other = &other,
                               .of = entity->id,
                               .hint = "is a deal missing, or does one spell it in another way? "
                                       "Its first investment is" },
                  "%s invests, but no deal pays it, so none of its money comes back to it",
                  cf_show_text(entity->id).text);
}

/* An entity without an id is an error of its own. */
static void doubt_entities(const cf_json *list, const cf_json *deals, const cf_survey *survey)
{
    const cf_reader *reader = list->reader;
    const cf_scenario *scenario = &reader->store->scenario;

    for (int i = 0; i < scenario->entity_count && scenario->deal_count > 0; i++) {
        unsigned char roles = survey->roles[i];

        if (reader->entities[i].id == NULL)
            continue;
        if (roles == 0)
            doubt_idle(list, i);
        else if (reader->notes && roles == (CF_ROLE_NAMED | CF_ROLE_INVESTS) &&
                 !reader->entities[i].outside_funds_known && !reader->entities[i].revenue_known)
            note_unpaid(list, deals, i, survey->investments[i]);
    }
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
    cf_survey *survey;

    cf_build_find_alike(reader, entities);
    if (reader->errors > 0 || reader->status != CF_OK)
        return;
    survey = cf_survey_new(reader);
    if (survey == NULL)
        return;
    doubt_amounts(deals, survey);
    doubt_entities(entities, deals, survey);
    for (int i = 0; i < survey->twins.list.count && reader->status == CF_OK; i++)
        doubt_twin(deals, &survey->twins.list.at[i]);
    if (reader->status == CF_OK)
        cf_build_doubt_units(entities, deals, survey);
    if (reader->status == CF_OK)
        cf_build_doubt_days(deals, survey);
    cf_survey_free(survey);
    if (reader->status == CF_OK)
        doubt_totals(entities);
}
