/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The largest circulation; peers: LEMON's cost scaling, where it is installed, and GLPK's simplex
 * on the same programme. */
#include <glpk.h>
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/loop_networks.h"
#include "bench/measure.h"
#include "bench/peers/lemon.h"
#include "circfin/bounds.h"

struct task {
    const cf_flow *flow;
    double value;
    int method; /* of the peer: GLP_PRIMAL or GLP_DUAL */
    bool gave_up;
};

enum { MOST_PEER_MILLISECONDS = 180000 };

static cf_status ours(void *data)
{
    struct task *task = data;

    return cf_circulation_max(task->flow, &task->value);
}

/* max Σ y, in = out, 0 ≤ y ≤ a: as one would write it down. */
static glp_prob *write_down(const cf_flow *flow)
{
    glp_prob *lp = glp_create_prob();

    glp_set_obj_dir(lp, GLP_MAX);
    glp_add_rows(lp, flow->vertex_count);
    glp_add_cols(lp, flow->edge_count);
    for (int v = 0; v < flow->vertex_count; v++)
        glp_set_row_bnds(lp, v + 1, GLP_FX, 0.0, 0.0);
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];
        int rows[3] = { 0, edge->tail + 1, edge->head + 1 };
        double values[3] = { 0.0, 1.0, -1.0 };

        glp_set_col_bnds(lp, e + 1, GLP_DB, 0.0, edge->amount);
        glp_set_mat_col(lp, e + 1, 2, rows, values);
        glp_set_obj_coef(lp, e + 1, 1.0);
    }
    return lp;
}

static cf_status simplex(void *data)
{
    struct task *task = data;
    glp_prob *lp = write_down(task->flow);
    glp_smcp control;
    int failed;

    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = task->method;
    control.tm_lim = MOST_PEER_MILLISECONDS;
    failed = glp_simplex(lp, &control);
    task->gave_up = failed == GLP_ETMLIM;
    task->value = glp_get_obj_val(lp);
    glp_delete_prob(lp);
    return failed == 0 || task->gave_up ? CF_OK : CF_SOLVER;
}

/* ---- LEMON ---- */

#ifdef CIRCFIN_LEMON
/* Arcs in the order of their tails, and amounts as whole numbers: what LEMON takes. */
struct lemon_task {
    int vertices, arcs, *tails, *heads;
    long long *capacities;
    double value, unit;
};

static struct lemon_task lemon_task_of(const cf_flow *flow)
{
    size_t edges = (size_t)flow->edge_count + 1;
    struct lemon_task task = { flow->vertex_count,
                               0,
                               calloc(edges, sizeof(int)),
                               calloc(edges, sizeof(int)),
                               calloc(edges, sizeof(long long)),
                               0.0,
                               0.0 };
    double sum = 0.0;
    int exponent;

    must(task.tails && task.heads && task.capacities ? CF_OK : CF_NO_MEMORY, "allocation");
    for (int e = 0; e < flow->edge_count; e++)
        sum += flow->edges[e].amount;
    (void)frexp(sum, &exponent);
    task.unit = ldexp(1.0, 55 - exponent);
    for (int k = 0; k < flow->edge_count; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        task.tails[task.arcs] = edge->tail;
        task.heads[task.arcs] = edge->head;
        task.capacities[task.arcs++] = (long long)(edge->amount * task.unit);
    }
    return task;
}

static cf_status lemon(void *data)
{
    struct lemon_task *task = data;

    task->value =
        lemon_circulation(task->vertices, task->arcs, task->tails, task->heads, task->capacities) /
        task->unit;
    return CF_OK;
}
#endif

static bool bench_lemon(const cf_flow *flow, timing our_time, double value)
{
#ifdef CIRCFIN_LEMON
    struct lemon_task task = lemon_task_of(flow);

    line_peer("lemon_cost_scaling", our_time, time_of(lemon, &task));
    free(task.tails);
    free(task.heads);
    free(task.capacities);
    return agree(task.value, value, 1e-9);
#else
    (void)flow;
    (void)value;
    (void)our_time;
    line_peer_out("lemon_cost_scaling", "cannot", (double)NAN, (double)NAN);
    return true;
#endif
}

/* ---- GLPK ---- */

static bool bench_simplex(const cf_flow *flow, timing our_time, double value, int method,
                          const char *name, const char *name_gave_up)
{
    struct task task = { .flow = flow, .method = method };
    timing time = time_of(simplex, &task);

    line_peer(task.gave_up ? name_gave_up : name, our_time, time);
    return task.gave_up || agree(task.value, value, 1e-7);
}

/* ---- all together ---- */

static void bench_one(const char *kind, int size, timing *before, int *edges_before)
{
    enum { MOST_SIMPLEX_EDGES = 5000 };
    random_network network;
    struct task task;
    timing our_time;
    char name[64];
    bool checked;

    snprintf(name, sizeof name, "%s-%d", kind, size);
    must(loop_network_make(&network, name) ? CF_OK : CF_NO_MEMORY, name);
    task = (struct task){ .flow = flow_of(&network) };
    our_time = time_of(ours, &task);
    line_begin("circulation");
    line_text("network", name);
    line_number("edges", task.flow->edge_count);
    line_ours(our_time);
    line_number("growth_exponent", log(our_time.seconds / before->seconds) /
                                       log((double)task.flow->edge_count / *edges_before));
    checked = bench_lemon(task.flow, our_time, task.value);
    if (task.flow->edge_count < MOST_SIMPLEX_EDGES) {
        checked = bench_simplex(task.flow, our_time, task.value, GLP_PRIMAL, "glpk_primal",
                                "glpk_primal_gave_up") &&
                  checked;
        checked = bench_simplex(task.flow, our_time, task.value, GLP_DUAL, "glpk_dual",
                                "glpk_dual_gave_up") &&
                  checked;
    }
    line_end(checked);
    *before = our_time;
    *edges_before = task.flow->edge_count;
    cf_flow_free((cf_flow *)task.flow);
    random_network_free(&network);
}

void bench_circulation(void)
{
    static const struct {
        const char *kind;
        int smallest; /* of four sizes, each ten times as large as the one before */
    } networks[] = { { "giant", 250 }, { "dense", 100 }, { "market", 100 } };

    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        timing before = { .seconds = (double)NAN };
        int edges = 1;

        for (int times = 1; times <= 1000; times *= 10)
            bench_one(networks[i].kind, times * networks[i].smallest, &before, &edges);
    }
}
