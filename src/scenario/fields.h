/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_FIELDS_H
#define CIRCFIN_SCENARIO_FIELDS_H

/*
 * Which keys the objects of a scenario file have. Deals and entities take theirs from
 * circfin/fields.def; the small objects inside them have tables of their own in fields.c.
 *
 *   fields.c       the tables; unknown and missing keys
 *   field_read.c   JSON to a member of a struct, by the kind of the field
 *   field_value.c  a member of a struct to a value, for whoever writes or shows it
 *   columns.c      the CSV columns of a field
 */

#include "circfin/fields.h"
#include "scenario/tree.h"

typedef enum cf_field_kind {
    CF_FIELD_BY_HAND, /* read where it is needed */
    CF_FIELD_ID,
    CF_FIELD_TEXT,
    CF_FIELD_TEXTS,
    CF_FIELD_FIRST_DAY,
    CF_FIELD_LAST_DAY,
    CF_FIELD_FRACTION,
    CF_FIELD_NUMBER,
    CF_FIELD_RANK,
    CF_FIELD_YEARS,
    CF_FIELD_ON,
    CF_FIELD_OFF,
    CF_FIELD_RELATION,
    CF_FIELD_STATUS,
    CF_FIELD_BASIS,
    CF_FIELD_SUPPORT,
    CF_FIELD_STATED_OF,
    CF_FIELD_ENTITY,
    CF_FIELD_DEAL,
    CF_FIELD_DEALS,
    CF_FIELD_RANGE,
    CF_FIELD_PART,
    CF_FIELD_FUNDS,
    CF_FIELD_REVENUE,
    CF_FIELD_BACKLOG,
    CF_FIELD_STATED,
    CF_FIELD_AMOUNT,
    CF_FIELD_CURRENCY,
    CF_FIELD_SCHEDULE,
    CF_FIELD_SOURCES,
    CF_FIELD_KIND_COUNT
} cf_field_kind;

struct cf_field {
    const char *key;
    cf_field_kind kind;
    size_t offset; /* of the member in its struct */
    int line;      /* of the JSON form, from 1 */
    const char *meaning;
    bool seldom;
};

enum { CF_MOST_FIELDS = 32 }; /* of one object */

/** The keys of one kind of object. */
typedef struct cf_fields {
    const char *what; /* for messages, such as "a deal" */
    const cf_field *rows;
    int count;    /* at most CF_MOST_FIELDS */
    int required; /* so many of the first ones */
    int any_of;   /* so many of the first ones, of which one at least must be there; or 0 */
    cf_code none; /* the error where none of them is */
} cf_fields;

extern const cf_fields cf_scenario_fields, cf_span_fields, cf_entity_fields, cf_revenue_fields,
    cf_source_fields, cf_deal_fields, cf_range_fields, cf_funds_fields, cf_amount_fields,
    cf_instalment_fields, cf_shock_fields, cf_backlog_fields, cf_stated_fields, cf_setting_fields,
    cf_payment_fields;

/** The row of this key, or NULL. */
const cf_field *cf_fields_find(const cf_fields *fields, const char *key);

/** The words of a field of a few words. */
typedef struct cf_words {
    const char *const *names;
    int count, fallback; /* where the file has none */
} cf_words;

cf_words cf_field_words(cf_field_kind kind);

/**
 * Reports every required key that is missing, and warns of every unknown one. A misspelt required
 * key is reported once. Keys that begin with "x-" are the user's own.
 *
 * @param values  gets the value of each field, NULL where it is missing; may be NULL
 * @return whether nothing is missing
 */
bool cf_fields_check(const cf_json *object, const cf_fields *fields, const cf_datum **values);

/** Reads an object by its fields; where it is missing or wrong, `record` gets what stands for
 *  nothing. Fields that name deals are read once all deals are known, see cf_build_references. */
void cf_fields_read(const cf_json *node, const cf_fields *fields, void *record);

/** The same if `record` already holds the defaults. */
void cf_fields_read_onto(const cf_json *node, const cf_fields *fields, void *record);

/** The members of CF_MEMBERS_RANGE and CF_MEMBERS_PART, and of CF_MEMBERS_FUNDS. */
typedef struct cf_known_range {
    cf_range range;
    bool known;
} cf_known_range;

typedef struct cf_funds {
    cf_known_range amount;
    const cf_instalment *schedule;
    int schedule_count;
} cf_funds;

/** The two members of CF_MEMBERS_SOURCES. */
typedef struct cf_sources {
    const cf_source *list;
    int count;
} cf_sources;

/** The two members of CF_MEMBERS_TEXTS. */
typedef struct cf_texts {
    const char *const *list;
    int count;
} cf_texts;

/** The two members of CF_MEMBERS_STATED. */
typedef struct cf_stated_list {
    const cf_stated *list;
    int count;
} cf_stated_list;

/** Whether the file has no value; always false for amounts, revenues, flags and most words. Takes
 *  less time than cf_field_value(), which then gives CF_VALUE_NONE. */
bool cf_field_is_empty(const cf_field *field, const void *record);

const cf_sources *cf_field_sources(const cf_field *field, const void *record);

/** Whether low or high says more than the base. */
bool cf_range_is_wide(cf_range range);

/** Reads one field into its member. */
void cf_field_read(const cf_json *node, const cf_field *field, void *record);

#endif
