/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_CLOCK_H
#define CIRCFIN_BASE_CLOCK_H

#include <time.h>

/** Seconds on a monotonic clock, from an arbitrary start. */
static inline double cf_clock_seconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#endif
