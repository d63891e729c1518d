/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_MESSAGES_H
#define CIRCFIN_CLI_MESSAGES_H

/* Exit statuses, and errors in the command line. */

#include <stdio.h>

#include "circfin/diag.h"

/** Exit status of the program. Larger is worse. */
typedef enum cli_exit {
    CLI_DONE = 0,
    CLI_MATCHED = 1,   /* a --fail-on rule matched */
    CLI_USAGE = 2,     /* an error in the command line */
    CLI_BAD_INPUT = 3, /* an error in a scenario or model */
    CLI_NO_ACCESS = 4, /* a file could not be read or written */
    CLI_LATE = 5,      /* --time-limit is over, and there is no result */
    CLI_BUG = 70       /* a bug in circfin, or out of memory */
} cli_exit;

cli_exit cli_exit_of(cf_status status);

/** An exit status and what it means, for help and manual: the rows end with a NULL meaning. */
typedef struct cli_exit_about {
    cli_exit status;
    const char *meaning;
} cli_exit_about;
extern const cli_exit_about cli_exits[];

/** Prints "circfin: error: ..." and the hint, unless NULL. Returns CLI_USAGE. */
cli_exit cli_usage_error(const char *hint, const char *format, ...) CF_PRINTF(2, 3);

/** Writes a text from outside so that any terminal can show it, cut after 4 KiB. */
void cli_put_printable(FILE *out, const char *text);

/** Prints "circfin: error: out of memory" and returns CLI_BUG. */
cli_exit cli_no_memory(void);

/** The word that the user may have meant: one or two typing errors away, or the only one that
 *  begins with `word`. NULL if there is none. */
const char *cli_nearest(const char *word, const char *const *words, size_t count);

/** Writes `did you mean "X"?` into `hint`, or `fallback` if no word is near. */
enum { CLI_HINT_SIZE = 256 };
void cli_suggest(char hint[static CLI_HINT_SIZE], const char *word, const char *const *words,
                 size_t count, const char *fallback);

#endif
