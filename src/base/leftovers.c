/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds out by locks whose process is gone. Numbers of processes would not do: they are used again,
 * and mean nothing in a folder that several machines or containers share.
 *
 *   owner:    create ──► lock ──► still there? ──► use it
 *   next run: open ──► lock, or leave it ──► still that file? ──► remove
 */
#include "base/leftovers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DIGITS = 12, MOST_WITHIN = 12 /* folders in folders */ };

/* ---- names ---- */

/* A number that no other file is likely to have. */
static uint64_t next_number(void)
{
    static atomic_uint count;
    struct timespec time;
    uint64_t number;

    clock_gettime(CLOCK_REALTIME, &time);
    number = (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
    number += ((uint64_t)getpid() << 40) + atomic_fetch_add(&count, 1u);
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u; /* splitmix64 */
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    return (number ^ (number >> 31)) >> (64 - 4 * DIGITS);
}

void cf_temporary_name(char out[static CF_TEMPORARY_NAME_SIZE], const char *mark)
{
    snprintf(out, CF_TEMPORARY_NAME_SIZE, "%s%ld-%0*" PRIx64, mark, (long)getpid(), DIGITS,
             next_number());
}

bool cf_is_temporary_name(const char *name, const char *mark)
{
    size_t length = strlen(mark), process;

    if (strncmp(name, mark, length) != 0)
        return false;
    name += length;
    process = strspn(name, "0123456789");
    return process > 0 && name[process] == '-' && strlen(name + process + 1) == DIGITS &&
           strspn(name + process + 1, "0123456789abcdef") == DIGITS;
}

/* ---- locks ---- */

bool cf_lock_new(int descriptor)
{
    struct stat found;

    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    return fstat(descriptor, &found) == 0 && found.st_nlink > 0;
}

bool cf_lock_leftover(int descriptor, int folder, const char *name)
{
    struct stat open, there;
    uid_t user = geteuid();

    return fstat(descriptor, &open) == 0 && (open.st_uid == user || user == 0) &&
           flock(descriptor, LOCK_EX | LOCK_NB) == 0 &&
           fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0 && open.st_dev == there.st_dev &&
           open.st_ino == there.st_ino;
}

/* ---- files ---- */

DIR *cf_open_folder(int parent, const char *name)
{
    int descriptor =
        openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    DIR *directory = descriptor < 0 ? NULL : fdopendir(descriptor);

    if (directory == NULL && descriptor >= 0)
        close(descriptor);
    return directory;
}

/* A program that a run has started, such as a browser, makes folders in its folder. */
static void clear_within(int parent, const char *name, int deep)
{
    DIR *directory = cf_open_folder(parent, name);
    const struct dirent *found;

    while (directory != NULL && (found = readdir(directory)) != NULL)
        if (unlinkat(dirfd(directory), found->d_name, 0) != 0 && deep > 0 &&
            strcmp(found->d_name, ".") != 0 && strcmp(found->d_name, "..") != 0)
            clear_within(dirfd(directory), found->d_name, deep - 1);
    if (directory != NULL)
        closedir(directory);
    unlinkat(parent, name, AT_REMOVEDIR);
}

void cf_leftovers_clear_folder(int parent, const char *name)
{
    clear_within(parent, name, MOST_WITHIN);
}

/* Folders beside an output are those of reports, which need more care. */
static void remove_one(int folder, const char *name, const char *mark)
{
    struct stat found;
    int descriptor;

    if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    if (!S_ISREG(found.st_mode) &&
        (!S_ISDIR(found.st_mode) || mark[0] == '.' || found.st_uid != geteuid()))
        return;
    descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    if (cf_lock_leftover(descriptor, folder, name)) {
        if (S_ISREG(found.st_mode))
            unlinkat(folder, name, 0);
        else
            cf_leftovers_clear_folder(folder, name);
    }
    close(descriptor);
}

/* Of each mark, the folder looked through last, by device and inode. */
static bool was_last(const char *folder, const char *mark)
{
    static atomic_ullong last[2];
    atomic_ullong *place = &last[mark[0] == '.'];
    unsigned long long key;
    struct stat found;

    if (stat(folder, &found) != 0)
        return true; /* nothing can be done there */
    key = (unsigned long long)found.st_ino * 2654435761u + (unsigned long long)found.st_dev + 1u;
    return atomic_exchange(place, key) == key;
}

void cf_leftovers_remove(const char *folder, const char *mark)
{
    const struct dirent *found;
    int error = errno;
    DIR *directory = was_last(folder, mark) ? NULL : opendir(folder);

    while (directory != NULL && (found = readdir(directory)) != NULL)
        if (cf_is_temporary_name(found->d_name, mark))
            remove_one(dirfd(directory), found->d_name, mark);
    if (directory != NULL)
        closedir(directory);
    errno = error;
}
