/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The linear systems of one strong component, and how they are solved:
 *
 *   sweeps (sweeps.h)       large components that money leaves soon: no term is negative, so no
 *                           digit is lost
 *   tree reduction (tree.h) large components that are trees; no term is negative there either
 *   shared factorisation    of the system in which no vertex absorbs; it serves every supplier, and
 *                           by its transpose the backward systems. One absorber is worked in by one
 *                           more column: Sherman and Morrison (1950),
 *                           https://doi.org/10.1214/aoms/1177729893
 *   own factorisation       without the absorbing vertices, where the shared one is singular or all
 *                           but that
 *
 * Solutions of a factorisation are refined until they stand, with residuals summed without loss.
 */
#include "pro_rata/system.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "pro_rata/lu.h"
#include "pro_rata/tree.h"

struct cf_system {
    const cf_flow *flow;
    const int *local, *vertices; /* vertices[i] is the i-th of the component */
    int size, component;
    cf_tree *tree;     /* of a large component that is one; NULL: not needed yet */
    cf_sweeps *sweeps; /* of any other large one; NULL: not needed yet */
    cf_lu *shared; /* of the forward system without absorption; NULL: singular or not made yet */
    bool shared_tried;
    double leak; /* what the component loses in one go round */

    bool *absorbing; /* by local place */
    int absorbing_count, absorber;

    /* Of the forward and of the backward system: */
    double *column[2];    /* the shared inverse's column of the one absorber */
    bool column_known[2]; /* it is that of the absorber now */
    cf_lu *own[2];        /* without the absorbing vertices; NULL: not made yet */
    double rounds[2];     /* how ill conditioned it is; NaN: not known yet */

    bool backward; /* the system being solved */
    bool *live;    /* by local place: what there is on the right gets there */
    int *queue;
    cf_entry *entries;
    double *right, *residual, *step; /* scratch of factorisations; NULL until needed, as columns */
};

static int edge_count(const cf_system *system)
{
    int count = 0;

    for (int i = 0; i < system->size; i++) {
        int v = system->vertices[i];

        count += system->flow->out_edges.start[v + 1] - system->flow->out_edges.start[v];
    }
    return count;
}

/* What of its money vertex i keeps or pays to vertices outside the component. */
static double leak_of(const cf_system *system, int i)
{
    const cf_flow *flow = system->flow;
    int v = system->vertices[i];
    cf_sum lost = { 0 };

    cf_sum_add(&lost, flow->balances[v].kept);
    for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (flow->component[edge->head] != flow->component[v])
            cf_sum_add(&lost, edge->amount);
    }
    return cf_sum_value(lost);
}

/* Absorbing vertices get an equation of their own, g = 0, so that places stay as they are. */
static int list_entries(cf_system *system, bool absorb)
{
    const cf_flow *flow = system->flow;
    int count = 0;

    for (int i = 0; i < system->size; i++) {
        int u = system->vertices[i];

        system->entries[count++] = (cf_entry){ i, i, cf_money_of(system->flow, u) };
        for (int k = flow->out_edges.start[u]; k < flow->out_edges.start[u + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];
            int j = system->local[edge->head];

            if (!(edge->amount > 0) || flow->component[edge->head] != flow->component[u])
                continue;
            if (absorb && (system->absorbing[i] || system->absorbing[j]))
                continue;
            system->entries[count++] = (cf_entry){ j, i, -edge->amount };
        }
    }
    return count;
}

cf_status cf_system_new(cf_system **out, const cf_flow *flow, int component, const int *local)
{
    cf_system *system = calloc(1, sizeof *system);

    *out = NULL;
    if (system == NULL)
        return CF_NO_MEMORY;
    system->flow = flow;
    system->local = local;
    system->component = component;
    system->vertices = &flow->component_vertices[flow->component_start[component]];
    system->size = flow->component_start[component + 1] - flow->component_start[component];
    system->absorbing = calloc((size_t)system->size, sizeof *system->absorbing);
    if (system->absorbing == NULL) {
        cf_system_free(system);
        return CF_NO_MEMORY;
    }
    *out = system;
    return CF_OK;
}

