/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recognises currencies and powers of ten in what people write. */
#include "scenario/money_words.h"

#include <string.h>

#include "scenario/plain_words.h"

enum { LONGEST = 24 };

static const struct {
    int power;
    const char *words;
} powers[] = {
    { 3, "k|thousand|thousands|tsd|tausend|mille|millier|milliers|000|000s|ths|thd" },
    { 6, "m|mn|mm|mio|mios|mln|mill|million|millions|millionen|mios" },
    { 9, "md|mds|mrd|mrds|mia|mlrd|milliard|milliards|milliarde|milliarden|b|bn|bns|bln|bil|"
         "billion|billions|g" },
    { 12, "tn|trn|trillion|trillions|billionen" },
};

static const struct {
    const char *code, *words;
} currencies[] = {
    { "USD", "usd|us$|$|dollar|dollars|usdollar|usdollars|u.s.$" },
    { "EUR", "eur|€|euro|euros" },
    { "GBP", "gbp|£|sterling|pounds" },
    { "JPY", "jpy|¥|yen" },
    { "CNY", "cny|rmb|yuan|renminbi" },
    { "KRW", "krw|₩|won" },
    { "INR", "inr|₹|rupees" },
    { "CHF", "chf|sfr|franken" },
    { "AUD", "aud" },
    { "BRL", "brl|reais" },
    { "CAD", "cad" },
    { "CZK", "czk" },
    { "DKK", "dkk" },
    { "HKD", "hkd" },
    { "HUF", "huf" },
    { "ILS", "ils" },
    { "MXN", "mxn" },
    { "NOK", "nok" },
    { "NZD", "nzd" },
    { "PLN", "pln|zloty" },
    { "RUB", "rub" },
    { "SAR", "sar" },
    { "AED", "aed" },
    { "QAR", "qar" },
    { "SEK", "sek" },
    { "SGD", "sgd" },
    { "THB", "thb" },
    { "TRY", "try" },
    { "TWD", "twd" },
    { "ZAR", "zar" },
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int power_of(const char *word)
{
    for (size_t i = 0; i < COUNT(powers); i++)
        if (cf_plain_is_among(word, powers[i].words))
            return powers[i].power;
    return -1;
}

static const char *currency_of(const char *word)
{
    for (size_t i = 0; i < COUNT(currencies); i++)
        if (cf_plain_is_among(word, currencies[i].words))
            return currencies[i].code;
    return NULL;
}

static bool take(cf_money_word *out, const char *currency, int power, const char *sign)
{
    if (currency != NULL)
        strcpy(out->currency, currency);
    out->power = power;
    out->sign = strcmp(sign, "$") == 0 || strcmp(sign, "¥") == 0;
    return true;
}

/* "usdbn" and "keur": two words in one. */
static bool read_joined(cf_money_word *out, char *word, size_t length)
{
    for (size_t cut = 1; cut < length; cut++) {
        char first[LONGEST];
        const char *second = word + cut, *currency;

        memcpy(first, word, cut);
        first[cut] = '\0';
        currency = currency_of(first);
        if (currency != NULL && power_of(second) >= 0)
            return take(out, currency, power_of(second), first);
        currency = currency_of(second);
        if (currency != NULL && (power_of(first) >= 0 || strcmp(first, "t") == 0))
            return take(out, currency, power_of(first) >= 0 ? power_of(first) : 3, second);
    }
    return false;
}

bool cf_money_word_read(cf_money_word *out, const char *word, size_t length)
{
    char copy[LONGEST];
    const char *currency;

    *out = (cf_money_word){ .power = -1 };
    if (length == 0 || length >= sizeof copy)
        return false;
    memcpy(copy, word, length);
    copy[length] = '\0';
    currency = currency_of(copy);
    if (currency != NULL || power_of(copy) >= 0)
        return take(out, currency, power_of(copy), copy);
    return read_joined(out, copy, length);
}

bool cf_money_sign_fits(const char *read_as, const char *currency)
{
    static const char dollars[] = "USD|AUD|CAD|HKD|NZD|SGD|TWD";

    if (strcmp(read_as, currency) == 0)
        return true;
    if (strcmp(read_as, "USD") == 0)
        return cf_plain_is_among(currency, dollars);
    return strcmp(read_as, "JPY") == 0 && strcmp(currency, "CNY") == 0;
}
