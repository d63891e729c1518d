/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many what-ifs of one view, on several threads: see circfin/what_if_rows.h. */
#include "circfin/what_if_rows.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/options.h"
#include "base/tasks.h"
#include "circfin/text.h"

enum { ROWS_OF_TASK = 64 };
#define MOST_VALUE 1e18 /* as in a scenario file */
#define KEPT_BY_ALL ((size_t)128 << 20)

/* What a column sets, and what the view has there. */
struct lever {
    cf_what_if_kind kind;
    int at; /* payment or node; -1: nothing of the view */
    bool known;
    double own;
};

struct run {
    const cf_what_if_rows *rows;
    cf_view_choice choice;
    cf_view *view;
    cf_view_network *network;
    struct lever *levers;
    int *suppliers;
    unsigned figures;
    int threads;
    cf_loopback *out;
};

/* ---- what is asked ---- */

static cf_status choose_view(struct run *run, cf_param **params, const cf_scenario *scenario,
                             cf_diags *diags)
{
    const cf_param_spec *const specs[] = { cf_view_specs, NULL };
    int count;
    cf_status status = cf_params_read(params, &count, run->rows->options, specs, diags);

    if (status == CF_OK)
        status = cf_view_choose(&run->choice, (cf_params){ *params, count }, diags);
    if (status == CF_OK && run->choice.options.joint_count > 0)
        status = cf_refuse(diags, CF_CODE_BAD_PARAMETER, "leave it out, or use score",
                           "--joint has no figures of many what-ifs");
    run->choice.options.empty = true; /* deals of amount 0 can get one */
    if (status == CF_OK)
        status = cf_view_new(&run->view, scenario, &run->choice.options, diags);
    return status;
}

/* The payment of a deal of the scenario, or -1. */
static int payment_of(const struct run *run, int deal)
{
    for (int i = 0; i < run->network->network.payment_count; i++)
        if (run->view->deals[run->network->view_deal[i]].deal == deal)
            return i;
    return -1;
}

static cf_status aim_at_deal(struct lever *lever, const struct run *run, int deal, cf_diags *diags)
{
    const char *reason, *remedy;
    char shown[120];
    cf_status status;

    lever->at = payment_of(run, deal);
    if (lever->at >= 0) {
        lever->own = run->view->deals[run->network->view_deal[lever->at]].due;
        return CF_OK;
    }
    status = cf_view_exclusion(&reason, &remedy, run->view, deal);
    if (status != CF_OK)
        return status;
    cf_text_printable(shown, sizeof shown, run->view->scenario->deals[deal].id);
    return cf_diags_add(diags, CF_WARNING, CF_CODE_WHAT_IF_NOT_IN_VIEW, NULL, remedy,
                        "deal \"%s\" is not in the view: %s", shown,
                        reason == NULL ? "it is no payment" : reason);
}

static cf_status aim(struct lever *lever, const struct run *run, const char *name, cf_diags *diags)
{
    cf_what_if_target target;
    const cf_view_entity *entity;
    cf_status status = cf_view_name_what_if(&target, run->view, name, diags);

    *lever = (struct lever){ .kind = target.kind, .at = target.index };
    if (status != CF_OK)
        return status;
    if (target.kind == CF_WHAT_IF_AMOUNT)
        return aim_at_deal(lever, run, target.index, diags);
    entity = &run->view->entities[target.index];
    lever->known = target.kind == CF_WHAT_IF_FUNDS ? entity->funds_known : entity->revenue_known;
    lever->own = target.kind == CF_WHAT_IF_FUNDS ? entity->funds : entity->revenue;
    return CF_OK;
}

static cf_status check_values(const cf_what_if_rows *rows, cf_diags *diags)
{
    size_t count = (size_t)rows->row_count * (size_t)rows->column_count;

    for (size_t i = 0; i < count; i++) {
        double value = rows->values[i];
        char shown[32], name[120];

        if (isnan(value) || (value >= 0 && value <= MOST_VALUE))
            continue;
        snprintf(shown, sizeof shown, "%g", value);
        cf_text_printable(name, sizeof name, rows->columns[i % (size_t)rows->column_count]);
        return cf_refuse(diags, CF_CODE_WHAT_IF_FORM, "NaN leaves what the view has",
                         "%s: values must be from 0 to 1e18, but row %zu has %s", name,
                         i / (size_t)rows->column_count, shown);
    }
    return CF_OK;
}

static cf_status open_run(struct run *run, cf_diags *diags)
{
    const cf_what_if_rows *rows = run->rows;
    cf_status status = cf_view_network_new(&run->network, run->view, false);

    run->levers = calloc((size_t)rows->column_count + 1, sizeof *run->levers);
    run->suppliers = calloc((size_t)rows->supplier_count + 1, sizeof *run->suppliers);
    if (run->levers == NULL || run->suppliers == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; status == CF_OK && i < rows->column_count; i++)
        status = aim(&run->levers[i], run, rows->columns[i], diags);
    for (int i = 0; status == CF_OK && i < rows->supplier_count; i++)
        status = cf_view_name_entity(&run->suppliers[i], run->view, "supplier", rows->suppliers[i],
                                     diags);
    run->figures = run->view->options.probability_weights
                       ? rows->figures & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)
                       : rows->figures & CF_MEASURES_KNOWN;
    return status == CF_OK ? check_values(rows, diags) : status;
}