/* What only factorisations need. */
static cf_status make_room(cf_system *system)
{
    size_t size = (size_t)system->size;
    double **arrays[] = { &system->column[0], &system->column[1], &system->right, &system->residual,
                          &system->step };

    if (system->entries != NULL)
        return CF_OK;
    system->rounds[0] = system->rounds[1] = (double)NAN;
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        if (*arrays[i] == NULL)
            *arrays[i] = calloc(size, sizeof **arrays[i]);
        if (*arrays[i] == NULL)
            return CF_NO_MEMORY;
    }
    if (system->live == NULL)
        system->live = calloc(size, sizeof *system->live);
    if (system->queue == NULL)
        system->queue = calloc(size, sizeof *system->queue);
    if (system->live == NULL || system->queue == NULL)
        return CF_NO_MEMORY;
    system->entries = calloc(2 * size + (size_t)edge_count(system), sizeof *system->entries);
    return system->entries == NULL ? CF_NO_MEMORY : CF_OK;
}

void cf_system_free(cf_system *system)
{
    if (system == NULL)
        return;
    cf_tree_free(system->tree);
    cf_sweeps_free(system->sweeps);
    cf_lu_free(system->shared);
    cf_lu_free(system->own[0]);
    cf_lu_free(system->own[1]);
    free(system->absorbing);
    free(system->column[0]);
    free(system->column[1]);
    free(system->right);
    free(system->residual);
    free(system->step);
    free(system->live);
    free(system->queue);
    free(system->entries);
    free(system);
}

/* inverse × right, of the system being solved: the backward matrix is the forward one transposed.
 */
static void solve_factorised(const cf_system *system, cf_lu *lu, double *solution)
{
    if (system->backward)
        cf_lu_solve_transposed(lu, solution, solution);
    else
        cf_lu_solve(lu, solution, solution);
}

/* The most visits that money pays to the component before it leaks out, wherever it begins: as
 * the inverse has no negative entry, this is the condition of the system. */
static double rounds_of(cf_system *system)
{
    double *rounds = &system->rounds[system->backward];

    if (!isnan(*rounds))
        return *rounds;
    for (int i = 0; i < system->size; i++)
        system->step[i] = cf_money_of(system->flow, system->vertices[i]);
    solve_factorised(system, system->shared, system->step);
    *rounds = 0.0;
    for (int i = 0; i < system->size; i++)
        *rounds = fmax(*rounds, fabs(system->step[i]));
    return *rounds;
}

/* A closed circuit's own system is singular, and one that is all but closed is close to that:
 * there `shared` stays NULL. */
static cf_status make_shared(cf_system *system)
{
    const double least_leak = 1e-8;
    cf_sum lost = { 0 }, all = { 0 };
    cf_status status;

    if (system->shared_tried)
        return CF_OK;
    system->shared_tried = true;
    for (int i = 0; i < system->size; i++) {
        cf_sum_add(&all, cf_money_of(system->flow, system->vertices[i]));
        cf_sum_add(&lost, leak_of(system, i));
    }
    system->leak = cf_sum_value(lost);
    if (system->leak < least_leak * cf_sum_value(all))
        return CF_OK;
    status = cf_lu_new(&system->shared, system->size, system->entries, list_entries(system, false));
    return status == CF_SOLVER ? CF_OK : status;
}

/*
 * Where no vertex absorbs, the forward system of an all but closed circuit has one equation too
 * many and one too few: the sum of all, "what leaks out came in", is lost in rounding. It takes the
 * place of the first.
 */
static int conserve(cf_system *system, int count)
{
    int kept = 0;

    for (int k = 0; k < count; k++) {
        if (system->entries[k].row != 0)
            system->entries[kept++] = system->entries[k];
    }
    for (int i = 0; i < system->size; i++)
        system->entries[kept++] = (cf_entry){ 0, i, leak_of(system, i) / system->leak };
    return kept;
}

static cf_status make_own(cf_system *system)
{
    cf_lu **own = &system->own[system->backward];
    int count;

    if (*own != NULL)
        return CF_OK;
    count = list_entries(system, true);
    if (system->absorbing_count == 0 && !system->backward)
        count = conserve(system, count);
    return cf_lu_new(own, system->size, system->entries, count);
}

