/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_MEMORY_FILE_H
#define CIRCFIN_BASE_MEMORY_FILE_H

/*
 * A stream whose bytes stay in memory. open_memstream() of the GNU library drops bytes where it
 * gets no memory, and tells nobody; this one remembers.
 */

#include <stdio.h>

#include "circfin/circfin.h"

typedef struct cf_memory_file {
    FILE *stream;
    char *text;
    size_t size, room;
    bool failed;
} cf_memory_file;

/** Opens file->stream. The file must stay where it is until it is closed.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_memory_file_open(cf_memory_file *file);

/**
 * Closes the stream and hands over its bytes, with a NUL behind them.
 *
 * @param[out] text  owned by the caller; NULL unless CF_OK
 * @param[out] size  bytes without the NUL; may itself be NULL
 * @return CF_OK, or CF_NO_MEMORY where a byte was lost
 */
CF_NODISCARD cf_status cf_memory_file_close(cf_memory_file *file, char **text, size_t *size);

#endif
