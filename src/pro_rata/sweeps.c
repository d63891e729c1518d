/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Seidel sweeps: the matrix of a component, and the solution of one colour. */
#include "pro_rata/sweeps.h"

#include <stdlib.h>
#include <string.h>

#include "pro_rata/sweep_order.h"
#include "pro_rata/sweep_rows.h"

/* ---- making ---- */

cf_status cf_sweeps_new(cf_sweeps **out, const cf_flow *flow, int component, const int *local)
{
    cf_sweeps *sweeps = calloc(1, sizeof *sweeps);
    int size = flow->component_start[component + 1] - flow->component_start[component];
    size_t room = (size_t)size + 1;
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (sweeps == NULL)
        return CF_NO_MEMORY;
    sweeps->flow = flow;
    sweeps->local = local;
    sweeps->vertices = &flow->component_vertices[flow->component_start[component]];
    sweeps->component = component;
    sweeps->size = size;
    sweeps->order = malloc(room * sizeof *sweeps->order);
    sweeps->place = malloc(room * sizeof *sweeps->place);
    sweeps->x = malloc(room * sizeof *sweeps->x);
    sweeps->right = malloc(room * sizeof *sweeps->right);
    sweeps->before = malloc(room * sizeof *sweeps->before);
    sweeps->earlier = malloc(room * sizeof *sweeps->earlier);
    sweeps->runs = malloc(room * sizeof *sweeps->runs);
    sweeps->found = malloc(room * sizeof *sweeps->found);
    sweeps->is_found = calloc(room, sizeof *sweeps->is_found);
    if (sweeps->order != NULL && sweeps->place != NULL && sweeps->x != NULL &&
        sweeps->right != NULL && sweeps->before != NULL && sweeps->earlier != NULL &&
        sweeps->runs != NULL && sweeps->found != NULL && sweeps->is_found != NULL)
        status = cf_sweep_order(sweeps->order, flow, component, local);
    if (status != CF_OK) {
        cf_sweeps_free(sweeps);
        return status;
    }
    for (int p = 0; p < size; p++)
        sweeps->place[sweeps->order[p]] = p;
    *out = sweeps;
    return CF_OK;
}

void cf_sweeps_free(cf_sweeps *sweeps)
{
    if (sweeps == NULL)
        return;
    for (int way = 0; way < 2; way++) {
        free(sweeps->matrix[way].start);
        free(sweeps->matrix[way].columns);
        free(sweeps->matrix[way].values);
    }
    for (int i = 0; i < 3; i++)
        free(sweeps->many[i]);
    free(sweeps->order);
    free(sweeps->place);
    free(sweeps->x);
    free(sweeps->right);
    free(sweeps->before);
    free(sweeps->earlier);
    free(sweeps->runs);
    free(sweeps->found);
    free(sweeps->is_found);
    free(sweeps->marks.at);
    free(sweeps);
}

static void fill_matrix(cf_sweeps *sweeps, bool backward)
{
    const cf_flow *flow = sweeps->flow;
    const cf_adjacency *edges = backward ? &flow->out_edges : &flow->in_edges;
    struct cf_matrix *matrix = &sweeps->matrix[backward];
    int count = 0;

    for (int p = 0; p < sweeps->size; p++) {
        int v = sweeps->vertices[sweeps->order[p]];
        double all = cf_money_of(sweeps->flow, v);

        matrix->start[p] = count;
        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];
            int other = backward ? edge->head : edge->tail;

            if (!(edge->amount > 0) || flow->component[other] != sweeps->component)
                continue;
            matrix->columns[count] = sweeps->place[sweeps->local[other]];
            matrix->values[count++] = edge->amount / all;
        }
    }
    matrix->start[sweeps->size] = count;
}

cf_status cf_sweeps_matrix(cf_sweeps *sweeps, bool backward)
{
    const cf_flow *flow = sweeps->flow;
    const int *start = backward ? flow->out_edges.start : flow->in_edges.start;
    struct cf_matrix *matrix = &sweeps->matrix[backward];
    size_t count = 1;

    if (matrix->values != NULL)
        return CF_OK;
    for (int i = 0; i < sweeps->size; i++)
        count += (size_t)(start[sweeps->vertices[i] + 1] - start[sweeps->vertices[i]]);
    free(matrix->start);
    free(matrix->columns);
    matrix->start = malloc(((size_t)sweeps->size + 1) * sizeof *matrix->start);
    matrix->columns = malloc(count * sizeof *matrix->columns);
    matrix->values = malloc(count * sizeof *matrix->values);
    if (matrix->start == NULL || matrix->columns == NULL || matrix->values == NULL) {
        free(matrix->values);
        matrix->values = NULL;
        return CF_NO_MEMORY;
    }
    fill_matrix(sweeps, backward);
    return CF_OK;
}

