/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of one supplier on a flow whose amounts change: bounds by a maximum flow, pro rata by
 * a planned elimination, or by a trace where that would be too large. */
#include "what_if/measurement.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bounds/between.h"
#include "pro_rata/elimination.h"

struct cf_measurement {
    int supplier;
    bool origin_all;
    cf_loopback figures;
    unsigned known;        /* which of the figures are those of the flow as it is now */
    unsigned char *inside; /* a bit a vertex: it lies between; NULL: not known yet */

    /* What they are measured on, where `searched`: */
    bool searched, loaded; /* `loaded`: it has the amounts of the flow */
    cf_between between;
    cf_elimination *elimination; /* NULL: not needed yet, or too large */
    bool elimination_tried;
    enum { UNKNOWN, SMALL, LARGE } extent; /* of what lies between, which no amount changes */
    double *leak, *share;                  /* scratch */
};

cf_status cf_measurement_new(cf_measurement **out, int supplier, bool origin_all)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    (*out)->supplier = supplier;
    (*out)->origin_all = origin_all;
    return CF_OK;
}

void cf_measurement_shrink(cf_measurement *measurement)
{
    if (!measurement->searched)
        return;
    cf_between_free(&measurement->between);
    cf_elimination_free(measurement->elimination);
    free(measurement->leak);
    free(measurement->share);
    measurement->elimination = NULL;
    measurement->leak = measurement->share = NULL;
    measurement->searched = measurement->loaded = measurement->elimination_tried = false;
}

void cf_measurement_free(cf_measurement *measurement)
{
    if (measurement == NULL)
        return;
    cf_measurement_shrink(measurement);
    free(measurement->inside);
    free(measurement);
}

bool cf_measurement_depends_on(const cf_measurement *measurement, int vertex)
{
    return measurement->inside == NULL || vertex == measurement->supplier ||
           (measurement->inside[vertex / CHAR_BIT] >> vertex % CHAR_BIT & 1) != 0;
}

size_t cf_measurement_size(const cf_measurement *measurement)
{
    const cf_between *between = &measurement->between;
    size_t edges = (size_t)(between->arc_count + between->origins.count + between->revenue.count +
                            between->leaving.count);

    if (!measurement->searched)
        return 0;
    return ((size_t)between->size + edges) * 100;
}

void cf_measurement_forget(cf_measurement *measurement)
{
    measurement->known = 0;
    measurement->loaded = false;
}

/* Which vertices lie between never changes: the search followed all edges of a known amount. */
static cf_status note_inside(cf_measurement *measurement, const cf_flow *flow)
{
    if (measurement->inside != NULL)
        return CF_OK;
    measurement->inside = calloc((size_t)flow->vertex_count / CHAR_BIT + 1, 1);
    if (measurement->inside == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < measurement->between.size; i++) {
        int v = measurement->between.vertices[i];

        measurement->inside[v / CHAR_BIT] |= (unsigned char)(1u << v % CHAR_BIT);
    }
    return CF_OK;
}

static cf_status search_between(cf_measurement *measurement, const cf_flow *flow)
{
    size_t size;
    cf_status status;

    if (measurement->searched)
        return CF_OK;
    status = cf_between_new(&measurement->between, flow, measurement->supplier,
                            measurement->origin_all, CF_EDGES_KNOWN);
    if (status != CF_OK)
        return status;
    measurement->searched = true;
    size = (size_t)measurement->between.size + 1;
    measurement->leak = calloc(size, sizeof *measurement->leak);
    measurement->share = calloc(size, sizeof *measurement->share);
    if (measurement->leak != NULL && measurement->share != NULL &&
        note_inside(measurement, flow) == CF_OK)
        return CF_OK;
    cf_measurement_shrink(measurement);
    return CF_NO_MEMORY;
}

/* ---- amounts ---- */

static void add_up(cf_measurement *measurement, const cf_flow *flow)
{
    const int *out = flow->out_edges.start, *in = flow->in_edges.start;
    cf_sum invested = { 0 }, revenue = { 0 };
    int s = measurement->supplier;

    for (int k = out[s]; k < out[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (cf_flow_is_origin(edge, s, measurement->origin_all))
            cf_sum_add(&invested, edge->amount);
    }
    for (int k = in[s]; k < in[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->carries == CF_TRADE)
            cf_sum_add(&revenue, edge->amount);
    }
    measurement->figures =
        (cf_loopback){ .invested = cf_sum_value(invested), .revenue = cf_sum_value(revenue) };
}

/* What bounds and eliminations need, from the flow as it is now. */
static cf_status load(cf_measurement *measurement, const cf_flow *flow)
{
    cf_status status = search_between(measurement, flow);

    if (status != CF_OK || measurement->loaded)
        return status;
    measurement->loaded = true;
    cf_between_read(&measurement->between, flow);
    return CF_OK;
}

/* ---- figures ---- */

/* The long way, for what is too large to plan an elimination for; one trace does for all. */
static cf_status trace_pro_rata(const cf_measurement *measurement, const cf_flow *flow,
                                cf_trace **trace, double *value)
{
    cf_status status = CF_OK;

    if (*trace == NULL)
        status = cf_trace_new(trace, flow);
    return status == CF_OK
               ? cf_trace_loop_back(*trace, measurement->supplier, measurement->origin_all, value)
               : status;
}

/* Whether more lies between than an elimination can take. SMALL includes what is not known. */
static bool is_large(cf_measurement *measurement, cf_nearby *nearby)
{
    if (measurement->extent == UNKNOWN && nearby != NULL)
        measurement->extent = cf_nearby_has_more(nearby, measurement->supplier,
                                                 measurement->origin_all, CF_MOST_ELIMINATION_ARCS)
                                  ? LARGE
                                  : SMALL;
    return measurement->extent == LARGE;
}

bool cf_measurement_needs_trace(cf_measurement *measurement, cf_nearby *nearby)
{
    if ((measurement->known & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)) != 0)
        return false;
    return is_large(measurement, nearby) ||
           (measurement->elimination_tried && measurement->elimination == NULL);
}

