/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to text and back: correctly rounded, the shortest text, a point whatever the locale.
 *
 * In both directions, numbers of everyday size are converted in integers of 128 bits, and so
 * exactly; all others are left to the C library. Products of a small power of ten and a
 * whole number below 2^53 are exact in doubles, too: W. D. Clinger (1990), How to read floating
 * point numbers accurately, https://doi.org/10.1145/93542.93557. */
#include <assert.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

__extension__ typedef unsigned __int128 wide;

enum { MANTISSA_BITS = 53, MOST_TENS = 22 };

static const double tens[MOST_TENS + 1] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 10 to the power, at most MOST_TENS. */
static wide power_of_ten(int power)
{
    static const uint64_t whole[] = { 1u,
                                      10u,
                                      100u,
                                      1000u,
                                      10000u,
                                      100000u,
                                      1000000u,
                                      10000000u,
                                      100000000u,
                                      1000000000u,
                                      10000000000u,
                                      100000000000u,
                                      1000000000000u,
                                      10000000000000u,
                                      100000000000000u,
                                      1000000000000000u,
                                      10000000000000000u,
                                      100000000000000000u,
                                      1000000000000000000u,
                                      10000000000000000000u };
    enum { LARGEST = 19 };

    return power <= LARGEST ? whole[power] : (wide)whole[LARGEST] * whole[power - LARGEST];
}

/* ---- to text: any number, by trial ---- */

static bool is_number_part(char c)
{
    return is_digit(c) || c == '-' || c == '+' || c == 'e';
}

/* printf writes the locale's decimal point, which may be several bytes long: whatever is no
 * digit, sign or exponent is that point. */
void cf_text_make_point(char *text)
{
    char *from = text;
    char *to = text;

    while (*from != '\0') {
        if (is_number_part(*from)) {
            *to++ = *from++;
            continue;
        }
        *to++ = '.';
        while (*from != '\0' && !is_number_part(*from))
            from++;
    }
    *to = '\0';
}

static void try_digits(char text[static 32], double number)
{
    /* 15 digits survive the way there and back, so fewer are only needed for subnormals. */
    int digits = fabs(number) >= DBL_MIN ? 15 : 1;

    for (; digits <= 17; digits++) {
        snprintf(text, 32, "%.*g", digits, number);
        if (digits == 17 || fabs(strtod(text, NULL) - number) <= 0.0)
            break;
    }
    cf_text_make_point(text);
}

/* ---- to text: numbers of everyday size ---- */

/* A number times 10^power as scaled / 2^shift: from 10^16 on and below 10^17, so that its whole
 * part has 17 digits. */
struct scaled {
    wide scaled;
    uint64_t digits;
    int shift, power;
};

/* False where the number is too large, too small or 0. */
static bool scale(struct scaled *out, double number)
{
    const uint64_t most = 100000000000000000u;
    uint64_t mantissa;
    int exponent;

    if (!(number >= 1e-5 && number < 9e15))
        return false;
    mantissa = (uint64_t)ldexp(frexp(number, &exponent), MANTISSA_BITS);
    out->shift = MANTISSA_BITS - exponent;
    out->power = 16;
    while (number >= tens[16 - out->power] * 10.0 && out->power > 0)
        out->power--;
    for (;; out->power++) {
        if (out->power > MOST_TENS - 1)
            return false;
        out->scaled = mantissa * power_of_ten(out->power);
        out->digits = (uint64_t)(out->scaled >> out->shift);
        if (out->digits >= most / 10)
            return out->digits < most;
    }
}

/* The nearest number of so many digits (15 to 17); half way, the even one, as printf rounds. */
static uint64_t round_to(const struct scaled *number, int digits)
{
    uint64_t unit = digits == 17 ? 1 : digits == 16 ? 10 : 100;
    uint64_t rounded = number->digits / unit;
    wide rest = number->scaled - ((wide)(rounded * unit) << number->shift);
    wide whole = (wide)unit << number->shift;

    return rounded + (2 * rest > whole || (2 * rest == whole && (rounded & 1) != 0));
}

