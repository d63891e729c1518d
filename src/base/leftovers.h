/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_LEFTOVERS_H
#define CIRCFIN_BASE_LEFTOVERS_H

/* Temporary files of runs that were killed. A living run holds a lock on each of its files. */

#include <dirent.h>
#include <stdbool.h>

/** Before the number of the process in the names of temporary files. */
#define CF_MARK_BESIDE ".circfin-" /* beside an output */
#define CF_MARK_IN_TMPDIR "circfin-"

/** Enough for a name below. */
enum { CF_TEMPORARY_NAME_SIZE = 64 };

/** A new name, such as .circfin-4711-0123456789ab. */
void cf_temporary_name(char out[static CF_TEMPORARY_NAME_SIZE], const char *mark);
bool cf_is_temporary_name(const char *name, const char *mark);

/**
 * Takes the lock that says a new file or folder has an owner. False where another run was faster
 * and removes it as a leftover. Where a file system has no locks, nobody removes anything.
 */
bool cf_lock_new(int descriptor);

/** Takes the lock of a leftover. False where it belongs to a living run, is not this user's, or is
 *  no longer at this place: `name` in the open folder `folder`. */
bool cf_lock_leftover(int descriptor, int folder, const char *name);

/**
 * Removes the temporary files that no living run owns: regular files of this user (root: of any)
 * with such a name and, in TMPDIR, this user's folders with what is in them; never what a symbolic
 * link points to. A folder that was looked through last is not looked through again. Does nothing
 * where it cannot; errno stays.
 */
void cf_leftovers_remove(const char *folder, const char *mark);

/** Opens a folder that is no symbolic link; NULL with errno set where it cannot. `parent` may be
 *  AT_FDCWD. */
DIR *cf_open_folder(int parent, const char *name);

/** Removes a folder with the files and folders in it; `parent` may be AT_FDCWD. */
void cf_leftovers_clear_folder(int parent, const char *name);

#endif
