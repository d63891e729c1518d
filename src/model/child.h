/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_CHILD_H
#define CIRCFIN_MODEL_CHILD_H

/* Work in a child process: whatever becomes of it, we live on. */

#include <stdio.h>

#include "circfin/diag.h"

typedef enum cf_child_end {
    CF_CHILD_DONE,
    CF_CHILD_CRASHED, /* a signal, or out of stack */
    CF_CHILD_LATE     /* ended after `seconds` */
} cf_child_end;

/**
 * Runs `work` in a child, which may write its answer to `out` and leaves nothing else behind but
 * files. Its standard error is closed.
 *
 * @param seconds      0: no limit
 * @param[out] answer  what it wrote, owned by the caller (free); NULL unless CF_CHILD_DONE
 * @return CF_OK, or CF_NO_MEMORY where there is no room for another process or for the answer
 */
CF_NODISCARD cf_status cf_child_run(char **answer, size_t *size, cf_child_end *end,
                                    void (*work)(FILE *out, void *data), void *data,
                                    double seconds);

#endif
