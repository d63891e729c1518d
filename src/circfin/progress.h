/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PROGRESS_H
#define CIRCFIN_PROGRESS_H

/* How a long run reports its progress, and how it is asked to stop early. */

#include <stdbool.h>

/** How far a run has come. A count that does not apply is -1, its word NULL. */
typedef struct cf_progress_state {
    double done, total; /* such as 12 of 60 roots */
    const char *unit;   /* "roots" */
    double found;
    const char *found_unit; /* "loops" */
} cf_progress_state;

/**
 * Called some times a second, always on the thread that began the run. Returning false asks the
 * run to stop soon with what it has; it then says that its result is not complete.
 */
typedef struct cf_progress {
    bool (*step)(void *payload, const cf_progress_state *state);
    void *payload;
} cf_progress;

#endif
