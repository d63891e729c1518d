/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds a scenario from JSON values: its own keys here, then entities, deals and references. */
#include "scenario/build.h"

#include <string.h>

#include "base/text.h"
#include "scenario/values.h"

/* ---- ids ---- */

void cf_build_duplicate_id(const cf_json *id, const cf_json *first, const char *what,
                           const char *text)
{
    cf_json_error_with(id, first, CF_CODE_DUPLICATE_ID, "the first one is",
                       "id must be unique, but %s is also the id of another %s",
                       cf_show_text(text).text, what);
}

void cf_build_add_id(const cf_json *list, size_t index, const cf_json *id, int map,
                     const char *text)
{
    cf_reader *reader = id->reader;
    int first;

    if (cf_map_put(&reader->store->ids[map], 0, text, strlen(text), (int)index, &first) != CF_OK)
        reader->status = CF_NO_MEMORY;
    if (first < 0)
        return;
    cf_json owner = cf_json_element(list, (size_t)first, "");
    cf_json other = cf_json_member(&owner, "id");
    cf_build_duplicate_id(id, &other, map == CF_DEAL_IDS ? "deal" : "entity", text);
}

/* ---- the scenario's own keys ---- */

static void read_schema(const cf_json *node)
{
    const char *schema = cf_json_borrow(node, "\"circfin.scenario/1\"");

    if (schema == NULL || strcmp(schema, "circfin.scenario/1") == 0)
        return;
    cf_json_error(node, CF_CODE_WRONG_SCHEMA,
                  strncmp(schema, "circfin.scenario/", 17) == 0 ? "a newer circfin may read it"
                                                                : NULL,
                  "schema must be \"circfin.scenario/1\", but is %s", cf_show_text(schema).text);
}

static void read_span(const cf_json *node, cf_scenario *scenario)
{
    cf_json from = cf_json_member(node, "from");
    cf_json to = cf_json_member(node, "to");

    cf_fields_read(node, &cf_span_fields, scenario);
    cf_json_check_order(&from, scenario->span_from, &to, scenario->span_to);
}

/* "billion" is one slip from "million", so for units only the first letter is sure. */
static const char *suggest_unit(const char *word, const char *const *words, size_t count)
{
    static const char letters[] = { 'o', 't', 'm', 'b' };
    size_t i = 0;

    while (i < count && (*word | 0x20) != letters[i])
        i++;
    return i < count && (i != CF_THOUSAND || (word[1] | 0x20) != 'r') ? words[i] : NULL;
}

static bool is_users_own(const char *key)
{
    return strncmp(key, "x-", 2) == 0;
}

/* False where the rate is none. */
static bool read_rate(const cf_json *node, const char *own, cf_rate *out)
{
    double rate = 0.0;

    if (!cf_is_currency(node->key))
        cf_json_key_problem(node, CF_ERROR, CF_CODE_BAD_CURRENCY,
                            "write an ISO 4217 code, such as \"EUR\"",
                            "a key of fx must be three upper-case letters, but is %s",
                            cf_show_text(node->key).text);
    else if (cf_json_number(node, CF_NUMBER_RATE, &rate) && own != NULL &&
             strcmp(own, node->key) == 0 && (rate < 1.0 || rate > 1.0))
        cf_json_warn(node, CF_CODE_OWN_RATE, NULL,
                     "%s is the currency of the scenario, so its rate is 1 and not %s", own,
                     cf_show_number(rate).text);
    if (rate <= 0.0)
        return false;
    *out = (cf_rate){ cf_json_copy(node, node->key), rate };
    return true;
}

static void read_rates(const cf_json *node, cf_scenario *scenario)
{
    cf_rate *rates;

    if (!cf_json_is_object(node))
        return;
    scenario->rates = rates =
        cf_reader_new(node->reader, (size_t)cf_datum_count(node->json), sizeof *rates);
    if (rates == NULL)
        return;
    for (const cf_datum *at = cf_datum_first(node->json); at != NULL; at = at->next) {
        cf_json rate = cf_json_member_at(node, at);

        if (is_users_own(at->key))
            scenario->unkept++;
        else if (read_rate(&rate, scenario->currency, &rates[scenario->rate_count]))
            scenario->rate_count++;
    }
}

static int index_of_status(const char *name)
{
    int i = 0;

    while (i < CF_DEAL_STATUS_COUNT && strcmp(cf_deal_status_names[i], name) != 0)
        i++;
    return i;
}

static void read_one_probability(const cf_json *node, cf_scenario *scenario)
{
    int status = index_of_status(node->key);
    const char *near;

    if (status < CF_DEAL_STATUS_COUNT) {
        cf_json_number(node, CF_NUMBER_FRACTION, &scenario->status_probability[status]);
        return;
    }
    near = cf_text_nearest(node->key, cf_deal_status_names, CF_DEAL_STATUS_COUNT);
    cf_json_key_problem(node, CF_ERROR, CF_CODE_UNKNOWN_WORD,
                        near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                        "a key of status_probability must be a status, but is %s",
                        cf_show_text(node->key).text);
}

