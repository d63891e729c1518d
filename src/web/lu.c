/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In place of pro_rata/lu.c: dense LU factorisation with partial pivoting, for the systems that are
 * left where neither an elimination nor a tree nor sweeps solve a component. Those have few
 * vertices; beyond MOST the figure is left unknown rather than late.
 */
#include "pro_rata/lu.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 1500 };

struct cf_lu {
    int size;
    double *at;  /* row by row: L below the diagonal, U on and above it */
    int *pivot;  /* the row that stood in for row k */
    double *sum; /* scratch */
};

static double *entry(const cf_lu *lu, int row, int column)
{
    return &lu->at[(size_t)row * (size_t)lu->size + (size_t)column];
}

static void swap_rows(cf_lu *lu, int a, int b)
{
    for (int j = 0; a != b && j < lu->size; j++) {
        double kept = *entry(lu, a, j);

        *entry(lu, a, j) = *entry(lu, b, j);
        *entry(lu, b, j) = kept;
    }
}

static int largest_below(const cf_lu *lu, int column)
{
    int best = column;

    for (int i = column + 1; i < lu->size; i++)
        if (fabs(*entry(lu, i, column)) > fabs(*entry(lu, best, column)))
            best = i;
    return best;
}

static cf_status factorise(cf_lu *lu)
{
    for (int k = 0; k < lu->size; k++) {
        lu->pivot[k] = largest_below(lu, k);
        swap_rows(lu, k, lu->pivot[k]);
        if (!(fabs(*entry(lu, k, k)) > 0))
            return CF_SOLVER;
        for (int i = k + 1; i < lu->size; i++) {
            double factor = *entry(lu, i, k) / *entry(lu, k, k);

            *entry(lu, i, k) = factor;
            for (int j = k + 1; fabs(factor) > 0 && j < lu->size; j++)
                *entry(lu, i, j) -= factor * *entry(lu, k, j);
        }
    }
    return CF_OK;
}

cf_status cf_lu_new(cf_lu **out, int size, const cf_entry *entries, int count)
{
    cf_lu *lu = calloc(1, sizeof *lu);
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (lu == NULL)
        return CF_NO_MEMORY;
    lu->size = size;
    if (size <= MOST) {
        lu->at = calloc((size_t)size * (size_t)size + 1, sizeof *lu->at);
        lu->pivot = calloc((size_t)size + 1, sizeof *lu->pivot);
        lu->sum = calloc((size_t)size + 1, sizeof *lu->sum);
    }
    if (lu->at != NULL && lu->pivot != NULL && lu->sum != NULL) {
        for (int k = 0; k < count; k++)
            *entry(lu, entries[k].row, entries[k].column) += entries[k].value;
        status = factorise(lu);
    }
    if (status == CF_OK)
        *out = lu;
    else
        cf_lu_free(lu);
    return status;
}

void cf_lu_free(cf_lu *lu)
{
    if (lu == NULL)
        return;
    free(lu->at);
    free(lu->pivot);
    free(lu->sum);
    free(lu);
}

static void swap(double *x, int a, int b)
{
    double kept = x[a];

    x[a] = x[b];
    x[b] = kept;
}

/* P A = L U */
void cf_lu_solve(cf_lu *lu, const double *right, double *solution)
{
    double *x = lu->sum;

    for (int i = 0; i < lu->size; i++)
        x[i] = right[i];
    for (int k = 0; k < lu->size; k++)
        swap(x, k, lu->pivot[k]);
    for (int i = 0; i < lu->size; i++)
        for (int j = 0; j < i; j++)
            x[i] -= *entry(lu, i, j) * x[j];
    for (int i = lu->size - 1; i >= 0; i--) {
        for (int j = i + 1; j < lu->size; j++)
            x[i] -= *entry(lu, i, j) * x[j];
        x[i] /= *entry(lu, i, i);
    }
    for (int i = 0; i < lu->size; i++)
        solution[i] = x[i];
}

void cf_lu_solve_transposed(cf_lu *lu, const double *right, double *solution)
{
    double *x = lu->sum;

    for (int i = 0; i < lu->size; i++)
        x[i] = right[i];
    for (int i = 0; i < lu->size; i++) {
        for (int j = 0; j < i; j++)
            x[i] -= *entry(lu, j, i) * x[j];
        x[i] /= *entry(lu, i, i);
    }
    for (int i = lu->size - 1; i >= 0; i--)
        for (int j = i + 1; j < lu->size; j++)
            x[i] -= *entry(lu, j, i) * x[j];
    for (int k = lu->size - 1; k >= 0; k--)
        swap(x, k, lu->pivot[k]);
    for (int i = 0; i < lu->size; i++)
        solution[i] = x[i];
}
