/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sparse LU factorisation by KLU: T. A. Davis, E. Palamadai Natarajan (2010), "Algorithm 907: KLU,
 * a direct sparse solver for circuit simulation problems", https://doi.org/10.1145/1824801.1824814.
 */
#include "pro_rata/lu.h"

#include <klu.h>
#include <stdlib.h>
#include <string.h>

struct cf_lu {
    int size;
    klu_common common; /* KLU keeps no globals: any number of threads may factorise at once */
    klu_symbolic *symbolic;
    klu_numeric *numeric;
};

/* A matrix by columns: the rows and values of column j are at start[j] .. start[j + 1] - 1. */
struct columns {
    int *start, *rows;
    double *values;
};

static void columns_free(struct columns *columns)
{
    free(columns->start);
    free(columns->rows);
    free(columns->values);
}

/* Adds up entries of the same place: `last[row]` is where the row stands in the current column. */
static void merge_duplicates(struct columns *columns, int size, int *last)
{
    int kept = 0;

    for (int row = 0; row < size; row++)
        last[row] = -1;
    for (int j = 0; j < size; j++) {
        int first = kept, k = columns->start[j];

        columns->start[j] = first;
        for (; k < columns->start[j + 1]; k++) {
            int row = columns->rows[k];

            if (last[row] >= first) {
                columns->values[last[row]] += columns->values[k];
                continue;
            }
            last[row] = kept;
            columns->rows[kept] = row;
            columns->values[kept++] = columns->values[k];
        }
    }
    columns->start[size] = kept;
}

static cf_status columns_new(struct columns *out, int size, const cf_entry *entries, int count)
{
    int *last = calloc((size_t)size + 1, sizeof *last);

    out->start = calloc((size_t)size + 2, sizeof *out->start);
    out->rows = calloc((size_t)count + 1, sizeof *out->rows);
    out->values = calloc((size_t)count + 1, sizeof *out->values);
    if (last == NULL || out->start == NULL || out->rows == NULL || out->values == NULL) {
        free(last);
        return CF_NO_MEMORY;
    }
    for (int k = 0; k < count; k++)
        out->start[entries[k].column + 2]++;
    for (int j = 2; j <= size; j++)
        out->start[j] += out->start[j - 1];
    for (int k = 0; k < count; k++) {
        int at = out->start[entries[k].column + 1]++;

        out->rows[at] = entries[k].row;
        out->values[at] = entries[k].value;
    }
    merge_duplicates(out, size, last);
    free(last);
    return CF_OK;
}

static cf_status status_of(const klu_common *common)
{
    if (common->status == KLU_OUT_OF_MEMORY || common->status == KLU_TOO_LARGE)
        return CF_NO_MEMORY;
    return common->status == KLU_OK ? CF_OK : CF_SOLVER;
}

static cf_status factorise(cf_lu *lu, struct columns *matrix)
{
    (void)klu_defaults(&lu->common);
    lu->common.btf = 0;   /* the matrix of a strong component is one block */
    lu->common.scale = 0; /* all amounts have one unit */
    lu->symbolic = klu_analyze(lu->size, matrix->start, matrix->rows, &lu->common);
    if (lu->symbolic == NULL)
        return status_of(&lu->common);
    lu->numeric =
        klu_factor(matrix->start, matrix->rows, matrix->values, lu->symbolic, &lu->common);
    return lu->numeric == NULL ? status_of(&lu->common) : CF_OK;
}

cf_status cf_lu_new(cf_lu **out, int size, const cf_entry *entries, int count)
{
    struct columns matrix = { NULL, NULL, NULL };
    cf_lu *lu = calloc(1, sizeof *lu);
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (lu == NULL)
        return CF_NO_MEMORY;
    lu->size = size;
    status = columns_new(&matrix, size, entries, count);
    if (status == CF_OK)
        status = factorise(lu, &matrix);
    columns_free(&matrix);
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
    (void)klu_free_numeric(&lu->numeric, &lu->common);
    (void)klu_free_symbolic(&lu->symbolic, &lu->common);
    free(lu);
}

static void copy_right_side(const cf_lu *lu, const double *right, double *solution)
{
    if (right != solution)
        memcpy(solution, right, (size_t)lu->size * sizeof *solution);
}

void cf_lu_solve(cf_lu *lu, const double *right, double *solution)
{
    copy_right_side(lu, right, solution);
    (void)klu_solve(lu->symbolic, lu->numeric, lu->size, 1, solution, &lu->common);
}

void cf_lu_solve_transposed(cf_lu *lu, const double *right, double *solution)
{
    copy_right_side(lu, right, solution);
    (void)klu_tsolve(lu->symbolic, lu->numeric, lu->size, 1, solution, &lu->common);
}