/* The shared factorisation, and the one absorber's column of its inverse. */
static cf_status prepare_shared(cf_system *system)
{
    double *column = system->column[system->backward];
    cf_status status = system->absorbing_count <= 1 ? make_shared(system) : CF_OK;

    if (status != CF_OK || system->shared == NULL || system->absorbing_count != 1 ||
        system->column_known[system->backward])
        return status;
    for (int i = 0; i < system->size; i++)
        column[i] = i == system->absorber ? 1.0 : 0.0;
    solve_factorised(system, system->shared, column);
    system->column_known[system->backward] = true;
    return CF_OK;
}

/* To factorise a large component takes as long as thousands of sweeps; to reduce a tree, as long as
 * one. */
static cf_status make_tree_or_sweeps(cf_system *system)
{
    enum { LARGE = 128 };
    cf_status status = CF_OK;

    if (system->size < LARGE || system->tree != NULL || system->sweeps != NULL)
        return CF_OK;
    status = cf_tree_new(&system->tree, system->flow, system->component, system->local);
    if (status == CF_OK && system->tree == NULL)
        status = cf_sweeps_new(&system->sweeps, system->flow, system->component, system->local);
    return status;
}

void cf_system_absorb(cf_system *system, const bool *absorbing)
{
    for (int way = 0; way < 2; way++) {
        cf_lu_free(system->own[way]);
        system->own[way] = NULL;
    }
    system->column_known[0] = system->column_known[1] = false;
    system->absorbing_count = 0;
    for (int i = 0; i < system->size; i++) {
        system->absorbing[i] = absorbing != NULL && absorbing[system->vertices[i]];
        if (system->absorbing[i]) {
            system->absorber = i;
            system->absorbing_count++;
        }
    }
}

/*
 * One step with what factorisation there is. With the shared one, B x = right + λ e_s, where λ is
 * such that x_s = 0: exactly the system in which s absorbs.
 */
static void solve_once(cf_system *system, const double *right, double *solution)
{
    cf_lu *own = system->own[system->backward];
    bool shared = own == NULL;

    for (int i = 0; i < system->size; i++)
        solution[i] = right[i];
    if (!shared && system->absorbing_count == 0 && !system->backward) {
        cf_sum sum = { 0 };

        for (int i = 0; i < system->size; i++)
            cf_sum_add(&sum, right[i]);
        solution[0] = cf_sum_value(sum) / system->leak;
    }
    solve_factorised(system, shared ? system->shared : own, solution);
    if (shared && system->absorbing_count == 1) {
        const double *column = system->column[system->backward];
        double factor = solution[system->absorber] / column[system->absorber];

        for (int i = 0; i < system->size; i++)
            solution[i] -= factor * column[i];
    }
    for (int i = 0; i < system->size; i++) {
        if (system->absorbing[i] || !system->live[i])
            solution[i] = 0.0;
    }
}

/* right − B x, summed without loss: T_v is used as the sum that it is. */
static void find_residual(cf_system *system, const double *x)
{
    const cf_flow *flow = system->flow;
    const cf_adjacency *edges = system->backward ? &flow->out_edges : &flow->in_edges;

    for (int i = 0; i < system->size; i++) {
        int v = system->vertices[i];
        cf_sum sum = { 0 };

        system->residual[i] = 0.0;
        if (system->absorbing[i] || !system->live[i])
            continue;
        cf_sum_add(&sum, system->right[i]);
        cf_sum_add_product(&sum, -x[i], flow->balances[v].kept);
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++)
            cf_sum_add_product(&sum, -x[i], flow->edges[flow->out_edges.at[k]].amount);
        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];
            int other = system->backward ? edge->head : edge->tail;

            if (flow->component[other] == flow->component[v])
                cf_sum_add_product(&sum, x[system->local[other]], edge->amount);
        }
        system->residual[i] = cf_sum_value(sum);
    }
}

