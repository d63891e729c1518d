/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_GLPK_H
#define CIRCFIN_MODEL_GLPK_H

/* Calls GLPK without output; an error inside GLPK becomes a status. */

#include <glpk.h>

#include "circfin/diag.h"

/**
 * Runs `work` with GLPK silenced. Returns CF_SOLVER where GLPK would end the process, and frees all
 * GLPK objects of this thread: `work` must keep none across calls. GLPK keeps its environment in
 * thread-local storage, so threads do not share it.
 */
CF_NODISCARD cf_status cf_glpk_run(cf_status (*work)(void *data), void *data);

#endif
