/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_FIELDS_H
#define CIRCFIN_FIELDS_H

/* Advanced tier. The rows of fields.def, for programs that list every field of a deal or an entity.
 */

#include "circfin/scenario.h"

CF_PUBLIC

typedef struct cf_field cf_field;

/** The fields of a deal in the order of fields.def; static. */
int cf_deal_field_count(void);
const cf_field *cf_deal_field(int index);

const char *cf_field_name(const cf_field *field);    /* such as "part_of" */
const char *cf_field_meaning(const cf_field *field); /* in a few words */

/** Whether few scenarios have it, so that a table shows it only where some record does. */
bool cf_field_is_seldom(const cf_field *field);

/** What a value is; only the member of that kind means anything. A range may have a schedule, too.
 */
typedef enum cf_value_kind {
    CF_VALUE_NONE, /* the file does not say */
    CF_VALUE_TEXT, /* also words, and the ids of entities and of one deal */
    CF_VALUE_DAY,
    CF_VALUE_NUMBER,
    CF_VALUE_SHARE, /* `number` from 0 to 1 */
    CF_VALUE_FLAG,
    CF_VALUE_RANGE,
    CF_VALUE_DEALS,
    CF_VALUE_TEXTS,
    CF_VALUE_SCHEDULE,
    CF_VALUE_STATED,
    CF_VALUE_OTHER /* amount, revenue, backlog and sources: see the members of the struct */
} cf_value_kind;

typedef struct cf_value {
    cf_value_kind kind;
    bool is_default; /* what it also is where the file does not say; of flags */
    bool flag;
    cf_day day;
    const char *text; /* borrowed from the scenario */
    double number;
    cf_range range;
    cf_deal_list deals;
    const char *const *texts;
    int text_count;
    const cf_instalment *schedule;
    int schedule_count;
    const cf_stated *stated;
    int stated_count;
} cf_value;

/** The kind of the values that a field has where the file says something. */
cf_value_kind cf_field_holds(const cf_field *field);

/** The value of a field of `record`, which is a cf_deal or a cf_entity of the scenario. */
cf_value cf_field_value(const cf_field *field, const cf_scenario *scenario, const void *record);

CF_PUBLIC_END

#endif
