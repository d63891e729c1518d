/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bounds of one supplier as maximum flows in whole numbers, against GLPK's simplex and igraph's
 * push-relabel. */
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/loop_networks.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "bounds/between.h"
#include "bounds/nearby.h"
#include "oracles/oracles.h"

struct task {
    const cf_flow_problem *problem;
    bool *source_side;
    cf_status (*solve)(const cf_flow_problem *problem, bool *source_side);
};

static const char *const bound_names[CF_MEASURE_COUNT] = { "min", NULL, "max", "max_open" };
static const double patience = 5.0; /* beyond this many seconds larger ones are not tried */

static cf_status solve(void *data)
{
    struct task *task = data;

    return task->solve(task->problem, task->source_side);
}

static timing solve_by(cf_status (*method)(const cf_flow_problem *, bool *),
                       const cf_flow_problem *problem, double *cut)
{
    struct task task = { .problem = problem, .solve = method };
    timing best;

    task.source_side = calloc((size_t)problem->vertex_count + 1, sizeof *task.source_side);
    must(task.source_side == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    best = time_of(solve, &task);
    *cut = cf_cut_value(problem, task.source_side);
    free(task.source_side);
    return best;
}

/* Node 0 becomes a hub: every tenth payment is by it or to it. All but a few state their funds. */
static void make_hub(random_network *network)
{
    for (int v = 0; v < network->network.node_count; v++) {
        network->nodes[v].funds_known = v % 10 != 1;
        network->nodes[v].funds = v % 3;
    }
    for (int i = network->network.node_count; i < network->network.payment_count; i += 10) {
        cf_payment *payment = &network->payments[i];

        if (payment->payer == 0 || payment->payee == 0)
            continue;
        payment->carries = i % 20 < 10 ? CF_CAPITAL : CF_TRADE;
        *(payment->carries == CF_CAPITAL ? &payment->payer : &payment->payee) = 0;
    }
}

static cf_status in_whole_numbers(const cf_flow_problem *problem, bool *source_side)
{
    cf_smallest_cut cut;
    cf_status status = cf_smallest_cut_new(&cut, problem);

    if (status == CF_OK)
        cf_smallest_cut_find(&cut, source_side);
    cf_smallest_cut_free(&cut);
    return status;
}

static void bench_one(const cf_flow *flow, cf_measure bound, bool *simplex_is_too_slow)
{
    cf_between between;
    const cf_flow_problem *problem;
    timing simplex = { .seconds = NAN }, push_relabel, ours;
    double simplex_cut, push_relabel_cut, cut;

    must(cf_between_new(&between, flow, 0, false,
                        bound == CF_MEASURE_MAX_OPEN ? CF_EDGES_OPEN : CF_EDGES_PRESENT),
         "cf_between_new");
    cf_between_read(&between, flow);
    problem = cf_between_problem(&between, flow, bound);
    ours = solve_by(in_whole_numbers, problem, &cut);
    push_relabel = solve_by(oracle_push_relabel, problem, &push_relabel_cut);
    simplex_cut = cut;
    if (!*simplex_is_too_slow)
        simplex = solve_by(oracle_simplex, problem, &simplex_cut);
    *simplex_is_too_slow = !(simplex.seconds <= patience);
    line_begin("bounds");
    line_text("bound", bound_names[bound]);
    line_number("edges", flow->edge_count);
    line_number("arcs", problem->arc_count);
    line_ours(ours);
    line_peer("push_relabel", ours, push_relabel);
    line_peer("simplex", ours, simplex);
    line_end(agree(simplex_cut, cut, 1e-9) && agree(push_relabel_cut, cut, 1e-9));
    cf_between_free(&between);
}

/* ---- suppliers of a large network ---- */

struct supplier {
    const cf_flow *flow;
    cf_nearby *nearby;
    int number;
    double min, max;
};

static cf_status nearby_first(void *data)
{
    struct supplier *of = data;
    const cf_measure bounds[] = { CF_MEASURE_MIN, CF_MEASURE_MAX };
    double *const values[] = { &of->min, &of->max };
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < 2; i++) {
        if (!cf_nearby_bound(of->nearby, of->number, false, bounds[i], values[i]))
            status = cf_bound_loopback(of->flow, of->number, false, bounds[i], values[i]);
    }
    return status;
}

static cf_status search_all(void *data)
{
    struct supplier *of = data;
    cf_status status = cf_bound_loopback(of->flow, of->number, false, CF_MEASURE_MIN, &of->min);

    if (status == CF_OK)
        status = cf_bound_loopback(of->flow, of->number, false, CF_MEASURE_MAX, &of->max);
    return status;
}

static void bench_supplier(int entities)
{
    random_network network;
    struct supplier ours, theirs;
    timing time;
    char name[32];

    snprintf(name, sizeof name, "giant-%d", entities);
    must(loop_network_make(&network, name) ? CF_OK : CF_NO_MEMORY, name);
    ours = (struct supplier){ .flow = flow_of(&network) };
    must(cf_nearby_new(&ours.nearby, ours.flow), "cf_nearby_new");
    theirs = ours;
    time = time_of(nearby_first, &ours);
    line_begin("bounds_of_supplier");
    line_text("network", name);
    line_number("edges", ours.flow->edge_count);
    line_ours(time);
    line_peer("all_that_lies_between", time, time_of(search_all, &theirs));
    line_end(agree(ours.min, theirs.min, 1e-12) && agree(ours.max, theirs.max, 1e-12));
    cf_nearby_free(ours.nearby);
    cf_flow_free((cf_flow *)ours.flow);
    random_network_free(&network);
}

void bench_bounds(void)
{
    static const int sizes[] = {
        20, 50, 100, 200, 500, 1000, 1500, 2000, 3000, 5000, 10000, 28000
    };
    bool simplex_is_too_slow[CF_MEASURE_COUNT] = { false };

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        random_network network;
        cf_flow *flow;

        random_network_make(&network, sizes[i] / 7, sizes[i], 21, 2);
        make_hub(&network);
        flow = flow_of(&network);
        for (int b = 0; b < CF_MEASURE_COUNT; b++) {
            if (bound_names[b] != NULL)
                bench_one(flow, (cf_measure)b, &simplex_is_too_slow[b]);
        }
        cf_flow_free(flow);
        random_network_free(&network);
    }
    for (int entities = 250; entities <= 250000; entities *= 10)
        bench_supplier(entities);
}
