/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_SCALE_H
#define CIRCFIN_MODEL_SCALE_H

/* Problems with numbers that are too large or too small for GLPK's tolerances. Inside cf_glpk_run.
 */

#include "model/glpk.h"

typedef struct cf_scaling cf_scaling;

/**
 * Makes a copy of a problem with numbers around 1, if its own are too far from that.
 *
 * @param[out] out   owned by the caller; NULL unless CF_OK
 * @param[out] copy  owned by the caller (glp_delete_prob); NULL: none is needed
 *
 * Time: O(50 nonzeros) at most. Memory: O(rows + columns), and the copy.
 */
CF_NODISCARD cf_status cf_scaling_new(cf_scaling **out, glp_prob **copy, glp_prob *lp);

/** Whether numbers of the problem are so far apart that GLPK may get the smaller ones wrong. */
bool cf_scaling_is_wide(const cf_scaling *scaling);

/** Whether the solution has values so small that GLPK gives 0 for them to what the model prints. */
bool cf_scaling_is_faint(const cf_scaling *scaling, glp_prob *copy, bool integer);

/** Gives the problem the solution of its copy: the basic one, or that of an integer programme.
 *  Returns whether that succeeded. */
bool cf_scaling_take_solution(const cf_scaling *scaling, glp_prob *copy, bool integer);

void cf_scaling_free(cf_scaling *scaling);

#endif
