/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_BUILD_H
#define CIRCFIN_SCENARIO_BUILD_H

/* From JSON values to a scenario:
 *
 *   build.c       the scenario's own keys, and the order of all that follows
 *   records.c     the lists of entities and deals, on several threads
 *   entities.c    what concerns one entity, and what both have
 *   aliases.c     ... by which other names deals may call it
 *   shocks.c      the shocks that it names
 *   deals.c       what concerns one deal alone
 *   schedule.c    ... and what is paid at several dates
 *   references.c  deals that name other deals
 *   circles.c     ... and must not do so in circles
 *   dropped.c     leaves out deals of an entity with itself
 *   doubts.c      warns of what is allowed, but is seldom meant
 *   alike.c       ... such as one name in two spellings
 *   doubts_unit.c ... amounts of another unit
 *   doubts_days.c ... dates far from all others
 *   survey.h      ... and where there may be any
 *
 * While a scenario is being built, what could not be read has a value of its own (an index of -1,
 * an enum's COUNT), so that an error is reported once. Such a scenario is never handed out.
 */

#include "scenario/fields.h"
#include "scenario/survey.h"
#include "scenario/tree.h"

/** Where entities and deals come from, and what is done with them. */
typedef struct cf_build_source {
    cf_rows *entities, *deals;                   /* NULL: the root has no such list */
    const cf_progress *progress;                 /* may be NULL */
    int threads;                                 /* at most; 0: one for each processor */
    bool spreadsheets;                           /* hints speak of columns and options */
    bool drop_self_deals, compare_totals, notes; /* see cf_reading */
} cf_build_source;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param root      borrowed; may be any JSON value
 * @return CF_OK, CF_BAD_INPUT (reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_build(cf_scenario **out, const cf_datum *root,
                                const cf_build_source *source, const char *file, cf_diags *diags);

void cf_build_entities(cf_reader *reader, const cf_json *list);

/** Needs the entities and the scenario's currency; leaves references between deals open. */
void cf_build_deals(cf_reader *reader, const cf_json *list);
void cf_build_references(cf_reader *reader, const cf_json *list);
void cf_build_check_circles(cf_reader *reader, const cf_json *list);

/** Takes the deals out that reader->dropped marks, to which no deal refers. */
void cf_build_drop(cf_reader *reader);

/** Warnings about the whole; needs all that comes before. */
void cf_build_doubt(cf_reader *reader, const cf_json *entities, const cf_json *deals);

/** Warns of entities whose ids or names differ too little. Time: O(n log n). */
void cf_build_find_alike(cf_reader *reader, const cf_json *entities);

/** Warns of amounts 10^5 times the median of their column and more, or 10^-6 of it and less, behind
 *  a gap. Time: O(n), or O(n log n) where there is such a gap. */
void cf_build_doubt_units(const cf_json *entities, const cf_json *deals, const cf_survey *survey);

/** Warns of dates more than 30 years from the day of the scenario, or from the median date where it
 *  has none, and of terms of more than 40 years. Time: the same. */
void cf_build_doubt_days(const cf_json *deals, const cf_survey *survey);

/** Whether an amount is more than any deal is worth, which is told by itself. */
bool cf_is_huge_amount(const cf_reader *reader, const cf_deal *deal);

/** Adds an id to one of the scenario's maps; reports it where it is there already. */
void cf_build_add_id(const cf_json *list, size_t index, const cf_json *id, int map,
                     const char *text);

/** Reports an id that is also that of another, whose id stands at `first`. */
void cf_build_duplicate_id(const cf_json *id, const cf_json *first, const char *what,
                           const char *text);

/** Finds the aliases of the entities; reports those that two have, or that are the id of another.
 *  Time: O(aliases). */
void cf_build_aliases(cf_reader *reader, const cf_json *entities);

/** Fills the scenario's shocks from a list; their ids are unique. */
void cf_build_shocks(cf_reader *reader, const cf_json *list);

/** The entity whose id this is, or -1, which is reported. */
int cf_build_find_entity(const cf_json *node);

/** A list of small objects, each of `size` bytes, in the scenario's arena. */
void *cf_build_list(const cf_json *node, const cf_fields *fields, size_t size, int *count);

/* Fields of more than one value, see cf_field_read(). */
void cf_read_funds(const cf_json *node, const cf_field *field, void *record);
void cf_read_revenue(const cf_json *node, const cf_field *field, void *record);
void cf_read_backlog(const cf_json *node, const cf_field *field, void *record);
void cf_read_stated(const cf_json *node, const cf_field *field, void *record);
void cf_read_texts(const cf_json *node, const cf_field *field, void *record);
void cf_read_sources(const cf_json *node, const cf_field *field, void *record);
void cf_read_amount(const cf_json *node, const cf_field *field, void *record);
void cf_read_currency(const cf_json *node, const cf_field *field, void *record);
void cf_read_schedule(const cf_json *node, const cf_field *field, void *record);

/** Reports fields of a deal that do not fit together. */
void cf_check_deal(const cf_json *node, const void *record);

#endif
