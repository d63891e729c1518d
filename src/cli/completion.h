/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_COMPLETION_H
#define CIRCFIN_CLI_COMPLETION_H

/* Scripts that complete command lines, one for each shell, printed from the rows of commands and
 * options. A script knows all words; it never starts circfin. */

#include "cli/values.h"

void cli_complete_bash(FILE *out);
void cli_complete_zsh(FILE *out);
void cli_complete_fish(FILE *out);

/** Whether an option has a value. */
bool cli_takes_value(const cli_option *option);

/** Words with a blank between them. */
void cli_put_words(FILE *out, const cli_values *values);

/** A text with `before` in front of each character of `special`. */
void cli_put_escaped(FILE *out, const char *text, const char *special, const char *before);

#endif
