/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes several files of one folder: each under a temporary name beside its place; then all are
 * renamed while signals are blocked. */
#include "base/target_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

/* The folder, made where it is not there. No signal comes between making and noting it. */
static cf_status make_folder(cf_target_folder *target, cf_diags *diags)
{
    cf_status status = CF_OK;
    sigset_t before;
    int error;

    cf_signals_hold(&before);
    target->made = mkdir(target->folder, 0777) == 0;
    error = target->made ? 0 : errno;
    if (target->made && (target->note = cf_note_folder(target->folder)) == NULL)
        status = CF_NO_MEMORY;
    cf_signals_release(&before);
    if (error == 0 || error == EEXIST)
        return status;
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_CANNOT_OPEN, NULL, NULL,
                          "cannot create the folder %s: %s", target->folder, strerror(error));
    return status == CF_OK ? CF_IO : status;
}

cf_status cf_target_folder_open(cf_target_folder *out, const char *folder, const char *const *names,
                                int count, cf_diags *diags)
{
    cf_status status = CF_OK;

    *out = (cf_target_folder){ .folder = folder, .count = count };
    for (int i = 0; i < count; i++) {
        out->paths[i] = cf_path_format("%s/%s", folder, names[i]);
        if (out->paths[i] == NULL)
            return CF_NO_MEMORY;
    }
    status = make_folder(out, diags);
    for (int i = 0; i < count && status == CF_OK; i++)
        status = cf_target_open(&out->files[i], out->paths[i], diags);
    return status;
}

cf_status cf_target_folder_finish(cf_target_folder *target, cf_diags *diags)
{
    cf_status status = CF_OK;
    sigset_t before;

    for (int i = 0; i < target->count && status == CF_OK; i++)
        status = cf_target_settle(&target->files[i], diags);
    cf_signals_hold(&before); /* all of them, or none */
    for (int i = 0; i < target->count && status == CF_OK; i++)
        status = cf_target_finish(&target->files[i], diags);
    if (status == CF_OK)
        target->made = false;
    cf_signals_release(&before);
    return status;
}

void cf_target_folder_release(cf_target_folder *target)
{
    for (int i = 0; i < target->count; i++) {
        cf_target_release(&target->files[i]);
        free(target->paths[i]);
    }
    cf_note_drop(target->note);
    if (target->made)
        rmdir(target->folder);
    *target = (cf_target_folder){ .folder = NULL };
}
