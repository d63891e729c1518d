/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a report goes: what is there, whether it may be replaced, and who else is about to. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files.h"
#include "circfin/writer.h"
#include "documents/folder.h"

/* ---- messages ---- */

bool cf_folder_exists(const cf_folder *folder)
{
    struct stat found;

    return folder->target != NULL && stat(folder->target, &found) == 0;
}

/* Nothing has changed before the end, whatever went wrong. */
static const char *way_out(const cf_folder *folder, int error)
{
    if (folder->work != NULL && cf_folder_exists(folder))
        return "the folder is unchanged";
    return error == ENOENT ? "create its parent folder first" : NULL;
}

cf_status cf_folder_error(const cf_folder *folder, const char *name, int error)
{
    cf_status status =
        cf_diags_add(folder->diags, CF_ERROR, CF_CODE_CANNOT_WRITE, NULL, way_out(folder, error),
                     "cannot write to %s%s%s: %s", folder->path, name == NULL ? "" : "/",
                     name == NULL ? "" : name, strerror(error));

    return status == CF_OK ? CF_IO : status;
}

/* ---- what is there ---- */

static cf_status refuse_others(const cf_folder *folder)
{
    cf_status status = cf_diags_add(
        folder->diags, CF_ERROR, CF_CODE_NOT_OURS, NULL,
        "name another folder, or add --into to write the files of the report among those there",
        "%s is not empty, and is no report: it has no result.json of one", folder->path);

    return status == CF_OK ? CF_IO : status;
}

static cf_status refuse_file(const cf_folder *folder, const char *name)
{
    cf_status status =
        cf_diags_add(folder->diags, CF_ERROR, CF_CODE_NOT_OURS, NULL,
                     "name another folder, or move the file away",
                     "%s/%s would be overwritten, but is not of a report", folder->path, name);

    return status == CF_OK ? CF_IO : status;
}

/* Before the files are written, any file that a report may have is in the way. */
static bool is_in_the_way(const cf_folder *folder, const char *name)
{
    for (int i = 0; i < folder->entries.count; i++)
        if (strcmp(folder->entries.at[i].name, name) == 0)
            return true;
    return folder->entries.count == 0 && cf_is_report_file(name);
}

cf_status cf_folder_check(const cf_folder *folder, DIR *directory)
{
    cf_contents contents = cf_folder_contents(directory);
    const char *name;

    if (contents == CF_CONTENTS_OTHER && !folder->into)
        return refuse_others(folder);
    rewinddir(directory);
    while ((name = cf_next_entry(directory)) != NULL) {
        struct stat found;

        if (contents == CF_CONTENTS_OTHER && is_in_the_way(folder, name))
            return refuse_file(folder, name);
        if (cf_is_report_file(name) &&
            fstatat(dirfd(directory), name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISDIR(found.st_mode) && contents == CF_CONTENTS_REPORT)
            return cf_folder_error(folder, name, EISDIR);
    }
    return CF_OK;
}

bool cf_is_still(const char *path, int descriptor)
{
    struct stat here, own;

    return stat(path, &here) == 0 && fstat(descriptor, &own) == 0 && here.st_dev == own.st_dev &&
           here.st_ino == own.st_ino;
}

cf_status cf_folder_lock(DIR **out, const cf_folder *folder)
{
    for (;;) {
        *out = opendir(folder->target);
        if (*out == NULL)
            return errno == ENOENT   ? CF_OK
                   : errno == ENOMEM ? CF_NO_MEMORY
                                     : cf_folder_error(folder, NULL, errno);
        (void)flock(dirfd(*out), LOCK_EX); /* where there are no locks, each is on its own */
        if (cf_is_still(folder->target, dirfd(*out)))
            return CF_OK;
        closedir(*out);
    }
}

/* ---- where it goes ---- */

static char *without_last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return cf_path_format(".");
    return cf_path_format("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* A folder that is not there yet: its parent must be. */
static cf_status find_new(cf_folder *folder)
{
    char *given = without_last_part(folder->path), *parent;

    if (given == NULL)
        return CF_NO_MEMORY;
    parent = realpath(given, NULL);
    free(given);
    if (parent == NULL)
        return errno == ENOMEM ? CF_NO_MEMORY : cf_folder_error(folder, NULL, errno);
    folder->parent = parent;
    folder->target = cf_path_format("%s%s%s", parent, strcmp(parent, "/") == 0 ? "" : "/",
                                    last_part(folder->path));
    return folder->target == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status find_any(cf_folder *folder)
{
    struct stat found;

    folder->target = realpath(folder->path, NULL);
    if (folder->target == NULL && errno == ENOENT && lstat(folder->path, &found) != 0)
        return find_new(folder);
    if (folder->target == NULL)
        return errno == ENOMEM ? CF_NO_MEMORY : cf_folder_error(folder, NULL, errno);
    folder->parent = without_last_part(folder->target);
    return folder->parent == NULL ? CF_NO_MEMORY : CF_OK;
}

/* Somebody stands in the current folder, a mount point cannot move, and a folder of another user
 * would become ours. */
static bool must_be_single(const cf_folder *folder)
{
    struct stat target, parent, current;

    if (stat(folder->target, &target) != 0)
        return false; /* a new one is in nobody's way */
    return folder->into || stat(folder->parent, &parent) != 0 || target.st_dev != parent.st_dev ||
           target.st_ino == parent.st_ino || (target.st_uid != geteuid() && geteuid() != 0) ||
           (stat(".", &current) == 0 && target.st_dev == current.st_dev &&
            target.st_ino == current.st_ino);
}

cf_status cf_folder_find(cf_folder *folder)
{
    cf_status status = find_any(folder);

    if (status != CF_OK)
        return status;
    cf_folder_rescue(folder->parent);
    cf_folder_rescue(folder->target);
    folder->single = must_be_single(folder);
    return CF_OK;
}
