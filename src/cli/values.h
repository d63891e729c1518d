/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_VALUES_H
#define CIRCFIN_CLI_VALUES_H

/* What the value of an option or an operand may be, read from the rows of options and commands:
 * manual and completion are printed from it. */

#include "cli/cli.h"

enum { CLI_MOST_WORDS = 512, CLI_VALUE_TEXT = 256 };

typedef enum cli_value_kind {
    CLI_ANYTHING, /* nothing to complete */
    CLI_WORDS,    /* one of `words`, or a list of them if `commas` */
    CLI_FILES,    /* a file; if there are `words`, one that ends in one of them, or a folder */
    CLI_FOLDERS
} cli_value_kind;

typedef struct cli_values {
    cli_value_kind kind;
    const char *words[CLI_MOST_WORDS];
    int count;
    bool commas;
    char text[CLI_VALUE_TEXT]; /* of words that are part of a longer text */
} cli_values;

/** The values of an option that has one. Good as long as *out stays where it is. */
void cli_values_of_option(cli_values *out, const cli_command *command, const cli_option *option);

/** The values of the operand at an index; CLI_ANYTHING where the command takes none there. */
void cli_values_of_operand(cli_values *out, const cli_command *command, int index);

#endif