/* Whether a decimal of 15 or 16 digits reads back as the number: it lies within half a step of the
 * mantissa. Just half a step away there is none, as that takes 17 digits below 2^53. Below a power
 * of two a step is half as long, but no decimal of a power of this size lies there: the tests try
 * them all. */
static bool reads_back(const struct scaled *number, uint64_t rounded, int digits)
{
    uint64_t unit = digits == 16 ? 10 : 100;
    wide value = (wide)(rounded * unit) << number->shift;
    wide away = value > number->scaled ? value - number->scaled : number->scaled - value;

    return 2 * away < power_of_ten(number->power);
}

/* Writes digits like %.{precision}g: the point stands `exponent` places behind the first one. */
static void put_digits(char *text, uint64_t digits, int precision, int exponent)
{
    char all[24];
    int count = 0, from = 0;

    for (; digits > 0; digits /= 10)
        all[sizeof all - 1 - (size_t)count++] = (char)('0' + digits % 10);
    memmove(all, all + sizeof all - (size_t)count, (size_t)count);
    while (count > 1 && all[count - 1] == '0')
        count--;
    if (exponent < -4 || exponent >= precision) {
        *text++ = all[0];
        if (count > 1)
            *text++ = '.';
        memcpy(text, all + 1, (size_t)count - 1);
        text += count - 1;
        *text++ = 'e';
        *text++ = exponent < 0 ? '-' : '+';
        *text++ = (char)('0' + abs(exponent) / 10);
        *text++ = (char)('0' + abs(exponent) % 10);
        *text = '\0';
        return;
    }
    if (exponent < 0) {
        memcpy(text, "0.000", 5);
        text += 1 - exponent;
    }
    for (; from <= exponent; from++)
        *text++ = from < count ? all[from] : '0';
    if (exponent >= 0 && from < count)
        *text++ = '.';
    if (from < count) {
        memcpy(text, all + from, (size_t)(count - from));
        text += count - from;
    }
    *text = '\0';
}

static bool put_short(char text[static 32], double number)
{
    const uint64_t least = 100000000000000u; /* of 15 digits */
    struct scaled scaled;
    uint64_t rounded = 0, limit = least;
    int digits = 15;

    if (!scale(&scaled, fabs(number)))
        return false;
    for (; digits <= 17; digits++, limit *= 10) {
        rounded = round_to(&scaled, digits);
        if (digits == 17 || reads_back(&scaled, rounded, digits))
            break;
    }
    if (number < 0.0)
        *text++ = '-';
    if (rounded >= limit * 10)
        put_digits(text, rounded / 10, digits, 17 - scaled.power);
    else
        put_digits(text, rounded, digits, 16 - scaled.power);
    return true;
}

void cf_text_number(char text[static 32], double number)
{
    assert(isfinite(number));
    if (number >= 0.0 && number <= 0.0)
        strcpy(text, "0"); /* no "-0" */
    else if (!put_short(text, number))
        try_digits(text, number);
}

/* ---- from text ---- */

/* A decimal: digits * 10^exponent, the digits without the point. */
struct decimal {
    bool negative;
    uint64_t digits; /* the first MOST_DIGITS of them */
    int count;       /* of all, leading zeros aside */
    long exponent;   /* of the last digit */
};

enum { MOST_DIGITS = 19, LONGEST = 1 << 30 };

/* Digits from `text` on; *end is where they end. */
static void take_digits(struct decimal *decimal, const char *text, const char *limit,
                        const char **end)
{
    for (; text < limit && is_digit(*text); text++) {
        if (decimal->count < MOST_DIGITS)
            decimal->digits = decimal->digits * 10 + (uint64_t)(*text - '0');
        decimal->count += decimal->digits > 0 && decimal->count < LONGEST;
    }
    *end = text;
}

/* An exponent that is cut where nothing of its size is a number. */
static bool take_exponent(long *exponent, const char *text, const char *limit)
{
    const char *from = text + (text < limit && (*text == '+' || *text == '-'));
    long size = 0;

    for (const char *c = from; c < limit; c++) {
        if (!is_digit(*c))
            return false;
        size = size < LONGEST / 10 ? size * 10 + (*c - '0') : size;
    }
    *exponent += *text == '-' ? -size : size;
    return from < limit;
}

