/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SIGNALS_H
#define CIRCFIN_CLI_SIGNALS_H

/* What Ctrl-C, SIGTERM, SIGHUP and the end of --time-limit do. A signal that is ignored from the
 * start, as under nohup, stays ignored. */

#include <stdbool.h>
#include <sys/types.h>

/** From now on they end the program at once, without temporary files or child processes left. */
void cli_signals_end_program(void);

/** The same without a clock, which would wake a program that waits for hours: neither a time limit
 *  nor the line of progress. A process made by fork() has no clock, either: it calls
 *  cli_signals_end_program() anew, and its time begins. */
void cli_signals_stop_clock(void);

/** The signals that end the program wait, between the two. */
void cli_signals_hold(void);
void cli_signals_release(void);

/** What asks a run to stop early and report what it has, instead of ending the program. */
typedef enum cli_stop {
    CLI_STOP_NEVER,
    CLI_STOP_LATE,  /* the end of its time */
    CLI_STOP_EITHER /* that, or the first Ctrl-C */
} cli_stop;

/** The program ends at the second Ctrl-C, or where cli_signals_is_stop_asked() is not called within
 *  a second. */
void cli_signals_stop_first(cli_stop stop);
bool cli_signals_is_stop_asked(void);

/** Sets the time limit, in seconds from the start of the program. When it ends and nobody can stop
 *  early, the program says so and ends with CLI_LATE. 0: no limit. */
void cli_signals_limit(double seconds);

/** Called five times a second, in a signal handler. NULL: no more. */
void cli_signals_tick(void (*tick)(void));

/** Another process that is to end as well, of this program's children; 0: none any more. It gets
 *  two seconds, in which it clears away what it has begun. */
void cli_signals_pass_on(pid_t to);

#endif
