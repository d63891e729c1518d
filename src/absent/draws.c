/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds without draws have this in the place of random numbers and distributions. Whoever would
 * draw is refused first (cf_analysis_check_build, cf_draws_new), so nothing here is called; should
 * it be, no figure looks like one. */
#include <math.h>

#include "base/random.h"
#include "base/statistics.h"

void cf_random_uniform(double out[static 2], uint64_t seed, cf_random_place place)
{
    (void)seed, (void)place;
    out[0] = out[1] = (double)NAN;
}

cf_random_bits cf_random_begin(uint64_t seed, uint64_t draw, uint32_t kind)
{
    (void)draw, (void)kind;
    return (cf_random_bits){ .seed = seed };
}

uint32_t cf_random_below(cf_random_bits *bits, uint32_t count)
{
    (void)bits, (void)count;
    return 0;
}

double cf_normal_quantile(double u)
{
    (void)u;
    return (double)NAN;
}

double cf_normal_share(double x)
{
    (void)x;
    return (double)NAN;
}

double cf_triangular_quantile(double v, double low, double mode, double high)
{
    (void)v, (void)low, (void)mode, (void)high;
    return (double)NAN;
}

double cf_uniform_quantile(double v, double low, double high)
{
    (void)v, (void)low, (void)high;
    return (double)NAN;
}

double cf_pert_quantile(double v, double low, double mode, double high)
{
    (void)v, (void)low, (void)mode, (void)high;
    return (double)NAN;
}

cf_statistics_handler *cf_statistics_begin(void)
{
    return NULL;
}

void cf_statistics_end(cf_statistics_handler *before)
{
    (void)before;
}

double cf_sample_mean(const double *values, size_t count)
{
    (void)values, (void)count;
    return (double)NAN;
}

double cf_sample_deviation(const double *values, size_t count, double mean)
{
    (void)values, (void)count, (void)mean;
    return (double)NAN;
}

void cf_sample_sort(double *values, size_t count)
{
    (void)values, (void)count;
}

double cf_sample_quantile(const double *sorted, size_t count, double share)
{
    (void)sorted, (void)count, (void)share;
    return (double)NAN;
}
