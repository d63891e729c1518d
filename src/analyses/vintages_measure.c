/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vintages: who is a supplier, and what of each of its vintages comes back when. */
#include "analyses/vintages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"
#include "analyses/world.h"
#include "base/sum.h"
#include "base/tasks.h"

/* ---- sums over periods ---- */

const char *cf_vintages_period(const cf_vintages *vintages, int period)
{
    return vintages->names[period];
}

double cf_run_off_invested(const cf_run_off *run_off, int period)
{
    cf_sum sum = { 0 };

    for (int q = 0; q <= period; q++)
        cf_sum_add(&sum, run_off->invested[q]);
    return cf_sum_value(sum);
}

double cf_run_off_in(const cf_vintages *vintages, const cf_run_off *run_off, int period)
{
    cf_sum sum = { 0 };

    for (int q = 0; q <= period; q++)
        cf_sum_add(&sum, run_off->back[q * vintages->periods->count + period]);
    return cf_sum_value(sum);
}

double cf_run_off_back(const cf_vintages *vintages, const cf_run_off *run_off, int period)
{
    cf_sum sum = { 0 };

    for (int p = 0; p <= period; p++)
        cf_sum_add(&sum, cf_run_off_in(vintages, run_off, p));
    return cf_sum_value(sum);
}

/* ---- suppliers ---- */

/* What flows over the trade edges into a supplier, or over its origin edges, in one period. */
static double sum_at(const cf_vintages *vintages, int vertex, bool invested)
{
    const cf_flow *flow = vintages->timed->flow;
    const cf_adjacency *list = invested ? &flow->out_edges : &flow->in_edges;
    int supplier = vertex % flow->period_nodes;
    cf_sum sum = { 0 };

    for (int k = list->start[vertex]; k < list->start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[list->at[k]];

        if (cf_flow_is_node(flow, invested ? edge->head : edge->tail, supplier))
            continue; /* carried on */
        if (invested ? cf_flow_is_origin(edge, vertex, vintages->view->options.origin_all)
                     : edge->carries == CF_TRADE)
            cf_sum_add(&sum, edge->amount);
    }
    return cf_sum_value(sum);
}

/* Whether the entity is a supplier over the whole horizon; *row has its sums then. */
static bool is_supplier(cf_run_off *row, const cf_vintages *vintages, int entity)
{
    int nodes = vintages->view->entity_count, periods = vintages->periods->count;
    double invested = 0.0, revenue = 0.0, reported = 0.0;

    for (int p = 0; p < periods; p++) {
        row->invested[p] = sum_at(vintages, p * nodes + entity, true);
        row->revenue[p] = sum_at(vintages, p * nodes + entity, false);
        invested += row->invested[p];
        revenue += row->revenue[p];
        reported += vintages->periods->revenue[(size_t)p * (size_t)nodes + (size_t)entity];
    }
    row->entity = entity;
    return invested > 0 && (revenue > 0 || reported > 0);
}

static cf_status make_room(cf_run_off *row, int periods)
{
    size_t size = (size_t)periods;
    double *room = calloc(size * size + 4 * size + 1, sizeof *room);

    *row = (cf_run_off){ .invested = room, .lag = (double)NAN, .half_back = -1 };
    if (room == NULL)
        return CF_NO_MEMORY;
    row->revenue = room + size;
    row->min = room + 2 * size;
    row->max = room + 3 * size;
    row->back = room + 4 * size;
    return CF_OK;
}

cf_status cf_vintages_list_suppliers(cf_vintages *vintages, cf_diags *diags)
{
    const cf_view *view = vintages->view;
    bool given = cf_param_has(vintages->request, "supplier");
    cf_status status = CF_OK;

    vintages->suppliers = calloc((size_t)view->entity_count + 1, sizeof *vintages->suppliers);
    if (vintages->suppliers == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; status == CF_OK && v < view->entity_count; v++) {
        cf_run_off *row = &vintages->suppliers[vintages->supplier_count];

        if (!vintages->chosen[v])
            continue;
        if (row->invested == NULL)
            status = make_room(row, vintages->periods->count);
        if (status == CF_OK && is_supplier(row, vintages, v))
            vintages->supplier_count++;
        else if (status == CF_OK && given)
            status = cf_diags_add(diags, CF_WARNING, CF_CODE_NO_SUPPLIER, NULL, NULL,
                                  "--supplier %s: it has no row, because it has not invested or "
                                  "has no revenue in these periods",
                                  view->entities[v].id);
    }
    vintages->wanted_count = vintages->supplier_count;
    return status;
}

/* ---- following each vintage ---- */

static cf_status follow_vintages(cf_run_off *row, const cf_vintages *vintages, cf_worker *worker,
                                 cf_trace *trace)
{
    int periods = vintages->periods->count;
    cf_status status = CF_OK;

    for (int q = 0; status == CF_OK && q < periods && cf_worker_go_on(worker); q++) {
        double left = row->invested[q];

        if (!(left > 0))
            continue;
        status = cf_trace_period(trace, row->entity, vintages->view->options.origin_all, q);
        for (int p = q; status == CF_OK && p < periods; p++) {
            double *back = &row->back[q * periods + p];

            *back = cf_within(cf_trace_revenue_in(trace, p), 0.0, left, row->invested[q]);
            left -= *back;
        }
    }
    return status;
}

