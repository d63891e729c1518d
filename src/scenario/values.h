/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_VALUES_H
#define CIRCFIN_SCENARIO_VALUES_H

/* Reading single values. What does not fit is told, and a harmless value returned. */

#include "scenario/node.h"

/** The largest number of a file, so that no sum or product of a few of them overflows. */
#define CF_LARGEST 1e18

/** What a number may be. */
typedef enum cf_number_kind {
    CF_NUMBER_AMOUNT,   /* 0 .. CF_LARGEST */
    CF_NUMBER_FRACTION, /* 0 .. 1 */
    CF_NUMBER_RATE      /* above 0, up to CF_LARGEST */
} cf_number_kind;

/** Whether it is there. If so and it is no object (list), that is told, and it is false too. */
bool cf_node_is_object(const cf_node *node);
bool cf_node_is_list(const cf_node *node);

/** A copy of a text; NULL where there is none. */
const char *cf_node_text(const cf_node *node);

/** The same for an id or a group: not empty, no control characters (told, and returned still). */
const char *cf_node_name(const cf_node *node);

/** A text borrowed from the JSON; NULL where there is none. `expected` is for the message. */
const char *cf_node_borrow(const cf_node *node, const char *expected);

/** Finds the word that was meant, or NULL; cf_text_nearest() is one. */
typedef const char *cf_suggest(const char *word, const char *const *words, size_t count);

/** An index of `words`; `count` where the word is none of them, `fallback` where it is absent. */
int cf_node_word(const cf_node *node, const char *const *words, int count, int fallback,
                 cf_suggest *suggest);

bool cf_node_bool(const cf_node *node, bool fallback);

/** CF_NO_DAY where it is absent or no date. */
cf_day cf_node_day(const cf_node *node, cf_day_end end);

/** Tells where two days are in the wrong order. */
void cf_node_check_order(const cf_node *from, cf_day from_day, const cf_node *to, cf_day to_day);

/** @return whether it is there and of its kind; *number is 0 otherwise */
bool cf_node_number(const cf_node *node, cf_number_kind kind, double *number);

/** A number, or an object with low, base or high, as the method describes. */
bool cf_node_range(const cf_node *node, cf_number_kind kind, cf_range *range);

/** low, base and high of an object whose keys have been checked, one of them there. */
bool cf_node_range_object(const cf_node *node, cf_number_kind kind, cf_range *range);

/** An upper-case code of three letters, copied; NULL where it is absent or none. */
const char *cf_node_currency(const cf_node *node);
bool cf_is_currency(const char *text);

/** A list of sources. */
void cf_node_sources(const cf_node *node, const cf_source **sources, int *count);

#endif
