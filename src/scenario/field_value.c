/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a field of a deal or an entity holds, for those who write or show it. */
#include "scenario/columns.h"

static const cf_value none = { .kind = CF_VALUE_NONE };

static cf_value text_value(const char *text)
{
    return text == NULL ? none : (cf_value){ .kind = CF_VALUE_TEXT, .text = text };
}

static cf_value day_value(cf_day day)
{
    return day == CF_NO_DAY ? none : (cf_value){ .kind = CF_VALUE_DAY, .day = day };
}

static cf_value number_value(cf_value_kind kind, double number)
{
    return number < 0.0 ? none : (cf_value){ .kind = kind, .number = number };
}

static cf_value funds_value(const cf_funds *funds)
{
    return (cf_value){ .kind = CF_VALUE_RANGE,
                       .range = funds->amount.range,
                       .schedule = funds->schedule,
                       .schedule_count = funds->schedule_count };
}

static cf_value deals_value(cf_deal_list deals)
{
    return deals.count == 0 ? none : (cf_value){ .kind = CF_VALUE_DEALS, .deals = deals };
}

cf_value_kind cf_field_holds(const cf_field *field)
{
    static const cf_value_kind kinds[CF_FIELD_KIND_COUNT] = {
        [CF_FIELD_BY_HAND] = CF_VALUE_OTHER,     [CF_FIELD_ID] = CF_VALUE_TEXT,
        [CF_FIELD_TEXTS] = CF_VALUE_TEXTS,       [CF_FIELD_TEXT] = CF_VALUE_TEXT,
        [CF_FIELD_FIRST_DAY] = CF_VALUE_DAY,     [CF_FIELD_LAST_DAY] = CF_VALUE_DAY,
        [CF_FIELD_FRACTION] = CF_VALUE_SHARE,    [CF_FIELD_NUMBER] = CF_VALUE_NUMBER,
        [CF_FIELD_RANK] = CF_VALUE_NUMBER,       [CF_FIELD_ON] = CF_VALUE_FLAG,
        [CF_FIELD_OFF] = CF_VALUE_FLAG,          [CF_FIELD_RELATION] = CF_VALUE_TEXT,
        [CF_FIELD_STATUS] = CF_VALUE_TEXT,       [CF_FIELD_BASIS] = CF_VALUE_TEXT,
        [CF_FIELD_ENTITY] = CF_VALUE_TEXT,       [CF_FIELD_DEAL] = CF_VALUE_TEXT,
        [CF_FIELD_DEALS] = CF_VALUE_DEALS,       [CF_FIELD_RANGE] = CF_VALUE_RANGE,
        [CF_FIELD_FUNDS] = CF_VALUE_RANGE,       [CF_FIELD_REVENUE] = CF_VALUE_OTHER,
        [CF_FIELD_AMOUNT] = CF_VALUE_OTHER,      [CF_FIELD_CURRENCY] = CF_VALUE_TEXT,
        [CF_FIELD_SCHEDULE] = CF_VALUE_SCHEDULE, [CF_FIELD_SOURCES] = CF_VALUE_OTHER,
        [CF_FIELD_PART] = CF_VALUE_RANGE,        [CF_FIELD_YEARS] = CF_VALUE_NUMBER,
        [CF_FIELD_SUPPORT] = CF_VALUE_TEXT,      [CF_FIELD_BACKLOG] = CF_VALUE_OTHER,
        [CF_FIELD_STATED] = CF_VALUE_STATED,     [CF_FIELD_STATED_OF] = CF_VALUE_TEXT,
    };

    return kinds[field->kind];
}

#define FOLLOWS(type, first, next, as, member)                                                     \
    (offsetof(type, next) - offsetof(type, first) == offsetof(as, member))
_Static_assert(FOLLOWS(cf_entity, outside_funds, outside_funds_known, cf_known_range, known) &&
                   FOLLOWS(cf_entity, outside_funds, outside_funds_schedule, cf_funds, schedule) &&
                   FOLLOWS(cf_entity, outside_funds, outside_funds_schedule_count, cf_funds,
                           schedule_count),
               "see cf_funds");

