/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_PLAIN_WORDS_H
#define CIRCFIN_SCENARIO_PLAIN_WORDS_H

/* What people write, as plain words: small letters without accents, joined by single spaces. */

#include <stdbool.h>
#include <stddef.h>

enum { CF_PLAIN_SIZE = 200 };

/**
 * Writes "Montant total, (Md€)" as "montant total md €". Signs that mean something ($ € £ ¥ ₩ ₹ %
 * ~ < > + - # ?) are words of their own; everything else between words is a space. In headings,
 * CamelCase is two words.
 *
 * @return false where the text is too long, or no UTF-8; out is then ""
 */
bool cf_plain_words(char out[static CF_PLAIN_SIZE], const char *text, bool camel);

/** Whether a list of phrases joined by | has this one. */
bool cf_plain_is_among(const char *phrase, const char *list);

/** The length of a text without the marks of footnotes at its end, as in "$100 billion[1]". */
size_t cf_length_without_notes(const char *text);

#endif
