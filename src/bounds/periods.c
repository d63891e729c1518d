/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must and what can have come back by the end of each period, on a time-expanded flow.
 *
 *     max   the largest flow from the origins up to a period to the revenue up to it
 *     min   these origins, less the largest flow to what has left by then and to what is still
 * there
 *
 * What is still there at the end of period p lies, one arc further on, at the vertices of p + 1,
 * which then take all that comes.
 */
#include <math.h>
#include <stdlib.h>

#include "bounds/between.h"
#include "circfin/periods.h"

struct bounds {
    const cf_flow *flow;
    cf_between between;
    int *period; /* of each place */
    cf_flow_problem problem;
    cf_smallest_cut cut; /* empty before it is needed */
    bool *source_side;
};

/* Where the money ends of which a bound asks, if the end of `period` is the end of time. */
static double sink_at(const struct bounds *bounds, int place, cf_measure bound, int period)
{
    const cf_between *between = &bounds->between;
    const cf_balance *balance = &bounds->flow->balances[between->vertices[place]];

    if (bounds->period[place] > period)
        return bound == CF_MEASURE_MIN && bounds->period[place] == period + 1 ? (double)INFINITY
                                                                              : 0.0;
    if (bound != CF_MEASURE_MIN)
        return between->revenue.amount[place];
    return between->leaving.amount[place] + (balance->bounded ? balance->kept : (double)INFINITY);
}

static cf_status find_bound(struct bounds *bounds, cf_measure bound, int period, double *value)
{
    const cf_between *between = &bounds->between;
    cf_status status = CF_OK;

    for (int i = 0; i < between->size; i++) {
        bounds->problem.supply[i] = bounds->period[i] <= period ? between->origins.amount[i] : 0.0;
        bounds->problem.sink[i] = sink_at(bounds, i, bound, period);
    }
    if (!cf_problem_is_settled(&bounds->problem, bounds->source_side)) {
        if (bounds->cut.problem == NULL)
            status = cf_smallest_cut_new(&bounds->cut, &bounds->problem);
        if (status != CF_OK)
            return status;
        cf_smallest_cut_find(&bounds->cut, bounds->source_side);
    }
    *value = cf_problem_bound(&bounds->problem, bounds->source_side, bound);
    return CF_OK;
}

static cf_status open_bounds(struct bounds *bounds)
{
    cf_between *between = &bounds->between;
    size_t size = (size_t)between->size;

    cf_between_read(between, bounds->flow);
    bounds->period = cf_arena_new(&between->arena, size, sizeof *bounds->period);
    bounds->source_side = between->source_side;
    bounds->problem =
        (cf_flow_problem){ .vertex_count = between->size,
                           .supply = cf_arena_new(&between->arena, size, sizeof(double)),
                           .sink = between->kept_or_leaving,
                           .arc_count = between->arc_count,
                           .arcs = between->arcs };
    if (bounds->period == NULL || bounds->problem.supply == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < between->size; i++)
        bounds->period[i] = cf_flow_period(bounds->flow, between->vertices[i]);
    return CF_OK;
}

cf_status cf_bound_periods(const cf_flow *flow, int supplier, bool origin_all, double *min,
                           double *max)
{
    struct bounds bounds = { .flow = flow };
    cf_status status = cf_between_new(&bounds.between, flow, supplier, origin_all, CF_EDGES_OPEN);

    if (status == CF_OK)
        status = open_bounds(&bounds);
    for (int p = 0; status == CF_OK && p < flow->period_count; p++) {
        status = find_bound(&bounds, CF_MEASURE_MIN, p, &min[p]);
        if (status == CF_OK)
            status = find_bound(&bounds, CF_MEASURE_MAX, p, &max[p]);
    }
    cf_smallest_cut_free(&bounds.cut);
    cf_between_free(&bounds.between);
    return status;
}
