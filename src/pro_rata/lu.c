/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pro_rata/lu.h"

#include <stdlib.h>

#include "network/igraph.h"

struct cf_lu {
    int size;
    bool factorised, ordered; /* which of the igraph objects below are alive */
    igraph_sparsemat_symbolic_t symbolic;
    igraph_sparsemat_numeric_t numeric;
    igraph_vector_t right, solution;
};

enum { ORDER_BY_SYMMETRIC_PATTERN = 1 }; /* minimum degree of A + A' */
static const double diagonal_preference = 1e-3;

static igraph_error_t compress(igraph_sparsemat_t *out, int size, const cf_entry *entries,
                               int count)
{
    igraph_sparsemat_t triplets;
    igraph_error_t error = igraph_sparsemat_init(&triplets, size, size, count);

    if (error != IGRAPH_SUCCESS)
        return error;
    for (int i = 0; error == IGRAPH_SUCCESS && i < count; i++)
        error =
            igraph_sparsemat_entry(&triplets, entries[i].row, entries[i].column, entries[i].value);
    if (error == IGRAPH_SUCCESS)
        error = igraph_sparsemat_compress(&triplets, out);
    igraph_sparsemat_destroy(&triplets);
    if (error != IGRAPH_SUCCESS)
        return error;
    error = igraph_sparsemat_dupl(out);
    if (error != IGRAPH_SUCCESS)
        igraph_sparsemat_destroy(out);
    return error;
}

static igraph_error_t factorise(cf_lu *lu, const cf_entry *entries, int count)
{
    igraph_sparsemat_t matrix;
    igraph_error_t error = compress(&matrix, lu->size, entries, count);

    if (error != IGRAPH_SUCCESS)
        return error;
    error = igraph_sparsemat_symblu(ORDER_BY_SYMMETRIC_PATTERN, &matrix, &lu->symbolic);
    lu->ordered = error == IGRAPH_SUCCESS;
    if (lu->ordered) {
        error = igraph_sparsemat_lu(&matrix, &lu->symbolic, &lu->numeric, diagonal_preference);
        lu->factorised = error == IGRAPH_SUCCESS;
    }
    igraph_sparsemat_destroy(&matrix);
    return error;
}

cf_status cf_lu_new(cf_lu **out, int size, const cf_entry *entries, int count)
{
    cf_lu *lu = calloc(1, sizeof *lu);
    igraph_error_handler_t *before;
    igraph_error_t error;

    *out = NULL;
    if (lu == NULL)
        return CF_NO_MEMORY;
    lu->size = size;
    before = cf_igraph_enter();
    error = igraph_vector_init(&lu->right, size);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_vector_init(&lu->solution, size);
        if (error != IGRAPH_SUCCESS)
            igraph_vector_destroy(&lu->right);
    }
    if (error != IGRAPH_SUCCESS) {
        cf_igraph_leave(before);
        free(lu);
        return cf_igraph_status(error);
    }
    error = factorise(lu, entries, count);
    cf_igraph_leave(before);
    if (error == IGRAPH_SUCCESS)
        *out = lu;
    else
        cf_lu_free(lu);
    return cf_igraph_status(error);
}

void cf_lu_free(cf_lu *lu)
{
    igraph_error_handler_t *before;

    if (lu == NULL)
        return;
    before = cf_igraph_enter();
    if (lu->factorised)
        igraph_sparsemat_numeric_destroy(&lu->numeric);
    if (lu->ordered)
        igraph_sparsemat_symbolic_destroy(&lu->symbolic);
    igraph_vector_destroy(&lu->right);
    igraph_vector_destroy(&lu->solution);
    cf_igraph_leave(before);
    free(lu);
}

cf_status cf_lu_solve(cf_lu *lu, const double *right, double *solution)
{
    igraph_error_handler_t *before = cf_igraph_enter();
    igraph_error_t error;

    for (int i = 0; i < lu->size; i++)
        VECTOR(lu->right)[i] = right[i];
    error = igraph_sparsemat_luresol(&lu->symbolic, &lu->numeric, &lu->right, &lu->solution);
    for (int i = 0; error == IGRAPH_SUCCESS && i < lu->size; i++)
        solution[i] = VECTOR(lu->solution)[i];
    cf_igraph_leave(before);
    return cf_igraph_status(error);
}
