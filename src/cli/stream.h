/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_STREAM_H
#define CIRCFIN_CLI_STREAM_H

/* --stream: rows as JSON lines while an analysis runs. */

#include "circfin/writer.h"
#include "cli/output.h"
#include "cli/progress.h"

/** Where rows go, and what sends them on while the run is busy elsewhere. */
typedef struct cli_stream {
    cf_row_writer *writer;
    cf_progress progress; /* that of the run; each step also flushes */
    const cf_progress *next;
    bool reader_gone; /* once closed: nobody waits for the rest */
} cli_stream;

/** Whether the command line asks for a stream. */
bool cli_stream_wanted(const cli_args *args);

/** Refuses what does not go with a stream. */
cli_exit cli_stream_check(const cli_args *args, const cli_output *output);

/** @param next  the progress of the run; must outlive *out
 *  *out is to be closed, or else freed. @return as cf_row_writer_new() */
CF_NODISCARD cf_status cli_stream_open(cli_stream *out, const cli_output *output,
                                       const cf_progress *next, cf_diags *diags);

/** All rows are there. What goes wrong is told; a closed pipe ends it quietly. */
cli_exit cli_stream_close(cli_stream *stream, const cli_output *output);
void cli_stream_free(cli_stream *stream);

/** One line on standard error: "circfin: found 12, financing 12, ..., complete true". */
void cli_stream_print_figures(const cf_report *report);

#endif
