/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_PUT_H
#define CIRCFIN_BASE_PUT_H

/* What the formats for programs share: full numbers, and text that is always UTF-8. */

#include <stdio.h>

#include "circfin/report.h"

#define CF_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD, for what is not UTF-8 */

/** A whole number for counts, true or false for flags, else the shortest decimal that reads back
 *  the same. */
void cf_put_number(FILE *out, cf_kind kind, double number);

/** Writes text as UTF-8. Characters for whose code point `escape` gives a string are replaced by
 *  it; `escape` may be NULL, and `scratch` is its to use. */
enum { CF_ESCAPE_SIZE = 16 };
typedef const char *cf_escape(unsigned code, char scratch[static CF_ESCAPE_SIZE]);
void cf_put_text(FILE *out, const char *text, cf_escape *escape);

/** The same for the first `most` characters, with an ellipsis where there are more. */
void cf_put_text_cut(FILE *out, const char *text, int most, cf_escape *escape);

#endif
