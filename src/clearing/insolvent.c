/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shares that a circuit of failing entities pays, T_u g_u = max(0, m_u + Σ w_vu g_v).
 *
 * Whoever has nothing left for this rank is set aside, which leaves a linear system; who that is,
 * is found by R. A. Howard's policy iteration (1960): begin with nobody, set aside whose share is
 * negative, take back whose share would be positive, until nothing changes. A circuit that money
 * does not leave has no solution with nobody set aside, so there it begins with all who have no
 * money of their own, and only takes back.
 *
 * Small circuits are eliminated without a subtraction (elimination.h), so that a share is right to
 * its last digits however little money leaves. Large ones are swept: a sweep sets one member after
 * the other to what the others leave it. Money that leaves slowly makes sweeps slow in one way
 * only, all shares together, so now and then they are moved by as much as the money of the circuit
 * as a whole requires: J. R. Koury, D. F. McAllister, W. J. Stewart (1984),
 * https://doi.org/10.1137/0605019. What is slow even so is factorised.
 */
#include "clearing/insolvent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "pro_rata/elimination.h"
#include "pro_rata/lu.h"
#include "pro_rata/sweep_pace.h"

/* A factor of a larger circuit may fill up, so it is swept for longer before one is tried. */
enum { MOST_FACTORISED = 2000, SOME_SWEEPS = 1000, MOST_SWEEPS = 20000, CORRECT_EVERY = 16 };

static double left_of(const cf_insolvent *circuit, const double *share, int member)
{
    cf_sum sum = { circuit->money[member], 0.0 };

    for (int i = circuit->start[member]; i < circuit->start[member + 1]; i++)
        cf_sum_add_product(&sum, circuit->arcs[i].weight, share[circuit->arcs[i].payer]);
    return cf_sum_value(sum);
}

static void finish(const cf_insolvent *circuit)
{
    for (int u = 0; u < circuit->size; u++)
        circuit->share[u] = fmin(1.0, fmax(0.0, circuit->share[u]));
    for (int u = 0; u < circuit->size; u++)
        circuit->left[u] = left_of(circuit, circuit->share, u);
}

static bool is_closed(const cf_insolvent *circuit)
{
    for (int u = 0; u < circuit->size; u++) {
        if (circuit->leak[u] > 0)
            return false;
    }
    return true;
}

/* Whether a closed circuit gets less than it pays the ranks before. */
static bool loses_money(const cf_insolvent *circuit)
{
    cf_sum money = { 0 }, gross = { 0 };

    for (int u = 0; u < circuit->size; u++) {
        cf_sum_add(&money, circuit->money[u]);
        cf_sum_add(&gross, circuit->gross[u]);
    }
    return cf_sum_value(money) < -CF_SAME_AMOUNT * cf_sum_value(gross);
}

/* ---- who is set aside ---- */

/* Solves the linear system of those who are not set aside. */
struct solver {
    const cf_insolvent *circuit;
    bool *aside, *next;
    double *share; /* may be negative on the way */
    cf_arc *arcs, *live;
    double *leak;
    cf_elimination *elimination; /* NULL: factorise */
};

static cf_status eliminate(struct solver *solver)
{
    const cf_insolvent *circuit = solver->circuit;

    for (int u = 0; u < circuit->size; u++) {
        solver->leak[u] = circuit->leak[u];
        solver->share[u] = solver->aside[u] ? 0.0 : circuit->money[u];
        for (int i = circuit->start[u]; i < circuit->start[u + 1]; i++)
            solver->live[i].capacity = solver->aside[u] ? 0.0 : solver->arcs[i].capacity;
    }
    for (int u = 0; u < circuit->size; u++) {
        for (int i = circuit->start[u]; solver->aside[u] && i < circuit->start[u + 1]; i++)
            solver->leak[solver->arcs[i].tail] += solver->arcs[i].capacity;
    }
    cf_elimination_solve(solver->elimination, solver->live, solver->leak, solver->share);
    return CF_OK;
}

static cf_status factorise(cf_lu **lu, const struct solver *solver)
{
    const cf_insolvent *circuit = solver->circuit;
    int arc_count = circuit->start[circuit->size], count = 0;
    cf_entry *entries = calloc((size_t)circuit->size + (size_t)arc_count + 1, sizeof *entries);
    cf_status status;

    *lu = NULL;
    if (entries == NULL)
        return CF_NO_MEMORY;
    for (int u = 0; u < circuit->size; u++) {
        entries[count++] = (cf_entry){ u, u, circuit->due[u] };
        for (int i = circuit->start[u]; !solver->aside[u] && i < circuit->start[u + 1]; i++)
            entries[count++] = (cf_entry){ u, circuit->arcs[i].payer, -circuit->arcs[i].weight };
    }
    status = cf_lu_new(lu, circuit->size, entries, count);
    free(entries);
    return status;
}

