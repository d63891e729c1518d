/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_CHILD_H
#define CIRCFIN_BASE_CHILD_H

/* Runs work in a child process, so that a crash does not end the parent. */

#include <stdio.h>

#include "circfin/diag.h"

typedef enum cf_child_end {
    CF_CHILD_DONE,
    CF_CHILD_CRASHED,   /* ended by a signal, or out of stack */
    CF_CHILD_NO_MEMORY, /* ended with CF_CHILD_EXIT_NO_MEMORY */
    CF_CHILD_LATE       /* killed after `seconds` */
} cf_child_end;

/** A child that runs out of memory ends with this exit status. */
enum { CF_CHILD_EXIT_NO_MEMORY = 70 };

/**
 * Runs `work` in a child process. It writes its answer to `out`; apart from files, nothing else
 * remains of it. Its standard streams are /dev/null.
 *
 * @param seconds      0: no limit
 * @param[out] answer  what it wrote, owned by the caller (free); NULL unless CF_CHILD_DONE
 * @return CF_OK, or CF_NO_MEMORY if there is no memory for the process or the answer
 */
CF_NODISCARD cf_status cf_child_run(char **answer, size_t *size, cf_child_end *end,
                                    void (*work)(FILE *out, void *data), void *data,
                                    double seconds);

/** Whether this process has but one thread, so that in a child no lock can be taken for ever by a
 *  thread that is not there. What work() calls must not take locks otherwise; malloc() and dlopen()
 *  are safe. False where the system does not say. */
bool cf_child_finds_no_locks(void);

/* ---- limits that `work` sets on itself, against code that it does not trust ---- */

/** Ends the child a second or two after it has computed for so long, should nobody else do so. */
void cf_child_limit_processor(double seconds);

/** Lets the child take so many bytes more. Where the system cannot say what a process has, no limit
 *  is set. */
void cf_child_limit_memory(size_t more);

/** From now on, the child opens no file, and writes at most so many bytes to those it has. */
void cf_child_limit_files(size_t most);

#endif
