/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* wait4 */

#include "bench/measure.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int failures;

static double seconds_on(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double clock_seconds(void)
{
    return seconds_on(CLOCK_PROCESS_CPUTIME_ID);
}

double wall_seconds(void)
{
    return seconds_on(CLOCK_MONOTONIC);
}

/* What takes less than the clock can tell well is done so often that it takes longer. */
static double run_once(cf_status (*work)(void *data), void *data, int often)
{
    double begin = clock_seconds();

    for (int i = 0; i < often; i++)
        must(work(data), "a benchmark");
    return (clock_seconds() - begin) / often;
}

timing time_of(cf_status (*work)(void *data), void *data)
{
    enum { MOST_RUNS = 10 };
    const double most_seconds = 3.0, long_enough = 10.0, too_short = 0.1;
    double warm_up = run_once(work, data, 1), spent = 0.0;
    timing best = { .seconds = INFINITY };
    int often = warm_up < too_short ? 1 + (int)(too_short / fmax(warm_up, 5e-4)) : 1;

    if (warm_up > long_enough)
        best = (struct timing){ .seconds = warm_up, .runs = 1 };
    while (best.runs == 0 || (best.runs < MOST_RUNS && spent + best.seconds <= most_seconds)) {
        double seconds = run_once(work, data, often);

        spent += often * seconds;
        best.seconds = fmin(best.seconds, seconds);
        best.runs++;
    }
    return best;
}

/* ---- lines ---- */

static void put_number(double value)
{
    if (isfinite(value))
        printf("%.6g", value);
    else
        printf("null");
}

void line_begin(const char *bench)
{
    printf("{\"bench\": \"%s\"", bench);
}

void line_text(const char *key, const char *value)
{
    printf(", \"%s\": \"%s\"", key, value);
}

void line_number(const char *key, double value)
{
    printf(", \"%s\": ", key);
    put_number(value);
}

void line_exactly(const char *key, double value)
{
    printf(", \"%s\": %.0f", key, value);
}

void line_ours(timing ours)
{
    line_number("seconds", ours.seconds);
    line_number("runs", ours.runs);
}

void line_peer(const char *peer, timing ours, timing theirs)
{
    printf(", \"%s\": {\"seconds\": ", peer);
    put_number(theirs.seconds);
    printf(", \"runs\": %d, \"ratio\": ", theirs.runs);
    put_number(theirs.seconds / ours.seconds);
    printf("}");
}

void line_peer_out(const char *peer, const char *why, double seconds, double ratio)
{
    printf(", \"%s\": {\"%s\": true", peer, why);
    if (isfinite(seconds))
        printf(", \"more_than_seconds\": %.6g, \"more_than_ratio\": %.6g", seconds, ratio);
    printf("}");
}

void line_end(bool checked)
{
    printf(", \"checked\": %s}\n", checked ? "true" : "false");
    fflush(stdout);
    failures += !checked;
}

int line_failures(void)
{
    return failures;
}

void must(cf_status status, const char *what)
{
    if (status == CF_OK)
        return;
    fflush(stdout);
    fprintf(stderr, "bench: %s fails: %s\n", what, cf_status_text(status));
    exit(1);
}

bool agree(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b));
}

/* ---- as a process ---- */

usage usage_of_program(char *const *arguments, double most_seconds)
{
    struct rusage used = { 0 };
    usage out = { .ended = true };
    double begin = wall_seconds();
    int result = -1;
    pid_t child;

    fflush(stdout); /* or the child would print it again */
    child = fork();
    if (child == 0) {
        alarm((unsigned)most_seconds);
        if (freopen("/dev/null", "w", stdout) != NULL)
            execv(arguments[0], arguments);
        _exit(127);
    }
    if (child < 0 || wait4(child, &result, 0, &used) != child)
        must(CF_IO, arguments[0]);
    out.ended = !(WIFSIGNALED(result) && WTERMSIG(result) == SIGALRM);
    if (out.ended && result != 0)
        must(CF_IO, arguments[0]);
    out.wall = wall_seconds() - begin;
    out.seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                  1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    out.megabytes = (double)used.ru_maxrss / 1024.0;
    return out;
}

timing time_of_program(char *const *arguments)
{
    enum { RUNS = 20 };
    timing best = { .seconds = INFINITY, .runs = RUNS };

    usage_of_program(arguments, 0); /* warm-up */
    for (int i = 0; i < RUNS; i++)
        best.seconds = fmin(best.seconds, usage_of_program(arguments, 0).wall);
    return best;
}

timing time_of_children(char *const *arguments, int runs)
{
    timing best = { .seconds = INFINITY, .runs = runs };

    for (int i = 0; i < runs; i++)
        best.seconds = fmin(best.seconds, usage_of_program(arguments, 0).seconds);
    return best;
}
