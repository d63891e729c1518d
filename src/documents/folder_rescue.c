/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a killed run left: a work folder .circfin-4711-0123456789ab, locked as long as it is alive.
 *
 *   beside a report     for    the inode of `new`, and the name of the report
 *                       new/   by its inode, the new report (not complete, goes) or, after the
 *                              exchange, the older one: others' files in it go to the report
 *                       old/   the older one, on its way out; where there is none in its place, it
 *                              goes back there
 *   in a report         x      new files, which go
 *                       old-x  older ones; where there is no x, it goes back there
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/leftovers.h"
#include "documents/folder.h"

enum { RECORD_SIZE = 512 };

bool cf_rescue_record(const char *record, const char *files, const char *name)
{
    char text[RECORD_SIZE];
    struct stat found;
    int length, file;
    bool good;

    if (stat(files, &found) != 0)
        return false;
    length = snprintf(text, sizeof text, "%llu\n%s", (unsigned long long)found.st_ino, name);
    file = open(record, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    good = file >= 0 && length < (int)sizeof text && write(file, text, (size_t)length) == length;
    if (file >= 0)
        good = close(file) == 0 && good;
    return good;
}

/* Splits it in place. False where there is none, or none of ours. */
static bool read_record(char text[static RECORD_SIZE], int work, unsigned long long *inode,
                        const char **name)
{
    int file = openat(work, "for", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, RECORD_SIZE - 1);
    char *end;

    if (file >= 0)
        close(file);
    if (length <= 0)
        return false;
    text[length] = '\0';
    *inode = strtoull(text, &end, 10);
    *name = end + 1;
    return *end == '\n' && end[1] != '\0' && strchr(end + 1, '/') == NULL &&
           strcmp(end + 1, ".") != 0 && strcmp(end + 1, "..") != 0;
}

static void clear_in(int parent, const char *name)
{
    DIR *directory = cf_open_folder(parent, name);

    if (directory == NULL)
        return;
    cf_folder_clear(directory);
    closedir(directory);
    unlinkat(parent, name, AT_REMOVEDIR);
}

/* An older report that has been replaced. Where there is nothing in its place, it goes back. */
static void settle_older(int parent, const char *name, int work, const char *at)
{
    DIR *older = cf_open_folder(work, at);
    struct stat there;

    if (older == NULL)
        return;
    if (fstatat(parent, name, &there, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT) {
        (void)renameat(work, at, parent, name);
    } else {
        DIR *newer = cf_open_folder(parent, name);

        if (newer != NULL) {
            (void)cf_others_move(older, dirfd(newer), false);
            cf_older_remove(older, dirfd(newer));
            closedir(newer);
        }
        unlinkat(work, at, AT_REMOVEDIR);
    }
    closedir(older);
}

/* Older files, of which some may have been moved and not yet replaced. */
static void settle_files(int report, DIR *work)
{
    static const char mark[] = "old-";
    const size_t length = sizeof mark - 1;
    const char *name;

    rewinddir(work);
    while ((name = cf_next_entry(work)) != NULL) {
        struct stat there;

        if (strncmp(name, mark, length) == 0 && cf_is_report_file(name + length) &&
            fstatat(report, name + length, &there, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
            (void)renameat(dirfd(work), name, report, name + length);
    }
}

static void settle(int parent, DIR *work)
{
    char text[RECORD_SIZE];
    unsigned long long inode;
    const char *name;
    struct stat found;

    if (read_record(text, dirfd(work), &inode, &name)) {
        settle_older(parent, name, dirfd(work), "old");
        if (fstatat(dirfd(work), "new", &found, AT_SYMLINK_NOFOLLOW) == 0 &&
            (unsigned long long)found.st_ino != inode)
            settle_older(parent, name, dirfd(work), "new");
        else
            clear_in(dirfd(work), "new");
        if (fstatat(dirfd(work), "new", &found, 0) == 0 ||
            fstatat(dirfd(work), "old", &found, 0) == 0)
            return; /* something of others is left: the record has to stay */
    } else {
        settle_files(parent, work);
        clear_in(dirfd(work), "new");
    }
    cf_folder_clear(work);
}

static void rescue_one(int parent, const char *name)
{
    DIR *work = cf_open_folder(parent, name);
    struct stat found;

    if (work == NULL)
        return;
    if (fstat(dirfd(work), &found) == 0 && found.st_uid == geteuid() && /* of root's, too */
        cf_lock_leftover(dirfd(work), parent, name)) {
        settle(parent, work);
        unlinkat(parent, name, AT_REMOVEDIR);
    }
    closedir(work);
}

void cf_folder_rescue(const char *path)
{
    DIR *directory = opendir(path);
    const char *name;

    while (directory != NULL && (name = cf_next_entry(directory)) != NULL)
        if (cf_is_temporary_name(name, CF_MARK_BESIDE))
            rescue_one(dirfd(directory), name);
    if (directory != NULL)
        closedir(directory);
}
