/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends the program at SIGHUP, SIGINT and SIGTERM, without leaving temporary files and children. */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "circfin/cleanup.h"

static const int ending[] = { SIGHUP, SIGINT, SIGTERM };
enum { ENDING_COUNT = sizeof ending / sizeof *ending };

/* Global because a signal handler takes no argument. */
enum { MOST_SECONDS = 1 }; /* in which a request to stop is heard */
static volatile sig_atomic_t stops_first, stop_asked;

static volatile sig_atomic_t child; /* 0: none */

/* Ends as if there were no handler, so that a shell sees which signal it was. */
static void end_program(int number)
{
    sigset_t only;

    cf_cleanup();
    if (child > 0)
        kill((pid_t)child, SIGTERM);
    signal(number, SIG_DFL);
    raise(number);
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
}

static void on_signal(int number)
{
    if (number == SIGINT && stops_first && !stop_asked) {
        stop_asked = 1;
        alarm(MOST_SECONDS);
    } else {
        end_program(number);
    }
}

/* Nobody has heard the request: the run is where there is nothing to report yet. */
static void on_alarm(int number)
{
    (void)number;
    end_program(SIGINT);
}

void cli_signals_end_program(void)
{
    struct sigaction before, action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

    sigfillset(&action.sa_mask); /* one at a time */
    for (size_t i = 0; i < ENDING_COUNT; i++)
        if (sigaction(ending[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) /* nohup */
            sigaction(ending[i], &action, NULL);
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, NULL);
}

void cli_signals_pass_on(pid_t to)
{
    child = (sig_atomic_t)to;
}

void cli_signals_stop_first(bool stops)
{
    stops_first = stops;
    stop_asked = 0;
    alarm(0);
}

bool cli_signals_is_stop_asked(void)
{
    if (stop_asked == 0)
        return false;
    alarm(0);
    return true;
}
