/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums in fixed point. Digits carry only now and then: between, each has room for 2^30 additions.
 */
#include "base/exact_sum.h"

#include <math.h>
#include <string.h>

enum { DIGIT_BITS = 32, MANTISSA_BITS = 52, EXPONENT_BITS = 11, LOWEST = -1074 };

void cf_exact_sum_settle(cf_exact_sum *sum)
{
    int64_t carry = 0;

    for (int i = 0; i < CF_EXACT_DIGITS - 1; i++) {
        int64_t digit = sum->digits[i] + carry;
        int64_t rest = digit & 0xffffffff;

        carry = (digit - rest) / ((int64_t)1 << DIGIT_BITS);
        sum->digits[i] = rest;
    }
    sum->digits[CF_EXACT_DIGITS - 1] += carry;
    sum->added = 0;
}

static void make_room(cf_exact_sum *sum, int64_t more)
{
    const int64_t most = (int64_t)1 << 30;

    if (sum->added + more > most)
        cf_exact_sum_settle(sum);
    sum->added += more;
}

void cf_exact_sum_add(cf_exact_sum *sum, double value)
{
    uint64_t bits, mantissa, low, high;
    int exponent, digit, shift;
    int64_t sign;

    memcpy(&bits, &value, sizeof bits);
    mantissa = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
    exponent = (int)(bits >> MANTISSA_BITS) & ((1 << EXPONENT_BITS) - 1);
    sign = bits >> 63 != 0 ? -1 : 1;
    if (exponent > 0) {
        mantissa |= (uint64_t)1 << MANTISSA_BITS;
        exponent--;
    }
    if (mantissa == 0)
        return;
    make_room(sum, 1);
    digit = exponent / DIGIT_BITS;
    shift = exponent % DIGIT_BITS;
    low = mantissa << shift; /* the lower 64 bits of the shifted mantissa, and what is above them */
    high = shift == 0 ? 0 : mantissa >> (64 - shift);
    sum->digits[digit] += sign * (int64_t)(low & 0xffffffff);
    sum->digits[digit + 1] += sign * (int64_t)(low >> DIGIT_BITS);
    if (high != 0)
        sum->digits[digit + 2] += sign * (int64_t)high;
}

void cf_exact_sum_merge(cf_exact_sum *sum, const cf_exact_sum *more)
{
    make_room(sum, more->added + 1);
    for (int i = 0; i < CF_EXACT_DIGITS; i++)
        sum->digits[i] += more->digits[i];
}

bool cf_exact_sum_is_settled(const cf_exact_sum *sum)
{
    const int64_t most = (int64_t)1 << 40; /* of the last digit: 2^40 sums of the largest doubles */
    int64_t last = sum->digits[CF_EXACT_DIGITS - 1];

    for (int i = 0; i < CF_EXACT_DIGITS - 1; i++)
        if (sum->digits[i] < 0 || sum->digits[i] > 0xffffffff)
            return false;
    return sum->added == 0 && last >= -most && last <= most;
}

/* From the lowest digit up, so what is rounded away is below the last bit of what follows. */
double cf_exact_sum_value(const cf_exact_sum *sum)
{
    cf_exact_sum copy = *sum;
    bool negative;
    double value = 0.0;
    int top = CF_EXACT_DIGITS - 1;

    cf_exact_sum_settle(&copy);
    negative = copy.digits[top] < 0;
    if (negative) {
        for (int i = 0; i < CF_EXACT_DIGITS; i++)
            copy.digits[i] = -copy.digits[i];
        cf_exact_sum_settle(&copy);
    }
    while (top > 0 && copy.digits[top] == 0)
        top--;
    for (int i = top < 3 ? 0 : top - 3; i <= top; i++)
        value += ldexp((double)copy.digits[i], DIGIT_BITS * i + LOWEST);
    return negative ? -value : value;
}
