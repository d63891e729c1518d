/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps for several suppliers at once: a row of amounts is read once for all colours, and its
 * neighbours' shares of all colours lie side by side. Each colour settles as it would by itself. */
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "pro_rata/sweep_rows.h"

static int compare_marks(const void *a, const void *b)
{
    const struct cf_mark *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->colour != y->colour)
        return x->colour < y->colour ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static cf_status add_mark(cf_sweeps *sweeps, int vertex, struct cf_mark mark)
{
    if (sweeps->flow->component[vertex] != sweeps->component)
        return CF_OK;
    mark.row = sweeps->place[sweeps->local[vertex]];
    mark.number = sweeps->marks.count;
    return cf_vec_push(&sweeps->marks, mark) ? CF_OK : CF_NO_MEMORY;
}

static cf_status mark_colour(cf_sweeps *sweeps, const cf_colour *colour, int number)
{
    const cf_flow *flow = sweeps->flow;
    int s = colour->supplier;
    cf_status status = add_mark(sweeps, s, (struct cf_mark){ .colour = number, .absorbs = true });

    for (int v = flow->network->node_count; status == CF_OK && v < flow->vertex_count; v++) {
        if (cf_flow_counts_as(flow, v, s))
            status = add_mark(sweeps, v, (struct cf_mark){ .colour = number, .absorbs = true });
    }
    for (int k = flow->out_edges.start[s]; status == CF_OK && k < flow->out_edges.start[s + 1];
         k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (edge->amount > 0 && cf_flow_is_origin(edge, s, colour->all))
            status = add_mark(sweeps, edge->head,
                              (struct cf_mark){ .colour = number, .right = edge->amount });
    }
    return status;
}

/* One mark for each row and colour, in the order of rows. */
static void merge_marks(cf_sweeps *sweeps)
{
    struct cf_mark *marks = sweeps->marks.at;
    int kept = 0;

    if (sweeps->marks.count > 0)
        qsort(marks, (size_t)sweeps->marks.count, sizeof *marks, compare_marks);
    for (int i = 0; i < sweeps->marks.count; i++) {
        if (kept > 0 && marks[kept - 1].row == marks[i].row &&
            marks[kept - 1].colour == marks[i].colour) {
            marks[kept - 1].right += marks[i].right;
            marks[kept - 1].absorbs = marks[kept - 1].absorbs || marks[i].absorbs;
        } else {
            marks[kept++] = marks[i];
        }
    }
    for (int i = 0; i < kept; i++)
        marks[i].right /= cf_money_of(sweeps->flow, sweeps->vertices[sweeps->order[marks[i].row]]);
    sweeps->marks.count = kept;
}

/* Sweeps a marked row: adds what enters there, and sets absorbed colours to 0. */
static inline __attribute__((always_inline)) void sweep_marked(const struct cf_matrix *matrix,
                                                               double *x,
                                                               const struct cf_mark *marks,
                                                               int count, double *worst,
                                                               const int width)
{
    double right[CF_MOST_COLOURS] = { 0.0 }, own[CF_MOST_COLOURS];
    int row = marks[0].row;

    for (int j = 0; j < width; j++)
        own[j] = worst[j];
    for (int m = 0; m < count; m++)
        right[marks[m].colour] = marks[m].right;
    cf_sweep_rows(matrix, (struct cf_run){ row, row + 1 }, x, right, own, width);
    for (int m = 0; m < count; m++) {
        if (marks[m].absorbs) {
            x[(size_t)row * (size_t)width + (size_t)marks[m].colour] = 0.0;
            own[marks[m].colour] = worst[marks[m].colour];
        }
    }
    for (int j = 0; j < width; j++)
        worst[j] = own[j];
}

