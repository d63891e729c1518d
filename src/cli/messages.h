/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_MESSAGES_H
#define CIRCFIN_CLI_MESSAGES_H

/* How the program ends, and how it says what is wrong with a command line. */

#include "circfin/diag.h"

/** Exit status of the program; the larger, the worse. */
typedef enum cli_exit {
    CLI_DONE = 0,
    CLI_MATCHED = 1,   /* a --fail-on rule matched */
    CLI_USAGE = 2,     /* the command line is wrong */
    CLI_BAD_INPUT = 3, /* a scenario is wrong */
    CLI_NO_ACCESS = 4, /* a file could not be read or written */
    CLI_BUG = 70       /* a bug of circfin, or memory ran out */
} cli_exit;

cli_exit cli_exit_of(cf_status status);

/** Prints "circfin: error: ..." and the way out, if any; returns CLI_USAGE. */
cli_exit cli_usage_error(const char *hint, const char *format, ...) CF_PRINTF(2, 3);

/** Prints "circfin: error: out of memory" and returns CLI_BUG. */
cli_exit cli_no_memory(void);

/** The word that a user may have meant by another: one or two slips away, or the only one that
 *  begins so. NULL where there is none. */
const char *cli_nearest(const char *word, const char *const *words, size_t count);

/** Writes `did you mean "X"?`, or `fallback` where no word is near, into hint. */
enum { CLI_HINT_SIZE = 256 };
void cli_suggest(char hint[static CLI_HINT_SIZE], const char *word, const char *const *words,
                 size_t count, const char *fallback);

#endif
