/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TEXT_H
#define CIRCFIN_TEXT_H

/* Advanced tier. Text for messages and terminals. No function depends on the locale. */

#include <stddef.h>

#include "circfin/diag.h"

CF_PUBLIC

/** The minus sign of numbers that people read, U+2212; data has a hyphen. */
#define CF_MINUS "\xE2\x88\x92"

/** How a number loses digits. A bound stays one: the least is rounded down, the most up. */
typedef enum cf_rounding { CF_NEAREST, CF_DOWN, CF_UP } cf_rounding;

/** The word of `words` nearest to `word`: at most two typing errors away (one for words of up to
 *  four letters, none below three), ignoring case. NULL if there is none. */
const char *cf_text_nearest(const char *word, const char *const *words, size_t count);

/** Copies `text` so that any terminal can show it: control and format characters, and bytes that
 *  are not UTF-8, become U+FFFD; beyond `size` - 1 bytes it is cut with an ellipsis. */
void cf_text_printable(char *out, size_t size, const char *text);

/** Width of a printable text on a terminal, in columns: 2 for wide characters (CJK, emoji), 0 for
 *  combining ones. Time: O(length), plus some 20 microseconds if it is not all ASCII. */
size_t cf_text_columns(const char *text);

CF_PUBLIC_END

#endif
