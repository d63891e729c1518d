/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_CLOCK_H
#define CIRCFIN_CLI_CLOCK_H

#include <time.h>

/** Seconds on a monotonic clock, from an arbitrary start. Async-signal-safe. */
static inline double cli_clock_seconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#endif
