/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of others in an older report, such as notes, come along when a new report takes its place:
 *
 *   1. before: files get a second name in the new folder, so that they are in either
 *   2. after:  folders, and what cannot have two names or came meanwhile, are moved
 *   3. then the names in the older folder go
 *
 * Steps 2 and 3 allocate nothing: from the exchange on, nothing may fail for lack of memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "documents/folder.h"

enum { NAME_ROOM = 300 };

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool look_at(struct stat *out, int folder, const char *name)
{
    return fstatat(folder, name, out, AT_SYMLINK_NOFOLLOW) == 0;
}

/* A folder can be renamed where it is writable, as its .. changes, and nothing is mounted there. */
static bool can_move(DIR *from, const char *name, const struct stat *found)
{
    struct stat own;

    if (!S_ISDIR(found->st_mode))
        return true;
    if (faccessat(dirfd(from), name, W_OK, AT_EACCESS) != 0)
        return false;
    errno = EBUSY;
    return fstat(dirfd(from), &own) == 0 && own.st_dev == found->st_dev;
}

bool cf_others_link(DIR *older, int newer)
{
    const char *name;

    rewinddir(older);
    while ((name = cf_next_entry(older)) != NULL) {
        struct stat found;

        if (cf_is_report_file(name) || !look_at(&found, dirfd(older), name))
            continue; /* not of others, or it has just gone */
        if (!can_move(older, name, &found))
            return false;
        if (!S_ISDIR(found.st_mode) && linkat(dirfd(older), name, newer, name, 0) != 0)
            continue; /* cf_others_move() sees to it */
    }
    return true;
}

/* Where there is another file of this name, beside it: notes.txt.older. */
static bool move_beside(int from, int to, const char *name)
{
    char other[NAME_ROOM];
    struct stat there;

    if (snprintf(other, sizeof other, "%s.older", name) >= (int)sizeof other) {
        errno = ENAMETOOLONG;
        return false;
    }
    errno = EEXIST;
    return !look_at(&there, to, other) && renameat(from, name, to, other) == 0;
}

/* Sets *moved if it had to be. */
static bool move_one(DIR *from, int to, const char *name, bool replace, bool *moved)
{
    struct stat here, there;
    bool is_there, good;

    if (cf_is_report_file(name) || !look_at(&here, dirfd(from), name))
        return true;
    is_there = look_at(&there, to, name);
    if (is_there && is_same_file(&here, &there))
        return true;
    good = is_there && !replace ? move_beside(dirfd(from), to, name)
                                : renameat(dirfd(from), name, to, name) == 0;
    *moved = *moved || good;
    return good;
}

bool cf_others_move(DIR *from, int to, bool replace)
{
    const char *name;
    bool moved, good;
    int error = 0;

    do { /* what goes may hide what follows it */
        moved = false;
        good = true;
        rewinddir(from);
        while ((name = cf_next_entry(from)) != NULL)
            if (!move_one(from, to, name, replace, &moved)) {
                error = errno;
                good = false;
            }
    } while (moved);
    errno = error;
    return good;
}

void cf_older_remove(DIR *older, int newer)
{
    const char *name;
    bool removed;

    do {
        removed = false;
        rewinddir(older);
        while ((name = cf_next_entry(older)) != NULL) {
            struct stat here, there;
            bool goes = cf_is_report_file(name) ||
                        (look_at(&here, dirfd(older), name) && look_at(&there, newer, name) &&
                         is_same_file(&here, &there));

            removed = (goes && unlinkat(dirfd(older), name, 0) == 0) || removed;
        }
    } while (removed);
}
