/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solves by one sparse factorisation for each component; an absorbing vertex is worked in by a
 * rank-one update (J. Sherman, W. J. Morrison 1950, https://doi.org/10.1214/aoms/1177729893).
 * Solutions are refined with residuals that are summed without loss.
 */
#include "pro_rata/system.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "pro_rata/lu.h"

struct cf_system {
    const cf_flow *flow;
    const int *local, *vertices; /* vertices[i] is the i-th of the component */
    int size;
    bool backward;
    cf_lu *shared; /* of the system in which nobody absorbs; NULL: singular or not made yet */
    bool shared_tried;
    double rounds; /* how ill conditioned the shared system is */

    const bool *live; /* by vertex: where the solution is not 0; NULL: it may be anywhere */
    bool *absorbing;  /* by local place */
    int absorbing_count, absorber;
    double *column;            /* the shared inverse's column of the one absorber */
    cf_lu *own;                /* of the system without the absorbing vertices */
    double leak;               /* what the component loses in one go round */
    bool sweeps, sweeps_known; /* sweeps solve this component, whatever is asked */
    bool ready;                /* the shared system, where there is one, knows who absorbs */

    cf_entry *entries;
    double *right, *residual, *step; /* scratch */
};

/* Without this, rounding would leave noise where the solution is 0, and noise never settles. */
static bool is_live(const cf_system *system, int i)
{
    return system->live == NULL || system->live[system->vertices[i]];
}

static double all_money(const cf_system *system, int vertex)
{
    const cf_balance *balance = &system->flow->balances[vertex];

    return balance->out + balance->kept;
}

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

        system->entries[count++] = (cf_entry){ i, i, all_money(system, u) };
        for (int k = flow->out_edges.start[u]; k < flow->out_edges.start[u + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];
            int j = system->local[edge->head];

            if (!(edge->amount > 0) || flow->component[edge->head] != flow->component[u])
                continue;
            if (absorb && (system->absorbing[i] || system->absorbing[j]))
                continue;
            system->entries[count++] = system->backward ? (cf_entry){ i, j, -edge->amount }
                                                        : (cf_entry){ j, i, -edge->amount };
        }
    }
    return count;
}

cf_status cf_system_new(cf_system **out, const cf_flow *flow, int component, const int *local,
                        bool backward)
{
    cf_system *system = calloc(1, sizeof *system);
    size_t size;

    *out = NULL;
    if (system == NULL)
        return CF_NO_MEMORY;
    system->flow = flow;
    system->local = local;
    system->vertices = &flow->component_vertices[flow->component_start[component]];
    system->size = flow->component_start[component + 1] - flow->component_start[component];
    system->backward = backward;
    size = (size_t)system->size;
    system->absorbing = calloc(size, sizeof *system->absorbing);
    system->column = calloc(size, sizeof *system->column);
    system->right = calloc(size, sizeof *system->right);
    system->residual = calloc(size, sizeof *system->residual);
    system->step = calloc(size, sizeof *system->step);
    system->entries = calloc(2 * size + (size_t)edge_count(system), sizeof *system->entries);
    if (system->absorbing == NULL || system->column == NULL || system->right == NULL ||
        system->residual == NULL || system->step == NULL || system->entries == NULL) {
        cf_system_free(system);
        return CF_NO_MEMORY;
    }
    *out = system;
    return CF_OK;
}

void cf_system_free(cf_system *system)
{
    if (system == NULL)
        return;
    cf_lu_free(system->shared);
    cf_lu_free(system->own);
    free(system->absorbing);
    free(system->column);
    free(system->right);
    free(system->residual);
    free(system->step);
    free(system->entries);
    free(system);
}

/* The most visits that money pays to the component before it leaks out, wherever it begins: as
 * the inverse has no negative entry, this is the condition of the system. */
static void measure_rounds(cf_system *system)
{
    for (int i = 0; i < system->size; i++)
        system->step[i] = all_money(system, system->vertices[i]);
    cf_lu_solve(system->shared, system->step, system->step);
    system->rounds = 0.0;
    for (int i = 0; i < system->size; i++)
        system->rounds = fmax(system->rounds, fabs(system->step[i]));
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
        cf_sum_add(&all, all_money(system, system->vertices[i]));
        cf_sum_add(&lost, leak_of(system, i));
    }
    system->leak = cf_sum_value(lost);
    if (system->leak < least_leak * cf_sum_value(all))
        return CF_OK;
    status = cf_lu_new(&system->shared, system->size, system->entries, list_entries(system, false));
    if (status == CF_OK)
        measure_rounds(system);
    return status == CF_SOLVER ? CF_OK : status;
}

/*
 * Where nobody absorbs, an all but closed circuit has one equation too many and one too few: the
 * sum of all, "what leaks out came in", is lost in rounding. It takes the place of the first.
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
    int count;

    if (system->own != NULL)
        return CF_OK;
    count = list_entries(system, true);
    if (system->absorbing_count == 0 && !system->backward)
        count = conserve(system, count);
    return cf_lu_new(&system->own, system->size, system->entries, count);
}

/* The shared factorisation, and the one absorber's column of its inverse. */
static cf_status get_ready(cf_system *system)
{
    bool one = system->absorbing_count == 1;
    cf_status status = CF_OK;

    if (!system->ready && system->absorbing_count <= 1)
        status = make_shared(system);
    if (status == CF_OK && !system->ready && one && system->shared != NULL) {
        for (int i = 0; i < system->size; i++)
            system->column[i] = i == system->absorber ? 1.0 : 0.0;
        cf_lu_solve(system->shared, system->column, system->column);
    }
    system->ready = status == CF_OK;
    return status;
}

