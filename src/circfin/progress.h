/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PROGRESS_H
#define CIRCFIN_PROGRESS_H

/* Advanced tier. Progress of a long run, and how to stop it early. */

#include <stdbool.h>

/** The state of a run. A count that does not apply is -1, its unit NULL. */
typedef struct cf_progress_state {
    double done, total; /* such as 12 of 60 roots */
    const char *unit;   /* "roots" */
    double found;
    const char *found_unit; /* "loops" */
    const char *doing;      /* in a run of several analyses, which one: "simulate"; else NULL */
} cf_progress_state;

/**
 * Called a few times a second on the thread that began the run. Return false to stop the run soon;
 * its result is then marked as not complete.
 */
typedef struct cf_progress {
    bool (*step)(void *payload, const cf_progress_state *state);
    void *payload;
} cf_progress;

#endif
