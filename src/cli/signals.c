/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds back SIGHUP, SIGINT and SIGTERM while files are written. */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>

static const int held[] = { SIGHUP, SIGINT, SIGTERM };
enum { HELD_COUNT = sizeof held / sizeof *held };

/* Global because a signal handler takes no argument. */
static volatile sig_atomic_t pending_signal;
static struct sigaction before[HELD_COUNT];

static void on_signal(int signal)
{
    pending_signal = signal;
}

void cli_signals_hold(void)
{
    struct sigaction action = { .sa_flags = (int)(SA_RESETHAND | SA_RESTART) };

    pending_signal = 0;
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < HELD_COUNT; i++) {
        sigaction(held[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(held[i], &action, NULL);
    }
}

void cli_signals_release(void)
{
    for (size_t i = 0; i < HELD_COUNT; i++)
        sigaction(held[i], &before[i], NULL);
    if (pending_signal != 0)
        raise(pending_signal);
}
