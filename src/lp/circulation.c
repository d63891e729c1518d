/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest circulation, one strong component at a time:
 *
 *   max Σ y_e   with   in = out at every vertex,   0 ≤ y_e ≤ a_e
 *
 * The optimal duals π are whole numbers, so that Σ a_e max(0, 1 − π_tail + π_head) is the value,
 * a sum of amounts free of the solver's tolerances.
 */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/sum.h"
#include "circfin/lp.h"
#include "lp/glpk.h"

struct arc {
    int tail, head; /* by place in the component */
    double amount;
};

struct part { /* one strong component */
    int vertex_count, arc_count;
    struct arc *arcs;
    double scale;
    double *profit;   /* of each arc: 1 − π_tail + π_head */
    bool *full;       /* out-of-kilter's arcs at their upper bound */
    double objective; /* of the primal solution */
    double *in, *out; /* scratch, by vertex */
    int *root;        /* scratch: the forest of the crash basis */
};

enum { SIMPLEX_UP_TO = 1000, GRID_BITS = 30 };

/* ---- making it small ---- */

/* No more can go round on an edge than gets to its tail and away from its head. */
static void tighten(struct part *part)
{
    enum { MOST_PASSES = 50 };
    bool changed = true;

    for (int pass = 0; changed && pass < MOST_PASSES; pass++) {
        changed = false;
        for (int v = 0; v < part->vertex_count; v++)
            part->in[v] = part->out[v] = 0.0;
        for (int i = 0; i < part->arc_count; i++) {
            part->out[part->arcs[i].tail] += part->arcs[i].amount;
            part->in[part->arcs[i].head] += part->arcs[i].amount;
        }
        for (int i = 0; i < part->arc_count; i++) {
            struct arc *arc = &part->arcs[i];
            double most = fmin(part->in[arc->tail], part->out[arc->head]);

            if (arc->amount > most && !cf_same(arc->amount, most)) {
                arc->amount = most;
                changed = true;
            }
        }
    }
}

static double largest(const struct part *part)
{
    double most = 0.0;

    for (int i = 0; i < part->arc_count; i++)
        most = fmax(most, part->arcs[i].amount);
    return most;
}

static double dual_value(const struct part *part)
{
    cf_sum sum = { 0 };

    for (int i = 0; i < part->arc_count; i++) {
        if (part->profit[i] > 0)
            cf_sum_add_product(&sum, part->arcs[i].amount, part->profit[i]);
    }
    return cf_sum_value(sum);
}

/* Whether the dual value, an upper bound on every circulation, is reached. */
static bool settled(const struct part *part)
{
    double value = dual_value(part);

    return fabs(value - part->objective) <= 1e-9 * value;
}

/* ---- the simplex method ---- */

static glp_prob *build(const struct part *part)
{
    glp_prob *lp = glp_create_prob();

    glp_set_obj_dir(lp, GLP_MAX);
    glp_add_rows(lp, part->vertex_count);
    glp_add_cols(lp, part->arc_count);
    for (int v = 0; v < part->vertex_count; v++)
        glp_set_row_bnds(lp, v + 1, GLP_FX, 0.0, 0.0);
    for (int i = 0; i < part->arc_count; i++) {
        const struct arc *arc = &part->arcs[i];
        int rows[3] = { 0, arc->tail + 1, arc->head + 1 };
        double values[3] = { 0.0, 1.0, -1.0 };
        double most = fmin(arc->amount / part->scale, 1.0);

        glp_set_col_bnds(lp, i + 1, most > 0 ? GLP_DB : GLP_FX, 0.0, most);
        glp_set_mat_col(lp, i + 1, 2, rows, values);
        glp_set_obj_coef(lp, i + 1, 1.0);
    }
    return lp;
}

static int root_of(int *root, int v)
{
    while (root[v] != v)
        v = root[v] = root[root[v]];
    return v;
}

/* A forest of arcs without profit or loss is a basis that the duals of out-of-kilter belong to. */
static void set_crash_basis(struct part *part, glp_prob *lp)
{
    for (int v = 0; v < part->vertex_count; v++) {
        part->root[v] = v;
        glp_set_row_stat(lp, v + 1, GLP_BS);
    }
    for (int i = 0; i < part->arc_count; i++) {
        const struct arc *arc = &part->arcs[i];
        int from = root_of(part->root, arc->tail), to = root_of(part->root, arc->head);
        bool basic = fabs(part->profit[i]) < 0.5 && from != to;

        if (basic) {
            part->root[to] = from;
            glp_set_row_stat(lp, to + 1, GLP_NS);
            glp_set_col_stat(lp, i + 1, GLP_BS);
        } else {
            glp_set_col_stat(lp, i + 1, part->full[i] ? GLP_NU : GLP_NL);
        }
    }
}

static cf_status run_simplex(struct part *part, bool warm)
{
    /* Amounts of very different size can send GLPK round in circles under a fine tolerance. */
    static const double tolerances[] = { 1e-13, 1e-11, 1e-9, 1e-7 };
    glp_prob *lp = build(part);
    glp_smcp control;
    cf_status status = CF_SOLVER;

    if (warm)
        set_crash_basis(part, lp);
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = warm ? GLP_DUALP : GLP_PRIMAL;
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++) {
        control.tol_bnd = tolerances[i];
        control.it_lim = glp_get_it_cnt(lp) + 10 * (part->vertex_count + part->arc_count) + 1000;
        if (glp_simplex(lp, &control) != 0 || glp_get_status(lp) != GLP_OPT)
            continue;
        for (int k = 0; k < part->arc_count; k++)
            part->profit[k] = 1.0 - round(glp_get_row_dual(lp, part->arcs[k].tail + 1)) +
                              round(glp_get_row_dual(lp, part->arcs[k].head + 1));
        part->objective = glp_get_obj_val(lp) * part->scale;
        if (settled(part)) {
            status = CF_OK;
            break;
        }
    }
    glp_delete_prob(lp);
    return status;
}

