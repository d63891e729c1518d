/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PROGRESS_H
#define CIRCFIN_CLI_PROGRESS_H

/*
 * What a long run is at, told on a terminal from its second second on: a line such as
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

/** The limit of the command line, from the beginning of the program on. @return CLI_DONE or
 *  CLI_USAGE */
cli_exit cli_limit_begin(const cli_args *args);
/** There is a result, which takes the time that it takes to write it. */
void cli_limit_end(void);

/** Whether the line may be shown: on a terminal, unless the output is quiet. */
bool cli_progress_is_wanted(const cli_output *output);

/** From now on the line tells this, up to cli_progress_clear(): "reading", "deals.csv". */
void cli_progress_tell(const cli_output *output, const char *doing, const char *what);

/** Takes the line away. Do so before anything else is printed on standard error. */
void cli_progress_clear(void);

/** The target of cf_progress: tells each step in the line, and passes requests to stop on. */
typedef struct cli_progress {
    cf_progress progress; /* for the library; points back here */
    bool show;
    double begin, last; /* seconds */
} cli_progress;

void cli_progress_begin(cli_progress *out, bool show, cli_stop stop);
/** Takes the line away and restores the usual effect of Ctrl-C. */
void cli_progress_end(void);

#endif
