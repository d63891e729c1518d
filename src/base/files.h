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

/** A file that goes when it is no longer needed: at the latest in cf_cleanup(), or, where the
 *  process was killed, in the next run that finds it without a lock. */
typedef struct cf_temporary {
    char *path; /* NULL: none */
    int lock;   /* a descriptor that keeps other runs from taking it for a leftover */
    bool is_folder;
    struct cf_note *note;
} cf_temporary;

/**
 * Makes an empty file in cf_temporary_folder() that only this user can read.
 *
 * @param[out] out         for cf_temporary_remove(); its path is NULL unless CF_OK
 * @param[out] descriptor  open for reading and writing; owned by the caller
 * @return CF_OK, CF_NO_MEMORY, or CF_IO with errno set
 */
CF_NODISCARD cf_status cf_temporary_new(cf_temporary *out, int *descriptor);

/** The same in the folder of `path`, with the rights of any new file. */
CF_NODISCARD cf_status cf_temporary_new_beside(cf_temporary *out, int *descriptor,
                                               const char *path);

/** Makes a folder there, for files of a library that chooses their names. */
CF_NODISCARD cf_status cf_temporary_new_folder(cf_temporary *out);

/** Gives the file its final name, in place of what has it. @return CF_OK, or CF_IO with errno
 * set: the file is still there */
CF_NODISCARD cf_status cf_temporary_rename(cf_temporary *file, const char *path);

/** Removes the file, or the folder with all in it, if there is one; errno stays. */
void cf_temporary_remove(cf_temporary *file);

/** Copies a file to a stream, which the caller checks for errors. @return CF_OK, or CF_IO with
 * errno set where it cannot be read */
CF_NODISCARD cf_status cf_file_copy(FILE *out, const char *path);

/** Writes what the stream still holds, and `to_disk` waits until it is on disk. @return CF_OK, or
 * CF_IO with errno set, also for an earlier error of the stream */
CF_NODISCARD cf_status cf_stream_flush(FILE *stream, bool to_disk);

/** The same, then closes the stream whatever the status. */
CF_NODISCARD cf_status cf_stream_close(FILE *stream, bool to_disk);

#endif
