/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Preloaded: ends the program with SIGKILL at one of its changes to the file system.
 *
 *   KILL_AT=N        before the Nth of them; with KILL_AFTER=1 behind it
 *   KILL_COUNT=FILE  writes how many there were
 *   KILL_RENAMES=1   counts renames only
 *   NO_EXCHANGE=1    as on a file system that cannot exchange two folders
 *   NO_LINKS=1       as on one that has no second names of files
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int count;

static void at(int after)
{
    const char *number = getenv("KILL_AT");

    if (number != NULL && count == atoi(number) && after == (getenv("KILL_AFTER") != NULL))
        raise(SIGKILL);
}

__attribute__((destructor)) static void tell(void)
{
    const char *name = getenv("KILL_COUNT");
    FILE *file = name == NULL ? NULL : fopen(name, "w");

    if (file != NULL) {
        fprintf(file, "%d\n", count);
        fclose(file);
    }
}

#define REAL(name, type) ((type)(size_t)dlsym(RTLD_NEXT, name))

#define CHANGE(is_rename, call)                                                                    \
    do {                                                                                           \
        int counts = (is_rename) || getenv("KILL_RENAMES") == NULL, result, error;                 \
                                                                                                   \
        if (!counts)                                                                               \
            return call;                                                                           \
        count++;                                                                                   \
        at(0);                                                                                     \
        result = call;                                                                             \
        error = errno;                                                                             \
        at(1);                                                                                     \
        errno = error;                                                                             \
        return result;                                                                             \
    } while (0)

int rename(const char *from, const char *to)
{
    CHANGE(1, REAL("rename", int (*)(const char *, const char *))(from, to));
}

int renameat(int a, const char *from, int b, const char *to)
{
    CHANGE(1, REAL("renameat", int (*)(int, const char *, int, const char *))(a, from, b, to));
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    if (getenv("NO_EXCHANGE") != NULL && (flags & RENAME_EXCHANGE) != 0) {
        errno = EINVAL;
        return -1;
    }
    CHANGE(1, REAL("renameat2",
                   int (*)(int, const char *, int, const char *, unsigned))(a, from, b, to, flags));
}

int link(const char *from, const char *to)
{
    if (getenv("NO_LINKS") != NULL) {
        errno = EPERM;
        return -1;
    }
    CHANGE(0, REAL("link", int (*)(const char *, const char *))(from, to));
}

int linkat(int a, const char *from, int b, const char *to, int flags)
{
    if (getenv("NO_LINKS") != NULL) {
        errno = EPERM;
        return -1;
    }
    CHANGE(0, REAL("linkat", int (*)(int, const char *, int, const char *, int))(a, from, b, to,
                                                                                 flags));
}

int unlink(const char *name)
{
    CHANGE(0, REAL("unlink", int (*)(const char *))(name));
}

int unlinkat(int folder, const char *name, int flags)
{
    CHANGE(0, REAL("unlinkat", int (*)(int, const char *, int))(folder, name, flags));
}

int mkdir(const char *name, mode_t mode)
{
    CHANGE(0, REAL("mkdir", int (*)(const char *, mode_t))(name, mode));
}

int rmdir(const char *name)
{
    CHANGE(0, REAL("rmdir", int (*)(const char *))(name));
}