/* Lets one vertex after the other have what the others give it now; returns the largest move, as a
 * part of what moved. */
static double sweep(cf_system *system, double *x)
{
    const cf_flow *flow = system->flow;
    const cf_adjacency *edges = system->backward ? &flow->out_edges : &flow->in_edges;
    double worst = 0.0;

    for (int i = 0; i < system->size; i++) {
        int v = system->vertices[i];
        double sum = system->right[i], before = x[i];

        if (system->absorbing[i] || !is_live(system, i))
            continue;
        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];
            int other = system->backward ? edge->head : edge->tail;

            if (flow->component[other] == flow->component[v])
                sum += x[system->local[other]] * edge->amount;
        }
        x[i] = sum / all_money(system, v);
        worst = fmax(worst, fabs(x[i] - before) / (fabs(x[i]) + 1e-300));
    }
    return worst;
}

/* Gauss and Seidel from nothing: all terms are positive, so no digit is lost, and where a sweep
 * moves nothing any more after few, that is the solution. */
static bool solve_by_sweeps(cf_system *system, double *solution)
{
    enum { MOST_SWEEPS = 400 };
    const double still = 4e-15;

    for (int i = 0; i < system->size; i++)
        solution[i] = 0.0;
    for (int n = 0; n < MOST_SWEEPS; n++) {
        if (sweep(system, solution) <= still)
            return true;
    }
    return false;
}

/*
 * To factorise a large component takes as long as thousands of sweeps. Tried once with money coming
 * in everywhere and nobody absorbing, which stays in longest: what settles then always does.
 */
static bool sweeps_do(cf_system *system)
{
    enum { LARGE = 1500 };

    if (system->sweeps_known || system->size < LARGE)
        return system->sweeps;
    for (int i = 0; i < system->size; i++) {
        system->right[i] = all_money(system, system->vertices[i]);
        system->residual[i] = system->absorbing[i]; /* kept while nobody absorbs */
        system->absorbing[i] = false;
    }
    system->live = NULL;
    system->sweeps = solve_by_sweeps(system, system->step);
    system->sweeps_known = true;
    for (int i = 0; i < system->size; i++)
        system->absorbing[i] = system->residual[i] > 0;
    return system->sweeps;
}

cf_status cf_system_absorb(cf_system *system, const bool *absorbing)
{
    cf_lu_free(system->own);
    system->own = NULL;
    system->ready = false;
    system->absorbing_count = 0;
    for (int i = 0; i < system->size; i++) {
        system->absorbing[i] = absorbing != NULL && absorbing[system->vertices[i]];
        if (system->absorbing[i]) {
            system->absorber = i;
            system->absorbing_count++;
        }
    }
    return sweeps_do(system) ? CF_OK : get_ready(system);
}

/*
 * One step with what factorisation there is. With the shared one, B x = right + λ e_s, where λ is
 * such that x_s = 0: exactly the system in which s absorbs.
 */
static void solve_once(cf_system *system, const double *right, double *solution)
{
    bool shared = system->own == NULL;

    for (int i = 0; i < system->size; i++)
        solution[i] = right[i];
    if (!shared && system->absorbing_count == 0 && !system->backward) {
        cf_sum sum = { 0 };

        for (int i = 0; i < system->size; i++)
            cf_sum_add(&sum, right[i]);
        solution[0] = cf_sum_value(sum) / system->leak;
    }
    cf_lu_solve(shared ? system->shared : system->own, solution, solution);
    if (shared && system->absorbing_count == 1) {
        double factor = solution[system->absorber] / system->column[system->absorber];

        for (int i = 0; i < system->size; i++)
            solution[i] -= factor * system->column[i];
    }
    for (int i = 0; i < system->size; i++) {
        if (system->absorbing[i] || !is_live(system, i))
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
        if (system->absorbing[i] || !is_live(system, i))
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
        double scale = all_money(system, system->vertices[i]) * fabs(x[i]) + fabs(system->right[i]);

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

/* Steps until x solves the system and stands; a well conditioned one needs no step to tell. False
 * where that is not reached. */
static bool refine(cf_system *system, double *solution)
{
    enum { MOST_STEPS = 8 };
    const double fine = 1e-11, finer = 1e-13, few_rounds = 1e4;

    solve_once(system, system->right, solution);
    for (int n = 0; n < MOST_STEPS; n++) {
        find_residual(system, solution);
        if (system->own == NULL && system->rounds <= few_rounds &&
            is_solved(system, solution, finer))
            return true;
        solve_once(system, system->residual, system->step);
        for (int i = 0; i < system->size; i++)
            solution[i] += system->step[i];
        if (is_solved(system, solution, fine) && is_at_rest(system, solution, fine))
            return true;
    }
    return false;
}

cf_status cf_system_solve(cf_system *system, const bool *live, const double *right,
                          double *solution)
{
    cf_status status = CF_OK;
    bool settled = false;

    for (int i = 0; i < system->size; i++)
        system->right[i] = system->absorbing[i] ? 0.0 : right[i];
    system->live = live;
    if (system->sweeps && solve_by_sweeps(system, solution))
        return CF_OK;
    status = get_ready(system);
    if (status == CF_OK && system->own == NULL && system->shared != NULL &&
        system->absorbing_count <= 1)
        settled = refine(system, solution);
    /* A circuit that is all but closed: only without the absorbing vertices is it well posed. */
    if (status == CF_OK && !settled)
        status = make_own(system);
    if (status == CF_OK && !settled)
        (void)refine(system, solution);
    return status;
}
