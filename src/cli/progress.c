/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress line, and Ctrl-C as a request to stop. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/signals.h"

static const double FIRST_SECONDS = 1.0, EACH_SECONDS = 0.2;

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* 1234567 as "1.23 million": more digits would change too fast to read. */
static void put_count(char text[static 32], double count)
{
    if (count >= 1e9)
        snprintf(text, 32, "%.2f billion", count / 1e9);
    else if (count >= 1e6)
        snprintf(text, 32, "%.2f million", count / 1e6);
    else
        snprintf(text, 32, "%.0f", count);
}

static void print_progress(cli_progress *progress, const cf_progress_state *state, double seconds)
{
    char done[32], total[32], found[32], rate[32];

    put_count(done, state->done);
    put_count(total, state->total);
    if (state->total < 0.0)
        fprintf(stderr, "\r\033[K%s %s", done, state->unit);
    else
        fprintf(stderr, "\r\033[K%s of %s %s", done, total, state->unit);
    if (state->found_unit != NULL) {
        put_count(found, state->found);
        put_count(rate, state->found / seconds);
        fprintf(stderr, ", %s %s, %s a second", found, state->found_unit, rate);
    }
    fprintf(stderr, " (Ctrl-C stops)");
    fflush(stderr);
    progress->shown = true;
}

static bool show_step(void *payload, const cf_progress_state *state)
{
    cli_progress *progress = payload;
    double time = now();

    if (progress->show && time - progress->begin >= FIRST_SECONDS &&
        time - progress->last >= EACH_SECONDS) {
        progress->last = time;
        print_progress(progress, state, time - progress->begin);
    }
    return !cli_signals_is_stop_asked();
}

void cli_progress_begin(cli_progress *out, bool print_progress, bool stoppable)
{
    *out = (cli_progress){ .show = print_progress, .begin = now() };
    out->progress = (cf_progress){ .step = show_step, .payload = out };
    cli_signals_stop_first(stoppable);
}

void cli_progress_end(cli_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    cli_signals_stop_first(false);
}
