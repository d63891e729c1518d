/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PROGRESS_H
#define CIRCFIN_CLI_PROGRESS_H

/* How far a long run is, on a terminal and after a second; and Ctrl-C as "stop with what is there".
 */

#include "circfin/progress.h"

/** What cf_progress calls. Shows nothing unless `show`; stops once Ctrl-C was pressed. */
typedef struct cli_progress {
    cf_progress progress; /* for the library; points back here */
    bool show, shown;
    double begin, last; /* seconds */
} cli_progress;

/** @param stoppable  from now on Ctrl-C asks the run to stop; a second one ends the program */
void cli_progress_begin(cli_progress *out, bool show, bool stoppable);
/** Wipes the line and gives Ctrl-C its usual meaning back. */
void cli_progress_end(cli_progress *progress);

#endif