static cf_status find_pro_rata(cf_measurement *measurement, const cf_flow *flow, cf_nearby *nearby,
                               cf_trace **trace, double *value)
{
    const cf_between *between = &measurement->between;
    const double *revenue;
    cf_sum sum = { 0 };
    cf_status status;

    if (is_large(measurement, nearby))
        return trace_pro_rata(measurement, flow, trace, value);
    status = load(measurement, flow);
    revenue = between->revenue.amount;
    if (status == CF_OK && !measurement->elimination_tried)
        status = cf_elimination_new(&measurement->elimination, between->size, between->arcs,
                                    between->arc_count);
    if (status != CF_OK)
        return status;
    measurement->elimination_tried = true;
    if (measurement->elimination == NULL)
        return trace_pro_rata(measurement, flow, trace, value);
    for (int i = 0; i < between->size; i++) {
        measurement->share[i] = between->origins.amount[i];
        measurement->leak[i] =
            revenue[i] + between->leaving.amount[i] + flow->balances[between->vertices[i]].kept;
    }
    cf_elimination_solve(measurement->elimination, between->arcs, measurement->leak,
                         measurement->share);
    for (int i = 0; i < between->size; i++)
        cf_sum_add_product(&sum, revenue[i], measurement->share[i]);
    *value = cf_sum_value(sum);
    return CF_OK;
}

static cf_status find_bound(cf_measurement *measurement, const cf_flow *flow, cf_nearby *nearby,
                            cf_measure bound, double *value)
{
    cf_status status;

    if (nearby != NULL &&
        cf_nearby_bound(nearby, measurement->supplier, measurement->origin_all, bound, value))
        return CF_OK;
    status = load(measurement, flow);
    return status == CF_OK ? cf_between_bound(&measurement->between, flow, bound, value) : status;
}

/* 0 <= min <= pro rata <= max <= invested and revenue: theorems, but for rounding. */
static void put_in_order(cf_loopback *loopback, unsigned figures)
{
    double all = loopback->invested, most = fmin(all, loopback->revenue);

    loopback->min = cf_within(loopback->min, 0.0, most, all);
    loopback->pro_rata = cf_within(loopback->pro_rata, 0.0, most, all);
    loopback->max = cf_within(loopback->max, 0.0, most, all);
    if ((figures & CF_MEASURES_KNOWN) == CF_MEASURES_KNOWN) {
        loopback->pro_rata = cf_within(loopback->pro_rata, loopback->min, most, all);
        loopback->max = cf_within(loopback->max, loopback->pro_rata, most, all);
    }
}

static void drop_unasked(cf_loopback *loopback, unsigned figures)
{
    const double unknown = (double)NAN;

    if ((figures & CF_MEASURE_BIT(CF_MEASURE_MIN)) == 0)
        loopback->min = unknown;
    if ((figures & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)) == 0)
        loopback->pro_rata = unknown;
    if ((figures & CF_MEASURE_BIT(CF_MEASURE_MAX)) == 0)
        loopback->max = unknown;
}

cf_status cf_measurement_measure(cf_loopback *out, cf_measurement *measurement, const cf_flow *flow,
                                 cf_nearby *nearby, cf_trace **trace, unsigned figures)
{
    unsigned missing = figures & ~measurement->known;
    cf_loopback *found = &measurement->figures;
    cf_status status = CF_OK;

    *out = (cf_loopback){ 0 };
    if (measurement->known == 0)
        add_up(measurement, flow);
    if ((missing & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)) != 0)
        status = find_pro_rata(measurement, flow, nearby, trace, &found->pro_rata);
    if (status == CF_OK && (missing & CF_MEASURE_BIT(CF_MEASURE_MIN)) != 0)
        status = find_bound(measurement, flow, nearby, CF_MEASURE_MIN, &found->min);
    if (status == CF_OK && (missing & CF_MEASURE_BIT(CF_MEASURE_MAX)) != 0)
        status = find_bound(measurement, flow, nearby, CF_MEASURE_MAX, &found->max);
    if (status != CF_OK)
        return status;
    measurement->known |= figures;
    *out = *found;
    put_in_order(out, figures);
    drop_unasked(out, figures);
    return CF_OK;
}
