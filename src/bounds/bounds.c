/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must and what can have come back of a supplier's money.
 *
 * Coloured money arrives over the origin edges and must end somewhere: back at the supplier as
 * revenue, elsewhere, or kept.
 *
 *     max   the largest flow from the origins to the revenue
 *     min   the origins, less the largest flow to the keepers and to what leaves
 *
 * Money that leaves cannot come back, and there is always room for it: if all the money of the
 * vertices inside were coloured, each would still only spend and keep what it has.
 */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bounds/between.h"

static double supplied(const cf_flow_problem *problem)
{
    cf_sum sum = { 0 };

    for (int v = 0; v < problem->vertex_count; v++)
        cf_sum_add(&sum, problem->supply[v]);
    return cf_sum_value(sum);
}

/* Where the money of the question ends. */
static double *sinks_of(cf_between *between, const cf_flow *flow, cf_measure bound)
{
    if (bound != CF_MEASURE_MIN)
        return between->revenue.amount;
    for (int i = 0; i < between->size; i++) {
        const cf_balance *balance = &flow->balances[between->vertices[i]];

        between->kept_or_leaving[i] =
            between->leaving.amount[i] + (balance->bounded ? balance->kept : (double)INFINITY);
    }
    return between->kept_or_leaving;
}

const cf_flow_problem *cf_between_problem(cf_between *between, const cf_flow *flow,
                                          cf_measure bound)
{
    between->problem = (cf_flow_problem){ .vertex_count = between->size,
                                          .supply = between->origins.amount,
                                          .sink = sinks_of(between, flow, bound),
                                          .arc_count = between->arc_count,
                                          .arcs = between->arcs };
    return &between->problem;
}

double cf_problem_bound(const cf_flow_problem *problem, const bool *source_side, cf_measure bound)
{
    double value = bound == CF_MEASURE_MIN ? cf_cut_rest(problem, source_side)
                                           : cf_cut_value(problem, source_side);

    return value > CF_ROUNDING * supplied(problem) ? value : 0.0;
}

cf_status cf_between_bound(cf_between *between, const cf_flow *flow, cf_measure bound,
                           double *value)
{
    const cf_flow_problem *problem = cf_between_problem(between, flow, bound);
    bool *source_side = between->source_side;
    cf_status status = CF_OK;

    *value = 0.0;
    if (!cf_problem_is_settled(problem, source_side)) { /* else no graph is needed */
        if (between->cut.problem == NULL)
            status = cf_smallest_cut_new(&between->cut, problem);
        if (status != CF_OK)
            return status;
        cf_smallest_cut_find(&between->cut, source_side);
    }
    *value = cf_problem_bound(problem, source_side, bound);
    return CF_OK;
}

cf_status cf_bound_loopback(const cf_flow *flow, int supplier, bool origin_all, cf_measure bound,
                            double *value)
{
    cf_between between;
    cf_status status =
        cf_between_new(&between, flow, supplier, origin_all,
                       bound == CF_MEASURE_MAX_OPEN ? CF_EDGES_OPEN : CF_EDGES_PRESENT);

    *value = 0.0;
    if (status == CF_OK) {
        cf_between_read(&between, flow);
        status = cf_between_bound(&between, flow, bound, value);
        cf_between_free(&between);
    }
    return status;
}
