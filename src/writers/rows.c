/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes rows as JSON lines while an analysis runs; any thread may add one. */
#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/json_put.h"
#include "base/target.h"

static const double FLUSH_SECONDS = 0.05;

struct cf_row_writer {
    cf_target target;
    cf_row_sink sink;
    double flushed; /* time of the last flush, in seconds */
    int error;      /* errno of the failure, or 0; guarded by the lock of the stream */
};

/* Call with the stream locked. */
static void flush_rows(cf_row_writer *writer)
{
    if (fflush(writer->target.stream) != 0 && writer->error == 0)
        writer->error = errno;
    writer->flushed = cf_clock_seconds();
}

static bool write_row(void *payload, const cf_column *columns, int column_count,
                      const cf_cell *cells)
{
    cf_row_writer *writer = payload;
    FILE *stream = writer->target.stream;
    bool good;

    flockfile(stream);
    if (writer->error == 0) {
        errno = 0;
        cf_put_json_row(stream, columns, column_count, cells);
        putc('\n', stream);
        if (ferror(stream))
            writer->error = errno != 0 ? errno : EIO;
        else if (cf_clock_seconds() - writer->flushed >= FLUSH_SECONDS)
            flush_rows(writer);
    }
    good = writer->error == 0;
    funlockfile(stream);
    return good;
}

cf_status cf_row_writer_new(cf_row_writer **out, const char *file, cf_diags *diags)
{
    cf_row_writer *writer = calloc(1, sizeof *writer);
    cf_status status;

    *out = NULL;
    if (writer == NULL)
        return CF_NO_MEMORY;
    writer->sink = (cf_row_sink){ .row = write_row, .payload = writer };
    status = cf_target_open(&writer->target, file, diags);
    if (status != CF_OK) {
        cf_row_writer_free(writer);
        return status;
    }
    *out = writer;
    return CF_OK;
}

const cf_row_sink *cf_row_writer_sink(const cf_row_writer *writer)
{
    return &writer->sink;
}

bool cf_row_writer_flush(cf_row_writer *writer)
{
    bool good;

    flockfile(writer->target.stream);
    if (writer->error == 0)
        flush_rows(writer);
    good = writer->error == 0;
    funlockfile(writer->target.stream);
    return good;
}

cf_status cf_row_writer_close(cf_row_writer *writer, cf_diags *diags)
{
    if (writer->error != 0) {
        (void)fflush(writer->target.stream); /* discards what cannot be written */
        clearerr(writer->target.stream);
        return cf_target_add_error(&writer->target, writer->error, diags);
    }
    return cf_target_finish(&writer->target, diags);
}

void cf_row_writer_free(cf_row_writer *writer)
{
    if (writer == NULL)
        return;
    cf_target_release(&writer->target);
    free(writer);
}