/* Theorems, but for rounding: min ≤ pro rata ≤ max ≤ invested, and none of them falls. */
static void put_bounds_in_order(cf_run_off *row, const cf_vintages *vintages)
{
    double min = 0.0, max = 0.0;

    for (int p = 0; p < vintages->periods->count; p++) {
        double invested = cf_run_off_invested(row, p), back = cf_run_off_back(vintages, row, p);

        row->min[p] = min =
            cf_within(cf_within(row->min[p], min, invested, invested), 0.0, back, invested);
        row->max[p] = max =
            cf_within(cf_within(row->max[p], back, invested, invested), max, invested, invested);
    }
}

static double middle(const cf_period *period)
{
    return ((double)period->from + (double)period->to) / 2;
}

static void find_lag(cf_run_off *row, const cf_vintages *vintages)
{
    const double days_in_year = 365.25;
    const cf_periods *periods = vintages->periods;
    double half, back = 0.0;
    cf_sum days = { 0 };

    row->total = cf_run_off_back(vintages, row, periods->count - 1);
    half = row->total / 2 * (1.0 - CF_SAME_FIGURE);
    for (int p = 0; row->total > 0 && p < periods->count; p++) {
        for (int q = 0; q <= p; q++)
            cf_sum_add_product(&days, row->back[q * periods->count + p],
                               middle(&periods->at[p]) - middle(&periods->at[q]));
        back += cf_run_off_in(vintages, row, p);
        if (back >= half && row->half_back < 0)
            row->half_back = p;
    }
    if (row->total > 0)
        row->lag = cf_sum_value(days) / row->total / days_in_year;
}

static cf_status open_trace(cf_worker *worker)
{
    const cf_vintages *vintages = worker->job->payload;
    cf_trace **trace = worker->bench;

    return cf_trace_new(trace, vintages->timed->flow);
}

static void close_trace(cf_worker *worker)
{
    cf_trace **trace = worker->bench;

    cf_trace_free(*trace);
}

static cf_status measure_supplier(cf_worker *worker, int task)
{
    const cf_vintages *vintages = worker->job->payload;
    const cf_view_options *options = &vintages->view->options;
    cf_run_off *row = &vintages->suppliers[task];
    cf_trace **trace = worker->bench;
    bool bounds = vintages->bounds && !options->probability_weights;
    cf_status status = follow_vintages(row, vintages, worker, *trace);

    if (status == CF_OK && bounds && cf_worker_go_on(worker)) {
        status = cf_bound_periods(vintages->timed->flow, row->entity, options->origin_all, row->min,
                                  row->max);
        if (status == CF_OK)
            put_bounds_in_order(row, vintages);
    }
    for (int p = 0; !bounds && p < vintages->periods->count; p++)
        row->min[p] = row->max[p] = (double)NAN;
    if (status == CF_OK)
        find_lag(row, vintages);
    row->measured = status == CF_OK && cf_worker_go_on(worker);
    return status;
}

struct ranked {
    cf_run_off row;
    double amount;
    const char *id;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return cf_compare_ranked(x->amount, x->id, y->amount, y->id);
}

/* Those that were measured, the largest first. */
static cf_status sort_suppliers(cf_vintages *vintages)
{
    int count = vintages->supplier_count, measured = 0;
    struct ranked *ranked = calloc((size_t)count + 1, sizeof *ranked);

    if (ranked == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        const cf_run_off *row = &vintages->suppliers[i];

        ranked[i] = (struct ranked){ .row = *row,
                                     .amount = row->measured ? cf_sort_amount(row->total) : -1.0,
                                     .id = vintages->view->entities[row->entity].id };
        measured += row->measured;
    }
    qsort(ranked, (size_t)count, sizeof *ranked, compare_ranked);
    for (int i = 0; i < count; i++)
        vintages->suppliers[i] = ranked[i].row;
    vintages->supplier_count = measured; /* the rest is behind them, and freed with all */
    free(ranked);
    return CF_OK;
}

cf_status cf_vintages_measure_suppliers(cf_vintages *vintages)
{
    const cf_job job = { .task_count = vintages->supplier_count,
                         .threads = (int)vintages->threads,
                         .alone = vintages->threads > 0 ? 0.0 : 0.05,
                         .progress = vintages->request->progress,
                         .unit = "suppliers",
                         .bench_size = sizeof(cf_trace *),
                         .open = open_trace,
                         .run = measure_supplier,
                         .close = close_trace,
                         .payload = vintages };
    bool complete;
    cf_status status = cf_tasks_run(&job, &complete);

    return status == CF_OK ? sort_suppliers(vintages) : status;
}
