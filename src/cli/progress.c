/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress line, and Ctrl-C as a request to stop. */
#include "cli/progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const double FIRST_SECONDS = 1.0, EACH_SECONDS = 0.2;

/* Global because a signal handler takes no argument. */
static volatile sig_atomic_t interrupted;
static struct sigaction before;
static bool handling;

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

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
    return interrupted == 0;
}

void cli_progress_begin(cli_progress *out, bool print_progress, bool stoppable)
{
    struct sigaction action = { .sa_flags = (int)SA_RESETHAND };

    *out = (cli_progress){ .show = print_progress, .begin = now() };
    out->progress = (cf_progress){ .step = show_step, .payload = out };
    interrupted = 0;
    if (!stoppable || sigaction(SIGINT, NULL, &before) != 0 || before.sa_handler == SIG_IGN)
        return;
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    handling = sigaction(SIGINT, &action, NULL) == 0;
}

void cli_progress_end(cli_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    if (handling)
        sigaction(SIGINT, &before, NULL);
    handling = false;
}
