/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_STREAM_H
#define CIRCFIN_CLI_STREAM_H

/* --stream: writes rows as JSON lines while an analysis runs. */

#include "circfin/writer.h"
#include "cli/output.h"
#include "cli/progress.h"

/** The row writer, and a progress that flushes it while the run finds nothing. */
typedef struct cli_stream {
    cf_row_writer *writer;
    cf_progress progress; /* wraps `next`; each step also flushes */
    const cf_progress *next;
    bool reader_gone; /* after closing: the reader closed the pipe */
} cli_stream;

/** Whether the command line asks for a stream. */
bool cli_stream_wanted(const cli_args *args);

/** Refuses options that do not combine with --stream. */
cli_exit cli_stream_check(const cli_args *args, const cli_output *output);

/** @param next  the progress of the run; must outlive *out
 *  Close *out, or free it. @return as cf_row_writer_new() */
CF_NODISCARD cf_status cli_stream_open(cli_stream *out, const cli_output *output,
                                       const cf_progress *next, cf_diags *diags);

/** Completes the file. Prints errors; a closed pipe is not one. */
cli_exit cli_stream_close(cli_stream *stream, const cli_output *output);
void cli_stream_free(cli_stream *stream);

/** Prints one line on standard error: "circfin: found 12, financing 12, ..., complete true". */
void cli_stream_print_figures(const cf_report *report);

#endif
