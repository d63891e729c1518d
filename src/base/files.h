/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_FILES_H
#define CIRCFIN_BASE_FILES_H

/* Paths, temporary files, and streams whose errors all come to light. base/target.h replaces a file
 * as a whole. */

#include <stdbool.h>
#include <stdio.h>

#include "circfin/diag.h"

/** A path by a printf-like pattern, owned by the caller; NULL when memory ran out. */
char *cf_path_format(const char *format, ...) CF_PRINTF(1, 2);

/** `name` in the folder of `path`, or `name` itself where it is absolute. As above. */
char *cf_path_beside(const char *path, const char *name);

/** The folder of temporary files: TMPDIR, or /tmp. */
const char *cf_temporary_folder(void);

/**
 * Makes an empty file there that only this user can read.
 *
 * @param[out] path        for cf_temporary_remove(); NULL unless CF_OK
 * @param[out] descriptor  open for reading and writing; owned by the caller
 * @return CF_OK, CF_NO_MEMORY, or CF_IO with errno set
 */
CF_NODISCARD cf_status cf_temporary_new(char **path, int *descriptor);

/** Removes the file, and frees its path; errno stays. NULL is allowed. */
void cf_temporary_remove(char *path);

/** Writes what the stream still holds, and `to_disk` waits until it is on disk. @return CF_OK, or
 * CF_IO with errno set, also for an earlier error of the stream */
CF_NODISCARD cf_status cf_stream_flush(FILE *stream, bool to_disk);

/** The same, then closes the stream whatever the status. */
CF_NODISCARD cf_status cf_stream_close(FILE *stream, bool to_disk);

#endif
