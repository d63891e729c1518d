/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounded numbers, UTF-8, and the distance between words: the same in any locale. */
#include "base/text.h"

#include <assert.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tolerance.h"

/* ---- numbers of a fixed number of decimals ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_zero(const char *text)
{
    return text[strspn(text, "-0.")] == '\0';
}

/* ---- rounding a decimal up or down ---- */

/* A step away from 0 in the last digit; leaves room at `digits[-1]` for a carry. */
static char *step_out(char *digits)
{
    char *at = digits + strlen(digits);

    while (at-- > digits) {
        if (!is_digit(*at))
            continue;
        if (*at != '9') {
            ++*at;
            return digits;
        }
        *at = '0';
    }
    *--digits = '1';
    return digits;
}

/* A step towards 0, from a decimal that is not 0. */
static char *step_in(char *digits)
{
    char *at = digits + strlen(digits) - 1;

    for (; *at == '0' || !is_digit(*at); at--)
        if (*at == '0')
            *at = '9';
    --*at;
    while (digits[0] == '0' && is_digit(digits[1]))
        digits++;
    return digits;
}

/* Whether the decimal is what the number stands for: nearer than sums of amounts are exact, and
 * than a reader could tell. */
static bool is_meant(double number, double decimal, int decimals)
{
    double hair = fmin(CF_SAME_AMOUNT * fabs(number), 1e-3 * pow(10.0, -decimals));

    return fabs(decimal - number) <= hair;
}

/* The decimals of the size of a number, rounded: `room` has a place for a carry before them. */
static const char *round_size(char room[static 64], double number, int decimals,
                              cf_rounding rounding)
{
    char *digits = room + 1;
    double nearest;

    snprintf(digits, 63, "%.*f", decimals, fabs(number));
    nearest = copysign(strtod(digits, NULL), number);
    cf_text_make_point(digits);
    if (rounding == CF_NEAREST || is_meant(number, nearest, decimals) ||
        (rounding == CF_UP ? nearest > number : nearest < number))
        return digits;
    return (rounding == CF_UP) == (number > 0.0) ? step_out(digits) : step_in(digits);
}

void cf_text_fixed(char text[static 400], double number, int decimals)
{
    cf_text_rounded(text, number, decimals, CF_NEAREST);
}

void cf_text_rounded(char text[static 400], double number, int decimals, cf_rounding rounding)
{
    char plain[64];
    const char *from;
    size_t whole;

    assert(isfinite(number) && decimals >= 0 && decimals <= 17);
    if (fabs(number) >= 1e21) {
        cf_text_number(text, number);
        return;
    }
    from = round_size(plain, number, decimals, rounding);
    if (number < 0.0 && !is_zero(from))
        *text++ = '-';
    for (whole = strspn(from, "0123456789"); whole > 0; whole--) {
        *text++ = *from++;
        if (whole > 1 && whole % 3 == 1)
            *text++ = ',';
    }
    strcpy(text, from);
}

/* ---- edit distance ---- */

enum { WORD_MAX = 64 };

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: rows[i % 3][j] edits turn the first i bytes of a into the first j of
 * b. Three rows are kept because a swap looks two back. */
static int align(const char *a, int a_length, const char *b, int b_length)
{
    int rows[3][WORD_MAX + 1];

    for (int i = 0; i <= a_length; i++) {
        int *row = rows[i % 3];
        const int *above = rows[(i + 2) % 3];
        const int *two_above = rows[(i + 1) % 3];

        row[0] = i;
        for (int j = 1; j <= b_length; j++) {
            bool same;

            if (i == 0) {
                row[j] = j;
                continue;
            }
            same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a_length % 3][b_length];
}

int cf_text_slips(const char *a, const char *b, int limit)
{
    size_t a_length;
    size_t b_length;

    while (*a != '\0' && lower(*a) == lower(*b))
        a++, b++;
    a_length = strlen(a);
    b_length = strlen(b);
    while (a_length > 0 && b_length > 0 && lower(a[a_length - 1]) == lower(b[b_length - 1]))
        a_length--, b_length--;
    if (a_length > WORD_MAX || b_length > WORD_MAX)
        return limit + 1;
    if (abs((int)a_length - (int)b_length) > limit)
        return limit + 1;
    return least(align(a, (int)a_length, b, (int)b_length), limit + 1);
}

const char *cf_text_nearest(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t length = strlen(word);
    int limit = length <= 2 ? 0 : length <= 4 ? 1 : 2; /* d1 is no misspelling of d2 */

    for (size_t i = 0; i < count && limit >= 0; i++) {
        int slips = cf_text_slips(word, words[i], limit);

        if (slips <= limit) {
            nearest = words[i];
            limit = slips - 1;
        }
    }
    return nearest;
}

/* ---- characters ---- */

size_t cf_text_character(const char *text, size_t size, unsigned *code)
{
    static const unsigned smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length;

    *code = 0xFFFD;
    if (size == 0)
        return 0;
    if (bytes[0] < 0x80) {
        *code = bytes[0];
        return 1;
    }
    length = bytes[0] >= 0xF8 ? 0 : bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    if (length == 0 || bytes[0] < 0xC0 || length > size)
        return 0;

    unsigned value = bytes[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3Fu);
    }
    if (value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return length;
}

size_t cf_text_encode(char *out, unsigned code)
{
    if (code == 0 || (code >= 0xD800 && code < 0xE000))
        code = 0xFFFD;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t cf_text_beginning(const char *text, int most)
{
    size_t left = strlen(text), taken = 0;

    for (int i = 0; i < most && taken < left; i++) {
        unsigned code;
        size_t length = cf_text_character(text + taken, left - taken, &code);

        taken += length == 0 ? 1 : length;
    }
    return taken;
}

size_t cf_text_characters(const char *text, size_t size)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

bool cf_text_is_showable(unsigned code)
{
    static const struct {
        unsigned first, last;
    } hidden[] = {
        { 0x00, 0x1F },     { 0x7F, 0x9F },     { 0xAD, 0xAD },       { 0x61C, 0x61C },
        { 0x180E, 0x180E }, { 0x200B, 0x200F }, { 0x2028, 0x202E },   { 0x2060, 0x206F },
        { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE007F },
    };

    if (code >= 0x20 && code < 0x7F)
        return true;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        if (code >= hidden[i].first && code <= hidden[i].last)
            return false;
    }
    return true;
}

void cf_text_printable(char *out, size_t size, const char *text)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    static const char ellipsis[] = "\xE2\x80\xA6";
    size_t left = strlen(text);
    size_t used = 0;
    size_t cut = 0; /* where the ellipsis would go */

    if (size == 0)
        return;
    while (left > 0) {
        unsigned code;
        size_t length = cf_text_character(text, left, &code);
        bool shown = length > 0 && cf_text_is_showable(code);
        size_t step = length > 0 ? length : 1;
        size_t need = shown ? step : sizeof replacement - 1;

        if (used + need > size - 1)
            break;
        memcpy(out + used, shown ? text : replacement, need);
        used += need;
        text += step;
        left -= step;
        if (used + sizeof ellipsis <= size)
            cut = used;
    }
    if (left > 0 && size >= sizeof ellipsis) {
        memcpy(out + cut, ellipsis, sizeof ellipsis - 1);
        used = cut + sizeof ellipsis - 1;
    }
    out[used] = '\0';
}
