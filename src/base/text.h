/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_TEXT_H
#define CIRCFIN_BASE_TEXT_H

/* Text that does not depend on the locale. */

#include <stdbool.h>
#include <stddef.h>

#include "circfin/text.h"

/** The shortest decimal that reads back as exactly `number` (at most 17 significant digits),
 *  with a point whatever the locale. `number` must be finite. */
void cf_text_number(char text[static 32], double number);

/** Writes a point where printf wrote the locale's decimal point. */
void cf_text_make_point(char *text);

/** Reads all of `text` as a decimal such as -12.5 or 1e9, with a point whatever the locale; false
 *  where it is anything else (also inf, nan and hexadecimal), too large, or longer than 398 bytes.
 */
bool cf_text_read_number(double *out, const char *text);

/** The same for `size` bytes, however many there are. Rounded correctly. */
bool cf_text_read_decimal(double *out, const char *text, size_t size);

/** To the nearest, ties of the exact value of the double to the even digit: 0.125 gives 0.12, and
 *  2.675, which is 2.67499..., gives 2.67. A fixed number of decimals (0 to 17), a point, and
 * commas between thousands: 1,234.5; the shortest form, as of cf_text_number(), from 1e21 on.
 * `number` must be finite. */
void cf_text_fixed(char text[static 400], double number, int decimals);

/** The same, rounded as asked on the exact value of the double, except that a number within
 *  CF_SAME_AMOUNT of a decimal that can be shown is that decimal: 0.3 is not 0.29 rounded down. */
void cf_text_rounded(char text[static 400], double number, int decimals, cf_rounding rounding);

/** The edit distance of two words (characters changed, inserted, dropped, neighbours swapped);
 *  more than `limit` is reported as limit + 1. Compares bytes, upper and lower case alike.
 *
 *  Time: O(length); words that differ in more than 64 bytes count as too far apart. */
int cf_text_slips(const char *a, const char *b, int limit);

/** Length in bytes of the UTF-8 character at `text` (at most `size` bytes), 0 where it is not
 *  valid UTF-8; *code gets the code point. */
size_t cf_text_character(const char *text, size_t size, unsigned *code);

/** Writes a character as UTF-8, at most 4 bytes without a NUL; what no text can have becomes
 *  U+FFFD. @return its length in bytes */
size_t cf_text_encode(char *out, unsigned code);

/** False for controls, and for the format characters that hide text or change its direction. */
bool cf_text_is_showable(unsigned code);

/** Length in bytes of the first `most` characters of a text, or of all where it has fewer; a byte
 *  that is not UTF-8 counts as one. */
size_t cf_text_beginning(const char *text, int most);

/** Names of people's files are shown up to this length, in characters; only data and lists of
 *  entities have longer ones as a whole. */
enum { CF_NAME_SHOWN = 100 };
#define CF_ELLIPSIS "\xE2\x80\xA6"

/** How many of the bytes at `text` begin a character: the number of characters in UTF-8. */
size_t cf_text_characters(const char *text, size_t size);

#endif
