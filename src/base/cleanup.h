/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_CLEANUP_H
#define CIRCFIN_BASE_CLEANUP_H

/* Notes what cf_cleanup() has to remove. */

#include <signal.h>
#include <sys/types.h>

#include "circfin/cleanup.h"

/** A note of one file, folder or child process. */
typedef struct cf_note cf_note;

/** Notes a file or an empty folder. Do so before it is made: cf_cleanup() may come at any moment.
 *  Its name must be one that nobody else uses. @return NULL when memory ran out, or the 1,024 notes
 *  of a process */
cf_note *cf_note_file(const char *path);
cf_note *cf_note_folder(const char *path); /* goes after all files */

/** Notes a folder with whatever it will have, folders too. It must be this process's alone. */
cf_note *cf_note_files(const char *path);

/** A note for a child process to come, so that nothing can fail once it runs. @return NULL as
 *  above */
cf_note *cf_note_child(void);
void cf_note_set_child(cf_note *note, pid_t child);

/** Crosses a note out: the file has gone, got its final name or is not removed after all, or the
 *  child has ended. Drop the note of a child before its number can be that of another process:
 *  before it is waited for. NULL is allowed. */
void cf_note_drop(cf_note *note);

/** Between the two, signals wait: what this thread does there is done as a whole. Milliseconds. */
void cf_signals_hold(sigset_t *before);
void cf_signals_release(const sigset_t *before);

/** Whether cf_cleanup() has begun: what is made from now on must go at once. */
bool cf_is_cleaning_up(void);

#endif
