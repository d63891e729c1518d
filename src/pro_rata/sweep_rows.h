/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_SWEEP_ROWS_H
#define CIRCFIN_PRO_RATA_SWEEP_ROWS_H

/*
 * The workbench of sweeps: rows of a sparse matrix, scaled by the diagonal, in the order of
 * sweep_order.h.
 *
 *     x[p] = right[p] + sum of values[k] · x[columns[k]], k = start[p] .. start[p + 1] - 1
 *
 *   sweeps.c         the matrix, and one colour
 *   sweep_colours.c  several colours, side by side
 */

#include <math.h>

#include "base/vec.h"
#include "pro_rata/sweep_pace.h"
#include "pro_rata/sweeps.h"

/* `values` are parts of what the vertex of the row has. */
struct cf_matrix {
    int *start, *columns;
    double *values;
};

/* Rows to sweep, one after the other. */
struct cf_run {
    int first, past;
};

/* A row at which a colour is absorbed, or at which it enters. */
struct cf_mark {
    int row, colour, number; /* in the order in which they were found */
    bool absorbs;
    double right;
};

struct cf_sweeps {
    const cf_flow *flow;
    const int *local, *vertices;
    int component, size;
    int *order, *place;         /* of rows: local places, and the other way round */
    struct cf_matrix matrix[2]; /* forward, backward; NULL until needed */
    double *x, *right;          /* by row, of one colour */
    double *before, *earlier;   /* x one and two sweeps ago, where a jump comes next */
    struct cf_run *runs;
    int run_count;
    int *found; /* scratch */
    bool *is_found;

    double *many[3]; /* x, before and earlier of several colours, side by side; NULL until needed */
    CF_VEC(struct cf_mark) marks;
};

/* At a higher rate, money stays in the component for so long that a factorisation is faster. */
#define CF_SLOWEST 0.97

/** The matrix of one way, made where it is not there. */
CF_NODISCARD cf_status cf_sweeps_matrix(cf_sweeps *sweeps, bool backward);

/* A smaller share counts as 0. Subnormal numbers never settle, and processors are slow with them.
 */
#define CF_NO_SHARE 1e-280

/* Smaller shares do not count when deciding whether a solution has settled: far along a chain of
 * circuits they settle last. */
#define CF_FAINT_SHARE 1e-30

/* `width` colours stand side by side in x[] and right[], which begins with the first row of the run
 * (NULL: 0). It is a constant wherever this is called, so that the inner loops vanish. */
static inline __attribute__((always_inline)) void cf_sweep_rows(const struct cf_matrix *matrix,
                                                                struct cf_run run, double *x,
                                                                const double *right, double *worst,
                                                                const int width)
{
    for (int p = run.first; p < run.past; p++) {
        double *here = &x[(size_t)p * (size_t)width], sum[CF_MOST_COLOURS];

        for (int j = 0; j < width; j++)
            sum[j] = right == NULL ? 0.0 : right[(p - run.first) * width + j];
        for (int k = matrix->start[p]; k < matrix->start[p + 1]; k++) {
            const double *from = &x[(size_t)matrix->columns[k] * (size_t)width];
            double part = matrix->values[k];

            for (int j = 0; j < width; j++)
                sum[j] += part * from[j];
        }
        for (int j = 0; j < width; j++) {
            double share = sum[j] < CF_NO_SHARE ? 0.0 : sum[j];
            double move = fabs(share - here[j]);

            if (move > worst[j] * share && share > CF_FAINT_SHARE)
                worst[j] = move / share;
            here[j] = share;
        }
    }
}

#endif
