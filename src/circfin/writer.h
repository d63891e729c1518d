/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITER_H
#define CIRCFIN_WRITER_H

/*
 * Advanced tier. Output formats: each has one row in writers/writers.def. A writer knows column
 * kinds, never analyses.
 */

#include <stdio.h>

#include "circfin/analysis.h"
#include "circfin/features.h"

CF_PUBLIC

typedef struct cf_write_options {
    int width; /* of the terminal, in columns; 0: no limit */
    bool colour;
    bool terminal;        /* the output is one: no text may act on it */
    bool verbose;         /* also level 1 of the digest */
    const char *table;    /* the one table to write; NULL: all of them (csv: the first) */
    const char *chart;    /* the chart to draw; NULL: the first of the analysis */
    const char *title;    /* of a drawing; NULL: what is found */
    const char *subtitle; /* NULL: the name of the scenario */
} cf_write_options;

/** What a format writes of a report. Writers of one kind stand together in writers.def, in this
 *  order. */
typedef enum cf_written {
    CF_WRITES_TABLES,  /* figures and tables */
    CF_WRITES_CHART,   /* a chart */
    CF_WRITES_DRAWING, /* the picture, or a chart */
    CF_WRITES_GRAPH,   /* the picture's graph */
} cf_written;

typedef struct cf_writer {
    const char *name;      /* as in --format */
    const char *ending;    /* of file names that choose it, such as ".json" */
    const char *also;      /* another ending that chooses it, or NULL */
    const char *summary;   /* one line for help */
    const char *needs;     /* libraries that it loads: "libxlsxwriter"; NULL: none */
    cf_feature_id feature; /* without which it is not */
    bool partly;           /* only networks need the feature: charts and streams do not */
    bool binary;           /* not for a terminal */
    cf_written writes;
    bool digest; /* writes the digest, if there is one */
    /** Writes to an open stream; the caller checks ferror. `options->table` is one of the report.
     *  CF_OK, CF_NO_MEMORY, CF_BAD_OPTION if the report has nothing for this format or a
     *  library is missing, or CF_IO with errno set if the folder of TMPDIR cannot be used. */
    cf_status (*write)(FILE *out, const cf_report *report, const cf_write_options *options);
} cf_writer;

/** Whether the format has something for results of this analysis. */
bool cf_writer_suits(const cf_writer *writer, const cf_analysis *analysis);

int cf_writer_count(void);
const cf_writer *cf_writer_at(int index);
const cf_writer *cf_writer_find(const char *name);     /* NULL if there is none */
const cf_writer *cf_writer_for_file(const char *file); /* by its longest ending; NULL if none */

struct cf_drawing; /* the library's own */

/** A chart of an analysis, drawn from its tables in the formats that draw. */
typedef struct cf_chart {
    const char *analysis;
    const char *name;    /* unique among those of the analysis */
    const char *summary; /* one line for help */
    cf_status (*draw)(FILE *out, const cf_report *report, const struct cf_drawing *drawing);
} cf_chart;

/** The charts of an analysis by index; the first is its default. NULL after the last. */
const cf_chart *cf_chart_at(const char *analysis, int index);

/** The chart of a name; the first where `name` is NULL. NULL if there is none. */
const cf_chart *cf_chart_find(const char *analysis, const char *name);

/**
 * Writes a report to a file, completely or not at all: into a temporary file beside it, flushed
 * to disk, then renamed. "-" is standard output; devices and pipes are written directly.
 *
 * @return CF_OK, CF_IO (reported in diags), CF_BAD_OPTION (no such table, reported in diags) or
 *         CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_report_write(const cf_report *report, const cf_writer *writer,
                                       const cf_write_options *options, const char *file,
                                       cf_diags *diags);

/**
 * The same into memory: cf_report_render() with every choice.
 *
 * @param[out] out  owned by the caller, free with free(); NULL unless CF_OK; a NUL follows it
 * @param[out] size bytes without that NUL
 * @return the status of cf_report_render()
 */
CF_NODISCARD cf_status cf_report_render_as(char **out, size_t *size, const cf_report *report,
                                           const cf_writer *writer, const cf_write_options *options,
                                           cf_diags *diags);

/**
 * Streams rows, each as a JSON object on a line. A row reaches a pipe with the first row a
 * twentieth of a second later, or with the next flush.
 */
typedef struct cf_row_writer cf_row_writer;

/** Opens `file` as cf_report_write() does; only cf_row_writer_close() moves it into place.
 *
 * @param[out] out  free with cf_row_writer_free; NULL unless CF_OK
 * @param file      must outlive *out
 * @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_row_writer_new(cf_row_writer **out, const char *file, cf_diags *diags);

/** The target of rows, from any thread. Refuses rows once writing has failed. */
const cf_row_sink *cf_row_writer_sink(const cf_row_writer *writer);

/** Flushes pending rows; callable from any thread. False once writing has failed. */
bool cf_row_writer_flush(cf_row_writer *writer);

/** Completes the file. @return CF_OK, or CF_IO (reported in diags: CF_CODE_PIPE_CLOSED, ...) */
CF_NODISCARD cf_status cf_row_writer_close(cf_row_writer *writer, cf_diags *diags);

/** NULL is allowed. Removes a file that was not closed. */
void cf_row_writer_free(cf_row_writer *writer);

/** Writes a text in the same way, such as an attachment of a report.
 *  @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_text_write(const char *text, const char *file, cf_diags *diags);

CF_PUBLIC_END

#endif