static void read_status_probability(const cf_json *node, cf_scenario *scenario)
{
    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++)
        scenario->status_probability[i] = 1.0;
    if (!cf_json_is_object(node))
        return;
    for (const cf_datum *at = cf_datum_first(node->json); at != NULL; at = at->next) {
        cf_json member = cf_json_member_at(node, at);

        member.what = "a probability";
        if (is_users_own(at->key))
            scenario->unkept++;
        else
            read_one_probability(&member, scenario);
    }
}

static void read_head(const cf_json *root, cf_scenario *scenario)
{
    cf_json schema = cf_json_member(root, "schema");
    cf_json span = cf_json_member(root, "span");
    cf_json currency = cf_json_member(root, "currency");
    cf_json unit = cf_json_member(root, "unit");
    cf_json fx = cf_json_member(root, "fx");
    cf_json probabilities = cf_json_member(root, "status_probability");
    cf_json shocks = cf_json_member(root, "shocks");
    cf_json address = cf_json_member(root, "$schema");

    (void)cf_json_borrow(&address, "the address of a JSON Schema");
    read_schema(&schema);
    read_span(&span, scenario);
    scenario->currency = cf_json_currency(&currency);
    scenario->unit =
        (cf_unit)cf_json_word(&unit, cf_unit_names, CF_UNIT_COUNT, CF_ONE, suggest_unit);
    read_rates(&fx, scenario);
    read_status_probability(&probabilities, scenario);
    cf_build_shocks(root->reader, &shocks);
}

/* ---- the whole ---- */

static void read_lists(const cf_json *root, cf_scenario *scenario)
{
    cf_reader *reader = root->reader;
    cf_json entities = cf_json_member(root, "entities");
    cf_json deals = cf_json_member(root, "deals");

    reader->entities_in_doubt = !cf_json_is_list(&entities);
    reader->deals_in_doubt = !cf_json_is_list(&deals);
    entities.rows = reader->entity_rows;
    deals.rows = reader->deal_rows;
    scenario->entity_count = (int)cf_json_size(&entities);
    scenario->deal_count = (int)cf_json_size(&deals);
    if (cf_map_reserve(&reader->store->ids[CF_ENTITY_IDS], cf_json_size(&entities)) != CF_OK ||
        cf_map_reserve(&reader->store->ids[CF_DEAL_IDS], cf_json_size(&deals)) != CF_OK)
        reader->status = CF_NO_MEMORY;
    if (reader->status == CF_OK)
        cf_build_entities(reader, &entities);
    if (reader->status == CF_OK)
        cf_build_aliases(reader, &entities);
    if (reader->status == CF_OK)
        cf_build_deals(reader, &deals);
    if (reader->status == CF_OK)
        cf_build_references(reader, &deals);
    if (reader->status == CF_OK)
        cf_build_check_circles(reader, &deals);
    if (reader->status == CF_OK && reader->diags != NULL)
        cf_build_doubt(reader, &entities, &deals);
    if (reader->status == CF_OK && reader->errors == 0)
        cf_build_drop(reader);
    scenario->entities = reader->entities;
    scenario->deals = reader->deals;
}

static void read_root(const cf_json *root, cf_scenario *scenario, const char *file)
{
    if (!cf_json_is_object(root))
        return;
    cf_fields_read(root, &cf_scenario_fields, scenario);
    root->reader->fx = cf_datum_get(root->json, "fx");
    read_head(root, scenario);
    read_lists(root, scenario);
    scenario->unkept += root->reader->unkept;
    scenario->file = cf_arena_copy(root->reader->arena, file, strlen(file));
    if (scenario->file == NULL)
        root->reader->status = CF_NO_MEMORY;
}

cf_status cf_build(cf_scenario **out, const cf_datum *root, const cf_build_source *source,
                   const char *file, cf_diags *diags)
{
    cf_reader reader = { .diags = diags,
                         .comparisons = 10000000,
                         .entity_rows = source->entities,
                         .deal_rows = source->deals,
                         .progress = source->progress,
                         .threads = source->threads,
                         .spreadsheets = source->spreadsheets,
                         .drop_self_deals = source->drop_self_deals,
                         .compare_totals = source->compare_totals,
                         .notes = source->notes };
    cf_json node = cf_json_root(&reader, root);
    cf_status status;

    *out = NULL;
    status = cf_scenario_store_new(&reader.store);
    if (status != CF_OK)
        return status;
    reader.arena = &reader.store->arena;
    read_root(&node, &reader.store->scenario, file);
    status = reader.status;
    if (status == CF_OK && reader.errors > 0)
        status = CF_BAD_INPUT;
    if (status == CF_OK)
        *out = &reader.store->scenario;
    else
        cf_scenario_free(&reader.store->scenario);
    return status;
}
