/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_TARGET_FOLDER_H
#define CIRCFIN_BASE_TARGET_FOLDER_H

/* Output files that appear in a folder together, or not at all. */

#include "base/target.h"

enum { CF_FOLDER_FILES = 4 }; /* at most */

typedef struct cf_target_folder {
    const char *folder; /* borrowed */
    int count;
    cf_target files[CF_FOLDER_FILES]; /* in the order of their names; write to their streams */
    char *paths[CF_FOLDER_FILES];
    bool made; /* the folder was not there before */
    struct cf_note *note;
} cf_target_folder;

/** Opens `count` files by their names, and makes the folder if there is none. Release *out
 *  whatever the status. @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_target_folder_open(cf_target_folder *out, const char *folder,
                                             const char *const *names, int count, cf_diags *diags);

/** Completes the files, and then moves all of them into place.
 *  @return CF_OK or CF_IO (reported in diags) */
CF_NODISCARD cf_status cf_target_folder_finish(cf_target_folder *target, cf_diags *diags);

/** Removes what was not finished, and the folder with it if it was made for it. */
void cf_target_folder_release(cf_target_folder *target);

#endif
