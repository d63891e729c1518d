/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes of what must not outlive the process, in a table that a signal handler may walk:
 *
 *   FREE ──► HELD ──► FILE, FOLDER, ... ──► HELD ──► FREE     by the owner
 *                          └──► DONE                            by cf_cleanup(), for good
 *
 * Every step is an atomic exchange of the state, so a note is read only while nobody changes it.
 */
#define _GNU_SOURCE /* getdents64 */
#include "base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/files.h"

enum state { FREE, HELD, FILE_NOTE, FOLDER_NOTE, FILES_NOTE, CHILD_NOTE, DONE };
enum { MOST_NOTES = 1024, MOST_DEEP = 2 /* folders in folders */, MOST_MOMENTS = 200 /* ms */ };
enum { MOST_WITHIN = 12 /* folders in one that is cleared */, PART_BYTES = 2048 };

struct cf_note {
    atomic_int state;
    pid_t owner; /* the process that noted it */
    char *path;
    atomic_int child; /* 0: not running yet */
};

/* Global because a signal handler takes no argument. */
static cf_note notes[MOST_NOTES];
static atomic_bool cleaning_up;

/* ---- notes ---- */

static bool change(cf_note *note, int from, int to)
{
    return atomic_compare_exchange_strong(&note->state, &from, to);
}

static cf_note *take_note(void)
{
    for (int i = 0; i < MOST_NOTES; i++)
        if (change(&notes[i], FREE, HELD)) {
            notes[i].owner = getpid();
            return &notes[i];
        }
    return NULL;
}

static cf_note *note_path(const char *path, int kind)
{
    cf_note *note = take_note();

    if (note == NULL)
        return NULL;
    note->path = cf_path_format("%s", path);
    atomic_store(&note->state, note->path == NULL ? FREE : kind);
    return note->path == NULL ? NULL : note;
}

cf_note *cf_note_file(const char *path)
{
    return note_path(path, FILE_NOTE);
}

cf_note *cf_note_folder(const char *path)
{
    return note_path(path, FOLDER_NOTE);
}

cf_note *cf_note_files(const char *path)
{
    return note_path(path, FILES_NOTE);
}

cf_note *cf_note_child(void)
{
    cf_note *note = take_note();

    if (note == NULL)
        return NULL;
    atomic_store(&note->child, 0);
    atomic_store(&note->state, CHILD_NOTE);
    return note;
}

void cf_note_set_child(cf_note *note, pid_t child)
{
    atomic_store(&note->child, (int)child);
}

void cf_note_drop(cf_note *note)
{
    if (note == NULL || (!change(note, FILE_NOTE, HELD) && !change(note, FOLDER_NOTE, HELD) &&
                         !change(note, FILES_NOTE, HELD) && !change(note, CHILD_NOTE, HELD)))
        return;
    free(note->path);
    note->path = NULL;
    atomic_store(&note->state, FREE);
}

/* ---- the end ---- */

#if defined(__linux__)
static bool is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

static void clear_at(int parent, const char *name, int deep);

static void clear_entry(int folder, const char *name, int deep)
{
    if (unlinkat(folder, name, 0) == 0 || deep == 0 || is_dots(name))
        return;
    clear_at(folder, name, deep - 1);
    unlinkat(folder, name, AT_REMOVEDIR);
}

/* opendir() allocates, which a signal handler may not. */
static void clear_at(int parent, const char *name, int deep)
{
    _Alignas(struct dirent64) char part[PART_BYTES];
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t size;

    while (folder >= 0 && (size = getdents64(folder, part, sizeof part)) > 0)
        for (ssize_t at = 0; at < size;) {
            const struct dirent64 *entry = (const struct dirent64 *)(const void *)(part + at);

            clear_entry(folder, entry->d_name, deep);
            at += entry->d_reclen;
        }
    if (folder >= 0)
        close(folder);
}
#endif

/* Removes what is in a folder. */
static void clear_folder(const char *path)
{
#if defined(__linux__)
    clear_at(AT_FDCWD, path, MOST_WITHIN);
#else
    (void)path; /* the next run clears it */
#endif
}

/* Until it has ended, a child may still make a file anew. Its status stays for whom it belongs to.
 */
static void end_child(pid_t child)
{
    const struct timespec moment = { .tv_nsec = 1000000 };
    siginfo_t how;

    kill(child, SIGKILL);
    for (int i = 0; i < MOST_MOMENTS; i++) {
        how.si_pid = 0;
        if (waitid(P_PID, (id_t)child, &how, WEXITED | WNOHANG | WNOWAIT) != 0 || how.si_pid != 0)
            return;
        nanosleep(&moment, NULL);
    }
}

/* False where it has to be tried again: a folder goes after the folders in it. */
static bool finish_note(const cf_note *note, int kind)
{
    if (note->owner != getpid())
        return true;
    if (kind == FILE_NOTE)
        unlink(note->path);
    else if (kind == FILES_NOTE)
        clear_folder(note->path);
    if (kind == FOLDER_NOTE || kind == FILES_NOTE)
        return rmdir(note->path) == 0;
    if (kind == CHILD_NOTE && atomic_load(&note->child) > 0)
        end_child(atomic_load(&note->child));
    return true;
}

static void finish_all(int kind)
{
    for (int i = 0; i < MOST_NOTES; i++)
        if (change(&notes[i], kind, DONE) && !finish_note(&notes[i], kind))
            atomic_store(&notes[i].state, kind);
}

void cf_cleanup(void)
{
    int error = errno;

    atomic_store(&cleaning_up, true);
    finish_all(CHILD_NOTE); /* first: a child could make another file */
    finish_all(FILE_NOTE);
    finish_all(FILES_NOTE);
    for (int depth = 0; depth < MOST_DEEP; depth++)
        finish_all(FOLDER_NOTE);
    errno = error;
}

void cf_signals_hold(sigset_t *before)
{
    sigset_t all;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, before);
}

void cf_signals_release(const sigset_t *before)
{
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

bool cf_is_cleaning_up(void)
{
    return atomic_load(&cleaning_up);
}
