/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_GLPK_H
#define CIRCFIN_MODEL_GLPK_H

/* GLPK, tamed: it prints nothing, and an error inside it comes back as a status. */

#include <glpk.h>

#include "circfin/diag.h"

/**
 * Runs `work` with GLPK silenced. Where GLPK would end the process, returns CF_SOLVER instead
 * (and drops all GLPK objects of this thread: `work` must keep none across calls). GLPK keeps its
 * environment in thread-local storage, so threads do not meet.
 */
CF_NODISCARD cf_status cf_glpk_run(cf_status (*work)(void *data), void *data);

#endif
