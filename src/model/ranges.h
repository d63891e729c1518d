/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_RANGES_H
#define CIRCFIN_MODEL_RANGES_H

/* What an optimal basis says beyond its solution: how far bounds and coefficients can move before
 * another basis is optimal, and what enters then. Inside cf_glpk_run.
 */

#include "circfin/model.h"
#include "model/glpk.h"

typedef struct cf_ranging cf_ranging;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK, and where `lp` is not at an optimal
 *                  basis that GLPK can factorise
 * @param lp        borrowed; solved
 *
 * Time: a factorisation of the basis, and O(nonzeros).
 */
CF_NODISCARD cf_status cf_ranging_new(cf_ranging **out, glp_prob *lp);
void cf_ranging_free(cf_ranging *ranging); /* NULL is allowed */

/** Whether a basic variable, or the activity of a basic row, is at a bound. */
bool cf_ranging_is_degenerate(const cf_ranging *ranging);

/** Whether row i is at a bound. */
bool cf_ranging_row_is_bound(const cf_ranging *ranging, int i);

/** Fills coefficient, ranges and, where the vertex is not degenerate, the prices of a line.
 *  `enters` gets the number that GLPK gives to what would enter: i of row i, rows + j of column j;
 *  0: nothing. Time: one or two solves with the factorised basis. */
void cf_ranging_of_row(cf_ranging *ranging, int i, cf_model_line *line, int *enters);
void cf_ranging_of_column(cf_ranging *ranging, int j, cf_model_line *line, int *enters);

/* ---- one-sided prices ---- */

/**
 * The exact one-sided derivatives of the objective by the bound of each row that is at one: the
 * least and the largest value that the row's dual has among all optimal duals (M. Akgul, A note on
 * shadow prices in linear programming, Journal of the Operational Research Society 35, 1984). That
 * takes two linear programmes a row, each begun at the end of the one before.
 *
 * @param down, up  [rows + 1], from 1; NaN: there is no solution on that side
 * @param end       of the time, on the clock
 * @return false where there are too many rows and columns or the time is over: all are NaN then
 */
bool cf_ranging_prices(cf_ranging *ranging, double *down, double *up, double end);

#endif