bool cf_range_is_wide(cf_range range)
{
    return range.low < range.base || range.base < range.high;
}

_Static_assert(FOLLOWS(cf_entity, backlog, backlog_known, cf_known_range, known) &&
                   FOLLOWS(cf_deal, escrow, escrow_known, cf_known_range, known) &&
                   FOLLOWS(cf_stated, amount, amount_known, cf_known_range, known),
               "see cf_known_range");
_Static_assert(FOLLOWS(cf_entity, aliases, aliases_count, cf_texts, count), "see cf_texts");
_Static_assert(FOLLOWS(cf_entity, stated, stated_count, cf_stated_list, count),
               "see cf_stated_list");
_Static_assert(FOLLOWS(cf_deal, sources, source_count, cf_sources, count) &&
                   FOLLOWS(cf_entity, sources, source_count, cf_sources, count) &&
                   FOLLOWS(cf_stated, sources, source_count, cf_sources, count),
               "see cf_sources");

const cf_sources *cf_field_sources(const cf_field *field, const void *record)
{
    return (const cf_sources *)((const char *)record + field->offset);
}

bool cf_field_is_empty(const cf_field *field, const void *record)
{
    const void *member = (const char *)record + field->offset;

    switch (field->kind) {
    case CF_FIELD_ID:
    case CF_FIELD_TEXT:
    case CF_FIELD_CURRENCY:
        return *(const char *const *)member == NULL;
    case CF_FIELD_FIRST_DAY:
    case CF_FIELD_LAST_DAY:
        return *(const cf_day *)member == CF_NO_DAY;
    case CF_FIELD_FRACTION:
    case CF_FIELD_NUMBER:
        return *(const double *)member < 0.0;
    case CF_FIELD_RANK:
        return *(const int *)member == 1;
    case CF_FIELD_YEARS:
        return *(const int *)member == 0;
    case CF_FIELD_SUPPORT:
        return *(const int *)member == CF_GUARANTEE;
    case CF_FIELD_DEAL:
        return *(const int *)member < 0;
    case CF_FIELD_DEALS:
        return ((const cf_deal_list *)member)->count == 0;
    case CF_FIELD_RANGE:
    case CF_FIELD_PART:
    case CF_FIELD_FUNDS:
    case CF_FIELD_BACKLOG:
        return !((const cf_known_range *)member)->known;
    case CF_FIELD_TEXTS:
        return ((const cf_texts *)member)->count == 0;
    case CF_FIELD_STATED:
        return ((const cf_stated_list *)member)->count == 0;
    case CF_FIELD_SCHEDULE:
        return ((const cf_deal *)record)->schedule_count == 0;
    default:
        return false;
    }
}

