/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <jansson.h>

#include "circfin/scenario.h"
#include "scenario/fields.h"

/* The properties of a part of the schema: "deal", or "" for the scenario itself. */
static json_t *properties(json_t *schema, const char *part)
{
    json_t *parts = json_object_get(schema, "$defs");

    return json_object_get(*part == '\0' ? schema : json_object_get(parts, part), "properties");
}

Test(schema, is_json_of_its_draft)
{
    json_t *schema = json_loads(cf_scenario_schema(), JSON_REJECT_DUPLICATES, NULL);

    cr_assert_not_null(schema);
    cr_expect_str_eq(json_string_value(json_object_get(schema, "$schema")),
                     "https://json-schema.org/draft/2020-12/schema");
    json_decref(schema);
}

Test(schema, describes_the_same_keys_as_are_read)
{
    static const struct {
        const char *part;
        const cf_fields *fields;
    } parts[] = { { "", &cf_scenario_fields },   { "entity", &cf_entity_fields },
                  { "deal", &cf_deal_fields },   { "shock", &cf_shock_fields },
                  { "range", &cf_range_fields }, { "funds", &cf_funds_fields } };
    json_t *schema = json_loads(cf_scenario_schema(), 0, NULL);

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        json_t *keys = properties(schema, parts[i].part);

        cr_expect_eq((int)json_object_size(keys), parts[i].fields->count, "%s", parts[i].part);
        for (int k = 0; k < parts[i].fields->count; k++) {
            const char *key = parts[i].fields->rows[k].key;

            cr_expect_not_null(json_object_get(keys, key), "%s %s is not in the schema",
                               parts[i].part, key);
        }
    }
    json_decref(schema);
}

Test(schema, explains_every_field_of_deals_and_entities)
{
    static const char *const parts[] = { "deal", "entity" };
    json_t *schema = json_loads(cf_scenario_schema(), 0, NULL), *about;
    const char *key;

    for (int i = 0; i < 2; i++)
        json_object_foreach(properties(schema, parts[i]), key, about)
            cr_expect_not_null(json_object_get(about, "description"), "%s %s", parts[i], key);
    json_decref(schema);
}
