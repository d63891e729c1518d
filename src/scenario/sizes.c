/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds amounts of another unit: those that a wide gap parts from the others. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/survey.h"

static const double gap = 1e3, far_above = 1e5, far_below = 1e6;

static int exponent_of(double amount)
{
    uint64_t bits;

    memcpy(&bits, &amount, sizeof bits);
    return (int)(bits >> 52 & (CF_EXPONENTS - 1));
}

void cf_sizes_add(cf_sizes *sizes, double amount)
{
    int exponent = exponent_of(amount);
    double least, most;

    if (!(amount > 0.0))
        return;
    least = sizes->of[exponent].least;
    most = sizes->of[exponent].most;
    sizes->of[exponent].least = least == 0.0 || amount < least ? amount : least;
    sizes->of[exponent].most = amount > most ? amount : most;
    sizes->of[exponent].count++;
    sizes->count++;
}

bool cf_sizes_has_gap(const cf_sizes *sizes)
{
    double last = 0.0;

    for (int i = 0; i < CF_EXPONENTS; i++) {
        if (sizes->of[i].count == 0)
            continue;
        if (last > 0.0 && sizes->of[i].least >= gap * last)
            return true;
        last = sizes->of[i].most;
    }
    return false;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

static double median_of(const double *amounts, int count)
{
    return amounts[(count - 1) / 2];
}

/* Where those above the others begin; `count` where there are none. */
static int find_above(const double *amounts, int count)
{
    for (int i = (count + 1) / 2; i < count; i++) {
        double factor = count - i < i ? far_above : far_below;

        if (amounts[i] >= gap * amounts[i - 1] && amounts[i] >= factor * median_of(amounts, i))
            return i;
    }
    return count;
}

/* How many lie below the others. */
static int find_below(const double *amounts, int count)
{
    for (int i = (count - 1) / 2; i > 0; i--)
        if (amounts[i] >= gap * amounts[i - 1] &&
            median_of(amounts + i, count - i) >= far_below * amounts[i - 1])
            return i;
    return 0;
}

cf_unit_limits cf_sizes_limits(double *amounts, int count)
{
    int above, below;
    cf_unit_limits limits = { .low = 0.0, .high = HUGE_VAL };

    if (count < 2)
        return limits;
    qsort(amounts, (size_t)count, sizeof *amounts, by_size);
    above = find_above(amounts, count);
    below = find_below(amounts, above);
    if (above < count)
        limits.high = amounts[above];
    if (below > 0)
        limits.low = amounts[below - 1];
    limits.median = median_of(amounts + below, above - below);
    return limits;
}