static cf_status cold_simplex(void *data)
{
    return run_simplex(data, false);
}

static cf_status warm_simplex(void *data)
{
    return run_simplex(data, true);
}

/* ---- out of kilter, on a grid of whole numbers ---- */

struct vertex_data {
    double potential;
};

struct arc_data {
    double low, capacity, cost, flow;
};

static cf_status run_out_of_kilter(void *data)
{
    struct part *part = data;
    const double grid = ldexp(1.0, GRID_BITS) / part->scale;
    glp_graph *graph = glp_create_graph(sizeof(struct vertex_data), sizeof(struct arc_data));
    glp_arc **arcs = glp_alloc(part->arc_count, sizeof *arcs);
    double cost;
    cf_status status = CF_SOLVER;

    glp_add_vertices(graph, part->vertex_count);
    for (int i = 0; i < part->arc_count; i++) {
        struct arc_data *arc;

        arcs[i] = glp_add_arc(graph, part->arcs[i].tail + 1, part->arcs[i].head + 1);
        arc = arcs[i]->data;
        *arc = (struct arc_data){ .capacity = floor(part->arcs[i].amount * grid), .cost = -1.0 };
    }
    if (glp_mincost_okalg(graph, -1, offsetof(struct arc_data, low),
                          offsetof(struct arc_data, capacity), offsetof(struct arc_data, cost),
                          &cost, offsetof(struct arc_data, flow),
                          offsetof(struct vertex_data, potential)) == 0) {
        part->objective = -cost / grid;
        for (int i = 0; i < part->arc_count; i++) {
            const struct vertex_data *tail = arcs[i]->tail->data, *head = arcs[i]->head->data;
            const struct arc_data *arc = arcs[i]->data;

            part->profit[i] = 1.0 + tail->potential - head->potential;
            part->full[i] = arc->flow > 0.5 * arc->capacity;
        }
        status = CF_OK;
    }
    glp_free(arcs);
    glp_delete_graph(graph);
    return status;
}

/* ---- all components ---- */

static cf_status solve_part(struct part *part, double *value)
{
    cf_status status = CF_OK;

    tighten(part);
    part->scale = largest(part);
    if (part->arc_count > SIMPLEX_UP_TO) {
        status = cf_glpk_run(run_out_of_kilter, part);
        if (status == CF_OK && !settled(part))
            status = cf_glpk_run(warm_simplex, part);
    }
    if (part->arc_count <= SIMPLEX_UP_TO || status == CF_SOLVER)
        status = cf_glpk_run(cold_simplex, part);
    /* A value far below the largest amount deserves a finer scale: no arc carries more. */
    if (status == CF_OK && dual_value(part) < 1e-3 * part->scale) {
        part->scale = dual_value(part);
        for (int i = 0; i < part->arc_count; i++)
            part->arcs[i].amount = fmin(part->arcs[i].amount, part->scale);
        status = cf_glpk_run(cold_simplex, part);
    }
    *value = status == CF_OK ? dual_value(part) : 0.0;
    return status;
}

/* Fills the part with component c; `place` is scratch, by vertex of the flow. */
static void list_part(struct part *part, const cf_flow *flow, int c, int *place)
{
    int first = flow->component_start[c];

    part->vertex_count = flow->component_start[c + 1] - first;
    part->arc_count = 0;
    for (int i = 0; i < part->vertex_count; i++)
        place[flow->component_vertices[first + i]] = i;
    for (int i = 0; i < part->vertex_count; i++) {
        int v = flow->component_vertices[first + i];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (flow->component[edge->head] == c)
                part->arcs[part->arc_count++] = (struct arc){ i, place[edge->head], edge->amount };
        }
    }
}

cf_status cf_circulation_max(const cf_flow *flow, double *value)
{
    size_t vertices = (size_t)flow->vertex_count + 1, edges = (size_t)flow->edge_count + 1;
    int *place = calloc(vertices, sizeof *place);
    struct part part = { .arcs = calloc(edges, sizeof *part.arcs),
                         .profit = calloc(edges, sizeof *part.profit),
                         .full = calloc(edges, sizeof *part.full),
                         .in = calloc(vertices, sizeof *part.in),
                         .out = calloc(vertices, sizeof *part.out),
                         .root = calloc(vertices, sizeof *part.root) };
    cf_status status = CF_NO_MEMORY;
    cf_sum sum = { 0 };

    if (place == NULL || part.arcs == NULL || part.profit == NULL || part.full == NULL ||
        part.in == NULL || part.out == NULL || part.root == NULL)
        goto out;
    status = CF_OK;
    for (int c = 0; status == CF_OK && c < flow->component_count; c++) {
        double part_value;

        if (flow->component_start[c + 1] - flow->component_start[c] < 2)
            continue;
        list_part(&part, flow, c, place);
        status = solve_part(&part, &part_value);
        cf_sum_add(&sum, part_value);
    }

out:
    *value = status == CF_OK ? cf_sum_value(sum) : 0.0;
    free(place);
    free(part.arcs);
    free(part.profit);
    free(part.full);
    free(part.in);
    free(part.out);
    free(part.root);
    return status;
}
