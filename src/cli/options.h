/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_OPTIONS_H
#define CIRCFIN_CLI_OPTIONS_H

/* Options as data: parsing, help and suggestions come from the same rows. */

#include <stdbool.h>

#include "cli/messages.h"

typedef enum cli_kind {
    CLI_END,     /* after the last row of a list */
    CLI_HEADING, /* no option: `help` is a heading for those below */
    CLI_SWITCH,  /* there or not */
    CLI_VALUE,   /* has one value */
    CLI_LIST     /* has a value and may be repeated */
} cli_kind;

/** The words that a value may be, one after the other; NULL after the last. */
typedef const char *cli_choice(int index);

enum { CLI_MOST_OPTIONS = 64 }; /* of one command, with the headings */

typedef struct cli_option {
    cli_kind kind;
    const char *name;   /* "format" is --format */
    char letter;        /* 'f' is -f; 0: none */
    const char *value;  /* what the value is, for help: "FILE"; NULL where `choice` says it */
    cli_choice *choice; /* NULL: any text */
    const char *help;   /* one line */
} cli_option;

typedef struct cli_given {
    const cli_option *option;
    const char *value; /* NULL for a switch */
} cli_given;

/** A command line, taken apart. All strings and rows are borrowed. */
typedef struct cli_args {
    const char *command;
    cli_given *given; /* in the order given */
    int given_count;
    const char **operands;
    int operand_count;
} cli_args;

/**
 * Takes the words after a command's name apart. Mistakes are told on standard error.
 *
 * @param options  ends with CLI_END; must outlive *out
 * @return CLI_DONE, CLI_USAGE or CLI_BUG (no memory); *out is to be freed in each case
 */
cli_exit cli_args_parse(cli_args *out, const char *command, const cli_option *options, int argc,
                        char **argv);
void cli_args_free(cli_args *args);

bool cli_has(const cli_args *args, const char *name);
const char *cli_value(const cli_args *args, const char *name); /* NULL where it is not given */

/** Which of its choices a given value is; -1 where the option is not given. */
int cli_choice_of(const cli_args *args, const char *name);

#endif
