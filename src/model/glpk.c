/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls GLPK so that it neither prints nor ends the process. */
#include "model/glpk.h"

#include <setjmp.h>

static int swallow(void *info, const char *text)
{
    (void)info;
    (void)text;
    return 1; /* handled: GLPK prints nothing */
}

static void leap(void *info)
{
    jmp_buf *back = info;

    longjmp(*back, 1);
}

cf_status cf_glpk_run(cf_status (*work)(void *data), void *data)
{
    jmp_buf back;
    cf_status status;

    if (setjmp(back) != 0) {
        glp_free_env(); /* the environment is unusable after an error */
        return CF_SOLVER;
    }
    glp_term_hook(swallow, NULL);
    glp_error_hook(leap, &back);
    status = work(data);
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    return status;
}
