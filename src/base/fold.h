/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_FOLD_H
#define CIRCFIN_BASE_FOLD_H

/* Names without regard to upper and lower case, and to how they are set. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A character in lower case, by the simple case folding of Unicode: one for one, in any locale. */
unsigned cf_fold(unsigned code);

/** Whether two texts are the same but for upper and lower case. */
bool cf_fold_is_same(const char *a, const char *b);

/** What is left of a name without case, spaces, punctuation and a legal form at its end: "NVIDIA
 *  Corp." and "nvidia" give the same. Copies at most `size` - 1 bytes, in whole characters. */
void cf_fold_core(char *out, size_t size, const char *name);

/** Whether two names differ at most in case, spaces and punctuation that joins or cuts words:
 *  "Bank Co" and "bank-co" are alike. Between digits it counts: 1-12 is not 11-2. */
bool cf_fold_is_alike(const char *a, const char *b);

/** The same number for all names that are alike; 0 for a name that has nothing else. */
uint64_t cf_fold_hash(const char *name);

#endif