/* Refined until the residual, summed without loss, no longer moves a share. */
static cf_status factorise_and_refine(struct solver *solver)
{
    enum { MOST_REFINEMENTS = 12 };
    const cf_insolvent *circuit = solver->circuit;
    double move = 1.0, *right = solver->leak;
    cf_lu *lu;
    cf_status status = factorise(&lu, solver);

    for (int u = 0; u < circuit->size; u++)
        solver->share[u] = 0.0;
    for (int step = 0; status == CF_OK && step < MOST_REFINEMENTS && move > 1e-15; step++) {
        for (int u = 0; u < circuit->size; u++) {
            cf_sum residual = { solver->aside[u] ? 0.0 : left_of(circuit, solver->share, u), 0 };

            cf_sum_add_product(&residual, -circuit->due[u], solver->share[u]);
            right[u] = cf_sum_value(residual);
        }
        cf_lu_solve(lu, right, right);
        move = 0.0;
        for (int u = 0; u < circuit->size; u++) {
            solver->share[u] += right[u];
            move = fmax(move, fabs(right[u]));
        }
    }
    cf_lu_free(lu);
    return status;
}

static bool set_aside(struct solver *solver)
{
    bool changed = false;

    for (int u = 0; u < solver->circuit->size; u++) {
        double left =
            solver->aside[u] ? left_of(solver->circuit, solver->share, u) : solver->share[u];
        bool aside = solver->aside[u] ? !(left > 0) : left < 0;

        changed |= aside != solver->aside[u];
        solver->next[u] = aside;
    }
    memcpy(solver->aside, solver->next, (size_t)solver->circuit->size * sizeof *solver->aside);
    return changed;
}

static cf_status solve_by_policy(struct solver *solver, bool closed)
{
    const cf_insolvent *circuit = solver->circuit;
    cf_status status = CF_OK;
    bool changed = true;

    for (int u = 0; u < circuit->size; u++)
        solver->aside[u] = closed && !(circuit->money[u] > 0);
    /* Each step brings shares nearer to the solution; the limit is for rounding alone. */
    for (int step = 0; status == CF_OK && changed && step <= circuit->size + 8; step++) {
        status = solver->elimination != NULL ? eliminate(solver) : factorise_and_refine(solver);
        changed = status == CF_OK && set_aside(solver);
    }
    for (int u = 0; status == CF_OK && u < circuit->size; u++)
        circuit->share[u] = solver->aside[u] ? 0.0 : solver->share[u];
    return status;
}

static cf_status solver_open(struct solver *solver, const cf_insolvent *circuit)
{
    size_t size = (size_t)circuit->size + 1;
    size_t arc_count = (size_t)circuit->start[circuit->size];

    *solver = (struct solver){ .circuit = circuit,
                               .aside = calloc(size, sizeof *solver->aside),
                               .next = calloc(size, sizeof *solver->next),
                               .share = calloc(size, sizeof *solver->share),
                               .leak = calloc(size, sizeof *solver->leak),
                               .arcs = calloc(arc_count + 1, sizeof *solver->arcs),
                               .live = calloc(arc_count + 1, sizeof *solver->live) };
    if (solver->aside == NULL || solver->next == NULL || solver->share == NULL ||
        solver->leak == NULL || solver->arcs == NULL || solver->live == NULL)
        return CF_NO_MEMORY;
    for (int u = 0; u < circuit->size; u++) {
        for (int i = circuit->start[u]; i < circuit->start[u + 1]; i++)
            solver->live[i] = solver->arcs[i] =
                (cf_arc){ circuit->arcs[i].payer, u, circuit->arcs[i].weight };
    }
    return CF_OK;
}

static void solver_close(struct solver *solver)
{
    cf_elimination_free(solver->elimination);
    free(solver->aside);
    free(solver->next);
    free(solver->share);
    free(solver->leak);
    free(solver->arcs);
    free(solver->live);
}

/* ---- sweeps ---- */

struct sweeping {
    const cf_insolvent *circuit;
    double *share, *before, *earlier;
    cf_pace pace;
};

/* In the order in which the search reached them, along the money. Returns the largest relative
 * move. */
static double sweep(const struct sweeping *sweeping)
{
    const cf_insolvent *circuit = sweeping->circuit;
    double worst = 0.0;

    for (int u = circuit->size - 1; u >= 0; u--) {
        double left = circuit->money[u], share = sweeping->share[u], move;

        for (int i = circuit->start[u]; i < circuit->start[u + 1]; i++)
            left += circuit->arcs[i].weight * sweeping->share[circuit->arcs[i].payer];
        left = left > 0 ? left / circuit->due[u] : 0.0;
        move = fabs(left - share) / (left > 0 ? left : 1.0);
        worst = fmax(worst, move);
        sweeping->share[u] = left;
    }
    return worst;
}

/* What the members together still get too much or too little of, and what leaves them if their
 * shares are `share`; those who pay nothing aside. */
