/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solves a problem. A linear programme is tried in several ways, each with a limit, because none
 * of them always succeeds:
 *
 *   presolved primal simplex ─► dual simplex from an advanced basis ─► primal from scratch
 *
 * GLPK's presolver distinguishes infeasible from "no dual feasible solution"; the latter is solved
 * again without it to distinguish unbounded from infeasible.
 */
#include <float.h>
#include <limits.h>
#include <math.h>

#include "base/clock.h"
#include "base/tolerance.h"
#include "model/glpk.h"
#include "model/model.h"
#include "model/scale.h"

struct solver {
    glp_prob *lp;
    cf_model_result *result;
    double end;    /* on the clock; INFINITY: no limit */
    bool presolve; /* GLPK's presolver ends in assertions where numbers are too far apart */
};

/* ---- time ---- */

/* Milliseconds for one attempt; GLPK takes INT_MAX for no limit. */
static int time_left(const struct solver *solver, double share)
{
    double left = 1000.0 * share * (solver->end - cf_clock_seconds());

    return left < 1.0 ? 1 : left < INT_MAX ? (int)left : INT_MAX;
}

/* ---- linear programmes ---- */

static cf_model_status simplex_status(glp_prob *lp)
{
    switch (glp_get_status(lp)) {
    case GLP_OPT:
        return CF_MODEL_OPTIMAL;
    case GLP_FEAS:
        return CF_MODEL_FEASIBLE;
    case GLP_NOFEAS:
        return CF_MODEL_INFEASIBLE;
    case GLP_UNBND:
        return CF_MODEL_UNBOUNDED;
    default:
        return CF_MODEL_UNDEFINED;
    }
}

/* A generous limit: a simplex that needs more steps is cycling. */
static int most_steps(glp_prob *lp)
{
    double steps = 50.0 * ((double)glp_get_num_rows(lp) + glp_get_num_cols(lp)) + 10000.0;

    return steps < INT_MAX ? (int)steps : INT_MAX;
}

static cf_model_status try_simplex(const struct solver *solver, bool presolve, int method,
                                   bool last)
{
    glp_smcp control;
    int error;

    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = method;
    control.presolve = presolve ? GLP_ON : GLP_OFF;
    control.tm_lim = time_left(solver, last ? 1.0 : 0.5);
    if (!last)
        control.it_lim = most_steps(solver->lp);
    error = glp_simplex(solver->lp, &control);
    if (error == GLP_ENOPFS || error == GLP_EBOUND)
        return CF_MODEL_INFEASIBLE; /* EBOUND: a lower bound lies above the upper */
    if (error != 0 && error != GLP_EITLIM && error != GLP_ETMLIM)
        return CF_MODEL_UNDEFINED;
    return presolve && error != 0 ? CF_MODEL_UNDEFINED : simplex_status(solver->lp);
}

static bool is_settled(cf_model_status status)
{
    return status == CF_MODEL_OPTIMAL || status == CF_MODEL_INFEASIBLE ||
           status == CF_MODEL_UNBOUNDED;
}

static cf_model_status solve_linear(const struct solver *solver)
{
    cf_model_status status;

    glp_scale_prob(solver->lp, GLP_SF_AUTO);
    status = solver->presolve ? try_simplex(solver, true, GLP_PRIMAL, false) : CF_MODEL_UNDEFINED;
    if (is_settled(status))
        return status;
    glp_adv_basis(solver->lp, 0);
    status = try_simplex(solver, false, GLP_DUALP, false);
    if (is_settled(status))
        return status;
    glp_std_basis(solver->lp);
    return try_simplex(solver, false, GLP_PRIMAL, true);
}

/* ---- integer programmes ---- */

/* Rounds bounds of integer columns. False if no whole number is left between them. */
static bool round_bounds(glp_prob *lp)
{
    for (int j = 1; j <= glp_get_num_cols(lp); j++) {
        double lower = ceil(glp_get_col_lb(lp, j) - CF_SAME_FIGURE);
        double upper = floor(glp_get_col_ub(lp, j) + CF_SAME_FIGURE);
        bool has_lower = lower > -DBL_MAX, has_upper = upper < DBL_MAX;
        int type = has_lower && has_upper ? GLP_DB
                   : has_lower            ? GLP_LO
                   : has_upper            ? GLP_UP
                                          : GLP_FR;

        if (has_lower && has_upper && lower > upper)
            return false;
        if (has_lower && has_upper && !(lower < upper))
            type = GLP_FX;
        if (glp_get_col_kind(lp, j) != GLP_CV)
            glp_set_col_bnds(lp, j, type, lower, upper);
    }
    return true;
}

