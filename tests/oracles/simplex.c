/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flow problems as linear programmes:
 *
 *   max Σ sink_v   with   out_v + sink_v − in_v ≤ supply_v,   0 ≤ x ≤ capacity
 *
 * The constraint matrix is totally unimodular, so the optimal duals are 0 or 1 and name a
 * smallest cut: 1 where another unit of supply could still be sold, beyond the cut. Only the cut
 * leaves this file: its value is a sum of amounts, free of the solver's tolerances.
 */
#include <math.h>

#include "oracles/oracles.h"
#include "model/glpk.h"

struct task {
    const cf_flow_problem *problem;
    bool *source_side;
    double scale; /* nothing else is larger; capacities are divided by it */
    double objective;
};

/* A capacity of more than any flow never binds. Cut off at twice that, it still looks like more
 * than any flow, so that no smallest cut goes through it. */
static double scaled(const struct task *task, double capacity)
{
    return fmin(capacity / task->scale, 2.0);
}

static void add_column(glp_prob *lp, int column, double capacity, int tail, int head)
{
    int rows[3] = { 0, tail + 1, head + 1 };
    double values[3] = { 0.0, 1.0, -1.0 };

    glp_set_col_bnds(lp, column, capacity > 0 ? GLP_DB : GLP_FX, 0.0, capacity);
    glp_set_mat_col(lp, column, head < 0 ? 1 : 2, rows, values);
    glp_set_obj_coef(lp, column, head < 0 ? 1.0 : 0.0);
}

static glp_prob *build(const struct task *task)
{
    const cf_flow_problem *problem = task->problem;
    glp_prob *lp = glp_create_prob();
    int column = 1;

    glp_set_obj_dir(lp, GLP_MAX);
    glp_add_rows(lp, problem->vertex_count);
    glp_add_cols(lp, problem->vertex_count + problem->arc_count);
    for (int v = 0; v < problem->vertex_count; v++) {
        double straight = cf_problem_straight(problem, v);

        glp_set_row_bnds(lp, v + 1, GLP_UP, 0.0, scaled(task, problem->supply[v] - straight));
        add_column(lp, column++, scaled(task, problem->sink[v] - straight), v, -1);
    }
    for (int i = 0; i < problem->arc_count; i++) {
        const cf_arc *arc = &problem->arcs[i];

        add_column(lp, column++, scaled(task, arc->capacity), arc->tail, arc->head);
    }
    return lp;
}

static cf_status solve(void *data)
{
    struct task *task = data;
    glp_prob *lp = build(task);
    glp_smcp control;
    cf_status status = CF_SOLVER;

    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = GLP_PRIMAL; /* nothing flowing is a feasible start */
    control.it_lim = 10 * (task->problem->vertex_count + task->problem->arc_count) + 1000;
    control.tol_bnd = 1e-13; /* pivots are 1 or -1: there is next to no rounding */
    if (glp_simplex(lp, &control) == 0 && glp_get_status(lp) == GLP_OPT) {
        for (int v = 0; v < task->problem->vertex_count; v++)
            task->source_side[v] = glp_get_row_dual(lp, v + 1) < 0.5;
        task->objective = glp_get_obj_val(lp) * task->scale;
        status = CF_OK;
    }
    glp_delete_prob(lp);
    return status;
}

/* No flow is larger than what is supplied, nor than what the sinks take. */
static void measure(struct task *task)
{
    const cf_flow_problem *problem = task->problem;
    double supply = 0.0, sink = 0.0;

    for (int v = 0; v < problem->vertex_count; v++) {
        double straight = cf_problem_straight(problem, v);

        supply += problem->supply[v] - straight;
        sink += problem->sink[v] - straight;
    }
    task->scale = fmin(supply, sink);
}

/* The cut's value without what goes straight, which would drown it. */
static double question_cut(const struct task *task)
{
    const cf_flow_problem *problem = task->problem;
    double value = 0.0;

    for (int v = 0; v < problem->vertex_count; v++)
        value += (task->source_side[v] ? problem->sink[v] : problem->supply[v]) -
                 cf_problem_straight(problem, v);
    for (int i = 0; i < problem->arc_count; i++) {
        const cf_arc *arc = &problem->arcs[i];

        if (task->source_side[arc->tail] && !task->source_side[arc->head])
            value += arc->capacity;
    }
    return value;
}

cf_status oracle_simplex(const cf_flow_problem *problem, bool *source_side)
{
    const double fine = 1e-3, trusted = 1e-11;
    struct task task = { .problem = problem, .source_side = source_side };

    if (cf_problem_is_settled(problem, source_side))
        return CF_OK;
    measure(&task);
    /* A result far below the scale is solved again at its own: the solver's tolerance shrinks
     * with it. */
    while (task.scale > 0) {
        cf_status status = cf_glpk_run(solve, &task);
        double cut;

        if (status != CF_OK)
            return status;
        cut = question_cut(&task);
        if (!(fabs(cut - task.objective) <= trusted * task.scale))
            return CF_SOLVER;
        if (!(cut < fine * task.scale))
            return CF_OK;
        task.scale = cut;
    }
    return CF_OK;
}
