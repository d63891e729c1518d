/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/fields.h"

#include <string.h>

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

static const char *const scenario_names[] = {
    "schema",      "name",  "currency", "entities", "deals", /* required up to here */
    "description", "as_of", "span",     "unit",     "fx",    "status_probability", "shocks",
};
const cf_fields cf_scenario_fields = {
    .what = "a scenario", .names = scenario_names, .count = COUNT(scenario_names), .required = 5
};

static const char *const span_names[] = { "from", "to" };
const cf_fields cf_span_fields = {
    .what = "a span", .names = span_names, .count = COUNT(span_names), .required = 2
};

static const char *const entity_names[] = {
    "id", /* required */
    "name", "group", "sector", "outside_funds", "revenue", "note", "sources",
};
const cf_fields cf_entity_fields = {
    .what = "an entity", .names = entity_names, .count = COUNT(entity_names), .required = 1
};

static const char *const revenue_names[] = { "amount" /* required */, "from", "to" };
const cf_fields cf_revenue_fields = {
    .what = "a revenue", .names = revenue_names, .count = COUNT(revenue_names), .required = 1
};

static const char *const source_names[] = { "title", "publisher", "date", "url" };
const cf_fields cf_source_fields = { .what = "a source",
                                     .names = source_names,
                                     .count = COUNT(source_names),
                                     .any_of = 4,
                                     .none = CF_EMPTY_SOURCE };

static const char *const deal_names[] = {
    "id",         "relation", "payer",      "payee", /* required up to here */
    "amount",     "currency", "instrument", "announced",   "cancelled", "start",
    "end",        "schedule", "status",     "probability", "basis",     "cash",
    "contingent", "earmark",  "part_of",    "supersedes",  "note",      "sources",
};
const cf_fields cf_deal_fields = {
    .what = "a deal", .names = deal_names, .count = COUNT(deal_names), .required = 4
};

/* The first three are a range; with the last two it is the amount of a deal. */
static const char *const amount_names[] = { "low", "base", "high", "share", "of" };
const cf_fields cf_range_fields = {
    .what = "a range", .names = amount_names, .count = 3, .any_of = 3, .none = CF_EMPTY_RANGE
};
const cf_fields cf_amount_fields = {
    .what = "an amount", .names = amount_names, .count = 5, .any_of = 5, .none = CF_EMPTY_RANGE
};

static const char *const instalment_names[] = { "date", "amount" };
const cf_fields cf_instalment_fields = { .what = "an instalment",
                                         .names = instalment_names,
                                         .count = COUNT(instalment_names),
                                         .required = 2 };

/* ---- checking ---- */

/* What is known of an object while its keys are gone through; bit i stands for names[i]. */
struct check {
    const cf_json *object;
    const cf_fields *fields;
    unsigned there;
    unsigned told; /* missing, and told where its misspelling is */
};

static int index_of(const cf_fields *fields, const char *name)
{
    int i = 0;

    while (i < fields->count && strcmp(fields->names[i], name) != 0)
        i++;
    return i;
}

static unsigned bit(int index)
{
    return 1u << (unsigned)index;
}

static unsigned first_bits(int count)
{
    return (unsigned)((1ull << (unsigned)count) - 1);
}

static bool lacks_any(const struct check *check)
{
    return check->fields->any_of > 0 && (check->there & first_bits(check->fields->any_of)) == 0;
}

/* "low, base or high" */
static cf_shown any_of(const cf_fields *fields)
{
    cf_shown list = { "" };

    for (int i = 0; i < fields->any_of; i++) {
        if (i > 0)
            strcat(list.text, i + 1 == fields->any_of ? " or " : ", ");
        strcat(list.text, fields->names[i]);
    }
    return list;
}

/* A key that no field has. Where it is a slip for one that must be there, that is the error. */
static void unknown_key(struct check *check, const char *key)
{
    const cf_fields *fields = check->fields;
    const char *near = cf_reader_suggest(check->object->reader, key, fields->names, fields->count);
    int meant = near == NULL ? fields->count : index_of(fields, near);
    cf_shown hint = cf_show_hint("did you mean \"%s\"?", near == NULL ? "" : near);
    cf_json node = cf_json_member(check->object, key);

    if (meant < fields->required && (check->there & bit(meant)) == 0) {
        check->told |= bit(meant);
        cf_json_key_problem(&node, CF_ERROR, CF_MISSING_KEY, hint.text,
                            "%s must have the key \"%s\", but has %s", fields->what, near,
                            cf_show_text(key).text);
    } else if (lacks_any(check) && meant < fields->any_of) {
        check->there |= bit(meant);
        check->told |= bit(meant);
        cf_json_key_problem(&node, CF_ERROR, fields->none, hint.text, "%s must have %s, but has %s",
                            fields->what, any_of(fields).text, cf_show_text(key).text);
    } else {
        cf_json_key_problem(&node, CF_WARNING, CF_UNKNOWN_KEY, near == NULL ? NULL : hint.text,
                            "%s has no key %s, so it says nothing", fields->what,
                            cf_show_text(key).text);
    }
}

static void missing_keys(const struct check *check)
{
    const cf_fields *fields = check->fields;

    for (int i = 0; i < fields->required; i++) {
        if (((check->there | check->told) & bit(i)) == 0)
            cf_json_error(check->object, CF_MISSING_KEY, NULL,
                          "%s must have the key \"%s\", but this one has none", fields->what,
                          fields->names[i]);
    }
    if (lacks_any(check))
        cf_json_error(check->object, fields->none, NULL,
                      "%s must have %s, but this one has none of them", fields->what,
                      any_of(fields).text);
}

bool cf_fields_check(const cf_json *object, const cf_fields *fields)
{
    struct check check = { .object = object, .fields = fields };
    const unsigned required = first_bits(fields->required);
    const char *key;
    json_t *value;

    for (int i = 0; i < fields->count; i++) {
        if (json_object_get(object->json, fields->names[i]) != NULL)
            check.there |= bit(i);
    }
    json_object_foreach(object->json, key, value)
    {
        if (index_of(fields, key) < fields->count)
            continue;
        if (strncmp(key, "x-", 2) == 0)
            object->reader->store->scenario.unkept++;
        else
            unknown_key(&check, key);
    }
    missing_keys(&check);
    return (check.there & required) == required && check.told == 0 && !lacks_any(&check);
}
