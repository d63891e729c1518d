/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITER_H
#define CIRCFIN_WRITER_H

/* Formats: one row each in writers/writers.def. A writer knows column kinds, never analyses. */

#include <stdio.h>

#include "circfin/report.h"

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

typedef struct cf_write_options {
    int width; /* of the terminal, in columns; 0: no limit */
    bool colour;
    bool verbose;      /* the digest's level 1 too */
    const char *table; /* the one table to write; NULL: all of them (csv: the first) */
} cf_write_options;

typedef struct cf_writer {
    const char *name;    /* as in --format */
    const char *ending;  /* of file names that choose it, such as ".json" */
    const char *also;    /* another ending that chooses it, or NULL */
    const char *summary; /* one line for help */
    bool binary;         /* nothing for a terminal */
    bool digest;         /* writes what a person reads: the digest, where there is one */
    /** Writes to an open stream; the caller checks ferror. `options->table` is one of the report.
     *  CF_OK, CF_NO_MEMORY, CF_BAD_OPTION where the report has nothing for this format, or CF_IO
     *  with errno set where the folder of TMPDIR cannot be used. */
    cf_status (*write)(FILE *out, const cf_report *report, const cf_write_options *options);
} cf_writer;

int cf_writer_count(void);
const cf_writer *cf_writer_at(int index);
const cf_writer *cf_writer_find(const char *name);     /* NULL where there is none */
const cf_writer *cf_writer_for_file(const char *file); /* by its ending; NULL where none fits */

/** The codes of what can go wrong in writing. */
enum {
    CF_CODE_CANNOT_OPEN = 601,
    CF_CODE_CANNOT_WRITE = 602,
    CF_CODE_NO_TABLE = 603,
    CF_CODE_PIPE_CLOSED = 604,  /* who reads has gone: often no reason to complain */
    CF_CODE_NOTHING = 605,      /* the report has nothing for this format */
    CF_CODE_NOT_OURS = 607,     /* a report would take the place of files that are none of one */
    CF_CODE_NO_TEMPORARY = 606, /* the folder for temporary files cannot be used */
    CF_CODE_NOT_WRITTEN = 620   /* a part that this format cannot hold; a warning */
};

/**
 * Writes a report to a file as a whole or not at all: into a temporary file beside it, flushed
 * to disk, then renamed. "-" is standard output; devices and pipes are written directly.
 *
 * @return CF_OK, CF_IO (told in diags), CF_BAD_OPTION (no such table, told in diags) or
 *         CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_report_write(const cf_report *report, const cf_writer *writer,
                                       const cf_write_options *options, const char *file,
                                       cf_diags *diags);

/**
 * Rows of a run that streams, each as one JSON object on a line of its own as it comes. Each
 * reaches a pipe with the first row a twentieth of a second later, or with the next flush.
 */
typedef struct cf_row_writer cf_row_writer;

/** Opens `file` as cf_report_write() does; it takes its place with cf_row_writer_close() only.
 *
 * @param[out] out  free with cf_row_writer_free; NULL unless CF_OK
 * @param file      must outlive *out
 * @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_row_writer_new(cf_row_writer **out, const char *file, cf_diags *diags);

/** What takes the rows, from any thread; wants no more once writing has failed. */
const cf_row_sink *cf_row_writer_sink(const cf_row_writer *writer);

/** Sends on what still waits; any thread may ask. False once writing has failed. */
bool cf_row_writer_flush(cf_row_writer *writer);

/** All rows are there. @return CF_OK, or CF_IO (told in diags: CF_CODE_PIPE_CLOSED, ...) */
CF_NODISCARD cf_status cf_row_writer_close(cf_row_writer *writer, cf_diags *diags);

/** NULL is allowed. What was not closed leaves no file behind. */
void cf_row_writer_free(cf_row_writer *writer);

/** The same for a text of its own, such as what is attached to a report.
 *  @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_text_write(const char *text, const char *file, cf_diags *diags);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
