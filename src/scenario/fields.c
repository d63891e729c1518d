/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of every object of a scenario file; reports unknown and missing ones. */
#include "scenario/fields.h"

#include <stddef.h>
#include <string.h>

#include "scenario/values.h"

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))
#define BY_HAND(name)                                                                              \
    {                                                                                              \
        .key = (name)                                                                              \
    }

/* ---- deals and entities ---- */

enum { NEEDED, OPTIONAL, SELDOM };

#define CF_DEAL_FIELD(name, kind, need, line, meaning)                                             \
    CF_DEAL_FIELD_AS(name, name, kind, need, line, meaning)
#define CF_DEAL_FIELD_AS(member, name, kind, need, line, meaning)                                  \
    { #name, CF_FIELD_##kind, offsetof(cf_deal, member), line, meaning, need == SELDOM },
static const cf_field deal_rows[] = {
#include "circfin/fields.def"
};

#define CF_ENTITY_FIELD(name, kind, need, line, meaning)                                           \
    { #name, CF_FIELD_##kind, offsetof(cf_entity, name), line, meaning, need == SELDOM },
static const cf_field entity_rows[] = {
#include "circfin/fields.def"
};

/* How many of them are needed. */
enum {
    NEEDED_IN_DEALS = 0
#define CF_DEAL_FIELD(name, kind, need, line, meaning) +(need == NEEDED)
#include "circfin/fields.def"
};
enum {
    NEEDED_IN_ENTITIES = 0
#define CF_ENTITY_FIELD(name, kind, need, line, meaning) +(need == NEEDED)
#include "circfin/fields.def"
};

const cf_fields cf_deal_fields = {
    .what = "a deal", .rows = deal_rows, .count = COUNT(deal_rows), .required = NEEDED_IN_DEALS
};
/* A payment is a deal whose id nobody asks for, and whose amount has a column. */
enum { IDS = 1 };
const cf_fields cf_payment_fields = { .what = "a payment",
                                      .rows = deal_rows + IDS,
                                      .count = COUNT(deal_rows) - IDS,
                                      .required = NEEDED_IN_DEALS - IDS + 1 };
const cf_fields cf_entity_fields = { .what = "an entity",
                                     .rows = entity_rows,
                                     .count = COUNT(entity_rows),
                                     .required = NEEDED_IN_ENTITIES };

int cf_deal_field_count(void)
{
    return cf_deal_fields.count;
}

const cf_field *cf_deal_field(int index)
{
    return &deal_rows[index];
}

const char *cf_field_name(const cf_field *field)
{
    return field->key;
}

bool cf_field_is_seldom(const cf_field *field)
{
    return field->seldom;
}

const char *cf_field_meaning(const cf_field *field)
{
    return field->meaning;
}

/* ---- other objects ---- */

static const cf_field scenario_rows[] = {
    BY_HAND("schema"),
    { "name", CF_FIELD_TEXT, offsetof(cf_scenario, name), 0, NULL, false },
    BY_HAND("currency"),
    BY_HAND("entities"),
    BY_HAND("deals"), /* required up to here */
    { "description", CF_FIELD_TEXT, offsetof(cf_scenario, description), 0, NULL, false },
    { "as_of", CF_FIELD_LAST_DAY, offsetof(cf_scenario, as_of), 0, NULL, false },
    BY_HAND("span"),
    BY_HAND("unit"),
    BY_HAND("fx"),
    BY_HAND("status_probability"),
    BY_HAND("shocks"),
    BY_HAND("$schema"), /* for editors: where the JSON Schema is */
};
const cf_fields cf_scenario_fields = {
    .what = "a scenario", .rows = scenario_rows, .count = COUNT(scenario_rows), .required = 5
};

static const cf_field span_rows[] = {
    { "from", CF_FIELD_FIRST_DAY, offsetof(cf_scenario, span_from), 1, NULL, false },
    { "to", CF_FIELD_LAST_DAY, offsetof(cf_scenario, span_to), 1, NULL, false },
};
const cf_fields cf_span_fields = {
    .what = "a span", .rows = span_rows, .count = COUNT(span_rows), .required = 2
};

static const cf_field revenue_rows[] = {
    { "amount", CF_FIELD_RANGE, offsetof(cf_entity, revenue), 1, NULL, false }, /* required */
    { "from", CF_FIELD_FIRST_DAY, offsetof(cf_entity, revenue_from), 1, NULL, false },
    { "to", CF_FIELD_LAST_DAY, offsetof(cf_entity, revenue_to), 1, NULL, false },
};
const cf_fields cf_revenue_fields = {
    .what = "a revenue", .rows = revenue_rows, .count = COUNT(revenue_rows), .required = 1
};

static const cf_field source_rows[] = {
    { "title", CF_FIELD_TEXT, offsetof(cf_source, title), 1, NULL, false },
    { "publisher", CF_FIELD_TEXT, offsetof(cf_source, publisher), 1, NULL, false },
    { "date", CF_FIELD_TEXT, offsetof(cf_source, date), 1, NULL, false },
    { "url", CF_FIELD_TEXT, offsetof(cf_source, url), 1, NULL, false },
};
const cf_fields cf_source_fields = { .what = "a source",
                                     .rows = source_rows,
                                     .count = COUNT(source_rows),
                                     .any_of = 4,
                                     .none = CF_CODE_EMPTY_SOURCE };

static const cf_field backlog_rows[] = {
    { "amount", CF_FIELD_RANGE, offsetof(cf_entity, backlog), 1, NULL, false }, /* required */
    { "date", CF_FIELD_FIRST_DAY, offsetof(cf_entity, backlog_date), 1, NULL, false },
};
const cf_fields cf_backlog_fields = {
    .what = "a backlog", .rows = backlog_rows, .count = COUNT(backlog_rows), .required = 1
};

static const cf_field stated_rows[] = {
    { "of", CF_FIELD_STATED_OF, offsetof(cf_stated, of), 1, NULL, false },
    { "amount", CF_FIELD_RANGE, offsetof(cf_stated, amount), 1, NULL, false }, /* required */
    { "date", CF_FIELD_FIRST_DAY, offsetof(cf_stated, date), 1, NULL, false },
    { "sources", CF_FIELD_SOURCES, offsetof(cf_stated, sources), 1, NULL, false },
};
const cf_fields cf_stated_fields = {
    .what = "a stated total", .rows = stated_rows, .count = COUNT(stated_rows), .required = 2
};

/* The first three are a range; with the last two it is the amount of a deal. */
static const cf_field amount_rows[] = {
    BY_HAND("low"), BY_HAND("base"), BY_HAND("high"), BY_HAND("share"), BY_HAND("of"),
};
const cf_fields cf_range_fields = {
    .what = "a range", .rows = amount_rows, .count = 3, .any_of = 3, .none = CF_CODE_EMPTY_RANGE
};
const cf_fields cf_amount_fields = {
    .what = "an amount", .rows = amount_rows, .count = 5, .any_of = 5, .none = CF_CODE_EMPTY_RANGE
};

static const cf_field funds_rows[] = {
    BY_HAND("low"),
    BY_HAND("base"),
    BY_HAND("high"),
    BY_HAND("schedule"),
};
const cf_fields cf_funds_fields = { .what = "outside funds",
                                    .rows = funds_rows,
                                    .count = COUNT(funds_rows),
                                    .any_of = COUNT(funds_rows),
                                    .none = CF_CODE_EMPTY_RANGE };

static const cf_field instalment_rows[] = {
    { "date", CF_FIELD_FIRST_DAY, offsetof(cf_instalment, date), 1, NULL, false },
    { "amount", CF_FIELD_NUMBER, offsetof(cf_instalment, amount), 1, NULL, false },
};
const cf_fields cf_instalment_fields = {
    .what = "an instalment", .rows = instalment_rows, .count = COUNT(instalment_rows), .required = 2
};

static const cf_field shock_rows[] = {
    { "id", CF_FIELD_ID, offsetof(cf_named_shock, id), 1, NULL, false },
    BY_HAND("apply"), /* required up to here */
    { "name", CF_FIELD_TEXT, offsetof(cf_named_shock, name), 1, NULL, false },
};
const cf_fields cf_shock_fields = {
    .what = "a shock", .rows = shock_rows, .count = COUNT(shock_rows), .required = 2
};

/* A row of scenario.csv. */
static const cf_field setting_rows[] = {
    { .key = "key", .kind = CF_FIELD_TEXT },
    { .key = "value", .kind = CF_FIELD_TEXT },
};
const cf_fields cf_setting_fields = {
    .what = "a setting", .rows = setting_rows, .count = COUNT(setting_rows), .required = 2
};

/* ---- checking ---- */

/* What is known of an object while its keys are read; bit i stands for rows[i]. */
struct check {
    const cf_json *object;
    const cf_fields *fields;
    unsigned there;
    unsigned reported; /* missing, and reported at its misspelling */
};

/* Keys usually stand in the order of the table, so the search begins behind the last one found. */
static int index_of(const cf_fields *fields, const char *key, int start)
{
    for (int i = start; i < fields->count; i++)
        if (strcmp(fields->rows[i].key, key) == 0)
            return i;
    for (int i = 0; i < start; i++)
        if (strcmp(fields->rows[i].key, key) == 0)
            return i;
    return fields->count;
}

const cf_field *cf_fields_find(const cf_fields *fields, const char *key)
{
    int index = index_of(fields, key, 0);

    return index < fields->count ? &fields->rows[index] : NULL;
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
        strcat(list.text, fields->rows[i].key);
    }
    return list;
}

/* A key that no field has. Where it is a slip for one that must be there, that is the error. */
static void unknown_key(struct check *check, const cf_datum *member)
{
    const cf_fields *fields = check->fields;
    const char *names[CF_MOST_FIELDS];
    const char *key = member->key, *near;
    int meant;
    cf_json node = cf_json_member_at(check->object, member);
    cf_shown hint;

    for (int i = 0; i < fields->count; i++)
        names[i] = fields->rows[i].key;
    near = cf_reader_suggest(check->object->reader, key, names, fields->count);
    meant = near == NULL ? fields->count : index_of(fields, near, 0);
    hint = cf_show_hint("did you mean \"%s\"?", near == NULL ? "" : near);
    if (meant < fields->required && (check->there & bit(meant)) == 0) {
        check->reported |= bit(meant);
        cf_json_key_problem(&node, CF_ERROR, CF_CODE_MISSING_KEY, hint.text,
                            "%s must have the key \"%s\", but has %s", fields->what, near,
                            cf_show_text(key).text);
    } else if (lacks_any(check) && meant < fields->any_of) {
        check->there |= bit(meant);
        check->reported |= bit(meant);
        cf_json_key_problem(&node, CF_ERROR, fields->none, hint.text, "%s must have %s, but has %s",
                            fields->what, any_of(fields).text, cf_show_text(key).text);
    } else {
        cf_json_key_problem(&node, CF_WARNING, CF_CODE_UNKNOWN_KEY, near == NULL ? NULL : hint.text,
                            "%s has no key %s, so it is ignored", fields->what,
                            cf_show_text(key).text);
    }
}

static void missing_keys(const struct check *check)
{
    const cf_fields *fields = check->fields;

    for (int i = 0; i < fields->required; i++) {
        if (((check->there | check->reported) & bit(i)) == 0)
            cf_json_error_about(check->object, CF_CODE_MISSING_KEY, fields->rows[i].key, NULL,
                                "%s must have the key \"%s\", but it is missing", fields->what,
                                fields->rows[i].key);
    }
    if (lacks_any(check))
        cf_json_error(check->object, fields->none, NULL,
                      "%s must have %s, but this one has none of them", fields->what,
                      any_of(fields).text);
}

/* Finds the fields of an object. @return how many keys are no fields */
static int find_values(struct check *check, const cf_datum **values)
{
    const cf_fields *fields = check->fields;
    int next = 0, unknown = 0;

    for (const cf_datum *at = cf_datum_first(check->object->json); at != NULL; at = at->next) {
        int index = index_of(fields, at->key, next);

        unknown += index == fields->count;
        if (index == fields->count)
            continue;
        check->there |= bit(index);
        values[index] = at;
        next = index + 1;
    }
    return unknown;
}

static void check_unknown(struct check *check)
{
    for (const cf_datum *at = cf_datum_first(check->object->json); at != NULL; at = at->next) {
        if (index_of(check->fields, at->key, 0) < check->fields->count)
            continue;
        if (strncmp(at->key, "x-", 2) == 0)
            check->object->reader->unkept++;
        else
            unknown_key(check, at);
    }
}

bool cf_fields_check(const cf_json *object, const cf_fields *fields, const cf_datum **values)
{
    struct check check = { .object = object, .fields = fields };
    const unsigned required = first_bits(fields->required);
    const cf_datum *unused[CF_MOST_FIELDS];

    if (find_values(&check, values == NULL ? unused : values) > 0)
        check_unknown(&check);
    missing_keys(&check);
    return (check.there & required) == required && check.reported == 0 && !lacks_any(&check);
}

static void read_field(const cf_json *node, const cf_field *field, const cf_datum *value,
                       void *record)
{
    cf_json member = {
        .reader = node->reader, .parent = node, .key = field->key, .what = field->key, .json = value
    };

    cf_field_read(&member, field, record);
}

void cf_fields_read(const cf_json *node, const cf_fields *fields, void *record)
{
    const cf_datum *values[CF_MOST_FIELDS] = { NULL };

    if (cf_json_is_object(node))
        cf_fields_check(node, fields, values);
    for (int i = 0; i < fields->count; i++)
        read_field(node, &fields->rows[i], values[i], record);
}

void cf_fields_read_onto(const cf_json *node, const cf_fields *fields, void *record)
{
    const cf_datum *values[CF_MOST_FIELDS] = { NULL };

    if (cf_json_is_object(node))
        cf_fields_check(node, fields, values);
    for (int i = 0; i < fields->count; i++)
        if (values[i] != NULL)
            read_field(node, &fields->rows[i], values[i], record);
}
