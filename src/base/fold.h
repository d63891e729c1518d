/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_FOLD_H
#define CIRCFIN_BASE_FOLD_H

/* Names without regard to upper and lower case, and to how they are set. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A character in lower case, by the simple case folding of Unicode: one for one, in any locale. */
unsigned cf_fold(unsigned code);

/** Whether two texts are the same but for upper and lower case and the spaces around them. */
bool cf_fold_is_same(const char *a, const char *b);

/** A name, or what is left of it without its legal form: a part of a text, in bytes. */
typedef struct cf_stem {
    const char *text;
    size_t length;
} cf_stem;

cf_stem cf_fold_whole(const char *name);

/** A name without the legal forms at its end ("NVIDIA Corp.", "Nestle S. A.", "Bank & Co. KG"),
 * words such as Group and Holdings there, and a The before it. Never empty where the name is not.
 */
cf_stem cf_fold_stem(const char *name);

/** Whether two names differ at most in case, accents, spaces and punctuation that joins or cuts
 *  words: "Bank Co" and "bank-co" are alike. Between digits it counts: 1-12 is not 11-2. */
bool cf_fold_is_alike(cf_stem a, cf_stem b);

/** The same number for all names that are alike; 0 for a name that has nothing else. */
uint64_t cf_fold_hash(cf_stem name);

/** The next character of a text in lower case and without its accent; what is not UTF-8 gives a
 *  number above all characters. `*left` is more than 0. */
unsigned cf_fold_next(const char **text, size_t *left);

/** Whether such a character is part of a word: no space, no punctuation. */
bool cf_fold_is_word(unsigned code);

#endif
