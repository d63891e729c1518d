/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_OUTPUT_H
#define CIRCFIN_CLI_OUTPUT_H

/* Where results go, and in which form: --format, -o, --table, --quiet, --verbose, --color. */

#include "circfin/writer.h"
#include "cli/cli.h"

extern const cli_option cli_output_options[];
extern const cli_option cli_file_options[];    /* of a command that writes one file */
extern const cli_option cli_listing_options[]; /* of one that may write a table instead */
extern const cli_option cli_folder_options[];  /* of a command that writes a folder */
extern const cli_option cli_sheets_options[];  /* or a workbook */

/** Those of an analysis, which may draw as well. */
const cli_option *cli_output_options_of(const cf_analysis *analysis);

/** Whether a command can write results in a format; one that is no analysis writes tables. */
bool cli_output_has_format(const char *command, const cf_writer *writer);

typedef struct cli_output {
    const cf_writer *writer;
    const char *file; /* "-": standard output */
    cf_write_options options;
    bool quiet, colour_errors;
} cli_output;

/** Only verbosity and colours, for commands that choose the file themselves. */
cli_output cli_output_of_messages(const cli_args *args);

/** Prints errors. @return CLI_DONE or CLI_USAGE */
cli_exit cli_output_choose(cli_output *out, const cli_args *args);
/** The same for cli_file_options and cli_folder_options: no writer is chosen. */
cli_exit cli_output_choose_file(cli_output *out, const cli_args *args);

/** Whether the digest is written, not the tables. */
bool cli_output_is_digest(const cli_output *output);
bool cli_output_is_stdout(const cli_output *output);

/** Writes a report. Prints errors; a closed pipe is not one. */
cli_exit cli_output_write(const cli_output *output, const cf_report *report);

/** Whether the last problem is a closed pipe, which is not an error. */
bool cli_is_pipe_closed(const cf_diags *diags);

/** Writes a text to `file`. */
cli_exit cli_output_write_text(const cli_output *output, const char *text, const char *file);

/** Flushes standard output at the end of the program; what it still holds of a result that failed
 * for lack of memory is dropped. */
cli_exit cli_output_end(cli_exit code);

#endif
