/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_TARGET_H
#define CIRCFIN_BASE_TARGET_H

/* Where results go: a file that appears as a whole or not at all, or a stream. */

#include <sys/stat.h>

#include "circfin/writer.h"

typedef struct cf_target {
    const char *file; /* as asked for */
    char *path;       /* where its symbolic links lead */
    char *temporary;  /* NULL: the file itself is open */
    FILE *stream;
    bool exists;
    struct stat before; /* where it exists */
} cf_target;

/** Opens a file, "-" for standard output. *out is to be released whatever the status.
 *  @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_target_open(cf_target *out, const char *file, cf_diags *diags);

/** All is written and must be on disk, but the file does not take its place yet: of several files
 *  none does before all can. @return CF_OK, or CF_IO (told in diags) */
CF_NODISCARD cf_status cf_target_settle(cf_target *target, cf_diags *diags);

/** All is written: the file takes its place. @return CF_OK, or CF_IO (told in diags) */
CF_NODISCARD cf_status cf_target_finish(cf_target *target, cf_diags *diags);

/** Tells that writing failed with this errno. @return CF_IO or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_target_add_error(const cf_target *target, int error, cf_diags *diags);

/** What was not finished leaves nothing behind. */
void cf_target_release(cf_target *target);

/** The folder for what has to be made elsewhere first: TMPDIR, or /tmp. */
const char *cf_target_temporary_folder(void);

/** Tells that it could not be used for `what`. @return CF_IO or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_target_add_temporary_error(const char *what, int error, cf_diags *diags);

#endif
