/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a field of JSON into the member of its struct: one function for each kind of field. Those
 * that are more than one value are in deals.c and entities.c. */
#include <math.h>

#include "base/text.h"
#include "scenario/build.h"
#include "scenario/fields.h"
#include "scenario/values.h"

cf_words cf_field_words(cf_field_kind kind)
{
    switch (kind) {
    case CF_FIELD_RELATION:
        return (cf_words){ cf_relation_names, CF_RELATION_COUNT, CF_RELATION_COUNT };
    case CF_FIELD_STATUS:
        return (cf_words){ cf_deal_status_names, CF_DEAL_STATUS_COUNT, CF_ANNOUNCED };
    case CF_FIELD_BASIS:
        return (cf_words){ cf_basis_names, CF_BASIS_COUNT, CF_REPORTED };
    case CF_FIELD_SUPPORT:
        return (cf_words){ cf_support_kind_names, CF_SUPPORT_KIND_COUNT, CF_GUARANTEE };
    case CF_FIELD_STATED_OF:
        return (cf_words){ cf_stated_of_names, CF_STATED_OF_COUNT, CF_STATED_OF_COUNT };
    default:
        return (cf_words){ .names = NULL };
    }
}

/* ---- plain values ---- */

#define MEMBER(type) ((type *)((char *)record + field->offset))

static void read_id(const cf_json *node, const cf_field *field, void *record)
{
    *MEMBER(const char *) = cf_json_name(node);
}

static void read_text(const cf_json *node, const cf_field *field, void *record)
{
    *MEMBER(const char *) = cf_json_text(node);
}

static void read_day(const cf_json *node, const cf_field *field, void *record)
{
    *MEMBER(cf_day) =
        cf_json_day(node, field->kind == CF_FIELD_LAST_DAY ? CF_LAST_DAY : CF_FIRST_DAY);
}

static void read_fraction(const cf_json *node, const cf_field *field, void *record)
{
    if (!cf_json_number(node, CF_NUMBER_FRACTION, MEMBER(double)))
        *MEMBER(double) = -1.0;
}

static void read_number(const cf_json *node, const cf_field *field, void *record)
{
    cf_json_number(node, CF_NUMBER_AMOUNT, MEMBER(double));
}

static int read_whole(const cf_json *node, cf_code code, int least, int most, int otherwise)
{
    double number;

    if (node->json == NULL)
        return otherwise;
    if (!cf_datum_is(node->json, CF_DATUM_NUMBER)) {
        cf_json_wrong_type(node, "a whole number");
        return otherwise;
    }
    number = node->json->number;
    if (number >= least && number <= most && number <= floor(number))
        return (int)number;
    cf_json_error(node, code, NULL, "%s must be a whole number from %d to %d, but is %s",
                  node->what, least, most, cf_show_number(number).text);
    return otherwise;
}

static void read_rank(const cf_json *node, const cf_field *field, void *record)
{
    *MEMBER(int) = read_whole(node, CF_CODE_BAD_RANK, -CF_LARGEST_RANK, CF_LARGEST_RANK, 1);
}

static void read_years(const cf_json *node, const cf_field *field, void *record)
{
    *MEMBER(int) = read_whole(node, CF_CODE_BAD_YEARS, 1, CF_MOST_YEARS, 0);
}

static void read_flag(const cf_json *node, const cf_field *field, void *record)
{
    *MEMBER(bool) = cf_json_bool(node, field->kind == CF_FIELD_ON);
}

/* The enums of words are as wide as an int. */
_Static_assert(sizeof(cf_relation) == sizeof(int) && sizeof(cf_deal_status) == sizeof(int) &&
                   sizeof(cf_basis) == sizeof(int) && sizeof(cf_support_kind) == sizeof(int) &&
                   sizeof(cf_stated_of) == sizeof(int),
               "read_word writes an int");

static void read_word(const cf_json *node, const cf_field *field, void *record)
{
    cf_words words = cf_field_words(field->kind);

    *MEMBER(int) = cf_json_word(node, words.names, words.count, words.fallback, cf_text_nearest);
}

static void read_range(const cf_json *node, const cf_field *field, void *record)
{
    cf_known_range *range = MEMBER(cf_known_range);

    range->known = cf_json_range(
        node, field->kind == CF_FIELD_PART ? CF_NUMBER_FRACTION : CF_NUMBER_AMOUNT, &range->range);
}

/* ---- references ---- */

static void read_entity(const cf_json *node, const cf_field *field, void *record)
{
    *MEMBER(int) = cf_build_find_entity(node);
}

/* Deals are found once all are known: here only whether any is named. */
static void read_deal(const cf_json *node, const cf_field *field, void *record)
{
    node->reader->names_deals |= node->json != NULL;
    *MEMBER(int) = -1;
}

static void read_deals(const cf_json *node, const cf_field *field, void *record)
{
    node->reader->names_deals |= node->json != NULL;
    *MEMBER(cf_deal_list) = (cf_deal_list){ .at = NULL };
}

/* ---- any field ---- */

/* Read by hand: nothing to do here. */
static void read_later(const cf_json *node, const cf_field *field, void *record)
{
    (void)node, (void)field, (void)record;
}

void cf_field_read(const cf_json *node, const cf_field *field, void *record)
{
    static void (*const readers[CF_FIELD_KIND_COUNT])(const cf_json *, const cf_field *, void *) = {
        [CF_FIELD_BY_HAND] = read_later,
        [CF_FIELD_ID] = read_id,
        [CF_FIELD_TEXT] = read_text,
        [CF_FIELD_TEXTS] = cf_read_texts,
        [CF_FIELD_FIRST_DAY] = read_day,
        [CF_FIELD_LAST_DAY] = read_day,
        [CF_FIELD_FRACTION] = read_fraction,
        [CF_FIELD_NUMBER] = read_number,
        [CF_FIELD_RANK] = read_rank,
        [CF_FIELD_YEARS] = read_years,
        [CF_FIELD_ON] = read_flag,
        [CF_FIELD_OFF] = read_flag,
        [CF_FIELD_RELATION] = read_word,
        [CF_FIELD_STATUS] = read_word,
        [CF_FIELD_BASIS] = read_word,
        [CF_FIELD_SUPPORT] = read_word,
        [CF_FIELD_STATED_OF] = read_word,
        [CF_FIELD_ENTITY] = read_entity,
        [CF_FIELD_DEAL] = read_deal,
        [CF_FIELD_DEALS] = read_deals,
        [CF_FIELD_RANGE] = read_range,
        [CF_FIELD_PART] = read_range,
        [CF_FIELD_FUNDS] = cf_read_funds,
        [CF_FIELD_REVENUE] = cf_read_revenue,
        [CF_FIELD_BACKLOG] = cf_read_backlog,
        [CF_FIELD_STATED] = cf_read_stated,
        [CF_FIELD_AMOUNT] = cf_read_amount,
        [CF_FIELD_CURRENCY] = cf_read_currency,
        [CF_FIELD_SCHEDULE] = cf_read_schedule,
        [CF_FIELD_SOURCES] = cf_read_sources,
    };

    readers[field->kind](node, field, record);
}
