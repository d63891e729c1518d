/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PROPERTY_OUTCOME_H
#define CIRCFIN_PROPERTY_OUTCOME_H

/* A report as one list of named numbers, in which names of entities and deals are the plain ones:
 * "suppliers e03 loopback_min". What a file says twice (the halves of a split deal) is added up. */

#include "circfin/report.h"

typedef struct outcome_entry {
    char name[112];
    double value; /* NaN: null */
    cf_kind kind;
} outcome_entry;

typedef struct outcome {
    outcome_entry *entries; /* by name */
    int count;
} outcome;

outcome outcome_of(const cf_report *report);
void outcome_free(outcome *of);

/** The number of a name; 0 where there is none. */
double outcome_at(const outcome *of, const char *name);

/** Sums all entries of a table and column whose names begin with the table, a space and `key`. */
double outcome_sum(const outcome *of, const char *table, const char *key, const char *column);

/**
 * The first entry in which `other` differs from `one`, money being `scale` times as much; NULL
 * where they are the same but for rounding. Entries that only one of them has count as 0.
 */
const char *outcome_difference(const outcome *one, const outcome *other, double scale);

#endif
