/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PROGRESS_H
#define CIRCFIN_CLI_PROGRESS_H

/*
 * The progress of a run, shown on a terminal after its first second: a line such as
 *
 *   reading deals.csv, 3 s (Ctrl-C ends)
 *   12 of 60 roots, 3.41 million loops, 1.20 million a second, 4 s (Ctrl-C stops)
 *
 * and Ctrl-C or the end of --time-limit as a request to stop and report what was found.
 */

#include "circfin/progress.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/signals.h"

extern const cli_option cli_limit_options[]; /* --time-limit */

/** Sets the time limit of the command line, which counts from the start of the program.
 *  @return CLI_DONE or CLI_USAGE */
cli_exit cli_limit_begin(const cli_args *args);
/** The same for an analysis with a limit of its own, which refuses what is no time: reading counts,
 *  too. */
void cli_limit_reading(const cli_args *args);
/** Removes the limit: there is a result, and writing it may take as long as it takes. */
void cli_limit_end(void);

/** Whether the line may be shown: on a terminal, unless the output is quiet. */
bool cli_progress_is_wanted(const cli_output *output);

/** Shows this in the line until cli_progress_clear(): "reading", "deals.csv". */
void cli_progress_tell(const cli_output *output, const char *doing, const char *what);

/** Takes the line away. Do so before anything else is printed on standard error. */
void cli_progress_clear(void);

/** The target of cf_progress: shows each step in the line, and passes on requests to stop. */
typedef struct cli_progress {
    cf_progress progress; /* for the library; points back here */
    bool show;
    double begin, last; /* seconds */
} cli_progress;

void cli_progress_begin(cli_progress *out, bool show, cli_stop stop);
/** Takes the line away and restores the usual effect of Ctrl-C. */
void cli_progress_end(void);

#endif
