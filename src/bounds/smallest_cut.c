/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Amounts on a grid, and the values of cuts: L. R. Ford, D. R. Fulkerson (1956), Maximal flow
 * through a network, https://doi.org/10.4153/CJM-1956-045-5.
 */
#include "bounds/smallest_cut.h"

#include <math.h>

#include "base/sum.h"

/* ---- cuts of a problem ---- */

double cf_problem_straight(const cf_flow_problem *problem, int vertex)
{
    return fmin(problem->supply[vertex], problem->sink[vertex]);
}

bool cf_problem_is_settled(const cf_flow_problem *problem, bool *source_side)
{
    bool supply = false, sink = false;

    for (int v = 0; v < problem->vertex_count; v++) {
        supply = supply || problem->supply[v] > problem->sink[v];
        sink = sink || problem->sink[v] > problem->supply[v];
    }
    for (int v = 0; v < problem->vertex_count; v++)
        source_side[v] = supply;
    return !supply || !sink;
}

static void add_cut(cf_sum *sum, const cf_flow_problem *problem, const bool *source_side,
                    double sign)
{
    for (int v = 0; v < problem->vertex_count; v++) {
        if (source_side[v] && problem->sink[v] > 0)
            cf_sum_add(sum, sign * problem->sink[v]);
        if (!source_side[v])
            cf_sum_add(sum, sign * problem->supply[v]);
    }
    for (int i = 0; i < problem->arc_count; i++) {
        const cf_arc *arc = &problem->arcs[i];

        if (source_side[arc->tail] && !source_side[arc->head])
            cf_sum_add(sum, sign * arc->capacity);
    }
}

double cf_cut_value(const cf_flow_problem *problem, const bool *source_side)
{
    cf_sum sum = { 0 };

    add_cut(&sum, problem, source_side, 1.0);
    return cf_sum_value(sum);
}

double cf_cut_rest(const cf_flow_problem *problem, const bool *source_side)
{
    cf_sum sum = { 0 };

    for (int v = 0; v < problem->vertex_count; v++)
        cf_sum_add(&sum, problem->supply[v]);
    add_cut(&sum, problem, source_side, -1.0);
    return cf_sum_value(sum);
}

/* ---- the grid ---- */

cf_status cf_smallest_cut_new(cf_smallest_cut *out, const cf_flow_problem *problem)
{
    int n = problem->vertex_count, source = n, target = n + 1;

    *out = (cf_smallest_cut){ 0 };
    if (cf_max_flow_new(&out->flow, n + 2, 2 * n + problem->arc_count) != CF_OK)
        return CF_NO_MEMORY;
    for (int v = 0; v < n; v++)
        (void)cf_max_flow_add(&out->flow, source, v);
    for (int v = 0; v < n; v++)
        (void)cf_max_flow_add(&out->flow, v, target);
    for (int i = 0; i < problem->arc_count; i++)
        (void)cf_max_flow_add(&out->flow, problem->arcs[i].tail, problem->arcs[i].head);
    cf_max_flow_link(&out->flow);
    out->problem = problem;
    return CF_OK;
}

void cf_smallest_cut_free(cf_smallest_cut *cut)
{
    cf_max_flow_free(&cut->flow);
    *cut = (cf_smallest_cut){ 0 };
}

double cf_smallest_cut_capacity(const cf_flow_problem *problem, int arc)
{
    int n = problem->vertex_count;

    if (arc < n)
        return problem->supply[arc] - cf_problem_straight(problem, arc);
    if (arc < 2 * n)
        return problem->sink[arc - n] - cf_problem_straight(problem, arc - n);
    return problem->arcs[arc - 2 * n].capacity;
}

/* More than any flow never binds: cut off at twice that, it is in no smallest cut. */
int64_t cf_smallest_cut_steps(const cf_smallest_cut *cut, double amount)
{
    return (int64_t)(ldexp(fmin(amount, 2.0 * cut->most), cut->exponent) + 0.5);
}

