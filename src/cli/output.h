/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_OUTPUT_H
#define CIRCFIN_CLI_OUTPUT_H

/* Where results go and how they look: --format, -o, --table, --quiet, --verbose, --color. */

#include "circfin/writer.h"
#include "cli/cli.h"

extern const cli_option cli_output_options[];
extern const cli_option cli_file_options[];   /* of a command that writes one file */
extern const cli_option cli_folder_options[]; /* of a command that writes a folder */

typedef struct cli_output {
    const cf_writer *writer;
    const char *file; /* "-": standard output */
    cf_write_options options;
    bool quiet, colour_errors;
} cli_output;

/** Only how much is said, and in which colours: for commands that choose where to write. */
cli_output cli_output_of_messages(const cli_args *args);

/** Mistakes are told. @return CLI_DONE or CLI_USAGE */
cli_exit cli_output_choose(cli_output *out, const cli_args *args);
/** The same for cli_file_options: there is no writer. */
cli_exit cli_output_choose_file(cli_output *out, const cli_args *args);

/** Whether the result is the text for people, not one of the tables for programs. */
bool cli_output_is_digest(const cli_output *output);
bool cli_output_is_stdout(const cli_output *output);

/** Writes a report; what goes wrong is told, but a closed pipe ends it quietly. */
cli_exit cli_output_write(const cli_output *output, const cf_report *report);

/** Whether the last of the problems is that who reads has gone: no reason to complain. */
bool cli_is_pipe_closed(const cf_diags *diags);

/** Writes a text to a file of its own. */
cli_exit cli_output_write_text(const cli_output *output, const char *text, const char *file);

/** Flushes standard output at the end of the program. */
cli_exit cli_output_end(void);

#endif
