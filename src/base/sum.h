/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_SUM_H
#define CIRCFIN_BASE_SUM_H

/*
 * Sums of amounts, and comparisons that allow for rounding.
 *
 * Compensated summation after A. Neumaier (1974), https://doi.org/10.1002/zamm.19740540106:
 * the error stays near one rounding of the result, however many amounts are added.
 */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/tolerance.h"

typedef struct cf_sum {
    double total, lost; /* what rounding took from the total */
} cf_sum;               /* all zero is an empty sum */

static inline void cf_sum_add(cf_sum *sum, double amount)
{
    double total = sum->total + amount;

    if (fabs(sum->total) >= fabs(amount))
        sum->lost += (sum->total - total) + amount;
    else
        sum->lost += (amount - total) + sum->total;
    sum->total = total;
}

/** Adds the exact product of two numbers. */
static inline void cf_sum_add_product(cf_sum *sum, double a, double b)
{
    double product = a * b;

    cf_sum_add(sum, product);
    sum->lost += fma(a, b, -product);
}

static inline double cf_sum_value(cf_sum sum)
{
    return sum.total + sum.lost;
}

static inline bool cf_same(double a, double b)
{
    return fabs(a - b) <= CF_SAME_AMOUNT * fmax(fabs(a), fabs(b));
}

/** An amount to sort by, rounded to 36 bits: amounts that differ by rounding only are equal. */
static inline double cf_sort_amount(double amount)
{
    int exponent;
    double mantissa = frexp(amount, &exponent);

    return ldexp(round(ldexp(mantissa, 36)), exponent - 36);
}

/** For qsort: the larger amount first, ties by id. */
static inline int cf_compare_ranked(double a, const char *id_of_a, double b, const char *id_of_b)
{
    if (a > b || a < b)
        return a > b ? -1 : 1;
    return strcmp(id_of_a, id_of_b);
}

/** a - b, but 0 where they are the same amount or b is the larger. */
static inline double cf_excess(double a, double b)
{
    return a > b && !cf_same(a, b) ? a - b : 0.0;
}

/** A value that may not leave least .. most: what lies outside by no more than CF_SAME_FIGURE of
 *  the scale is moved to the limit. A value farther out is an error to be seen, and stays. */
static inline double cf_within(double value, double least, double most, double scale)
{
    const double slack = CF_SAME_FIGURE * scale;

    if (value > most && value <= most + slack)
        return most;
    return value < least && value >= least - slack ? least : value;
}

#endif
