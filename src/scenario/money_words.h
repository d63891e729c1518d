/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_MONEY_WORDS_H
#define CIRCFIN_SCENARIO_MONEY_WORDS_H

/* Plain words for currencies and for thousands, millions and so on. */

#include <stdbool.h>
#include <stddef.h>

enum { CF_CURRENCY_SIZE = 4 };

/** What one word says: a currency, a power of ten, or both, as "$bn" does when written together.
 *  Billion and milliard are 10^9, German Billionen 10^12. */
typedef struct cf_money_word {
    char currency[CF_CURRENCY_SIZE]; /* "" for none; a dollar sign alone is "USD", see `sign` */
    bool sign;                       /* $ or ¥ alone: any dollar, or yen and yuan */
    int power;                       /* of ten; -1: none */
} cf_money_word;

/** False where the word says neither. */
bool cf_money_word_read(cf_money_word *out, const char *word, size_t length);

/** Whether a sign may stand for this currency: $ for any dollar, ¥ for yen and yuan. */
bool cf_money_sign_fits(const char *read_as, const char *currency);

#endif
