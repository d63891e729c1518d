/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SIGNALS_H
#define CIRCFIN_CLI_SIGNALS_H

/* Delays Ctrl-C, SIGTERM and SIGHUP while files are written, so that each file is complete or
 * unchanged and no temporary file is left. A second signal ends the program at once. */

void cli_signals_hold(void);
/** Restores the handlers. Ends the program if a signal arrived meanwhile. */
void cli_signals_release(void);

#endif
