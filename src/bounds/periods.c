/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must and what can have come back by the end of each period, on a time-expanded flow.
 *
 *     max   the largest flow from the origins up to a period to the revenue up to it
 *     min   these origins, less the largest flow to what has left by then and to who still has it
 *
 * Who still has it at the end of period p are, one arc further on, the vertices of p + 1, which
 * then take all that comes.
 *
 * The flow is kept from one period to the next. For max, that of the periods so far is a flow of
 * one period more, too. For min, the vertices of the new period may no longer take all that comes;
 * what is too much there moves on from an `excess` vertex, else back to where it came from.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds/between.h"
#include "circfin/periods.h"

struct bounds {
    const cf_flow *flow;
    cf_measure bound;
    cf_between between;
    int *places;    /* in the order of their periods */
    int *first;     /* of period p: places[first[p]] .. places[first[p + 1] - 1] */
    int *first_arc; /* those that leave place i: first_arc[i] .. first_arc[i + 1] - 1 */

    cf_flow_problem problem; /* one vertex more than there are places: the excess */
    cf_smallest_cut cut;     /* empty before it is needed */
    double limit, most;      /* what can flow at most in all periods; the size of the grid */
    bool continues;          /* whether the flow is that of the last period, on that grid */
    bool *source_side;
};

/* ---- the problem of a period ---- */

static void close_periods(struct bounds *bounds)
{
    cf_flow_problem *problem = &bounds->problem;

    memset(problem->supply, 0, (size_t)problem->vertex_count * sizeof *problem->supply);
    memset(problem->sink, 0, (size_t)problem->vertex_count * sizeof *problem->sink);
    for (int i = 0; i < problem->arc_count; i++)
        problem->arcs[i].capacity = 0.0;
    bounds->continues = false;
}

/* Where the money of the question ends. */
static double sink_at(const struct bounds *bounds, int place)
{
    const cf_between *between = &bounds->between;
    const cf_balance *balance = &bounds->flow->balances[between->vertices[place]];

    if (bounds->bound != CF_MEASURE_MIN)
        return between->revenue.amount[place];
    return between->leaving.amount[place] + (balance->bounded ? balance->kept : (double)INFINITY);
}

/* Periods are opened in their order. */
static void open_period(struct bounds *bounds, int period)
{
    const cf_between *between = &bounds->between;
    cf_flow_problem *problem = &bounds->problem;
    const int *first = bounds->first;

    for (int k = first[period]; k < first[period + 1]; k++) {
        int i = bounds->places[k];

        problem->supply[i] = between->origins.amount[i];
        problem->sink[i] = sink_at(bounds, i);
        for (int a = bounds->first_arc[i]; a < bounds->first_arc[i + 1]; a++)
            problem->arcs[a].capacity = between->arcs[a].capacity;
    }
    for (int k = first[period + 1]; bounds->bound == CF_MEASURE_MIN && k < first[period + 2]; k++)
        problem->sink[bounds->places[k]] = (double)INFINITY;
}

/* ---- the flow, from one period to the next ---- */

/* Returns what flowed beyond the new capacity, and no longer does. */
static int64_t set_room(struct bounds *bounds, int arc)
{
    int64_t *room = &bounds->cut.flow.room[2 * arc];
    int64_t capacity =
        cf_smallest_cut_steps(&bounds->cut, cf_smallest_cut_capacity(&bounds->problem, arc));
    int64_t beyond = room[1] > capacity ? room[1] - capacity : 0;

    room[1] -= beyond;
    room[0] = capacity - room[1];
    return beyond;
}

/* The arc from the excess to a place. */
static int64_t *excess_at(struct bounds *bounds, int place)
{
    int arc = 2 * bounds->problem.vertex_count + bounds->between.arc_count + place;

    return &bounds->cut.flow.room[2 * arc];
}

/* Takes in the amounts of one more period. Returns the excess. */
static int64_t add_rooms(struct bounds *bounds, int period)
{
    int n = bounds->problem.vertex_count;
    const int *first = bounds->first;
    int64_t sum = 0;

    for (int k = first[period]; k < first[period + 1]; k++) {
        int i = bounds->places[k];

        (void)set_room(bounds, i);
        sum += excess_at(bounds, i)[0] = set_room(bounds, n + i);
        for (int a = bounds->first_arc[i]; a < bounds->first_arc[i + 1]; a++)
            (void)set_room(bounds, 2 * n + a);
    }
    for (int k = first[period + 1]; bounds->bound == CF_MEASURE_MIN && k < first[period + 2]; k++)
        (void)set_room(bounds, n + bounds->places[k]);
    return sum;
}

static void continue_flow(struct bounds *bounds, int period)
{
    int source = bounds->problem.vertex_count, target = source + 1, excess = source - 1;
    cf_max_flow *flow = &bounds->cut.flow;
    int64_t left = add_rooms(bounds, period);

    left -= cf_max_flow_augment(flow, excess, target, left);
    (void)cf_max_flow_augment(flow, excess, source, left);
    for (int k = bounds->first[period]; k < bounds->first[period + 1]; k++)
        memset(excess_at(bounds, bounds->places[k]), 0, 2 * sizeof(int64_t));
}

/* The smallest cut nearest to the source. Where a period needs another grid, the next begins anew
 * on one that leaves room to grow. */
static void find_cut(struct bounds *bounds, int period)
{
    const double growth = 32.0;

    if (cf_problem_is_settled(&bounds->problem, bounds->source_side)) {
        bounds->continues = false;
        return;
    }
    if (bounds->continues)
        continue_flow(bounds, period);
    else
        cf_smallest_cut_load(&bounds->cut, bounds->most);
    cf_smallest_cut_solve_again(&bounds->cut);
    bounds->continues = bounds->cut.most == bounds->most;
    if (!bounds->continues)
        bounds->most = fmin(bounds->limit, growth * bounds->cut.most);
    for (int i = 0; i < bounds->problem.vertex_count; i++)
        bounds->source_side[i] = bounds->cut.flow.layer[i] >= 0;
}

