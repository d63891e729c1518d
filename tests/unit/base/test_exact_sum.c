/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/exact_sum.h"

#include <float.h>

#include "unit/testlib.h"

static double sum_of(const double *values, int count)
{
    cf_exact_sum sum = { 0 };

    for (int i = 0; i < count; i++)
        cf_exact_sum_add(&sum, values[i]);
    return cf_exact_sum_value(&sum);
}

Test(exact_sum, one_number_comes_back)
{
    static const double values[] = { 0,       1,       -1,      0.1,      -3e-7,      1e300,
                                     -5e-324, DBL_MIN, DBL_MAX, -DBL_MAX, 4294967296, 1.0 / 3 };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        cr_expect_eq(sum_of(&values[i], 1), values[i], "%g", values[i]);
}

Test(exact_sum, nothing_is_rounded_away)
{
    cr_expect_eq(sum_of((double[]){ 1e100, 1, -1e100 }, 3), 1);
    cr_expect_eq(sum_of((double[]){ 5e-324, 1e300, 5e-324, -1e300 }, 4), 1e-323);
    cr_expect_eq(sum_of((double[]){ -1e100, -1, 1e100 }, 3), -1);
    cr_expect_eq(sum_of((double[]){ DBL_MAX, DBL_MAX, -DBL_MAX }, 3), DBL_MAX);
    cr_expect_eq(sum_of((double[]){ 1, 0x1p-53, 0x1p-53 }, 3), 1 + 0x1p-52);
}

/* Two parts, each in another order, have the digits of the whole. */
Test(exact_sum, order_and_parts_do_not_matter)
{
    cf_exact_sum whole = { 0 }, first = { 0 }, second = { 0 };
    unsigned long long state = 1;

    for (int i = 0; i < 20000; i++) {
        double value;

        state = state * 6364136223846793005u + 1442695040888963407u;
        value = ldexp((double)(long long)state, (int)(state >> 20) % 400 - 200);
        cf_exact_sum_add(&whole, value);
        cf_exact_sum_add(state >> 40 & 1 ? &first : &second, value);
    }
    cf_exact_sum_merge(&second, &first);
    cf_exact_sum_settle(&second);
    cf_exact_sum_settle(&whole);
    for (int i = 0; i < CF_EXACT_DIGITS; i++)
        cr_expect_eq(whole.digits[i], second.digits[i], "digit %d", i);
}

/* Carries come up by themselves before a digit overflows. */
Test(exact_sum, many_additions_do_not_overflow)
{
    cf_exact_sum sum = { 0 };

    cf_exact_sum_add(&sum, 4294967295.0);
    for (int i = 0; i < 40; i++) {
        cf_exact_sum copy = sum;

        cf_exact_sum_merge(&sum, &copy); /* doubles it */
    }
    cr_expect_eq(cf_exact_sum_value(&sum), ldexp(4294967295.0, 40));
}
