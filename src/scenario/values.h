/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_VALUES_H
#define CIRCFIN_SCENARIO_VALUES_H

/* Reading single values. A wrong value is reported, and a harmless one returned. */

#include "scenario/tree.h"

/** The largest number of a file, so that no sum or product of a few of them overflows. */
#define CF_LARGEST 1e18

/** What a number may be. */
typedef enum cf_number_kind {
    CF_NUMBER_AMOUNT,   /* 0 .. CF_LARGEST */
    CF_NUMBER_FRACTION, /* 0 .. 1 */
    CF_NUMBER_RATE      /* above 0, up to CF_LARGEST */
} cf_number_kind;

/** Whether it is there and an object (list); anything else that is there is reported. */
bool cf_json_is_object(const cf_json *node);
bool cf_json_is_list(const cf_json *node);

/** A copy in the scenario's arena; NULL for NULL, and when memory ran out. */
const char *cf_json_copy(const cf_json *node, const char *text);

/** A copy of a text; NULL where there is none. */
const char *cf_json_text(const cf_json *node);

/** The same for an id or a group: not empty, no control characters (reported, but still returned).
 */
const char *cf_json_name(const cf_json *node);

/** A text borrowed from the JSON; NULL where there is none. `expected` is for the message. */
const char *cf_json_borrow(const cf_json *node, const char *expected);

/** Finds the word that was meant, or NULL; cf_text_nearest() is one. */
typedef const char *cf_suggest(const char *word, const char *const *words, size_t count);

/** An index of `words`; `count` where the word is none of them, `fallback` where it is absent. */
int cf_json_word(const cf_json *node, const char *const *words, int count, int fallback,
                 cf_suggest *suggest);

/** "investor, customer or supplier": the words that a message lists. */
enum { CF_WORDS_SIZE = 200 };
void cf_list_words(char out[static CF_WORDS_SIZE], const char *const *words, int count);

bool cf_json_bool(const cf_json *node, bool fallback);

/** CF_NO_DAY where it is absent or no date. */
cf_day cf_json_day(const cf_json *node, cf_day_end end);

/** Reports where two days are in the wrong order. */
void cf_json_check_order(const cf_json *from, cf_day from_day, const cf_json *to, cf_day to_day);

/** @return whether it is there and of its kind; *number is 0 otherwise */
bool cf_json_number(const cf_json *node, cf_number_kind kind, double *number);

/** A number, or an object with low, base or high, as the method describes. */
bool cf_json_range(const cf_json *node, cf_number_kind kind, cf_range *range);

/** low, base and high of an object whose keys have been checked, one of them there. */
bool cf_json_range_object(const cf_json *node, cf_number_kind kind, cf_range *range);

/** An upper-case code of three letters, copied; NULL where it is absent or none. */
const char *cf_json_currency(const cf_json *node);
bool cf_is_currency(const char *text);

#endif
