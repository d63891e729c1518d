/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headings and words of people, brought to one spelling. */
#include "scenario/plain_words.h"

#include <string.h>

#include "base/fold.h"
#include "base/text.h"

/* Letters of Western Europe without their accents; NULL: another character. */
static const char *without_accent(unsigned code)
{
    static const struct {
        unsigned first, last;
        const char *plain;
    } rows[] = {
        { 0xE0, 0xE5, "a" },    { 0xE6, 0xE6, "ae" }, { 0xE7, 0xE7, "c" }, { 0xE8, 0xEB, "e" },
        { 0xEC, 0xEF, "i" },    { 0xF1, 0xF1, "n" },  { 0xF2, 0xF6, "o" }, { 0xF8, 0xF8, "o" },
        { 0xF9, 0xFC, "u" },    { 0xFD, 0xFD, "y" },  { 0xFF, 0xFF, "y" }, { 0xDF, 0xDF, "ss" },
        { 0x153, 0x153, "oe" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (code >= rows[i].first && code <= rows[i].last)
            return rows[i].plain;
    return NULL;
}

/* Signs that mean something; dashes and minus signs are one. */
static const char *sign_of(unsigned code)
{
    static const struct {
        unsigned code;
        const char *sign;
    } rows[] = {
        { '$', "$" },    { '%', "%" },    { '~', "~" },    { '<', "<" },    { '>', ">" },
        { '+', "+" },    { '-', "-" },    { '#', "#" },    { '?', "?" },    { 0x20AC, "€" },
        { 0xA3, "£" },   { 0xA5, "¥" },   { 0x20A9, "₩" }, { 0x20B9, "₹" }, { 0x2013, "-" },
        { 0x2014, "-" }, { 0x2212, "-" }, { 0x2010, "-" }, { 0x2011, "-" }, { 0x2248, "~" },
        { 0x2264, "<" }, { 0x2265, ">" }, { 0xFF04, "$" }, { 0xFF05, "%" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (code == rows[i].code)
            return rows[i].sign;
    return NULL;
}

static bool is_plain(unsigned code)
{
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z');
}

/* Words that are being written. */
struct words {
    char *out;
    size_t used;
    bool full;
};

static void put(struct words *words, const char *text, size_t length, bool begins)
{
    bool space = begins && words->used > 0 && words->out[words->used - 1] != ' ';

    if (words->used + length + 2 >= CF_PLAIN_SIZE) {
        words->full = true;
        return;
    }
    if (space)
        words->out[words->used++] = ' ';
    memcpy(words->out + words->used, text, length);
    words->used += length;
}

/* A letter of another script stays as it is. */
static void put_character(struct words *words, const char *raw, size_t length, unsigned folded,
                          bool begins)
{
    const char *plain, *sign;
    char letter = (char)folded;

    if (is_plain(folded)) { /* as nearly all are */
        put(words, &letter, 1, begins);
        return;
    }
    plain = without_accent(folded);
    sign = sign_of(folded);
    if (sign != NULL) {
        put(words, sign, strlen(sign), true);
        put(words, " ", 1, false);
    } else if (plain != NULL) {
        put(words, plain, strlen(plain), begins);
    } else if (folded >= 0x250 && !(folded >= 0x2000 && folded <= 0x2BFF) && folded != 0x3000 &&
               folded != 0xFEFF) {
        put(words, raw, length, begins);
    } else if (words->used > 0 && words->out[words->used - 1] != ' ') {
        put(words, " ", 1, false);
    }
}

static bool is_between(unsigned code, unsigned first, unsigned last)
{
    return code >= first && code <= last;
}

/* The hump of payerName. */
static bool is_hump(unsigned before, unsigned code)
{
    return is_between(code, 'A', 'Z') && is_between(before, 'a', 'z');
}

bool cf_plain_words(char out[static CF_PLAIN_SIZE], const char *text, bool camel)
{
    struct words words = { .out = out };
    unsigned before = 0, code;

    for (size_t left = strlen(text), length; left > 0 && !words.full;
         text += length, left -= length) {
        length = cf_text_character(text, left, &code);
        if (length == 0) {
            words.full = true;
            break;
        }
        if (code != 0x300 && code != 0x301 && code != 0x302 && code != 0x308 && code != 0x327)
            put_character(&words, text, length, cf_fold(code), camel && is_hump(before, code));
        before = code;
    }
    if (words.full)
        words.used = 0;
    while (words.used > 0 && out[words.used - 1] == ' ')
        words.used--;
    out[words.used] = '\0';
    return !words.full;
}

bool cf_plain_is_among(const char *phrase, const char *list)
{
    size_t length = strlen(phrase);

    for (const char *at = list; length > 0 && at != NULL; at = strchr(at, '|')) {
        at += *at == '|';
        if (*at == *phrase && strncmp(at, phrase, length) == 0 &&
            (at[length] == '|' || at[length] == '\0'))
            return true;
    }
    return false;
}

size_t cf_length_without_notes(const char *text)
{
    size_t length = strlen(text);

    while (length > 3 && text[length - 1] == ']') {
        size_t at = length - 1;

        while (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9')
            at--;
        if (at < 2 || at == length - 1 || length - at > 4 || text[at - 1] != '[')
            break;
        length = at - 1;
    }
    while (length > 0 && length < strlen(text) && text[length - 1] == ' ')
        length--;
    return length;
}