/* Whether x solves the system, place by place. */
static bool is_solved(const cf_system *system, const double *x, double fine)
{
    for (int i = 0; i < system->size; i++) {
        double scale =
            cf_money_of(system->flow, system->vertices[i]) * fabs(x[i]) + fabs(system->right[i]);

        if (!(fabs(system->residual[i]) <= fine * scale + 1e-300))
            return false;
    }
    return true;
}

/* Whether the last step left x where it was: shares below 1e-30 are noise. */
static bool is_at_rest(const cf_system *system, const double *x, double fine)
{
    for (int i = 0; i < system->size; i++) {
        if (!(fabs(system->step[i]) <= fine * fabs(x[i]) + 1e-30))
            return false;
    }
    return true;
}

/* Steps until x solves the system and stands; a large well conditioned one needs no step to tell,
 * a small one takes one, so that its last digit is right, too. False where that is not reached. */
static bool refine(cf_system *system, double *solution)
{
    enum { MOST_STEPS = 8, SMALL = 64 };
    const double fine = 1e-11, finer = 1e-13, few_rounds = 1e4;

    solve_once(system, system->right, solution);
    for (int n = 0; n < MOST_STEPS; n++) {
        find_residual(system, solution);
        if ((n > 0 || system->size > SMALL) && system->own[system->backward] == NULL &&
            is_solved(system, solution, finer) && rounds_of(system) <= few_rounds)
            return true;
        solve_once(system, system->residual, system->step);
        for (int i = 0; i < system->size; i++)
            solution[i] += system->step[i];
        if (is_solved(system, solution, fine) && is_at_rest(system, solution, fine))
            return true;
    }
    return false;
}

/* Where the solution is not 0. Without this, rounding would leave noise where it is, and noise
 * never settles. */
static void find_live(cf_system *system)
{
    const cf_flow *flow = system->flow;
    const cf_adjacency *edges = system->backward ? &flow->in_edges : &flow->out_edges;
    int queued = 0;

    for (int i = 0; i < system->size; i++) {
        system->live[i] = system->right[i] > 0;
        if (system->live[i])
            system->queue[queued++] = i;
    }
    for (int next = 0; next < queued; next++) {
        int v = system->vertices[system->queue[next]];

        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];
            int other = system->backward ? edge->tail : edge->head, i = system->local[other];

            if (!(edge->amount > 0) || flow->component[other] != system->component ||
                system->live[i] || system->absorbing[i])
                continue;
            system->live[i] = true;
            system->queue[queued++] = i;
        }
    }
}

static cf_status solve_by_factorisation(cf_system *system, const double *right, double *solution)
{
    cf_status status = make_room(system);
    bool settled = false;

    for (int i = 0; status == CF_OK && i < system->size; i++)
        system->right[i] = system->absorbing[i] ? 0.0 : right[i];
    if (status == CF_OK)
        find_live(system);
    if (status == CF_OK)
        status = prepare_shared(system);
    if (status == CF_OK && system->own[system->backward] == NULL && system->shared != NULL &&
        system->absorbing_count <= 1)
        settled = refine(system, solution);
    /* A circuit that is all but closed: only without the absorbing vertices is it well posed. */
    if (status == CF_OK && !settled)
        status = make_own(system);
    if (status == CF_OK && !settled)
        (void)refine(system, solution);
    return status;
}

cf_status cf_system_solve(cf_system *system, bool backward, const double *right, double *solution)
{
    bool settled = false;
    cf_status status = make_tree_or_sweeps(system);

    system->backward = backward;
    if (status == CF_OK && system->tree != NULL)
        settled = cf_tree_solve(system->tree, backward, system->absorbing, right, solution);
    else if (status == CF_OK && system->sweeps != NULL)
        status =
            cf_sweeps_solve(system->sweeps, backward, system->absorbing, right, solution, &settled);
    if (status == CF_OK && !settled)
        status = solve_by_factorisation(system, right, solution);
    return status;
}

cf_status cf_system_colours(cf_system *system, cf_colour *colours, int count)
{
    cf_status status = make_tree_or_sweeps(system);

    for (int i = 0; i < count; i++)
        colours[i].settled = false;
    if (status == CF_OK && system->sweeps != NULL)
        status = cf_sweeps_colours(system->sweeps, colours, count);
    return status;
}
