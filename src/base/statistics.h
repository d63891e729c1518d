/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_STATISTICS_H
#define CIRCFIN_BASE_STATISTICS_H

/* Distributions and samples, by the GNU Scientific Library. */

#include <stddef.h>

/** The standard normal quantile of 0 < u < 1, and the share below x. */
double cf_normal_quantile(double u);
double cf_normal_share(double x);

/* Quantiles at 0 ≤ v ≤ 1 of distributions on low ≤ mode ≤ high. Where low = high, that. */

/** Triangular. */
double cf_triangular_quantile(double v, double low, double mode, double high);

/** The same chance everywhere. */
double cf_uniform_quantile(double v, double low, double high);

/** PERT: a beta distribution with shapes 1 + 4 (mode − low)/(high − low) and
 *  1 + 4 (high − mode)/(high − low). */
double cf_pert_quantile(double v, double low, double mode, double high);

/** GSL ends the process where something does not converge, unless told otherwise: call these around
 *  a run with PERT quantiles. They do not nest; other users of GSL in the process are meanwhile as
 *  safe, too. */
typedef void cf_statistics_handler(const char *reason, const char *file, int line, int code);
cf_statistics_handler *cf_statistics_begin(void);
void cf_statistics_end(cf_statistics_handler *before);

/** Of `count` values: NaN where there are too few. The standard deviation divides by count − 1. */
double cf_sample_mean(const double *values, size_t count);
double cf_sample_deviation(const double *values, size_t count, double mean);

/** Sorts values in place, and finds a quantile of sorted ones: between order statistics, as R's
 * type 7 does. Neither takes a NaN. */
void cf_sample_sort(double *values, size_t count);
double cf_sample_quantile(const double *sorted, size_t count, double share);

#endif
