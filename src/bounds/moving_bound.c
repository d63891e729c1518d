/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The smallest cut of a bound, kept for one supplier. The problem has all edges that could lie
 * between its capital and its revenue, those of amount 0 too, so that an amount that begins finds
 * its arc. Edges that end at the supplier or outside are summed at their place:
 *
 *     origins of place p ──► supply_p       arcs between places       revenue, or what leaves
 *                                                                     and what p keeps ──► sink_p
 */
#include "bounds/moving_bound.h"

#include <math.h>
#include <stdlib.h>

cf_status cf_moving_bound_new(cf_moving_bound *out, const cf_flow *flow, cf_measure bound)
{
    size_t edges = (size_t)flow->edge_count + 1, vertices = (size_t)flow->vertex_count + 1;

    *out = (cf_moving_bound){ .flow = flow,
                              .bound = bound,
                              .edge_arc = calloc(edges, sizeof *out->edge_arc),
                              .edges = calloc(edges, sizeof *out->edges),
                              .kept = calloc(vertices, sizeof *out->kept),
                              .arcs = calloc(edges + vertices, sizeof *out->arcs),
                              .moved_edge = -1 };
    if (out->edge_arc != NULL && out->edges != NULL && out->kept != NULL && out->arcs != NULL)
        return CF_OK;
    cf_moving_bound_free(out);
    return CF_NO_MEMORY;
}

void cf_moving_bound_free(cf_moving_bound *bound)
{
    cf_moving_cut_free(&bound->moving);
    cf_between_free(&bound->between);
    free(bound->edge_arc);
    free(bound->edges);
    free(bound->kept);
    free(bound->arcs);
    *bound = (cf_moving_bound){ 0 };
}

/* ---- amounts and arcs ---- */

static double amount_of(const cf_moving_bound *bound, int edge)
{
    return edge == bound->moved_edge ? bound->moved_amount : bound->flow->edges[edge].amount;
}

static const cf_between_ends *sinks_of(const cf_moving_bound *bound)
{
    return bound->bound == CF_MEASURE_MAX ? &bound->between.revenue : &bound->between.leaving;
}

static double sum_at(const cf_moving_bound *bound, const cf_between_ends *ends, int place)
{
    double sum = 0.0;

    for (int i = 0; i < ends->count; i++) {
        if (ends->at[i].place == place)
            sum += amount_of(bound, ends->at[i].edge);
    }
    return sum;
}

void cf_moving_bound_refresh(cf_moving_bound *bound, int arc)
{
    cf_between *between = &bound->between;
    int n = between->size;

    if (arc < n)
        between->problem.supply[arc] = sum_at(bound, &between->origins, arc);
    else if (arc < 2 * n)
        between->problem.sink[arc - n] =
            sum_at(bound, sinks_of(bound), arc - n) + bound->kept[arc - n];
    else
        between->arcs[arc - 2 * n].capacity = amount_of(bound, between->arc_edge[arc - 2 * n]);
}

static void number_ends(cf_moving_bound *bound, const cf_between_ends *ends, int first_arc)
{
    for (int i = 0; i < ends->count; i++)
        bound->edge_arc[ends->at[i].edge] = first_arc + ends->at[i].place;
}

static void number_edges(cf_moving_bound *bound)
{
    const cf_between *between = &bound->between;
    int n = between->size;

    for (int e = 0; e < bound->flow->edge_count; e++)
        bound->edge_arc[e] = -1;
    number_ends(bound, &between->origins, 0);
    number_ends(bound, sinks_of(bound), n);
    for (int i = 0; i < between->arc_count; i++)
        bound->edge_arc[between->arc_edge[i]] = 2 * n + i;
    bound->edge_count = 0;
    for (int e = 0; e < bound->flow->edge_count; e++) {
        if (bound->edge_arc[e] >= 0)
            bound->edges[bound->edge_count++] = e;
    }
    for (int i = 0; i < n; i++) {
        const cf_balance *balance = &bound->flow->balances[between->vertices[i]];

        bound->kept[i] = 0.0;
        if (bound->bound == CF_MEASURE_MIN)
            bound->kept[i] = balance->bounded ? balance->kept : (double)INFINITY;
    }
}

static double finite(double amount)
{
    return isinf(amount) ? 0.0 : amount;
}

static double sum_all(const cf_flow_problem *problem)
{
    double sum = 0.0;

    for (int v = 0; v < problem->vertex_count; v++)
        sum += problem->supply[v] + finite(problem->sink[v]);
    for (int i = 0; i < problem->arc_count; i++)
        sum += problem->arcs[i].capacity;
    return sum;
}

