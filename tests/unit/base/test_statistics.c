/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/statistics.h"

#include "unit/testlib.h"

Test(statistics, normal_quantiles_and_shares_are_those_of_tables)
{
    expect_near(cf_normal_quantile(0.5), 0);
    expect_near(cf_normal_quantile(0.975), 1.959963984540054);
    expect_near(cf_normal_share(-1.644853626951473), 0.05);
    expect_near(cf_normal_share(cf_normal_quantile(1e-12)), 1e-12);
}

/* Shares below the quantile, by integrating the densities. */
Test(statistics, quantiles_of_a_range)
{
    expect_near(cf_triangular_quantile(0, 10, 20, 60), 10);
    expect_near(cf_triangular_quantile(0.2, 10, 20, 60), 20); /* the mode: (20 - 10) / 50 */
    expect_near(cf_triangular_quantile(0.05, 10, 20, 60), 15);
    expect_near(cf_triangular_quantile(0.5, 10, 20, 60), 60 - sqrt(1000));
    expect_near(cf_triangular_quantile(1, 10, 20, 60), 60);
    expect_near(cf_triangular_quantile(0.25, 0, 0, 4), 4 - sqrt(12)); /* the mode at an end */
    expect_near(cf_triangular_quantile(0.25, 0, 4, 4), 2);
    expect_near(cf_uniform_quantile(0.25, 10, 50), 20);
    expect_near(cf_pert_quantile(0.5, 0, 1, 2), 1);                       /* beta 3, 3 */
    expect_near(cf_pert_quantile(0.6875, 0, 0, 1), 1 - pow(0.3125, 0.2)); /* beta 1, 5 */
    expect_near(cf_pert_quantile(0, 3, 4, 9), 3);
    expect_near(cf_pert_quantile(1, 3, 4, 9), 9);
}

Test(statistics, a_range_without_width_is_its_amount)
{
    for (double v = 0; v <= 1; v += 0.125) {
        cr_expect_eq(cf_triangular_quantile(v, 0.1, 0.1, 0.1), 0.1);
        cr_expect_eq(cf_uniform_quantile(v, 0.1, 0.1), 0.1);
        cr_expect_eq(cf_pert_quantile(v, 0.1, 0.1, 0.1), 0.1);
    }
}

/* All shapes that a range can have; GSL returns NaN, or ends the process, where it gives up. */
Test(statistics, pert_quantiles_always_converge_and_rise)
{
    cf_statistics_handler *before = cf_statistics_begin();

    for (int m = 0; m <= 64; m++) {
        double last = 0;

        for (int k = -60; k <= 60; k++) {
            double v = cf_normal_share(k / 8.0);
            double quantile = cf_pert_quantile(v, 0, m / 64.0, 1);

            cr_expect(quantile >= last && quantile <= 1, "mode %d/64 at %g: %g", m, v, quantile);
            last = quantile;
        }
    }
    cf_statistics_end(before);
}

Test(statistics, samples)
{
    double values[] = { 4, 1, 3, 2 };
    double mean = cf_sample_mean(values, 4);

    expect_near(mean, 2.5);
    expect_near(cf_sample_deviation(values, 4, mean), sqrt(5.0 / 3));
    cf_sample_sort(values, 4);
    expect_near(cf_sample_quantile(values, 4, 0.5), 2.5);
    expect_near(cf_sample_quantile(values, 4, 0.05), 1.15); /* R: quantile(1:4, 0.05) */
    expect_near(cf_sample_quantile(values, 4, 0.95), 3.85);
    expect_near(cf_sample_quantile(values, 1, 0.95), 1);
    cr_expect(isnan(cf_sample_mean(values, 0)));
    cr_expect(isnan(cf_sample_deviation(values, 1, 1)));
    cr_expect(isnan(cf_sample_quantile(values, 0, 0.5)));
}

Test(statistics, the_mean_of_what_never_changes_is_that_to_the_last_bit)
{
    double values[1000];

    for (int i = 0; i < 1000; i++)
        values[i] = 0.1;
    cr_expect_eq(cf_sample_mean(values, 1000), 0.1);
    cr_expect_eq(cf_sample_deviation(values, 1000, 0.1), 0.0);
}