static inline __attribute__((always_inline)) void sweep_colours(const cf_sweeps *sweeps, double *x,
                                                                double *worst, const int width)
{
    const struct cf_matrix *matrix = &sweeps->matrix[false];
    const struct cf_mark *marks = sweeps->marks.at;
    int done = 0, m = 0;

    while (m < sweeps->marks.count) {
        int first = m, row = marks[m].row;

        while (m < sweeps->marks.count && marks[m].row == row)
            m++;
        cf_sweep_rows(matrix, (struct cf_run){ done, row }, x, NULL, worst, width);
        sweep_marked(matrix, x, &marks[first], m - first, worst, width);
        done = row + 1;
    }
    cf_sweep_rows(matrix, (struct cf_run){ done, sweeps->size }, x, NULL, worst, width);
}

static void sweep_side_by_side(const cf_sweeps *sweeps, double *x, double *worst, int width)
{
    if (width == 1)
        sweep_colours(sweeps, x, worst, 1);
    else
        sweep_colours(sweeps, x, worst, CF_MOST_COLOURS);
}

static double back_of(const cf_sweeps *sweeps, const cf_colour *colour, const double *x, int width)
{
    const cf_flow *flow = sweeps->flow;
    const cf_adjacency *in = &flow->in_edges;
    cf_sum sum = { 0 };

    for (int k = in->start[colour->supplier]; k < in->start[colour->supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[in->at[k]];

        if (flow->component[edge->tail] == sweeps->component &&
            (colour->returned || edge->carries == CF_TRADE))
            cf_sum_add(&sum, x[sweeps->place[sweeps->local[edge->tail]] * width] * edge->amount);
    }
    return cf_sum_value(sum);
}

/* The result of a colour is taken when it has settled; sweeps go on until the last one has. */
static void solve_side_by_side(cf_sweeps *sweeps, cf_colour *colours, int count, int width)
{
    cf_pace paces[CF_MOST_COLOURS];
    double *x = sweeps->many[0], *before = sweeps->many[1], *earlier = sweeps->many[2];
    size_t bytes = (size_t)sweeps->size * (size_t)width * sizeof *x;
    int left = count;

    memset(x, 0, bytes);
    for (int j = 0; j < count; j++)
        paces[j] = (cf_pace){ .worst = 1.0, .slowest = CF_SLOWEST };
    for (cf_pace clock = { 0 }; left > 0; clock.sweeps++) {
        double worst[CF_MOST_COLOURS] = { 0.0 };

        if (cf_pace_keeps_earlier(&clock))
            memcpy(earlier, x, bytes);
        if (cf_pace_keeps_before(&clock))
            memcpy(before, x, bytes);
        sweep_side_by_side(sweeps, x, worst, width);
        for (int j = 0; j < count; j++) {
            if (paces[j].settled || paces[j].slow)
                continue;
            if (cf_pace_judge(&paces[j], worst[j]))
                cf_pace_jump(&paces[j], &x[j], &before[j], &earlier[j], sweeps->size, width);
            if (paces[j].settled)
                colours[j].back = back_of(sweeps, &colours[j], &x[j], width);
            colours[j].settled = paces[j].settled;
            left -= paces[j].settled || paces[j].slow;
        }
    }
}

static cf_status make_room_for_many(cf_sweeps *sweeps)
{
    size_t room = (size_t)sweeps->size * CF_MOST_COLOURS;

    for (int i = 0; i < 3; i++) {
        if (sweeps->many[i] == NULL)
            sweeps->many[i] = malloc(room * sizeof *sweeps->many[i]);
        if (sweeps->many[i] == NULL)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

cf_status cf_sweeps_colours(cf_sweeps *sweeps, cf_colour *colours, int count)
{
    int width = count > 1 ? CF_MOST_COLOURS : 1;
    cf_status status = cf_sweeps_matrix(sweeps, false);

    sweeps->marks.count = 0;
    for (int j = 0; status == CF_OK && j < count; j++)
        status = mark_colour(sweeps, &colours[j], j);
    if (status == CF_OK)
        status = make_room_for_many(sweeps);
    if (status != CF_OK)
        return status;
    merge_marks(sweeps);
    solve_side_by_side(sweeps, colours, count, width);
    return CF_OK;
}
