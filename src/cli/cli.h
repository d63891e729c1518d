/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_CLI_H
#define CIRCFIN_CLI_CLI_H

/* The frame of a command: its row, help and runner. Data goes to standard output, everything else
 * to standard error. */

#include <stdio.h>

#include "circfin/analysis.h"
#include "cli/options.h"

typedef struct cli_command cli_command;
struct cli_command {
    const char *name;
    const char *summary;             /* one line for help */
    const char *description;         /* for the manual: some sentences; NULL: the summary */
    const char *memory;              /* as in a cf_analysis; NULL: it reads no scenario */
    const char *operands;            /* for help: "SCENARIO..." */
    const char *example;             /* a command line */
    int least, most;                 /* number of operands; most -1: no limit */
    cf_choice *operand_choice;       /* the words that an operand may be; NULL: files */
    const cli_option *const *groups; /* its options, NULL at the end */
    const char *const *tables;       /* of its report, as in a cf_analysis; NULL: no report */
    const cf_columns *const *columns;
    const cf_columns *figures;
    const char *result_of; /* the analysis whose columns and figures these are; NULL: its own */
    cf_feature_id feature; /* without which it is refused */
    const cf_analysis *analysis; /* what cmd_analysis.c runs, else NULL */
    cli_exit (*run)(const cli_command *command, const cli_args *args);
};

/** Commands in the order of help: first those of commands.def, then one for each analysis. */
int cli_command_count(void);
cli_command cli_command_at(int index);
/** Finds a command by name. Prints an error with a suggestion if there is none. */
cli_exit cli_command_find(cli_command *out, const char *name);

/** The names of the commands by index; NULL after the last. */
const char *cli_command_name(int index);

/** The options of a command that has no other than --help. */
extern const cli_option *const cli_only_help[];

/** Collects all options of a command in one list. */
void cli_command_options(cli_option options[static CLI_MOST_OPTIONS], const cli_command *command);

/** Parses the words after the name of a command and runs it. */
cli_exit cli_command_run(const cli_command *command, int argc, char **argv);

/** Runs any analysis of the library. */
cli_exit cli_run_analysis(const cli_command *command, const cli_args *args);

/* ---- help ---- */

void cli_help_short(FILE *out);
void cli_help_all(FILE *out);
void cli_help_command(FILE *out, const cli_command *command);
void cli_print_version(FILE *out);

/** Prints wrapped text and a line end. The first line begins at column `at`, which the caller has
 *  reached; the others begin at `indent`. */
void cli_put_wrapped(FILE *out, const char *text, size_t at, size_t indent);

/** Prints what a code such as CF204 means; false if there is none. */
bool cli_explain(FILE *out, const char *word);

#endif
