/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_RULES_H
#define CIRCFIN_RULES_H

/*
 * Advanced tier. The rules by which the amounts of a view follow from what its deals are worth on
 * their own, for callers that give these anew, time and again:
 *
 *     worth of each deal ─shares─► full amounts ─programmes, window─► amounts of the view
 *     funds, revenue of each entity ─window, groups─► those of the entities of the view
 *
 * With the worths that the file states, these are the amounts that the view itself has, to the last
 * bit.
 */

#include "circfin/view.h"

CF_PUBLIC

typedef struct cf_rules cf_rules;

/** What has become of a deal on the way to the view. */
typedef enum cf_fate {
    CF_FATE_COUNTS,  /* selected, and its amount is known */
    CF_FATE_BESIDE,  /* left out by the selection, or its amount is unknown */
    CF_FATE_DROPPED, /* cancelled, superseded or not yet announced on the day of the view */
} cf_fate;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK; several threads may use it at once
 * @param view      borrowed; must outlive *out. Its case and weights play no part.
 * @return CF_OK or CF_NO_MEMORY. Time and memory: O(entities + deals + references).
 */
CF_NODISCARD cf_status cf_rules_new(cf_rules **out, const cf_view *view);
void cf_rules_free(cf_rules *rules); /* NULL is allowed */

cf_fate cf_rules_fate(const cf_rules *rules, int deal);

/** Its own probability, else that of the status that it has on the day of the view; of a share deal
 *  without one of its own 1. From 0 to 1. */
double cf_rules_probability(const cf_rules *rules, int deal);

/** Of the scenario: what each deal is worth on its own, in the scenario's currency (of a share
 * deal, its share; 0 where it does not happen), and what each entity has from outside and reports,
 * where the file states that. Those of deals that do not count are ignored. */
typedef struct cf_worths {
    double *deals;
    double *funds, *revenue;
} cf_worths;

/** The amounts of each deal of the scenario, 0 where it does not count, and those of each entity of
 *  the view, 0 where unknown. */
typedef struct cf_amounts {
    double *deals;
    double *funds, *revenue;
    double *full, *factor; /* scratch, of each deal */
} cf_amounts;

/** What the file states, in one of its cases. Fills arrays of the scenario's deals and entities. */
void cf_rules_stated(const cf_rules *rules, cf_case which, const cf_worths *worths);

/** Applies the rules. Allocates nothing. Time: O(deals + entities). */
void cf_rules_apply(const cf_rules *rules, const cf_worths *worths, const cf_amounts *amounts);

CF_PUBLIC_END

#endif
