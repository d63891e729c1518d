/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_FIELDS_H
#define CIRCFIN_SCENARIO_FIELDS_H

/* Which keys the objects of a scenario file may have, and which they must have. */

#include "scenario/tree.h"

typedef struct cf_fields {
    const char *what;         /* for messages, such as "a deal" */
    const char *const *names; /* at most 32; the required ones first */
    int count;
    int required;
    int any_of;   /* so many of the first ones, of which one at least must be there; or 0 */
    cf_code none; /* told where none of them is */
} cf_fields;

extern const cf_fields cf_scenario_fields, cf_span_fields, cf_entity_fields, cf_revenue_fields,
    cf_source_fields, cf_deal_fields, cf_range_fields, cf_amount_fields, cf_instalment_fields;

/**
 * Tells every required key that is missing, and warns of every unknown one. A misspelt required
 * key is told once. Keys that begin with "x-" are the user's own.
 *
 * @return whether nothing is missing
 */
bool cf_fields_check(const cf_json *object, const cf_fields *fields);

#endif
