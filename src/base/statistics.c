/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions and samples, by the GNU Scientific Library. */
#include "base/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

double cf_normal_quantile(double u)
{
    return gsl_cdf_ugaussian_Pinv(u);
}

double cf_normal_share(double x)
{
    return gsl_cdf_ugaussian_P(x);
}

/* GSL has no triangular distribution. */
double cf_triangular_quantile(double v, double low, double mode, double high)
{
    double width = high - low, below = mode - low, above = high - mode;

    if (!(width > 0))
        return mode;
    return v * width < below ? low + sqrt(v * width * below)
                             : high - sqrt((1.0 - v) * width * above);
}

double cf_uniform_quantile(double v, double low, double high)
{
    return high > low ? gsl_cdf_flat_Pinv(v, low, high) : low;
}

double cf_pert_quantile(double v, double low, double mode, double high)
{
    double width = high - low, share;

    if (!(width > 0))
        return mode;
    share = gsl_cdf_beta_Pinv(v, 1.0 + 4.0 * ((mode - low) / width),
                              1.0 + 4.0 * ((high - mode) / width));
    return low + width * share;
}

cf_statistics_handler *cf_statistics_begin(void)
{
    return gsl_set_error_handler_off();
}

void cf_statistics_end(cf_statistics_handler *before)
{
    gsl_set_error_handler(before);
}

double cf_sample_mean(const double *values, size_t count)
{
    return count > 0 ? gsl_stats_mean(values, 1, count) : (double)NAN;
}

double cf_sample_deviation(const double *values, size_t count, double mean)
{
    return count > 1 ? gsl_stats_sd_m(values, 1, count, mean) : (double)NAN;
}

void cf_sample_sort(double *values, size_t count)
{
    gsl_sort(values, 1, count);
}

double cf_sample_quantile(const double *sorted, size_t count, double share)
{
    return count > 0 ? gsl_stats_quantile_from_sorted_data(sorted, 1, count, share) : (double)NAN;
}
