/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_OPTIONS_H
#define CIRCFIN_CLI_OPTIONS_H

/* Options as data: parsing, help and suggestions use the same rows. */

#include <stdbool.h>

#include "circfin/options.h"
#include "cli/messages.h"

typedef enum cli_kind {
    CLI_END,     /* ends a list */
    CLI_HEADING, /* not an option: `help` is the heading of those below */
    CLI_SWITCH,  /* has no value */
    CLI_VALUE,   /* has one value */
    CLI_LIST,    /* has a value and may be repeated */
    CLI_SPECS    /* stands for the options in `specs`; see cli_command_options() */
} cli_kind;

enum { CLI_MOST_OPTIONS = 96 }; /* of one command, with the headings */

typedef struct cli_option {
    cli_kind kind;
    const char *name;           /* "format" is --format */
    char letter;                /* 'f' is -f; 0: none */
    const char *value;          /* name of the value in help: "FILE"; NULL if `choice` is set */
    cf_choice *choice;          /* NULL: any text */
    const char *help;           /* one line */
    const cf_param_spec *specs; /* of CLI_SPECS */
    cf_choice *parts;      /* words that make up a value where `choice` is NULL; for completion */
    bool commas;           /* the value is a list of them, with commas */
    cf_feature_id feature; /* without which it is refused */
} cli_option;

typedef struct cli_given {
    const cli_option *option;
    const char *value; /* NULL for a switch */
} cli_given;

/** A parsed command line. All strings and rows are borrowed. */
typedef struct cli_args {
    const char *command;
    cli_given *given; /* in the order given */
    int given_count;
    cf_param *own_params;
    cf_params params; /* the same, as the library has them */
    const char **operands;
    int operand_count;
} cli_args;

/**
 * Parses the words after the name of a command. Prints errors on standard error.
 *
 * @param options  ends with CLI_END; must outlive *out
 * @return CLI_DONE, CLI_USAGE or CLI_BUG (no memory); free *out whatever the status
 */
cli_exit cli_args_parse(cli_args *out, const char *command, const cli_option *options, int argc,
                        char **argv);
void cli_args_free(cli_args *args);

bool cli_has(const cli_args *args, const char *name);
const char *cli_value(const cli_args *args, const char *name); /* NULL if not given */

/** The index of a given value among its choices; -1 if the option is not given. */
int cli_choice_of(const cli_args *args, const char *name);

#endif