void cf_smallest_cut_load(cf_smallest_cut *cut, double most)
{
    const int fine = 60;
    int exponent;

    (void)frexp(most, &exponent);
    cut->most = most;
    cut->exponent = fine - exponent;
    for (int a = 0; a < cut->flow.arc_count; a++) {
        cut->flow.room[2 * a] =
            cf_smallest_cut_steps(cut, cf_smallest_cut_capacity(cut->problem, a));
        cut->flow.room[2 * a + 1] = 0;
    }
}

/* No flow is larger than what is supplied, nor than what the sinks take. Where nothing can flow
 * at all: any size that capacities have. */
static double most_of(const cf_flow_problem *problem)
{
    double supply = 0.0, sink = 0.0, most = 0.0;

    for (int v = 0; v < problem->vertex_count; v++) {
        supply += cf_smallest_cut_capacity(problem, v);
        sink += cf_smallest_cut_capacity(problem, problem->vertex_count + v);
    }
    if (supply > 0 && sink > 0)
        return fmin(supply, sink);
    for (int a = 0; a < 2 * problem->vertex_count + problem->arc_count; a++) {
        if (!isinf(cf_smallest_cut_capacity(problem, a)))
            most = fmax(most, cf_smallest_cut_capacity(problem, a));
    }
    return most > 0 ? most : 1.0;
}

/* The value of the cut found, without what goes straight. */
static double crooked_value(const cf_smallest_cut *cut)
{
    const cf_max_flow *flow = &cut->flow;
    double value = 0.0;

    for (int a = 0; a < flow->arc_count; a++) {
        if (flow->layer[flow->head[2 * a + 1]] >= 0 && flow->layer[flow->head[2 * a]] < 0)
            value += cf_smallest_cut_capacity(cut->problem, a);
    }
    return value;
}

/* A result far below the grid's size is found again on a grid of its own, and so is one that comes
 * near to what is cut off. */
void cf_smallest_cut_solve_again(cf_smallest_cut *cut)
{
    const double far_below = 1e-3, near = 1.5;
    int source = cut->problem->vertex_count, target = source + 1;

    for (;;) {
        double value, most;

        if (cf_max_flow_augment(&cut->flow, source, target, INT64_MAX) == INT64_MAX)
            value = (double)INFINITY; /* not all, so the cut is not known */
        else
            value = crooked_value(cut);
        most = value;
        if (value > near * cut->most)
            most = most_of(cut->problem);
        else if (!(value > 0) || value >= far_below * cut->most)
            return;
        if (value > near * cut->most && most <= cut->most)
            return;
        cf_smallest_cut_load(cut, most);
    }
}

void cf_smallest_cut_solve(cf_smallest_cut *cut)
{
    cf_smallest_cut_load(cut, most_of(cut->problem));
    cf_smallest_cut_solve_again(cut);
}

void cf_smallest_cut_find(cf_smallest_cut *cut, bool *source_side)
{
    if (cf_problem_is_settled(cut->problem, source_side))
        return;
    cf_smallest_cut_solve(cut);
    for (int v = 0; v < cut->problem->vertex_count; v++)
        source_side[v] = cut->flow.layer[v] >= 0;
}

static void set_capacity(cf_smallest_cut *cut, int arc)
{
    int source = cut->problem->vertex_count, target = source + 1;
    double capacity = cf_smallest_cut_capacity(cut->problem, arc);

    cf_max_flow_set_capacity(&cut->flow, arc, cf_smallest_cut_steps(cut, capacity), source, target);
}

void cf_smallest_cut_change(cf_smallest_cut *cut, int arc)
{
    int n = cut->problem->vertex_count;

    set_capacity(cut, arc);
    if (arc < 2 * n) /* what goes straight may be another amount now */
        set_capacity(cut, arc < n ? arc + n : arc - n);
}
