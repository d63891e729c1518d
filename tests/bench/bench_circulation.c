/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The largest circulation on one strong component; peers: GLPK's simplex on the same programme. */
#include <glpk.h>
#include <math.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
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

static void bench_one(int vertices, int edges)
{
    random_network network;
    struct task task, primal, dual;
    timing our_time, primal_time, dual_time;
    bool checked;

    random_network_make(&network, vertices, edges, 0, 1);
    task = primal = dual = (struct task){ .flow = flow_of(&network) };
    primal.method = GLP_PRIMAL;
    dual.method = GLP_DUAL;
    our_time = time_of(ours, &task);
    primal_time = time_of(simplex, &primal);
    dual_time = time_of(simplex, &dual);
    checked = (primal.gave_up || agree(task.value, primal.value, 1e-7)) &&
              (dual.gave_up || agree(task.value, dual.value, 1e-7));
    line_begin("circulation");
    line_number("vertices", vertices);
    line_number("edges", edges);
    line_ours(our_time);
    line_peer(primal.gave_up ? "glpk_primal_gave_up" : "glpk_primal", our_time, primal_time);
    line_peer(dual.gave_up ? "glpk_dual_gave_up" : "glpk_dual", our_time, dual_time);
    line_end(checked);
    cf_flow_free((cf_flow *)task.flow);
    random_network_free(&network);
}

void bench_circulation(void)
{
    bench_one(400, 2800);
    bench_one(1000, 7000);
    bench_one(4000, 28000);
}