cf_status cf_moving_bound_prepare(cf_moving_bound *bound, int supplier, bool origin_all)
{
    const cf_flow_problem *problem;
    cf_status status;

    cf_moving_cut_free(&bound->moving);
    cf_between_free(&bound->between);
    status = cf_between_new(&bound->between, bound->flow, supplier, origin_all, CF_EDGES_POSSIBLE);
    if (status != CF_OK)
        return status;
    number_edges(bound);
    cf_between_read(&bound->between, bound->flow);
    problem = cf_between_problem(&bound->between, bound->flow, bound->bound);
    status = cf_moving_cut_new(&bound->moving, problem);
    if (status != CF_OK)
        return status;
    cf_moving_cut_solve(&bound->moving);
    bound->value = cf_moving_bound_now(bound);
    bound->far = 4.0 * sum_all(problem);
    return CF_OK;
}

/* ---- values ---- */

bool cf_moving_bound_crosses(const cf_moving_bound *bound, int arc)
{
    const bool *side = bound->moving.from_source;
    const cf_max_flow *flow = &bound->moving.cut.flow;

    return side[cf_max_flow_tail(flow, arc)] && !side[cf_max_flow_head(flow, arc)];
}

void cf_moving_bound_add_cut(const cf_moving_bound *bound, cf_sum *sum, double sign, int edge,
                             int place, int other_place)
{
    int n = bound->between.size;

    for (int i = 0; i < bound->edge_count; i++) {
        int e = bound->edges[i];

        if (e != edge && cf_moving_bound_crosses(bound, bound->edge_arc[e]))
            cf_sum_add(sum, sign * amount_of(bound, e));
    }
    for (int i = 0; i < n; i++) {
        if (i != place && i != other_place && cf_moving_bound_crosses(bound, n + i))
            cf_sum_add(sum, sign * bound->kept[i]);
    }
}

double cf_moving_bound_now(const cf_moving_bound *bound)
{
    const cf_between_ends *origins = &bound->between.origins;
    bool least = bound->bound == CF_MEASURE_MIN;
    cf_sum supplied = { 0 }, sum;
    double value;

    for (int i = 0; i < origins->count; i++)
        cf_sum_add(&supplied, amount_of(bound, origins->at[i].edge));
    sum = least ? supplied : (cf_sum){ 0 };
    cf_moving_bound_add_cut(bound, &sum, least ? -1.0 : 1.0, -1, -1, -1);
    value = cf_sum_value(sum);
    return value > CF_ROUNDING * cf_sum_value(supplied) ? value : 0.0;
}

/* ---- rates ---- */

/* What money without an earmark at a vertex can keep is a sink of the lower bound. */
static int kept_arc(const cf_moving_bound *bound, int vertex)
{
    int place = cf_between_place(&bound->between, vertex);

    return bound->bound == CF_MEASURE_MIN && vertex < bound->flow->network->node_count && place >= 0
               ? bound->between.size + place
               : -1;
}

cf_status cf_moving_bound_rate(cf_moving_bound *bound, const cf_rates *rates, double *rate)
{
    int count = 0;
    double invested = 0.0, largest;
    cf_status status;

    for (int i = 0; i < rates->changed_count; i++) {
        int edge = rates->changed[i], arc = bound->edge_arc[edge];

        if (arc >= 0)
            bound->arcs[count++] = (cf_moving_arc){ arc, rates->rate[edge] };
        if (arc >= 0 && arc < bound->between.size)
            invested += rates->rate[edge];
    }
    for (int i = 0; i < rates->touched_count; i++) {
        int vertex = rates->touched[i], arc = kept_arc(bound, vertex);

        if (arc >= 0 && rates->at[vertex].kept != 0)
            bound->arcs[count++] = (cf_moving_arc){ arc, rates->at[vertex].kept };
    }
    status = cf_moving_cut_rate(&bound->moving, bound->arcs, count, &largest);
    *rate = bound->bound == CF_MEASURE_MIN ? invested - largest : largest;
    return status;
}

/* A rate comes from at most three capacities, the payment's and what its two ends can keep, of
 * which only full ones count; in the lower bound, also from what is invested. */
double cf_moving_bound_limit(const cf_moving_bound *bound, int payment)
{
    const cf_edge *edge = &bound->flow->edges[payment];
    const int arcs[] = { bound->edge_arc[payment], kept_arc(bound, edge->tail),
                         kept_arc(bound, edge->head) };
    bool invested = arcs[0] >= 0 && arcs[0] < bound->between.size;
    double limit = bound->bound == CF_MEASURE_MIN && invested ? 1.0 : 0.0;

    for (int i = 0; i < 3; i++) {
        if (arcs[i] >= 0 && cf_moving_cut_is_full(&bound->moving, arcs[i]))
            limit += 1.0;
    }
    return limit;
}
