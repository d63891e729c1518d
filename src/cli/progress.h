/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PROGRESS_H
#define CIRCFIN_CLI_PROGRESS_H

/* Progress of a long run, shown on a terminal after one second; and Ctrl-C as a request to stop and
 * report what was found.
 */

#include "circfin/progress.h"

/** The target of cf_progress. Shows nothing unless `show`; stops after Ctrl-C. */
typedef struct cli_progress {
    cf_progress progress; /* for the library; points back here */
    bool show, shown;
    double begin, last; /* seconds */
} cli_progress;

/** @param stoppable  the first Ctrl-C asks the run to stop, the second ends the program */
void cli_progress_begin(cli_progress *out, bool show, bool stoppable);
/** Clears the line and restores the usual effect of Ctrl-C. */
void cli_progress_end(cli_progress *progress);

#endif