/* Of a field that is not empty. */
static cf_value value_of(const cf_field *field, const cf_scenario *scenario, const void *record)
{
    const void *member = (const char *)record + field->offset;

    switch (field->kind) {
    case CF_FIELD_ID:
    case CF_FIELD_TEXT:
    case CF_FIELD_CURRENCY:
        return text_value(*(const char *const *)member);
    case CF_FIELD_FIRST_DAY:
    case CF_FIELD_LAST_DAY:
        return day_value(*(const cf_day *)member);
    case CF_FIELD_FRACTION:
    case CF_FIELD_NUMBER:
        return number_value(cf_field_holds(field), *(const double *)member);
    case CF_FIELD_RANK:
    case CF_FIELD_YEARS:
        return number_value(CF_VALUE_NUMBER, *(const int *)member);
    case CF_FIELD_ON:
    case CF_FIELD_OFF:
        return (cf_value){ .kind = CF_VALUE_FLAG,
                           .flag = *(const bool *)member,
                           .is_default = *(const bool *)member == (field->kind == CF_FIELD_ON) };
    case CF_FIELD_RELATION:
    case CF_FIELD_STATUS:
    case CF_FIELD_BASIS:
    case CF_FIELD_SUPPORT:
    case CF_FIELD_STATED_OF:
        return text_value(cf_field_words(field->kind).names[*(const int *)member]);
    case CF_FIELD_ENTITY:
        return text_value(scenario->entities[*(const int *)member].id);
    case CF_FIELD_DEAL:
        return text_value(scenario->deals[*(const int *)member].id);
    case CF_FIELD_DEALS:
        return deals_value(*(const cf_deal_list *)member);
    case CF_FIELD_RANGE:
    case CF_FIELD_PART:
        return (cf_value){ .kind = CF_VALUE_RANGE, .range = *(const cf_range *)member };
    case CF_FIELD_FUNDS:
        return funds_value(member);
    case CF_FIELD_TEXTS:
        return (cf_value){ .kind = CF_VALUE_TEXTS,
                           .texts = ((const cf_texts *)member)->list,
                           .text_count = ((const cf_texts *)member)->count };
    case CF_FIELD_STATED:
        return (cf_value){ .kind = CF_VALUE_STATED,
                           .stated = ((const cf_stated_list *)member)->list,
                           .stated_count = ((const cf_stated_list *)member)->count };
    case CF_FIELD_SCHEDULE:
        return (cf_value){ .kind = CF_VALUE_SCHEDULE,
                           .schedule = ((const cf_deal *)record)->schedule,
                           .schedule_count = ((const cf_deal *)record)->schedule_count };
    default:
        return (cf_value){ .kind = CF_VALUE_OTHER };
    }
}

cf_value cf_field_value(const cf_field *field, const cf_scenario *scenario, const void *record)
{
    return cf_field_is_empty(field, record) ? none : value_of(field, scenario, record);
}

/* ---- columns ---- */

/* A figure of a range: base, low, high. */
static cf_value figure_of(cf_range range, bool known, bool wide, int figure)
{
    const double figures[] = { range.base, range.low, range.high };

    if (!known || (figure > 0 && !wide))
        return none;
    return number_value(CF_VALUE_NUMBER, figures[figure]);
}

static cf_value amount_part(const cf_deal *deal, int part)
{
    enum { SHARE = 3, SHARE_OF = 6 };

    if (part == SHARE_OF)
        return deals_value(deal->share_of);
    if (part >= SHARE)
        return figure_of(deal->share, deal->kind == CF_SHARE_OF, deal->has_range, part - SHARE);
    return figure_of(deal->amount, deal->kind == CF_QUANTIFIED, deal->has_range, part);
}

static cf_value revenue_part(const cf_entity *entity, int part)
{
    enum { FROM = 3, TO = 4 };

    if (part >= FROM)
        return day_value(!entity->revenue_known ? CF_NO_DAY
                         : part == FROM         ? entity->revenue_from
                                                : entity->revenue_to);
    return figure_of(entity->revenue, entity->revenue_known, cf_range_is_wide(entity->revenue),
                     part);
}

static cf_value backlog_part(const cf_entity *entity, int part)
{
    enum { DATE = 3 };

    if (part == DATE)
        return day_value(entity->backlog_known ? entity->backlog_date : CF_NO_DAY);
    return figure_of(entity->backlog, entity->backlog_known, cf_range_is_wide(entity->backlog),
                     part);
}

cf_value cf_field_part(const cf_field *field, int part, const cf_scenario *scenario,
                       const void *record)
{
    enum { SCHEDULE = 3 };
    cf_value value;

    if (field->kind == CF_FIELD_AMOUNT)
        return amount_part(record, part);
    if (field->kind == CF_FIELD_REVENUE)
        return revenue_part(record, part);
    if (field->kind == CF_FIELD_BACKLOG)
        return backlog_part(record, part);
    value = cf_field_value(field, scenario, record);
    if (value.kind != CF_VALUE_RANGE)
        return value;
    if (part == SCHEDULE) {
        value.kind = value.schedule_count > 0 ? CF_VALUE_SCHEDULE : CF_VALUE_NONE;
        return value;
    }
    return figure_of(value.range, value.kind == CF_VALUE_RANGE, cf_range_is_wide(value.range),
                     part);
}
