/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SIGNALS_H
#define CIRCFIN_CLI_SIGNALS_H

/* Ctrl-C, and what else asks the program to end, waits while files are written: they stand or are
 * as they were, and nothing temporary is left. Who asks twice is not made to wait. */

void cli_signals_hold(void);
/** Ends the program here if it was asked to end since. */
void cli_signals_release(void);

#endif