/* [+-] digits [. digits] [e [+-] digits], with a digit before or after the point. */
static bool take_decimal(struct decimal *out, const char *text, const char *limit)
{
    const char *whole = text + (text < limit && (*text == '+' || *text == '-')), *end;
    const char *part;

    *out = (struct decimal){ .negative = text < limit && *text == '-' };
    take_digits(out, whole, limit, &end);
    part = end;
    if (end < limit && *end == '.') {
        take_digits(out, end + 1, limit, &part);
        out->exponent = -(part - end - 1);
    }
    if (end == whole && part - end < 2)
        return false;
    if (part < limit && (*part == 'e' || *part == 'E'))
        return take_exponent(&out->exponent, part + 1, limit);
    return part == limit;
}

/* digits / 10^power: 64 bits of it and whether there are more, rounded to 53. */
static double divide(uint64_t digits, int power)
{
    uint64_t divisor = (uint64_t)power_of_ten(power);
    int up = __builtin_clzll(digits), down = __builtin_clzll(divisor);
    wide dividend = (wide)(digits << up) << 63;
    uint64_t quotient, rest, mantissa, half;
    int extra;

    divisor <<= down;
    quotient = (uint64_t)(dividend / divisor);
    rest = (uint64_t)(dividend % divisor);
    extra = 64 - __builtin_clzll(quotient) - MANTISSA_BITS;
    mantissa = quotient >> extra;
    half = (uint64_t)1 << (extra - 1);
    quotient &= 2 * half - 1;
    mantissa += quotient > half || (quotient == half && (rest > 0 || (mantissa & 1) != 0));
    return ldexp((double)mantissa, extra - 63 + down - up);
}

static bool read_quickly(double *out, const struct decimal *decimal)
{
    const uint64_t exact = (uint64_t)1 << MANTISSA_BITS;
    long exponent = decimal->exponent;

    if (decimal->count > MOST_DIGITS)
        return false;
    if (decimal->digits == 0)
        *out = 0.0;
    else if (decimal->digits <= exact && exponent >= 0 && exponent <= MOST_TENS)
        *out = (double)decimal->digits * tens[exponent];
    else if (decimal->digits <= exact && exponent < 0 && exponent >= -MOST_TENS)
        *out = (double)decimal->digits / tens[-exponent];
    else if (exponent < 0 && exponent >= -MOST_DIGITS)
        *out = divide(decimal->digits, (int)-exponent);
    else
        return false;
    if (decimal->negative)
        *out = -*out;
    return true;
}

/* Whether a digit or one of those that follow it is not 0. */
static bool has_more(char digit, const char *text, const char *limit)
{
    for (; digit == '0' && text < limit && *text != 'e' && *text != 'E'; text++)
        digit = is_digit(*text) ? *text : digit;
    return digit != '0';
}

/* Leaves it to the C library, whose decimal point depends on the locale: digits without one, and
 * of more digits than any double needs one that stands for the rest. */
static double read_slowly(const struct decimal *decimal, const char *text, const char *limit)
{
    enum { NEEDED = 780 };
    char copy[NEEDED + 64];
    long exponent = decimal->exponent;
    int used = 0, count = decimal->count;

    for (; text < limit && *text != 'e' && *text != 'E' && used <= NEEDED; text++)
        if (is_digit(*text) && (used > 0 || *text != '0'))
            copy[used++] = *text;
    if (count > used) {
        exponent += count - used;
        copy[used - 1] = (char)(has_more(copy[used - 1], text, limit) ? '1' : '0');
    }
    snprintf(copy + used, sizeof copy - (size_t)used, "e%ld", exponent);
    return decimal->negative ? -strtod(copy, NULL) : strtod(copy, NULL);
}

bool cf_text_read_decimal(double *out, const char *text, size_t size)
{
    struct decimal decimal;

    if (!take_decimal(&decimal, text, text + size))
        return false;
    if (!read_quickly(out, &decimal))
        *out = read_slowly(&decimal, text, text + size);
    return isfinite(*out);
}

bool cf_text_read_number(double *out, const char *text)
{
    enum { LONGEST_CELL = 398 };
    size_t size = strlen(text);

    return size <= LONGEST_CELL && cf_text_read_decimal(out, text, size);
}
