/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The problem of a bound with the amounts as columns of their own, fixed at their values:
 *
 *   max or min  Σ x over revenue     with, for every edge, x_e ≤ a_d and x_e = a_d at its origin,
 *   0 ≤ Σ x in − Σ x out             at every vertex, and for the lower bound where it is bounded
 *   Σ x in − Σ x out ≤ k             with k = stated funds + Σ a in − Σ a out, or 0 at a gap
 *
 * The reduced cost of a_d is what the bound gains per unit of it, and ranging says how far the
 * basis, and with it the reduced cost, would stand.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "oracles/oracles.h"
#include "model/glpk.h"

struct task {
    const cf_flow *flow;
    int supplier;
    bool origin_all;
    cf_measure bound;
    const bool *tied; /* of each payment: it has to do with tied money */
    double scale;     /* amounts are divided by it */
    oracle_marginal *out;

    int *rows, *columns; /* of the entries, from 1 */
    double *values;
    int count;
};

/* Columns: payments, then edges. Rows: edges, then vertices, then what vertices can keep. */
static int amount_column(int payment)
{
    return payment + 1;
}

static int edge_column(const struct task *task, int edge)
{
    return task->flow->network->payment_count + edge + 1;
}

static int edge_row(int edge)
{
    return edge + 1;
}

static int vertex_row(const struct task *task, int vertex)
{
    return task->flow->edge_count + vertex + 1;
}

static int kept_row(const struct task *task, int vertex)
{
    return task->flow->edge_count + task->flow->vertex_count + vertex + 1;
}

static void add_entry(struct task *task, int row, int column, double value)
{
    int i = ++task->count;

    task->rows[i] = row;
    task->columns[i] = column;
    task->values[i] = value;
}

static bool absorbs(const struct task *task, int vertex)
{
    return cf_flow_counts_as(task->flow, vertex, task->supplier);
}

/* What a vertex can keep moves with the amounts only while it keeps something. */
static bool keeps(const struct task *task, int vertex)
{
    const cf_balance *balance = &task->flow->balances[vertex];

    return balance->bounded && balance->kept > 0;
}

/* What runs on the edge: x, or at the origin the amount itself. */
static int money_column(const struct task *task, int e)
{
    const cf_edge *edge = &task->flow->edges[e];
    bool origin = cf_flow_is_origin(edge, task->supplier, task->origin_all);

    return origin && !task->tied[edge->payment] ? amount_column(edge->payment)
                                                : edge_column(task, e);
}

static void add_at_vertex(struct task *task, int vertex, int e, double sign)
{
    const cf_edge *edge = &task->flow->edges[e];
    int money = money_column(task, e), amount = amount_column(edge->payment);
    bool moves_kept = keeps(task, vertex) && !task->tied[edge->payment];

    if (absorbs(task, vertex))
        return;
    if (!absorbs(task, edge->tail) || edge->tail == task->supplier) {
        add_entry(task, vertex_row(task, vertex), money, sign);
        if (!moves_kept || money != amount) /* else what comes in may all be kept */
            add_entry(task, kept_row(task, vertex), money, sign);
    }
    if (moves_kept && money != amount)
        add_entry(task, kept_row(task, vertex), amount, -sign);
}

static void add_edge(struct task *task, glp_prob *lp, int e)
{
    const cf_flow *flow = task->flow;
    const cf_edge *edge = &flow->edges[e];
    double amount = edge->amount / task->scale;
    bool origin = cf_flow_is_origin(edge, task->supplier, task->origin_all);
    bool carries = !absorbs(task, edge->tail);

    if (!(edge->amount > 0)) { /* it is not there */
        glp_set_col_bnds(lp, edge_column(task, e), GLP_FX, 0.0, 0.0);
        glp_set_row_bnds(lp, edge_row(e), GLP_FR, 0.0, 0.0);
        return;
    }
    if (origin)
        glp_set_col_bnds(lp, edge_column(task, e), GLP_FX, amount, amount);
    else if (!carries)
        glp_set_col_bnds(lp, edge_column(task, e), GLP_FX, 0.0, 0.0);
    else if (task->tied[edge->payment])
        glp_set_col_bnds(lp, edge_column(task, e), GLP_DB, 0.0, amount);
    else
        glp_set_col_bnds(lp, edge_column(task, e), GLP_LO, 0.0, 0.0);
    if (carries && !task->tied[edge->payment]) {
        glp_set_row_bnds(lp, edge_row(e), GLP_UP, 0.0, 0.0);
        add_entry(task, edge_row(e), edge_column(task, e), 1.0);
        add_entry(task, edge_row(e), amount_column(edge->payment), -1.0);
    } else {
        glp_set_row_bnds(lp, edge_row(e), GLP_FR, 0.0, 0.0);
    }
    if (edge->head == task->supplier && edge->carries == CF_TRADE)
        glp_set_obj_coef(lp, edge_column(task, e), 1.0);
    add_at_vertex(task, edge->tail, e, -1.0);
    add_at_vertex(task, edge->head, e, 1.0);
}

/* Stated funds, and what tied money adds to what can be kept. */
static double fixed_part(const struct task *task, int vertex)
{
    const cf_flow *flow = task->flow;
    cf_sum sum = { 0 };

    cf_sum_add(&sum, vertex < flow->network->node_count ? flow->network->nodes[vertex].funds : 0.0);
    for (int k = flow->in_edges.start[vertex]; k < flow->in_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        cf_sum_add(&sum, task->tied[edge->payment] ? edge->amount : 0.0);
    }
    for (int k = flow->out_edges.start[vertex]; k < flow->out_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        cf_sum_add(&sum, task->tied[edge->payment] ? -edge->amount : 0.0);
    }
    return cf_sum_value(sum);
}

