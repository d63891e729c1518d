/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SIGNALS_H
#define CIRCFIN_CLI_SIGNALS_H

/* What Ctrl-C, SIGTERM and SIGHUP do. One that is ignored from the start, as under nohup, stays so.
 */

#include <stdbool.h>
#include <sys/types.h>

/** From now on they end the program at once, without temporary files or child processes left. */
void cli_signals_end_program(void);

/** With `stops`, the first Ctrl-C asks to stop early instead. The program ends at the second, or
 *  where cli_signals_is_stop_asked() is not called within a second. */
void cli_signals_stop_first(bool stops);
bool cli_signals_is_stop_asked(void);

/** Another program that is to end as well; 0: none any more. */
void cli_signals_pass_on(pid_t to);

#endif
