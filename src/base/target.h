/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_TARGET_H
#define CIRCFIN_BASE_TARGET_H

/* An output file that appears completely or not at all, or a stream. */

#include <sys/stat.h>

#include "base/files.h"
#include "circfin/writer.h"

typedef struct cf_target {
    const char *file;       /* as given */
    char *path;             /* where its symbolic links lead */
    cf_temporary temporary; /* none: the file itself is open */
    FILE *stream;
    bool exists;
    struct stat before; /* if it exists */
} cf_target;

/** Opens a file, "-" for standard output. Release *out whatever the status.
 *  @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_target_open(cf_target *out, const char *file, cf_diags *diags);

/** Flushes everything to disk without moving the file into place, so that several files can be
 * moved together. @return CF_OK, or CF_IO (reported in diags) */
CF_NODISCARD cf_status cf_target_settle(cf_target *target, cf_diags *diags);

/** Completes the file and moves it into place. @return CF_OK, or CF_IO (reported in diags) */
CF_NODISCARD cf_status cf_target_finish(cf_target *target, cf_diags *diags);

/** Reports that writing failed with this errno. @return CF_IO or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_target_add_error(const cf_target *target, int error, cf_diags *diags);

/** Removes a file that was not finished. */
void cf_target_release(cf_target *target);

/** Reports that the folder of temporary files could not be used for `what`. @return CF_IO or
 * CF_NO_MEMORY */
CF_NODISCARD cf_status cf_target_add_temporary_error(const char *what, int error, cf_diags *diags);

#endif
