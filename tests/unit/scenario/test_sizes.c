/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "scenario/survey.h"

/* The first and the last amounts that are of another unit, 0 where there are none. */
static void expect_limits(int count, const double *amounts, double low, double high)
{
    double sorted[64];
    cf_sizes *sizes = calloc(1, sizeof *sizes);
    cf_unit_limits limits;

    for (int i = 0; i < count; i++) {
        sorted[i] = amounts[i];
        cf_sizes_add(sizes, amounts[i]);
    }
    limits = cf_sizes_limits(sorted, count);
    cr_expect_eq(limits.low, low, "%g", limits.low);
    cr_expect_eq(limits.high, high > 0.0 ? high : HUGE_VAL, "%g", limits.high);
    if (low > 0.0 || high > 0.0)
        cr_expect(cf_sizes_has_gap(sizes));
    free(sizes);
}

#define EXPECT(low, high, ...)                                                                     \
    expect_limits(sizeof((double[]){ __VA_ARGS__ }) / sizeof(double), (double[]){ __VA_ARGS__ },   \
                  low, high)

Test(sizes, an_amount_of_another_unit_stands_behind_a_gap)
{
    EXPECT(0, 5e6, 10, 8, 5e6);
    EXPECT(0, 5e6, 10, 8, 5e6, 7, 3e9, 20);
    EXPECT(4e-6, 0, 10, 8, 4e-6, 7);
    EXPECT(4e-6, 5e6, 10, 8, 4e-6, 7, 5e6, 9, 11);
}

Test(sizes, of_two_one_must_be_a_million_times_the_other)
{
    EXPECT(0, 0, 8, 7.9e6);
    EXPECT(0, 8e6, 8, 8e6);
    EXPECT(0, 0, 8);
    EXPECT(0, 0, 8, 10, 5e6, 6e6);
    EXPECT(0, 8e6, 8, 8, 9e6, 8e6);
}

Test(sizes, a_wide_range_without_a_gap_is_ordinary)
{
    EXPECT(0, 0, 1, 1, 1, 500, 2e5, 1e8, 5e10);
    EXPECT(0, 0, 0.001, 1, 2, 3, 900);
    EXPECT(0, 0, 10, 8, 7e5);
}

Test(sizes, what_is_no_amount_does_not_count)
{
    cf_sizes *sizes = calloc(1, sizeof *sizes);

    cf_sizes_add(sizes, 0.0);
    cf_sizes_add(sizes, -1.0);
    cf_sizes_add(sizes, 5.0);
    cr_expect_eq(sizes->count, 1);
    cr_expect_not(cf_sizes_has_gap(sizes));
    cf_sizes_add(sizes, 5e-324);
    cr_expect(cf_sizes_has_gap(sizes));
    free(sizes);
}
