/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The work folder: beside the report, .circfin-4711-0123456789ab/new/ with its files; or in it,
 * .circfin-4711-0123456789ab/ with its files. Locked as long as this run is alive.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/leftovers.h"
#include "documents/folder.h"

enum { MOST_NAMES = 100 };

static bool make_folder(const char *path, mode_t mode, cf_note **note)
{
    *note = path == NULL ? NULL : cf_note_folder(path);
    if (*note == NULL)
        errno = ENOMEM;
    return *note != NULL && mkdir(path, mode) == 0;
}

/* EEXIST: the name is taken; or another run took it for a leftover, before it had its lock. */
static bool try_work(cf_folder *folder)
{
    char name[CF_TEMPORARY_NAME_SIZE];

    cf_temporary_name(name, CF_MARK_BESIDE);
    folder->work = cf_path_format("%s/%s", folder->single ? folder->target : folder->parent, name);
    if (!make_folder(folder->work, 0700, &folder->notes[CF_NOTE_WORK]))
        return false;
    folder->work_lock = open(folder->work, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->work_lock >= 0 && cf_lock_new(folder->work_lock) &&
        cf_is_still(folder->work, folder->work_lock))
        return true;
    errno = EEXIST;
    return false;
}

static void forget_work(cf_folder *folder)
{
    cf_note_drop(folder->notes[CF_NOTE_WORK]);
    folder->notes[CF_NOTE_WORK] = NULL;
    if (folder->work_lock >= 0)
        close(folder->work_lock);
    folder->work_lock = -1;
    free(folder->work);
    folder->work = NULL;
}

static bool make_work(cf_folder *folder)
{
    for (int i = 0; i < MOST_NAMES; i++) {
        int error;

        if (try_work(folder))
            return true;
        error = errno;
        forget_work(folder);
        errno = error;
        if (error != EEXIST)
            return false;
    }
    return false;
}

static bool make_places(cf_folder *folder)
{
    struct stat found;

    folder->files = cf_path_format(folder->single ? "%s" : "%s/new", folder->work);
    folder->older = cf_path_format("%s/old", folder->work);
    folder->record = cf_path_format("%s/for", folder->work);
    errno = ENOMEM;
    if (folder->files == NULL || folder->older == NULL || folder->record == NULL)
        return false;
    if (folder->single)
        return true;
    folder->notes[CF_NOTE_RECORD] = cf_note_file(folder->record);
    if (folder->notes[CF_NOTE_RECORD] == NULL ||
        !make_folder(folder->files, 0777, &folder->notes[CF_NOTE_FILES]) ||
        stat(folder->files, &found) != 0)
        return false;
    folder->files_inode = found.st_ino;
    return true;
}

cf_status cf_folder_open_work(cf_folder *folder)
{
    int error;

    if (make_work(folder) && make_places(folder))
        return CF_OK;
    error = errno;
    if (error == ENOMEM)
        return CF_NO_MEMORY;
    folder->unable = !folder->single && cf_folder_exists(folder);
    return folder->unable ? CF_IO : cf_folder_error(folder, NULL, error);
}

/* ---- the end ---- */

static void clear(const char *path)
{
    DIR *directory = opendir(path);

    if (directory == NULL)
        return;
    cf_folder_clear(directory);
    closedir(directory);
    rmdir(path);
}

static bool is_gone(const char *path)
{
    struct stat found;

    return lstat(path, &found) != 0 && errno == ENOENT;
}

/* Where the older report could not be cleared away, the record stays for the next run. Allocates
 * nothing where the new one is in place. */
static void clear_whole(const cf_folder *folder)
{
    struct stat found;

    if (folder->files_inode != 0 && stat(folder->files, &found) == 0 &&
        found.st_ino == folder->files_inode)
        clear(folder->files);
    if (is_gone(folder->files) && is_gone(folder->older)) {
        unlink(folder->record);
        rmdir(folder->work);
    }
}

/* An older file that could not be put back is not thrown away. */
static void clear_single(const cf_folder *folder, bool done)
{
    for (int i = 0; i < folder->entries.count; i++)
        if (!done && folder->entries.at[i].kept)
            return;
    clear(folder->work);
}

static void drop_notes(cf_folder *folder)
{
    for (int i = 0; i < CF_NOTE_COUNT; i++)
        cf_note_drop(folder->notes[i]);
    for (int i = 0; i < folder->entries.count; i++)
        cf_note_drop(folder->entries.at[i].note);
}

void cf_folder_close_work(cf_folder *folder, bool done)
{
    int error = errno;

    if (folder->work_lock >= 0 && folder->record != NULL) {
        if (folder->single)
            clear_single(folder, done);
        else
            clear_whole(folder);
        close(folder->work_lock);
    } else if (folder->work != NULL) {
        rmdir(folder->work);
    }
    drop_notes(folder);
    for (int i = 0; i < folder->entries.count; i++)
        free(folder->entries.at[i].name);
    free(folder->entries.at);
    free(folder->work);
    free(folder->files);
    free(folder->older);
    free(folder->record);
    folder->work = folder->files = folder->older = folder->record = NULL;
    memset(folder->notes, 0, sizeof folder->notes);
    memset(&folder->entries, 0, sizeof folder->entries);
    folder->work_lock = -1;
    folder->files_inode = 0;
    errno = error;
}