static void watch_gap(glp_tree *tree, void *info)
{
    double *gap = info;

    *gap = glp_ios_mip_gap(tree);
}

static int branch_and_bound(const struct solver *solver, double *gap)
{
    glp_iocp control;

    glp_init_iocp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.presolve = solver->presolve ? GLP_ON : GLP_OFF; /* on: also solves the relaxation */
    control.tm_lim = time_left(solver, 1.0);
    control.cb_func = watch_gap;
    control.cb_info = gap;
    return glp_intopt(solver->lp, &control);
}

/* The relaxation is unbounded or infeasible. With rational data, the integer programme is then
 * unbounded if it has any solution: R. R. Meyer (1974),
 * https://doi.org/10.1007/BF01585518. */
static cf_model_status solve_without_bound(const struct solver *solver)
{
    double gap;
    cf_model_status status = solve_linear(solver);

    if (status == CF_MODEL_INFEASIBLE)
        return status;
    for (int j = 0; j <= glp_get_num_cols(solver->lp); j++)
        glp_set_obj_coef(solver->lp, j, 0.0);
    if (!solver->presolve && solve_linear(solver) != CF_MODEL_OPTIMAL)
        return CF_MODEL_UNDEFINED;
    if (branch_and_bound(solver, &gap) == GLP_ENOPFS)
        return CF_MODEL_INFEASIBLE;
    switch (glp_mip_status(solver->lp)) {
    case GLP_OPT:
    case GLP_FEAS:
        return CF_MODEL_UNBOUNDED;
    case GLP_NOFEAS:
        return CF_MODEL_INFEASIBLE;
    default:
        return CF_MODEL_UNDEFINED;
    }
}

static cf_model_status solve_integer(const struct solver *solver)
{
    double gap = INFINITY;
    int error;

    glp_scale_prob(solver->lp, GLP_SF_AUTO);
    if (!solver->presolve) {
        cf_model_status relaxed = solve_linear(solver);

        if (relaxed == CF_MODEL_UNBOUNDED)
            return solve_without_bound(solver);
        if (relaxed != CF_MODEL_OPTIMAL)
            return relaxed == CF_MODEL_INFEASIBLE ? relaxed : CF_MODEL_UNDEFINED;
    }
    error = branch_and_bound(solver, &gap);
    if (error == GLP_ENOPFS || error == GLP_EBOUND)
        return CF_MODEL_INFEASIBLE;
    if (error == GLP_ENODFS)
        return solve_without_bound(solver);
    switch (glp_mip_status(solver->lp)) {
    case GLP_OPT:
        return CF_MODEL_OPTIMAL;
    case GLP_NOFEAS:
        return CF_MODEL_INFEASIBLE;
    case GLP_FEAS:
        solver->result->gap = isfinite(gap) && gap < DBL_MAX ? gap : (double)NAN;
        return CF_MODEL_FEASIBLE;
    default:
        return CF_MODEL_UNDEFINED;
    }
}

static cf_model_status solve_any(const struct solver *solver)
{
    return solver->result->integer ? solve_integer(solver) : solve_linear(solver);
}

cf_status cf_model_optimise(cf_model_result *result, void *lp, double end)
{
    struct solver solver = { .lp = lp, .result = result, .end = end };
    glp_prob *copy;
    cf_scaling *scaling;
    cf_status status;

    result->gap = NAN;
    result->integer = glp_get_num_int(lp) > 0;
    result->maximise = glp_get_obj_dir(lp) == GLP_MAX;
    result->status = CF_MODEL_INFEASIBLE;
    if (result->integer && !round_bounds(lp))
        return CF_OK;
    status = cf_scaling_new(&scaling, &copy, lp);
    if (status != CF_OK)
        return status;
    solver.lp = copy == NULL ? lp : copy;
    solver.presolve = !cf_scaling_is_wide(scaling);
    result->status = solve_any(&solver);
    if (copy != NULL) {
        bool solved = result->status == CF_MODEL_OPTIMAL || result->status == CF_MODEL_FEASIBLE;

        result->wide = cf_scaling_is_wide(scaling);
        result->faint = solved && cf_scaling_is_faint(scaling, copy, result->integer);
        if (solved ? !cf_scaling_take_solution(scaling, copy, result->integer) : result->wide)
            result->status = CF_MODEL_UNDEFINED;
        glp_delete_prob(copy);
    }
    cf_scaling_free(scaling);
    return CF_OK;
}