static void add_up(const struct sweeping *sweeping, double *excess, double *leaving, double *paid)
{
    const cf_insolvent *circuit = sweeping->circuit;
    cf_sum all = { 0 }, leaves = { 0 };

    *paid = 0.0;
    for (int u = 0; u < circuit->size; u++) {
        if (!(sweeping->share[u] > 0))
            continue;
        *paid += circuit->due[u] * sweeping->share[u];
        cf_sum_add(&all, circuit->money[u]);
        cf_sum_add_product(&leaves, circuit->due[u], sweeping->share[u]);
        for (int i = circuit->start[u]; i < circuit->start[u + 1]; i++)
            cf_sum_add_product(&leaves, -circuit->arcs[i].weight,
                               sweeping->share[circuit->arcs[i].payer]);
    }
    *leaving = cf_sum_value(leaves);
    cf_sum_add(&all, -*leaving);
    *excess = cf_sum_value(all);
}

/* Moves all shares in proportion, so that as much leaves as comes in. Says whether it was so
 * already. */
static bool correct(struct sweeping *sweeping)
{
    const cf_insolvent *circuit = sweeping->circuit;
    double excess, leaving, paid, factor;

    add_up(sweeping, &excess, &leaving, &paid);
    if (fabs(excess) <= fmax(1e-12 * fabs(leaving), CF_ROUNDING * paid))
        return true;
    factor = leaving > 0 ? 1.0 + excess / leaving : 0.0;
    if (!(factor > 0 && isfinite(factor)))
        return false;
    for (int u = 0; u < circuit->size; u++)
        sweeping->share[u] *= factor;
    sweeping->pace.since = 0;
    return false;
}

static void copy_for_jump(const struct sweeping *sweeping)
{
    size_t bytes = (size_t)sweeping->circuit->size * sizeof *sweeping->share;

    if (cf_pace_keeps_earlier(&sweeping->pace))
        memcpy(sweeping->earlier, sweeping->share, bytes);
    if (cf_pace_keeps_before(&sweeping->pace))
        memcpy(sweeping->before, sweeping->share, bytes);
}

static bool sweep_until_settled(struct sweeping *sweeping)
{
    int most = sweeping->circuit->size <= MOST_FACTORISED ? SOME_SWEEPS : MOST_SWEEPS;
    cf_pace *pace = &sweeping->pace;

    for (int step = 1; step <= most; step++) {
        bool jump;

        copy_for_jump(sweeping);
        jump = cf_pace_judge(pace, sweep(sweeping));
        if (pace->settled && correct(sweeping))
            return true;
        if (step % CORRECT_EVERY == 0)
            (void)correct(sweeping);
        else if (jump)
            cf_pace_jump(pace, sweeping->share, sweeping->before, sweeping->earlier,
                         sweeping->circuit->size, 1);
    }
    return false;
}

/* A circuit that money does not leave is swept from nothing up: only so does it lose, step by step,
 * no more than it must. */
static cf_status solve_by_sweeps(const cf_insolvent *circuit, bool closed, bool *settled)
{
    size_t size = (size_t)circuit->size + 1;
    struct sweeping sweeping = { .circuit = circuit,
                                 .share = calloc(size, sizeof(double)),
                                 .before = calloc(size, sizeof(double)),
                                 .earlier = calloc(size, sizeof(double)),
                                 .pace = { .worst = 1.0, .slowest = 1.0 } };
    cf_status status = CF_NO_MEMORY;

    if (sweeping.share != NULL && sweeping.before != NULL && sweeping.earlier != NULL) {
        status = CF_OK;
        if (!closed)
            memcpy(sweeping.share, circuit->share, (size - 1) * sizeof(double));
        *settled = sweep_until_settled(&sweeping);
        if (*settled)
            memcpy(circuit->share, sweeping.share, (size - 1) * sizeof(double));
    }
    free(sweeping.share);
    free(sweeping.before);
    free(sweeping.earlier);
    return status;
}

/* ---- all together ---- */

/* A long ring is slow to sweep, and its factor has hardly more entries than it has itself. */
static bool is_ring(const cf_insolvent *circuit)
{
    return circuit->start[circuit->size] <= circuit->size + circuit->size / 8;
}

static cf_status solve_circuit(const cf_insolvent *circuit, bool closed)
{
    struct solver solver;
    bool settled = false;
    cf_status status = CF_OK;

    if (circuit->start[circuit->size] > CF_MOST_ELIMINATION_ARCS && !is_ring(circuit))
        status = solve_by_sweeps(circuit, closed, &settled);
    if (status != CF_OK || settled)
        return status;
    status = solver_open(&solver, circuit);
    if (status == CF_OK)
        status = cf_elimination_new(&solver.elimination, circuit->size, solver.arcs,
                                    circuit->start[circuit->size]);
    if (status == CF_OK)
        status = solve_by_policy(&solver, closed);
    solver_close(&solver);
    return status;
}

cf_status cf_insolvent_solve(const cf_insolvent *circuit)
{
    bool closed = is_closed(circuit);
    cf_status status = CF_OK;

    if (circuit->size == 1)
        circuit->share[0] = circuit->money[0] / circuit->due[0];
    else if (!closed || loses_money(circuit))
        status = solve_circuit(circuit, closed);
    finish(circuit);
    return status;
}
