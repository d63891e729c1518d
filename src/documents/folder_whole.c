/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The new folder takes the place of the older one in a single step, so that whenever the run is
 * killed there is the one or the other:
 *
 *   .circfin-4711-.../new  ◄── renameat2(RENAME_EXCHANGE) ──►  DIR
 *
 * Where a file system cannot exchange, DIR is moved out of the way first; killed in between, there
 * is none until the next run moves it back (folder_rescue.c).
 */
#define _GNU_SOURCE /* renameat2 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "documents/folder.h"

/* ---- the exchange ---- */

static bool is_not_known(int error)
{
    return error == ENOSYS || error == EINVAL || error == EOPNOTSUPP;
}

static bool exchange(const char *a, const char *b)
{
#if defined(RENAME_EXCHANGE)
    return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0;
#else
    (void)a, (void)b;
    errno = ENOSYS;
    return false;
#endif
}

/* Moves `target` to `away`, and `other` to its place. */
static bool replace(const char *other, const char *target, const char *away)
{
    int error;

    if (rename(target, away) != 0)
        return false;
    if (rename(other, target) == 0)
        return true;
    error = errno;
    (void)rename(away, target);
    errno = error;
    return false;
}

/* *at: where the older one lies now. */
static bool put_in_place(const cf_folder *folder, const char **at)
{
    *at = folder->files;
    if (exchange(folder->files, folder->target))
        return true;
    *at = folder->older;
    return is_not_known(errno) && replace(folder->files, folder->target, folder->older);
}

static void take_back(const cf_folder *folder, const char *at)
{
    if (at == folder->files)
        (void)exchange(folder->files, folder->target);
    else
        (void)replace(folder->older, folder->target, folder->files);
}

/* ---- all steps ---- */

/* The rights of the older one. False where they cannot be kept: it would be another's then. */
static bool keep_rights(int older, int newer)
{
    struct stat its, own;

    if (fstat(older, &its) != 0 || fstat(newer, &own) != 0)
        return false;
    if ((its.st_uid != own.st_uid || its.st_gid != own.st_gid) &&
        fchown(newer, its.st_uid, its.st_gid) != 0)
        return false;
    return fchmod(newer, its.st_mode & 07777) == 0;
}

/* Signals wait, and nothing allocates memory, from the exchange on. */
static bool exchange_whole(cf_folder *folder, DIR *older, DIR *newer)
{
    const char *at;
    sigset_t before;
    int error;
    bool good;

    cf_signals_hold(&before);
    cf_note_drop(folder->notes[CF_NOTE_RECORD]); /* the next run may need it from now on */
    folder->notes[CF_NOTE_RECORD] = NULL;
    good = put_in_place(folder, &at);
    if (good && !cf_others_move(older, dirfd(newer), true)) {
        error = errno;
        (void)cf_others_move(newer, dirfd(older), true);
        take_back(folder, at);
        errno = error;
        good = false;
    }
    error = errno;
    if (good) {
        cf_older_remove(older, dirfd(newer));
        if (rmdir(at) == 0 && unlink(folder->record) == 0)
            rmdir(folder->work);
    }
    cf_signals_release(&before);
    errno = error;
    return good;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static bool place_over(cf_folder *folder, DIR *older)
{
    DIR *newer = opendir(folder->files);
    int error;
    bool good = newer != NULL && faccessat(AT_FDCWD, folder->target, W_OK, AT_EACCESS) == 0 &&
                keep_rights(dirfd(older), dirfd(newer)) && cf_others_link(older, dirfd(newer)) &&
                cf_rescue_record(folder->record, folder->files, last_part(folder->target));

    if (good) {
        (void)flock(dirfd(newer), LOCK_EX); /* it is the next run's older one before we are done */
        good = exchange_whole(folder, older, newer);
    }
    error = errno;
    if (newer != NULL && !good && cf_is_still(folder->files, dirfd(newer)))
        cf_folder_clear(newer); /* of the second names, above all */
    if (newer != NULL)
        closedir(newer);
    errno = error;
    return good;
}

/* Sets folder->unable where it could be done file by file. */
static cf_status place_over_older(cf_folder *folder, DIR *older)
{
    cf_status status = cf_folder_check(folder, older);

    if (status != CF_OK || place_over(folder, older))
        return status;
    folder->unable = true;
    return errno == ENOMEM ? CF_NO_MEMORY : CF_IO;
}

cf_status cf_folder_place_whole(cf_folder *folder)
{
    for (;;) {
        DIR *older;
        cf_status status = cf_folder_lock(&older, folder);

        if (status == CF_OK && older != NULL)
            status = place_over_older(folder, older);
        else if (status == CF_OK && rename(folder->files, folder->target) != 0) {
            if (errno == EEXIST || errno == ENOTEMPTY)
                continue; /* another run was faster */
            status = cf_folder_error(folder, NULL, errno);
        }
        if (older != NULL)
            closedir(older);
        return status;
    }
}
