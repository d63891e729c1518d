/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_WRITTEN_WORDS_H
#define CIRCFIN_SCENARIO_WRITTEN_WORDS_H

/* Words that people write in cells. */

#include "scenario/fields.h"

/**
 * The word of the file format that a cell means, such as "investor" for "Equity stake"; NULL where
 * it means none, or two. words.def has them. Static.
 *
 * Time: O(length of the cell, and of words.def).
 */
const char *cf_written_word(cf_field_kind kind, const char *text);

/** Whether a cell says that something is unknown: n/a, TBD, undisclosed, - ... */
bool cf_written_nothing(const char *text);

/** Yes or no in a few languages; -1 where it is neither. */
int cf_written_flag(const char *text);

#endif
