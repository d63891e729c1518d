/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads amounts as people write them. */
#include "scenario/written_money.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/plain_words.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- numbers ---- */

/* Bytes of what stands between thousands and never is a decimal sign: a space, an apostrophe. */
static size_t neutral_mark(const char *text)
{
    static const char *const marks[] = {
        " ",       "'", "\xC2\xA0", "\xE2\x80\x87", "\xE2\x80\x89", "\xE2\x80\xAF", "\xE2\x80\x99",
        "\xCA\xBC"
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* The groups of digits of a number and the marks between them. */
struct groups {
    char marks[12]; /* before each group but the first: ',' '.' or ' ' */
    size_t lengths[12];
    const char *starts[12];
    int count;
};

/* @return where the number ends; NULL where it has too many groups */
static const char *find_groups(struct groups *groups, const char *text)
{
    const char *at = text;

    groups->count = 0;
    for (;;) {
        size_t digits = strspn(at, "0123456789"), mark;

        if (groups->count == 12)
            return NULL;
        groups->starts[groups->count] = at;
        groups->lengths[groups->count++] = digits;
        at += digits;
        mark = *at == ',' || *at == '.' ? 1 : neutral_mark(at);
        if (mark == 0 || !is_digit(at[mark]) || groups->count == 12)
            return at;
        if (mark > 1 || *at == ' ' || *at == '\'') {
            if (strspn(at + mark, "0123456789") != 3)
                return at;
            groups->marks[groups->count] = ' ';
        } else {
            groups->marks[groups->count] = *at;
        }
        at += mark;
    }
}

/* Whether the groups 1 to `last` are thousands: three digits each, and at most three before. */
static bool are_thousands(const struct groups *groups, int last)
{
    if (last == 0)
        return true;
    if (groups->lengths[0] == 0 || groups->lengths[0] > 3 ||
        (groups->marks[1] != ' ' && groups->starts[0][0] == '0'))
        return false;
    for (int i = 1; i <= last; i++)
        if (groups->lengths[i] != 3 || (groups->marks[i] != groups->marks[1]))
            return false;
    return true;
}

/* The decimal sign of a number: '.', ',' or 0 for none; -1 where it is in doubt or none at all. */
static int decimal_sign(const struct groups *groups, cf_marks marks)
{
    int last = groups->count - 1;
    char sign = last == 0 ? '\0' : groups->marks[last];
    char decimal = marks == CF_MARKS_COMMA ? ',' : '.';

    if (sign == '\0' || sign == ' ')
        return are_thousands(groups, last) ? 0 : -1;
    if (sign == decimal)
        return are_thousands(groups, last - 1) && (last < 2 || groups->marks[1] != decimal)
                   ? decimal
                   : -1;
    /* 1,000 alone may be 1 as well */
    return are_thousands(groups, last) && (marks != CF_MARKS_OPEN || last > 1) ? 0 : -1;
}

/* @return where the number ends; NULL where it is none */
static const char *read_number(cf_money *money, cf_written_number *out, const char *text,
                               cf_marks marks)
{
    struct groups groups;
    const char *end = find_groups(&groups, text);
    int sign = end == NULL ? -1 : decimal_sign(&groups, marks);
    size_t used = 0;

    if (sign < 0)
        return NULL;
    *out = (cf_written_number){ .power = -1 };
    for (int i = 0; i < groups.count; i++) {
        bool fraction = i > 0 && sign > 0 && i == groups.count - 1;

        if (used + groups.lengths[i] + 2 >= sizeof out->digits)
            return NULL;
        if (fraction)
            out->digits[used++] = '.';
        else
            money->grouped |= i > 0 && groups.marks[i] != ' ';
        memcpy(out->digits + used, groups.starts[i], groups.lengths[i]);
        used += groups.lengths[i];
    }
    out->digits[used] = '\0';
    return end;
}

bool cf_written_number_value(double *out, const cf_written_number *number, int shift)
{
    char text[CF_DIGITS_SIZE + 16];

    snprintf(text, sizeof text, "%s%se%d", number->digits[0] == '.' ? "0" : "", number->digits,
             shift);
    return cf_text_read_number(out, text);
}

int cf_money_comma(const char *text)
{
    const char *start = text + strcspn(text, "0123456789"), *end;
    struct groups groups;
    int last;

    if (strchr(text, ',') == NULL)
        return 0;
    end = find_groups(&groups, start);
    last = groups.count - 1;
    if (end == NULL || last == 0)
        return 0;
    if (groups.marks[last] == ',')
        return last > 1 && groups.marks[1] == ',' && are_thousands(&groups, last) ? 1
               : groups.lengths[last] != 3 || groups.lengths[0] > 3 || last > 1   ? -1
                                                                                  : 0;
    return groups.marks[1] == ',' && groups.marks[last] == '.' && are_thousands(&groups, last - 1);
}

/* ---- words around them ---- */

/* What is known of a text so far. */
struct reader {
    cf_money *money;
    cf_marks marks;
    int numbers;
    bool range, and_range; /* "10 to 15"; "between 10 and 15" */
    bool lost;             /* something cannot be understood */
};

static bool set_bound(struct reader *reader, cf_money_bound bound)
{
    if (bound == CF_MONEY_ABOUT)
        reader->money->about = true;
    else if (reader->money->bound != CF_MONEY_EXACT && reader->money->bound != bound)
        reader->lost = true;
    else
        reader->money->bound = bound;
    return true;
}

static const struct {
    cf_money_bound bound;
    const char *phrases;
} qualifiers[] = {
    { CF_MONEY_UP_TO,
      "up to|upto|as much as|at most|max|maximum|maximal|no more than|not more than|"
      "less than|under|below|<|< =|jusqu a|jusqu en|jusque|au plus|moins de|"
      "bis zu|hochstens|maximum de|max of|maximum of|capped at|plafond" },
    { CF_MONEY_AT_LEAST, "at least|min|minimum|more than|over|above|>|> =|upwards of|not less than|"
                         "no less than|in excess of|exceeding|from|starting at|+|or more|and more|"
                         "and up|plus|au moins|plus de|superieur a|minimum de|a partir de|ou plus|"
                         "mindestens|mehr als|uber|ab|min of|minimum of|oder mehr" },
    { CF_MONEY_ABOUT, "~|c|ca|circa|about|approx|approximately|approximate|around|roughly|some|"
                      "nearly|almost|estimated|est|estimate|close to|an estimated|environ|env|"
                      "pres de|autour de|a peu pres|quelque|quelques|estime a|etwa|rund|ungefahr|"
                      "zirka|geschatzt|knapp|e" },
};

/* The longest qualifier at the beginning of some words; moves behind it. */
static bool take_qualifier(struct reader *reader, char **at)
{
    for (char *cut = *at + strlen(*at); cut > *at; cut--) {
        char kept = *cut;

        if (kept != ' ' && kept != '\0')
            continue;
        *cut = '\0';
        for (size_t i = 0; i < sizeof qualifiers / sizeof *qualifiers; i++) {
            if (!cf_plain_is_among(*at, qualifiers[i].phrases))
                continue;
            *cut = kept;
            *at = cut;
            return set_bound(reader, qualifiers[i].bound);
        }
        *cut = kept;
    }
    return false;
}

static bool take_currency(struct reader *reader, const cf_money_word *word)
{
    cf_money *money = reader->money;

    if (word->currency[0] == '\0')
        return true;
    if (money->currency[0] != '\0' && strcmp(money->currency, word->currency) != 0)
        return false;
    strcpy(money->currency, word->currency);
    money->sign = word->sign;
    return true;
}

static bool take_power(struct reader *reader, const cf_money_word *word)
{
    cf_written_number *number =
        reader->numbers == 2 ? &reader->money->second : &reader->money->first;

    if (word->power < 0)
        return true;
    if (reader->numbers == 0)
        return false;
    if (number->power >= 0 && word->power != 6 && word->power != 3)
        return false;
    /* "a thousand million" */
    number->power = number->power >= 0 ? number->power + word->power : word->power;
    return true;
}

/* A word that joins two numbers, or says nothing. */
static bool take_joint(struct reader *reader, const char *word)
{
    if (cf_plain_is_among(word, "between|entre|zwischen")) {
        reader->and_range = true;
        return true;
    }
    if (cf_plain_is_among(word, "-|to|a|bis") ||
        (reader->and_range && cf_plain_is_among(word, "and|et|und"))) {
        reader->range = reader->numbers == 1;
        reader->lost |= reader->numbers != 1;
        return true;
    }
    if (strcmp(word, "%") == 0 || cf_plain_is_among(word, "percent|pct|prozent")) {
        reader->money->percent = true;
        return reader->numbers > 0;
    }
    return cf_plain_is_among(word, "of|de|d|total|in|en|the|us|u|s|cash|euro|worth");
}

static bool take_unit(struct reader *reader, const char *word, size_t length)
{
    cf_money_word unit;

    return cf_money_word_read(&unit, word, length) && take_currency(reader, &unit) &&
           take_power(reader, &unit);
}

/* "us $" and "c $": any dollar. @return where it ends; NULL where it is none */
static char *take_dollar(struct reader *reader, char *at)
{
    static const char *const dollars[][2] = { { "us $", "USD" }, { "c $", "CAD" },
                                              { "ca $", "CAD" }, { "a $", "AUD" },
                                              { "hk $", "HKD" }, { "nt $", "TWD" },
                                              { "s $", "SGD" } };
    cf_money_word unit = { .power = -1 };

    for (size_t i = 0; i < sizeof dollars / sizeof *dollars; i++) {
        size_t length = strlen(dollars[i][0]);

        if (strncmp(at, dollars[i][0], length) != 0)
            continue;
        strcpy(unit.currency, dollars[i][1]);
        reader->lost |= !take_currency(reader, &unit);
        return at + length;
    }
    return NULL;
}

/* One word. @return where it ends */
static char *take_word(struct reader *reader, char *at)
{
    char *end = at + strcspn(at, " "), kept = *end;

    *end = '\0';
    reader->lost |= !take_unit(reader, at, (size_t)(end - at)) && !take_joint(reader, at);
    *end = kept;
    return end;
}

/* Words between numbers, or before or after all of them. */
static void take_words(struct reader *reader, const char *text, size_t length)
{
    char piece[CF_PLAIN_SIZE], plain[CF_PLAIN_SIZE], *at = plain, *dollar;

    if (length >= sizeof piece) {
        reader->lost = true;
        return;
    }
    memcpy(piece, text, length);
    piece[length] = '\0';
    reader->lost |= !cf_plain_words(plain, piece, false);
    while (*at != '\0' && !reader->lost) {
        if (*at == ' ')
            at++;
        else if ((dollar = take_dollar(reader, at)) != NULL)
            at = dollar;
        else if (!take_qualifier(reader, &at))
            at = take_word(reader, at);
    }
}

/* Numbers and what is between them, from left to right. */
static void take_all(struct reader *reader, const char *text)
{
    while (!reader->lost && *text != '\0') {
        size_t words = strcspn(text, "0123456789");
        cf_written_number *number =
            reader->numbers == 0 ? &reader->money->first : &reader->money->second;

        if (words > 0 && text[words] != '\0' && text[words - 1] == '.' &&
            (words == 1 || !is_digit(text[words - 2])))
            words--; /* .5 */
        take_words(reader, text, words);
        text += words;
        if (*text == '\0' || reader->lost)
            break;
        if (reader->numbers == 2 || (reader->numbers == 1 && !reader->range)) {
            reader->lost = true;
            break;
        }
        text = read_number(reader->money, number, text, reader->marks);
        reader->lost = text == NULL || *text == '.' || *text == ','; /* "1." */
        reader->numbers++;
    }
}

/* ---- the whole ---- */

/* (5) of accountants, and -5. @return the text without the sign; NULL where it has none */
static const char *without_sign(char room[static CF_PLAIN_SIZE], const char *text)
{
    static const char *const signs[] = { "-", "\xE2\x88\x92", "\xE2\x80\x93", "\xE2\x80\x94" };
    size_t length = strlen(text);

    if (length >= CF_PLAIN_SIZE)
        return NULL;
    if (length > 2 && text[0] == '(' && text[length - 1] == ')') {
        memcpy(room, text + 1, length - 2);
        room[length - 2] = '\0';
        return room;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return strcpy(room, text + strlen(signs[i]));
    if (length > 1 && text[length - 1] == '-' && is_digit(text[length - 2])) {
        memcpy(room, text, length - 1);
        room[length - 1] = '\0';
        return room;
    }
    return NULL;
}

static void settle_range(struct reader *reader)
{
    cf_money *money = reader->money;

    reader->lost |= reader->range != (reader->numbers == 2) ||
                    (reader->range && money->bound != CF_MONEY_EXACT);
    if (!reader->range)
        return;
    money->bound = CF_MONEY_BETWEEN;
    if (money->first.power < 0)
        money->first.power = money->second.power;
    reader->lost |= money->second.power < 0 && money->first.power >= 0;
}

bool cf_money_read(cf_money *out, const char *text, cf_marks marks)
{
    struct reader reader = { .money = out, .marks = marks };
    char room[CF_PLAIN_SIZE], bare[CF_PLAIN_SIZE];
    size_t length = cf_length_without_notes(text);
    const char *inner;

    if (length < strlen(text) && length < sizeof bare) {
        memcpy(bare, text, length);
        bare[length] = '\0';
        text = bare;
    }
    inner = without_sign(room, text);
    *out = (cf_money){ .first = { .power = -1 }, .second = { .power = -1 } };
    out->negative = inner != NULL;
    take_all(&reader, inner == NULL ? text : inner);
    settle_range(&reader);
    if (reader.lost || reader.numbers == 0)
        return false;
    if (out->negative && (out->about || out->bound != CF_MONEY_EXACT))
        return false;
    if (out->bound == CF_MONEY_EXACT && out->about)
        out->bound = CF_MONEY_ABOUT;
    return true;
}
