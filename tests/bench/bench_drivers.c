/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What moves a supplier's loop-back: the command as a process; both marginals of every payment,
 * with how far they hold, against GLPK's reduced costs and ranging; pro rata marginals against
 * working the network out anew for each.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "circfin/drivers.h"
#include "oracles/oracles.h"

static void bench_process(void)
{
    char program[] = CIRCFIN_PROGRAM, scenario[] = CIRCFIN_SOURCE "/data/ai-deals.json";
    char *const drivers[] = { program, "drivers",  scenario, "--measure",
                              "all",   "--format", "json",   NULL };
    char *const nothing[] = { program, "version", NULL };
    timing our_time = time_of_program(drivers);

    line_begin("drivers_process");
    line_text("scenario", "ai-deals.json");
    line_ours(our_time);
    line_peer("version", our_time, time_of_program(nothing));
    line_end(true); /* time_of_program has seen to the exit code */
}

struct task {
    const cf_flow *flow;
    cf_measure measure;
    bool validity;
    cf_marginal *marginals;
    oracle_marginal *lp;
    int step; /* the peer takes every so-manyth payment only */
    double *slope;
};

static cf_status ours(void *data)
{
    struct task *task = data;
    cf_drivers *drivers;
    cf_status status = cf_drivers_new(&drivers, task->flow);

    if (status == CF_OK)
        status = cf_drivers_supplier(drivers, 0, false, CF_MEASURE_BIT(task->measure));
    for (int i = 0; status == CF_OK && i < task->flow->network->payment_count; i++) {
        cf_validity valid;

        status = cf_drivers_marginal(drivers, task->measure, i, &task->marginals[i]);
        if (status == CF_OK && task->validity)
            status = cf_drivers_validity(drivers, task->measure, i, task->marginals[i], &valid);
    }
    cf_drivers_free(drivers);
    return status;
}

static cf_status by_glpk(void *data)
{
    struct task *task = data;

    return oracle_marginals(task->flow, 0, false,
                            task->measure == CF_MEASURE_MIN ? CF_MEASURE_MIN : CF_MEASURE_MAX,
                            task->lp);
}

static cf_status measure(const cf_network *network, double *value)
{
    cf_flow *flow = NULL;
    cf_trace *trace = NULL;
    cf_status status = cf_flow_new(&flow, network, true);

    if (status == CF_OK)
        status = cf_trace_new(&trace, flow);
    if (status == CF_OK)
        status = cf_trace_supplier(trace, 0, false);
    if (status == CF_OK)
        *value = cf_trace_revenue(trace);
    cf_trace_free(trace);
    cf_flow_free(flow);
    return status;
}

static cf_status anew(void *data)
{
    struct task *task = data;
    cf_network network = *task->flow->network;
    size_t size = (size_t)network.payment_count * sizeof *network.payments;
    cf_payment *payments = malloc(size);
    double base = 0.0, value = 0.0;
    cf_status status = payments == NULL ? CF_NO_MEMORY : measure(&network, &base);

    if (payments != NULL)
        memcpy(payments, network.payments, size);
    network.payments = payments;
    for (int i = 0; status == CF_OK && i < network.payment_count; i += task->step) {
        double amount = payments[i].amount, step = 1e-5 * amount;

        payments[i].amount = amount + step;
        status = measure(&network, &value);
        payments[i].amount = amount;
        task->slope[i] = (value - base) / step;
    }
    free(payments);
    return status;
}

/* As in bench_bounds.c, so that the bounds of node 0 have something to do. */
static void make_hub(random_network *network)
{
    for (int i = network->network.node_count; i < network->network.payment_count; i += 10) {
        cf_payment *payment = &network->payments[i];

        if (payment->payer == 0 || payment->payee == 0)
            continue;
        payment->carries = i % 20 < 10 ? CF_CAPITAL : CF_TRADE;
        *(payment->carries == CF_CAPITAL ? &payment->payer : &payment->payee) = 0;
    }
}

static void open_task(struct task *out, random_network *network, int nodes, int payments)
{
    size_t size = (size_t)payments;

    random_network_make(network, nodes, payments, 0, 4);
    make_hub(network);
    *out = (struct task){ .flow = flow_of(network),
                          .marginals = calloc(size, sizeof *out->marginals),
                          .lp = calloc(size, sizeof *out->lp),
                          .slope = calloc(size, sizeof *out->slope) };
    must(out->marginals == NULL || out->lp == NULL || out->slope == NULL ? CF_NO_MEMORY : CF_OK,
         "allocation");
}

static void close_task(struct task *task, random_network *network)
{
    free(task->marginals);
    free(task->lp);
    free(task->slope);
    cf_flow_free((cf_flow *)task->flow);
    random_network_free(network);
}

static void bench_bound(struct task *task, int payments)
{
    timing our_time, peer_time, marginals_time;
    bool checked = true;

    task->validity = false;
    marginals_time = time_of(ours, task);
    task->validity = true;
    our_time = time_of(ours, task);
    peer_time = time_of(by_glpk, task);
    for (int i = 0; i < payments; i++) {
        double cost = task->lp[i].reduced_cost;
        cf_marginal sides = task->marginals[i];

        checked = checked && (isnan(cost) || (cost > fmin(sides.down, sides.up) - 1e-6 &&
                                              cost < fmax(sides.down, sides.up) + 1e-6));
    }
    line_begin("drivers");
    line_text("measure", task->measure == CF_MEASURE_MIN ? "min" : "max");
    line_number("payments", payments);
    line_ours(our_time);
    line_number("marginals_alone", marginals_time.seconds);
    line_peer("simplex_with_ranging", our_time, peer_time);
    line_end(checked);
}

static void bench_pro_rata_of(struct task *task, int payments, int step)
{
    timing our_time, peer_time;
    bool checked = true;

    task->measure = CF_MEASURE_PRO_RATA;
    task->validity = false;
    task->step = step;
    our_time = time_of(ours, task);
    peer_time = time_of(anew, task);
    peer_time.seconds *= step;
    for (int i = 0; i < payments; i += step)
        checked = checked && fabs(task->slope[i] - task->marginals[i].up) < 1e-3;
    line_begin("drivers");
    line_text("measure", "pro_rata");
    line_number("payments", payments);
    line_ours(our_time);
    line_number("peer_sampled_every", step);
    line_peer("difference_each", our_time, peer_time);
    line_end(checked);
}

void bench_drivers(void)
{
    static const int sizes[] = { 200, 1000, 3000 };
    struct task task;
    random_network network;

    bench_process();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        open_task(&task, &network, sizes[i] / 7, sizes[i]);
        task.measure = CF_MEASURE_MAX;
        bench_bound(&task, sizes[i]);
        task.measure = CF_MEASURE_MIN;
        bench_bound(&task, sizes[i]);
        bench_pro_rata_of(&task, sizes[i], sizes[i] / 20);
        close_task(&task, &network);
    }
    open_task(&task, &network, 4000, 28000);
    bench_pro_rata_of(&task, 28000, 14000);
    close_task(&task, &network);
}
