/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_EXACT_SUM_H
#define CIRCFIN_BASE_EXACT_SUM_H

/*
 * A sum of doubles without any rounding, so it does not depend on their order, nor on how they were
 * divided into parts: a number in fixed point that is as wide as all doubles are. U. W. Kulisch
 * (2013), https://doi.org/10.1515/9783110301793, has the idea.
 */

#include <stdbool.h>
#include <stdint.h>

/* Digits of 32 bits from 2^-1074 up to 2^1024, and one for what carries out of the last. */
enum { CF_EXACT_DIGITS = 67 };

typedef struct cf_exact_sum {
    int64_t digits[CF_EXACT_DIGITS]; /* digit i counts 2^(32 i - 1074); of either sign */
    int64_t added;                   /* since carries were last brought up */
} cf_exact_sum;                      /* all zero is an empty sum */

/** Adds a finite number. Time: O(1) on average. */
void cf_exact_sum_add(cf_exact_sum *sum, double value);

/** Adds a sum to another. */
void cf_exact_sum_merge(cf_exact_sum *sum, const cf_exact_sum *more);

/** Brings up carries: afterwards equal sums have equal digits, each but the last from 0 to
 *  2^32 - 1. */
void cf_exact_sum_settle(cf_exact_sum *sum);

/** Whether the digits are such as settling leaves, so that nothing overflows: for sums that were
 * read. */
bool cf_exact_sum_is_settled(const cf_exact_sum *sum);

/** The sum as a double, to within one rounding. */
double cf_exact_sum_value(const cf_exact_sum *sum);

#endif