static glp_prob *build(struct task *task)
{
    const cf_flow *flow = task->flow;
    const cf_network *network = flow->network;
    glp_prob *lp = glp_create_prob();

    glp_set_obj_dir(lp, task->bound == CF_MEASURE_MIN ? GLP_MIN : GLP_MAX);
    glp_add_rows(lp, flow->edge_count + 2 * flow->vertex_count);
    glp_add_cols(lp, network->payment_count + flow->edge_count);
    for (int i = 0; i < network->payment_count; i++) {
        double amount = network->payments[i].open ? 0.0 : network->payments[i].amount / task->scale;

        glp_set_col_bnds(lp, amount_column(i), GLP_FX, amount, amount);
    }
    for (int v = 0; v < flow->vertex_count; v++) {
        bool bounded = task->bound == CF_MEASURE_MIN && flow->balances[v].bounded;
        double most = keeps(task, v) ? fixed_part(task, v) / task->scale : 0.0;

        glp_set_row_bnds(lp, vertex_row(task, v), GLP_LO, 0.0, 0.0);
        glp_set_row_bnds(lp, kept_row(task, v), bounded && !absorbs(task, v) ? GLP_UP : GLP_FR, 0.0,
                         most);
    }
    for (int e = 0; e < flow->edge_count; e++)
        add_edge(task, lp, e);
    glp_load_matrix(lp, task->count, task->rows, task->columns, task->values);
    return lp;
}

/* ---- reading the answer ---- */

/* Where a payer or payee has a gap, the problem does not see it close. */
static void stop_at_gaps(const struct task *task, int payment, oracle_marginal *out)
{
    const cf_payment *of = &task->flow->network->payments[payment];
    const cf_balance *payer = &task->flow->balances[of->payer];
    const cf_balance *payee = &task->flow->balances[of->payee];

    if (task->bound != CF_MEASURE_MIN)
        return;
    if (payer->bounded && !(payer->kept > 0) && of->payer != task->supplier)
        out->from = fmax(out->from, of->amount - payer->gap);
    if (payee->bounded && !(payee->kept > 0) && of->payee != task->supplier)
        out->to = fmin(out->to, of->amount + payee->gap);
}

static void read_marginal(const struct task *task, glp_prob *lp, int payment)
{
    oracle_marginal *out = &task->out[payment];
    int column = amount_column(payment);
    double least, most;

    if (task->tied[payment] || task->flow->network->payments[payment].open ||
        glp_get_col_stat(lp, column) == GLP_BS) /* ranging ends the process there */
        return;
    out->reduced_cost = glp_get_col_dual(lp, column);
    glp_analyze_bound(lp, glp_get_num_rows(lp) + column, &least, NULL, &most, NULL);
    out->from = least > -DBL_MAX ? fmax(least * task->scale, 0.0) : 0.0;
    out->to = most < DBL_MAX ? most * task->scale : (double)INFINITY;
    stop_at_gaps(task, payment, out);
}

static cf_status solve(void *data)
{
    struct task *task = data;
    glp_prob *lp = build(task);
    glp_smcp control;
    cf_status status = CF_SOLVER;

    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = GLP_DUALP;
    if (glp_simplex(lp, &control) == 0 && glp_get_status(lp) == GLP_OPT &&
        (glp_bf_exists(lp) || glp_factorize(lp) == 0)) {
        for (int i = 0; i < task->flow->network->payment_count; i++)
            read_marginal(task, lp, i);
        status = CF_OK;
    }
    glp_delete_prob(lp);
    return status;
}

/* ---- all together ---- */

static void mark_tied(bool *tied, const cf_network *network)
{
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        tied[i] = tied[i] || (payment->carries == CF_CAPITAL && payment->earmark_count > 0);
        for (int k = 0; payment->carries == CF_CAPITAL && k < payment->earmark_count; k++)
            tied[payment->earmark[k]] = true;
    }
}

cf_status oracle_marginals(const cf_flow *flow, int supplier, bool origin_all, cf_measure bound,
                           oracle_marginal *out)
{
    const cf_network *network = flow->network;
    size_t entries = 8 * (size_t)flow->edge_count + 1;
    bool *tied = calloc((size_t)network->payment_count + 1, sizeof *tied);
    struct task task = { .flow = flow,
                         .supplier = supplier,
                         .origin_all = origin_all,
                         .bound = bound,
                         .tied = tied,
                         .scale = 1e-300,
                         .out = out,
                         .rows = calloc(entries, sizeof(int)),
                         .columns = calloc(entries, sizeof(int)),
                         .values = calloc(entries, sizeof(double)) };
    cf_status status = CF_NO_MEMORY;

    for (int i = 0; i < network->payment_count; i++) {
        out[i] = (oracle_marginal){ (double)NAN, (double)NAN, (double)NAN };
        task.scale = fmax(task.scale, network->payments[i].amount);
    }
    if (tied != NULL && task.rows != NULL && task.columns != NULL && task.values != NULL) {
        mark_tied(tied, network);
        status = cf_glpk_run(solve, &task);
    }
    free(tied);
    free(task.rows);
    free(task.columns);
    free(task.values);
    return status;
}