/* ---- measuring ---- */

struct bench {
    cf_what_if *what_if;
};

static cf_status open_bench(cf_worker *worker)
{
    const struct run *run = worker->job->payload;
    struct bench *bench = worker->bench;
    cf_status status =
        cf_what_if_new(&bench->what_if, &run->network->network, run->view->options.origin_all);

    if (status == CF_OK)
        status = cf_what_if_follow_backing(bench->what_if, run->view, false);
    if (status == CF_OK)
        status = cf_what_if_follow_dues(bench->what_if, run->view);
    if (status == CF_OK)
        cf_what_if_keep_at_most(bench->what_if, KEPT_BY_ALL / (size_t)run->threads);
    return status;
}

static void close_bench(cf_worker *worker)
{
    struct bench *bench = worker->bench;

    cf_what_if_free(bench->what_if);
}

static void pull(cf_what_if *what_if, const struct lever *lever, double value)
{
    bool own = isnan(value);
    double number = own ? lever->own : value + 0.0; /* -0 is 0 */

    if (lever->at < 0)
        return;
    switch (lever->kind) {
    case CF_WHAT_IF_AMOUNT:
        cf_what_if_set_amount(what_if, lever->at, number);
        break;
    case CF_WHAT_IF_FUNDS:
        cf_what_if_set_funds(what_if, lever->at, !own || lever->known, number);
        break;
    case CF_WHAT_IF_REVENUE:
        cf_what_if_set_revenue(what_if, lever->at, !own || lever->known ? number : 0.0);
        break;
    }
}

static cf_status measure_row(const struct run *run, cf_what_if *what_if, long row)
{
    const cf_what_if_rows *rows = run->rows;
    size_t suppliers = (size_t)rows->supplier_count, columns = (size_t)rows->column_count;
    cf_status status = CF_OK;

    for (int i = 0; i < rows->column_count; i++)
        pull(what_if, &run->levers[i], rows->values[(size_t)row * columns + (size_t)i]);
    for (int i = 0; status == CF_OK && i < rows->supplier_count; i++) {
        int ahead = rows->supplier_count - i;

        if (i % CF_MOST_AHEAD == 0)
            status = cf_what_if_look_ahead(what_if, &run->suppliers[i],
                                           ahead < CF_MOST_AHEAD ? ahead : CF_MOST_AHEAD);
        if (status == CF_OK)
            status = cf_what_if_measure(&run->out[(size_t)row * suppliers + (size_t)i], what_if,
                                        run->suppliers[i], run->figures);
    }
    return status;
}

static cf_status run_task(cf_worker *worker, int task)
{
    const struct run *run = worker->job->payload;
    const struct bench *bench = worker->bench;
    long row = (long)task * ROWS_OF_TASK, end = row + ROWS_OF_TASK;
    cf_status status = CF_OK;

    if (end > run->rows->row_count)
        end = run->rows->row_count;
    for (; status == CF_OK && row < end && cf_worker_go_on(worker); row++)
        status = measure_row(run, bench->what_if, row);
    return status;
}

static cf_status measure(struct run *run, bool *complete)
{
    const cf_what_if_rows *rows = run->rows;
    const cf_job job = { .task_count = (int)((rows->row_count + ROWS_OF_TASK - 1) / ROWS_OF_TASK),
                         .threads = rows->threads,
                         .alone = cf_tasks_alone(rows->threads),
                         .progress = rows->progress,
                         .unit = "parts",
                         .bench_size = sizeof(struct bench),
                         .open = open_bench,
                         .run = run_task,
                         .close = close_bench,
                         .payload = run };
    size_t count = (size_t)rows->row_count * (size_t)rows->supplier_count;

    run->threads = cf_tasks_threads(rows->threads);
    for (size_t i = 0; i < count; i++)
        run->out[i] = (cf_loopback){ NAN, NAN, NAN, NAN, NAN };
    return cf_tasks_run(&job, complete);
}

cf_status cf_scenario_what_ifs(cf_loopback *out, bool *complete, const cf_scenario *scenario,
                               const cf_what_if_rows *rows, cf_diags *diags)
{
    struct run run = { .rows = rows, .out = out };
    cf_param *params = NULL;
    cf_status status;

    *complete = true;
    if (rows->row_count < 0 || rows->row_count > (long)INT_MAX * ROWS_OF_TASK)
        return cf_refuse(diags, CF_CODE_BAD_PARAMETER, NULL,
                         "there must be 0 to %ld rows of what-ifs, but there are %ld",
                         (long)INT_MAX * ROWS_OF_TASK, rows->row_count);
    status = choose_view(&run, &params, scenario, diags);
    if (status == CF_OK)
        status = open_run(&run, diags);
    if (status == CF_OK && rows->row_count > 0 && rows->supplier_count > 0)
        status = measure(&run, complete);
    free(run.levers);
    free(run.suppliers);
    cf_view_network_free(run.network);
    cf_view_free(run.view);
    cf_view_choice_free(&run.choice);
    free(params);
    return status;
}
