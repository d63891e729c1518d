/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Points of a sweep: a workbench that redoes what a change touches. Peers: the same from scratch
 * within a process, and min and max by a `glpsol` process each (without pro rata, which is no
 * programme, and without the time to write its input).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "circfin/analysis.h"
#include "circfin/bounds.h"
#include "circfin/what_if.h"

enum { MOST_SUPPLIERS = 64 };

/* A deal that goes from nothing to twice its amount, in so many points. */
struct task {
    const cf_network *network;
    cf_what_if *bench;
    int payment, points, every; /* every: only so many of the points */
    int suppliers[MOST_SUPPLIERS], supplier_count;
    double sum; /* of all figures: what is checked */
};

static double amount_at(const struct task *task, int point)
{
    return 2.0 * task->network->payments[task->payment].amount * point / (task->points - 1);
}

/* ---- ours ---- */

static cf_status measure(void *data)
{
    struct task *task = data;
    cf_status status = CF_OK;

    task->sum = 0.0;
    for (int p = 0; status == CF_OK && p < task->points; p += task->every) {
        cf_what_if_set_amount(task->bench, task->payment, amount_at(task, p));
        for (int i = 0; status == CF_OK && i < task->supplier_count; i++) {
            cf_loopback loopback;

            status =
                cf_what_if_measure(&loopback, task->bench, task->suppliers[i], CF_MEASURES_KNOWN);
            task->sum += loopback.min + loopback.pro_rata + loopback.max;
        }
    }
    return status;
}

/* ---- from scratch ---- */

static cf_status measure_flow(struct task *task, const cf_flow *flow)
{
    cf_trace *trace = NULL;
    cf_status status = cf_trace_new(&trace, flow);

    for (int i = 0; status == CF_OK && i < task->supplier_count; i++) {
        int supplier = task->suppliers[i];
        double min = 0, max = 0;

        status = cf_trace_supplier(trace, supplier, false);
        for (int e = 0; status == CF_OK && e < flow->edge_count; e++) {
            if (flow->edges[e].head == supplier && flow->edges[e].carries == CF_TRADE)
                task->sum += cf_trace_on_edge(trace, e);
        }
        if (status == CF_OK)
            status = cf_bound_loopback(flow, supplier, false, CF_MEASURE_MIN, &min);
        if (status == CF_OK)
            status = cf_bound_loopback(flow, supplier, false, CF_MEASURE_MAX, &max);
        task->sum += min + max;
    }
    cf_trace_free(trace);
    return status;
}

static cf_status from_scratch(void *data)
{
    struct task *task = data;
    cf_status status = CF_OK;

    task->sum = 0.0;
    for (int p = 0; status == CF_OK && p < task->points; p += task->every) {
        cf_flow *flow = NULL;

        cf_what_if_set_amount(task->bench, task->payment, amount_at(task, p));
        status = cf_flow_new(&flow, cf_what_if_network(task->bench), true);
        if (status == CF_OK)
            status = measure_flow(task, flow);
        cf_flow_free(flow);
    }
    return status;
}

/* ---- by glpsol ---- */

static void write_terms(FILE *out, const cf_flow *flow, const cf_adjacency *edges, int vertex,
                        char sign)
{
    for (int k = edges->start[vertex]; k < edges->start[vertex + 1]; k++)
        fprintf(out, " %c x%d\n", sign, edges->at[k]);
    (void)flow;
}

/* The programme of the method in CPLEX's format, as models/ has it. */
static void write_programme(FILE *out, const cf_flow *flow, int supplier, bool least)
{
    fprintf(out, "%s\n loopback: 0 none\n", least ? "Minimize" : "Maximize");
    for (int e = 0; e < flow->edge_count; e++) {
        if (flow->edges[e].head == supplier && flow->edges[e].carries == CF_TRADE)
            fprintf(out, " + x%d\n", e);
    }
    fprintf(out, "Subject To\n");
    for (int v = 0; v < flow->vertex_count; v++) {
        if (cf_flow_counts_as(flow, v, supplier))
            continue;
        fprintf(out, " v%d: 0 none - y%d\n", v, v);
        write_terms(out, flow, &flow->in_edges, v, '+');
        write_terms(out, flow, &flow->out_edges, v, '-');
        fprintf(out, " = 0\n");
    }
    fprintf(out, "Bounds\n");
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        if (cf_flow_is_origin(edge, supplier, false))
            fprintf(out, " x%d = %.17g\n", e, edge->amount);
        else
            fprintf(out, " 0 <= x%d <= %.17g\n", e,
                    cf_flow_counts_as(flow, edge->tail, supplier) ? 0.0 : edge->amount);
    }
    for (int v = 0; v < flow->vertex_count; v++) {
        if (flow->balances[v].bounded && !cf_flow_counts_as(flow, v, supplier))
            fprintf(out, " 0 <= y%d <= %.17g\n", v, flow->balances[v].kept);
    }
    fprintf(out, "End\n");
}

static bool run_glpsol(const char *in, const char *out)
{
    char *const arguments[] = { "glpsol", "--lp", (char *)in, "--write", (char *)out, NULL };
    int result = -1;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) != NULL)
            execvp(arguments[0], arguments);
        _exit(127);
    }
    return child > 0 && waitpid(child, &result, 0) == child && result == 0;
}