/* ---- one colour ---- */

static bool takes_part(const cf_sweeps *sweeps, int row, const bool *absorbing)
{
    return !sweeps->is_found[row] && !absorbing[sweeps->order[row]];
}

/* Lists the rows that right[] gets to; false where those are so many that all may as well be swept:
 * the others stay 0. */
static bool find_rows(cf_sweeps *sweeps, bool backward, const bool *absorbing, int *count)
{
    const cf_flow *flow = sweeps->flow;
    const cf_adjacency *edges = backward ? &flow->in_edges : &flow->out_edges;
    int most = sweeps->size / 8, found = 0;

    for (int p = 0; p < sweeps->size && found <= most; p++) {
        if (sweeps->right[p] > 0)
            sweeps->found[found++] = p;
    }
    for (int i = 0; i < found; i++)
        sweeps->is_found[sweeps->found[i]] = true;
    for (int next = 0; next < found && found <= most; next++) {
        int v = sweeps->vertices[sweeps->order[sweeps->found[next]]];

        for (int k = edges->start[v]; k < edges->start[v + 1] && found <= most; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];
            int other = backward ? edge->tail : edge->head, row;

            if (!(edge->amount > 0) || flow->component[other] != sweeps->component)
                continue;
            row = sweeps->place[sweeps->local[other]];
            if (takes_part(sweeps, row, absorbing)) {
                sweeps->is_found[row] = true;
                sweeps->found[found++] = row;
            }
        }
    }
    *count = found;
    return found <= most;
}

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void add_row(cf_sweeps *sweeps, int row)
{
    struct cf_run *last = &sweeps->runs[sweeps->run_count - 1];

    if (sweeps->run_count > 0 && last->past == row)
        last->past++;
    else
        sweeps->runs[sweeps->run_count++] = (struct cf_run){ row, row + 1 };
}

static void list_runs(cf_sweeps *sweeps, bool backward, const bool *absorbing)
{
    int count = 0;
    bool few = find_rows(sweeps, backward, absorbing, &count);

    sweeps->run_count = 0;
    for (int i = 0; i < count; i++)
        sweeps->is_found[sweeps->found[i]] = false;
    if (few)
        qsort(sweeps->found, (size_t)count, sizeof *sweeps->found, compare_ints);
    for (int i = 0; few && i < count; i++)
        add_row(sweeps, sweeps->found[i]);
    for (int p = 0; !few && p < sweeps->size; p++) {
        if (!absorbing[sweeps->order[p]])
            add_row(sweeps, p);
    }
}

static void sweep_until_settled(cf_sweeps *sweeps, bool backward, cf_pace *pace)
{
    const struct cf_matrix *matrix = &sweeps->matrix[backward];
    size_t bytes = (size_t)sweeps->size * sizeof *sweeps->x;

    while (!pace->settled && !pace->slow) {
        double worst = 0.0;

        if (cf_pace_keeps_earlier(pace))
            memcpy(sweeps->earlier, sweeps->x, bytes);
        if (cf_pace_keeps_before(pace))
            memcpy(sweeps->before, sweeps->x, bytes);
        for (int i = 0; i < sweeps->run_count; i++)
            cf_sweep_rows(matrix, sweeps->runs[i], sweeps->x, &sweeps->right[sweeps->runs[i].first],
                          &worst, 1);
        if (cf_pace_judge(pace, worst))
            cf_pace_jump(pace, sweeps->x, sweeps->before, sweeps->earlier, sweeps->size, 1);
    }
}

cf_status cf_sweeps_solve(cf_sweeps *sweeps, bool backward, const bool *absorbing,
                          const double *right, double *solution, bool *settled)
{
    cf_pace pace = { .worst = 1.0, .slowest = CF_SLOWEST };
    cf_status status = cf_sweeps_matrix(sweeps, backward);

    *settled = false;
    if (status != CF_OK)
        return status;
    for (int p = 0; p < sweeps->size; p++) {
        int i = sweeps->order[p];

        sweeps->x[p] = 0.0;
        sweeps->right[p] =
            absorbing[i] ? 0.0 : right[i] / cf_money_of(sweeps->flow, sweeps->vertices[i]);
    }
    list_runs(sweeps, backward, absorbing);
    sweep_until_settled(sweeps, backward, &pace);
    for (int p = 0; p < sweeps->size; p++)
        solution[sweeps->order[p]] = sweeps->x[p];
    *settled = pace.settled;
    return CF_OK;
}