/* ---- all periods ---- */

/* No flow is larger than what is supplied, nor, for max, than the revenue. */
static double most_of(const struct bounds *bounds)
{
    const cf_between *between = &bounds->between;
    double supply = 0.0, revenue = 0.0;

    for (int i = 0; i < between->size; i++) {
        supply += between->origins.amount[i];
        revenue += between->revenue.amount[i];
    }
    return bounds->bound == CF_MEASURE_MIN ? supply : fmin(supply, revenue);
}

/* For max few places have a supply or a sink in any period, and none an excess. */
static cf_status link_arcs(struct bounds *bounds)
{
    cf_status status = CF_OK;

    if (!(bounds->limit > 0))
        return CF_OK; /* every period is settled */
    if (bounds->cut.problem == NULL)
        status = cf_smallest_cut_new(&bounds->cut, &bounds->problem);
    if (status != CF_OK)
        return status;
    if (bounds->bound == CF_MEASURE_MIN) {
        cf_max_flow_link(&bounds->cut.flow);
        return CF_OK;
    }
    for (int p = 0; p < bounds->flow->period_count; p++)
        open_period(bounds, p);
    for (int a = 0; a < bounds->cut.flow.arc_count; a++)
        bounds->cut.flow.room[2 * a] = cf_smallest_cut_capacity(&bounds->problem, a) > 0;
    cf_max_flow_link_with_room(&bounds->cut.flow);
    close_periods(bounds);
    return CF_OK;
}

static cf_status find_bounds(struct bounds *bounds, cf_measure bound, double *values)
{
    cf_status status;

    bounds->bound = bound;
    bounds->most = bounds->limit = most_of(bounds);
    close_periods(bounds);
    status = link_arcs(bounds);
    for (int p = 0; status == CF_OK && p < bounds->flow->period_count; p++) {
        open_period(bounds, p);
        find_cut(bounds, p);
        values[p] = cf_problem_bound(&bounds->problem, bounds->source_side, bound);
    }
    return status;
}

/* ---- the places of each period, and their arcs ---- */

static void sort_places(struct bounds *bounds)
{
    const cf_between *between = &bounds->between;
    int *first = bounds->first;

    for (int i = 0; i < between->size; i++)
        first[cf_flow_period(bounds->flow, between->vertices[i]) + 2]++;
    for (int p = 2; p < bounds->flow->period_count + 2; p++)
        first[p] += first[p - 1];
    for (int i = 0; i < between->size; i++)
        bounds->places[first[cf_flow_period(bounds->flow, between->vertices[i]) + 1]++] = i;
}

/* They are listed in the order of their tails. */
static void list_arcs(struct bounds *bounds)
{
    const cf_between *between = &bounds->between;
    cf_arc *arcs = bounds->problem.arcs;

    for (int a = 0; a < between->arc_count; a++) {
        arcs[a] = between->arcs[a];
        bounds->first_arc[arcs[a].tail + 1] = a + 1;
    }
    for (int i = 0; i < between->size; i++) {
        if (bounds->first_arc[i + 1] == 0)
            bounds->first_arc[i + 1] = bounds->first_arc[i];
        arcs[between->arc_count + i] = (cf_arc){ .tail = between->size, .head = i };
    }
}

static cf_status open_bounds(struct bounds *bounds)
{
    cf_between *between = &bounds->between;
    cf_arena *arena = &between->arena;
    size_t size = (size_t)between->size + 1, arcs = (size_t)between->arc_count + size;
    size_t periods = (size_t)bounds->flow->period_count;
    cf_flow_problem *problem = &bounds->problem;

    cf_between_read(between, bounds->flow);
    bounds->places = cf_arena_new(arena, size, sizeof *bounds->places);
    bounds->first = cf_arena_new(arena, periods + 3, sizeof *bounds->first);
    bounds->first_arc = cf_arena_new(arena, size + 1, sizeof *bounds->first_arc);
    bounds->source_side = cf_arena_new(arena, size, sizeof *bounds->source_side);
    *problem = (cf_flow_problem){ .vertex_count = between->size + 1,
                                  .supply = cf_arena_new(arena, size, sizeof(double)),
                                  .sink = cf_arena_new(arena, size, sizeof(double)),
                                  .arc_count = between->arc_count + between->size,
                                  .arcs = cf_arena_new(arena, arcs, sizeof(cf_arc)) };
    if (bounds->places == NULL || bounds->first == NULL || bounds->first_arc == NULL ||
        bounds->source_side == NULL || problem->supply == NULL || problem->sink == NULL ||
        problem->arcs == NULL)
        return CF_NO_MEMORY;
    sort_places(bounds);
    list_arcs(bounds);
    return CF_OK;
}

cf_status cf_bound_periods(const cf_flow *flow, int supplier, bool origin_all, double *min,
                           double *max)
{
    struct bounds bounds = { .flow = flow };
    cf_status status = cf_between_new(&bounds.between, flow, supplier, origin_all, CF_EDGES_OPEN);

    if (status == CF_OK)
        status = open_bounds(&bounds);
    if (status == CF_OK)
        status = find_bounds(&bounds, CF_MEASURE_MAX, max);
    if (status == CF_OK)
        status = find_bounds(&bounds, CF_MEASURE_MIN, min);
    cf_smallest_cut_free(&bounds.cut);
    cf_between_free(&bounds.between);
    return status;
}