/* "s bas ROWS COLUMNS f f OBJECTIVE" */
static double read_objective(const char *path)
{
    FILE *in = fopen(path, "r");
    double objective = NAN;
    char line[200];

    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        if (sscanf(line, "s bas %*d %*d %*c %*c %lf", &objective) == 1)
            break;
    }
    if (in != NULL)
        fclose(in);
    return objective;
}

/* Seconds of the fastest of some points; NaN where there is no glpsol or it has another answer. */
static double glpsol_point(struct task *task, int points)
{
    char in[] = "/tmp/circfin-bench-XXXXXX", out[] = "/tmp/circfin-bench-XXXXXX";
    int in_file = mkstemp(in), out_file = mkstemp(out);
    double best = INFINITY;

    for (int p = 0; p < points && !isnan(best); p++) {
        const cf_flow *flow = NULL;
        double seconds = 0.0;

        cf_what_if_set_amount(task->bench, task->payment,
                              amount_at(task, p * (task->points - 1) / (points - 1)));
        must(cf_what_if_flow(&flow, task->bench), "cf_what_if_flow");
        for (int i = 0; i < 2 * task->supplier_count && !isnan(seconds); i++) {
            int supplier = task->suppliers[i / 2];
            FILE *programme = fopen(in, "w");
            cf_loopback loopback;
            double begin, expected;

            must(programme == NULL ? CF_IO : CF_OK, in);
            write_programme(programme, flow, supplier, i % 2 == 0);
            fclose(programme);
            must(cf_what_if_measure(&loopback, task->bench, supplier, CF_MEASURES_KNOWN),
                 "measure");
            expected = i % 2 == 0 ? loopback.min : loopback.max;
            begin = wall_seconds();
            if (!run_glpsol(in, out))
                seconds = NAN;
            seconds += wall_seconds() - begin;
            if (!(fabs(read_objective(out) - expected) <= 1e-6 * (1 + expected)))
                seconds = NAN;
        }
        best = isnan(seconds) ? (double)NAN : fmin(best, seconds);
    }
    close(in_file);
    close(out_file);
    remove(in);
    remove(out);
    return best;
}

/* ---- lines ---- */

static void find_suppliers(struct task *task)
{
    for (int v = 0; v < task->network->node_count && task->supplier_count < MOST_SUPPLIERS; v++) {
        cf_loopback loopback;

        must(cf_what_if_measure(&loopback, task->bench, v, 0), "cf_what_if_measure");
        if (loopback.invested > 0 && loopback.revenue > 0)
            task->suppliers[task->supplier_count++] = v;
    }
}

/* Times are of one point. */
static timing a_point(timing all, const struct task *task)
{
    all.seconds /= (task->points + task->every - 1) / task->every;
    return all;
}

static void bench_network(const cf_network *network, int payment, const char *name, bool glpsol)
{
    struct task task = {
        .network = network, .payment = payment, .points = glpsol ? 10000 : 1000, .every = 1
    };
    timing ours, scratch;
    double by_glpsol = NAN, sum;

    must(cf_what_if_new(&task.bench, network, false), "cf_what_if_new");
    find_suppliers(&task);
    ours = a_point(time_of(measure, &task), &task);
    if (glpsol)
        by_glpsol = glpsol_point(&task, 20);
    task.every = task.points / 50;
    must(measure(&task), "cf_what_if_measure");
    sum = task.sum;
    scratch = a_point(time_of(from_scratch, &task), &task);
    line_begin("sweep");
    line_text("scenario", name);
    line_number("entities", network->node_count);
    line_number("deals", network->payment_count);
    line_number("points", task.points);
    line_number("suppliers", task.supplier_count);
    line_ours(ours);
    line_peer("from_scratch", ours, scratch);
    if (glpsol)
        line_peer("glpsol", ours, (timing){ .seconds = by_glpsol, .runs = 20 });
    line_end(agree(sum, task.sum, 1e-9) && glpsol == !isnan(by_glpsol));
    cf_what_if_free(task.bench);
}

static void bench_file(const char *deal)
{
    cf_view_options options = cf_view_options_of(CF_VIEW_BASE);
    cf_scenario *scenario = NULL;
    cf_view *view = NULL;
    cf_view_network *network = NULL;
    int at = 0;

    must(cf_scenario_read(&scenario, CIRCFIN_SOURCE "/data/ai-deals.json", NULL), "ai-deals.json");
    must(cf_view_new(&view, scenario, &options, NULL), "cf_view_new");
    must(cf_view_network_new(&network, view, false), "cf_view_network_new");
    while (at < network->network.payment_count &&
           strcmp(scenario->deals[view->deals[network->view_deal[at]].deal].id, deal) != 0)
        at++;
    must(at == network->network.payment_count ? CF_BAD_INPUT : CF_OK, deal);
    bench_network(&network->network, at, deal, true);
    cf_view_network_free(network);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

static void bench_random(int entities, int deals)
{
    random_network network;

    random_network_make(&network, entities, deals, 0, 5);
    bench_network(&network.network, deals / 2, "random", false);
    random_network_free(&network);
}

void bench_sweep(void)
{
    bench_file("nvidia-openai-30");
    bench_file("openai-oracle-300");
    bench_random(30, 100);
    bench_random(100, 500);
    bench_random(300, 2100);
}
