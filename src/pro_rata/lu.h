/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_LU_H
#define CIRCFIN_PRO_RATA_LU_H

/* A sparse LU factorisation (KLU). Factorisations share nothing: each thread may have its own. */

#include "circfin/diag.h"

typedef struct cf_entry {
    int row, column;
    double value;
} cf_entry;

typedef struct cf_lu cf_lu;

/**
 * Factorises a square matrix; entries of the same place add up. The pivots stay on the diagonal
 * where that is not much smaller than the rest of its column, which keeps M-matrices sparse.
 *
 * @return CF_OK, CF_NO_MEMORY, or CF_SOLVER where the matrix is singular
 */
CF_NODISCARD cf_status cf_lu_new(cf_lu **out, int size, const cf_entry *entries, int count);
void cf_lu_free(cf_lu *lu); /* NULL is allowed */

/** solution = inverse × right; the two may be the same array. Allocates nothing. */
void cf_lu_solve(cf_lu *lu, const double *right, double *solution);

/** The same with the transposed matrix. */
void cf_lu_solve_transposed(cf_lu *lu, const double *right, double *solution);

#endif
