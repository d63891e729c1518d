/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_MEASURE_H
#define CIRCFIN_BENCH_MEASURE_H

/* How long something takes, and the JSON line that says so. */

#include <stdbool.h>

#include "circfin/diag.h"

typedef struct timing {
    double seconds; /* of processor time, the best run; NaN: not measured */
    int runs;       /* how many the best was chosen from */
} timing;

/**
 * Runs `work` once to warm up, then up to ten times for as long as three seconds last (at least
 * once). Where the warm-up itself takes longer than ten seconds, it is the one run; where it takes
 * less than 0.1 s, a run does the work so often that it takes about as long.
 */
timing time_of(cf_status (*work)(void *data), void *data);

/** The best wall time of twenty runs of a program; its output is dropped. */
timing time_of_program(char *const *arguments);

/** What a process has used. */
typedef struct usage {
    double seconds;   /* of processor time */
    double wall;      /* seconds by the clock */
    double megabytes; /* its largest resident set */
    bool ended;       /* false: it was killed after `most_seconds` by the clock */
} usage;

/** Runs a program once, for at most `most_seconds` (0: as long as it takes); its output is dropped.
 *  Anything but exit status 0 ends the benchmark. */
usage usage_of_program(char *const *arguments, double most_seconds);

/** The least processor time, user and system, of some runs of a program without a warm-up. */
timing time_of_children(char *const *arguments, int runs);

/** Seconds of processor time spent by this process: other programs do not count. */
double clock_seconds(void);

/** Seconds since some moment in the past. */
double wall_seconds(void);

/** One line of output: `{"bench": name, ..., "checked": true}`. Lines come one after another. */
void line_begin(const char *bench);
void line_text(const char *key, const char *value);
void line_number(const char *key, double value);  /* null for NaN */
void line_exactly(const char *key, double value); /* all digits of a whole number */
void line_ours(timing ours);

/** A peer's time and the ratio to ours, which says how many times as long the peer takes. */
void line_peer(const char *peer, timing ours, timing theirs);

/** A peer that has no time: `why` is "gave_up", "cannot", "failed"; where it gave up, so many
 *  seconds and so many times ours were not enough, else NaN. */
void line_peer_out(const char *peer, const char *why, double seconds, double ratio);
void line_end(bool checked);

/** How many lines said that an answer was wrong. */
int line_failures(void);

/** Ends the program, with a message, unless the status is CF_OK: a benchmark cannot go on. */
void must(cf_status status, const char *what);

/** The same to `tolerance` of the larger. */
bool agree(double a, double b, double tolerance);

#endif
