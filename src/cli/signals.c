/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends the program at SIGHUP, SIGINT and SIGTERM, and when its time is over, without leaving
 * temporary files and children. */
#define _XOPEN_SOURCE 700 /* setitimer */
#include "cli/signals.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "circfin/cleanup.h"
#include "cli/clock.h"
#include "cli/messages.h"

static const int ending[] = { SIGHUP, SIGINT, SIGTERM };
enum { ENDING_COUNT = sizeof ending / sizeof *ending };
enum { TICK_MICROSECONDS = 200000 };
static const double MOST_SECONDS = 1.0; /* until a request to stop must be noticed */

/* Globals because a signal handler takes no argument. Those that are not sig_atomic_t are written
 * before the flag that makes a handler read them. */
static volatile sig_atomic_t stop, stop_asked, heard;
static volatile sig_atomic_t limited;
static volatile double asked, begin, limit;
static void (*volatile tick)(void);
static volatile sig_atomic_t child; /* 0: none */

enum { CHILD_WAITS = 200, WAIT_MILLISECONDS = 10 };

static void end_child(void)
{
    if (child <= 0)
        return;
    kill((pid_t)child, SIGTERM);
    for (int i = 0; i < CHILD_WAITS && waitpid((pid_t)child, NULL, WNOHANG) == 0; i++)
        poll(NULL, 0, WAIT_MILLISECONDS);
}

static void clear_away(void)
{
    cf_cleanup();
    end_child();
}

/* Ends as if there were no handler, so that a shell sees which signal it was. */
static void end_program(int number)
{
    sigset_t only;

    clear_away();
    signal(number, SIG_DFL);
    raise(number);
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
}

static _Noreturn void end_late(void)
{
    static const char message[] =
        "\ncircfin: error: --time-limit ended the run before there was a result\n";
    size_t skip = isatty(STDERR_FILENO) == 0 ? 1 : 0; /* there is no line of progress to keep */

    clear_away();
    if (write(STDERR_FILENO, message + skip, sizeof message - 1 - skip) < 0)
        _exit(CLI_LATE);
    _exit(CLI_LATE);
}

static void ask_to_stop(void)
{
    asked = cli_clock_seconds();
    stop_asked = 1;
}

static void on_signal(int number)
{
    if (number == SIGINT && stop == CLI_STOP_EITHER && !stop_asked)
        ask_to_stop();
    else
        end_program(number);
}

static bool is_late(double now)
{
    return limited && now - begin >= limit;
}

static void on_alarm(int number)
{
    double now = cli_clock_seconds();

    (void)number;
    if (stop_asked && !heard && now - asked >= MOST_SECONDS) {
        /* Nobody has noticed the request, so there is nothing to report yet. */
        if (is_late(now))
            end_late();
        end_program(SIGINT);
    }
    if (!stop_asked && is_late(now)) {
        if (stop == CLI_STOP_NEVER)
            end_late();
        ask_to_stop();
    }
    if (tick != NULL)
        tick();
}

static void start_ticks(void)
{
    const struct itimerval each = { .it_interval = { .tv_usec = TICK_MICROSECONDS },
                                    .it_value = { .tv_usec = TICK_MICROSECONDS } };

    setitimer(ITIMER_REAL, &each, NULL);
}

void cli_signals_end_program(void)
{
    struct sigaction before, action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

    begin = cli_clock_seconds();
    sigfillset(&action.sa_mask); /* one at a time */
    for (size_t i = 0; i < ENDING_COUNT; i++)
        if (sigaction(ending[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) /* nohup */
            sigaction(ending[i], &action, NULL);
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, NULL);
    start_ticks();
}

void cli_signals_stop_clock(void)
{
    setitimer(ITIMER_REAL, &(const struct itimerval){ .it_value = { 0 } }, NULL);
}

static void mask_ending(int how)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaddset(&set, ending[i]);
    pthread_sigmask(how, &set, NULL);
}

void cli_signals_hold(void)
{
    mask_ending(SIG_BLOCK);
}

void cli_signals_release(void)
{
    mask_ending(SIG_UNBLOCK);
}

void cli_signals_limit(double seconds)
{
    limited = 0;
    limit = seconds;
    limited = seconds > 0.0;
}

void cli_signals_tick(void (*called)(void))
{
    tick = called;
}

void cli_signals_pass_on(pid_t to)
{
    child = (sig_atomic_t)to;
}

void cli_signals_stop_first(cli_stop stops)
{
    stop = CLI_STOP_NEVER;
    stop_asked = 0;
    heard = 0;
    stop = (sig_atomic_t)stops;
}

bool cli_signals_is_stop_asked(void)
{
    if (stop_asked == 0)
        return false;
    heard = 1;
    return true;
}
