/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of vintages against the simplex method, on a network of the test's own. */
#include "circfin/periods.h"
#include "oracles/oracles.h"
#include "property/asking.h"

#define SUITE vintage_bounds

enum { MOST_VERTICES = 900, MOST_ARCS = 4000 };

struct programme {
    double supply[MOST_VERTICES], sink[MOST_VERTICES];
    cf_arc arcs[MOST_ARCS];
    cf_flow_problem problem;
    bool source_side[MOST_VERTICES];
    double supplied;
};

/* An edge of the flow up to the last period, as what it is in the problem. */
static void add_edge(struct programme *programme, const cf_flow *flow, const cf_edge *edge, int s,
                     bool all, int last, bool min)
{
    int tail = cf_flow_period(flow, edge->tail), head = cf_flow_period(flow, edge->head);
    bool carried = tail != head, bounded = flow->balances[edge->tail].bounded;
    bool from_s = cf_flow_is_node(flow, edge->tail, s);
    double room = carried && !bounded ? INFINITY : edge->amount;

    if (tail > last || (cf_flow_counts_as(flow, edge->tail, s) && (!from_s || carried)))
        return;
    if (from_s) {
        if (edge->carries == CF_SERVICE || (!all && edge->carries == CF_TRADE))
            return;
        programme->supplied += edge->amount;
        if (!cf_flow_counts_as(flow, edge->head, s))
            programme->supply[edge->head] += edge->amount;
        return;
    }
    if (head > last || cf_flow_counts_as(flow, edge->head, s)) {
        bool revenue = head <= last && edge->carries == CF_TRADE;

        if (head > last ? min : revenue != min)
            programme->sink[edge->tail] += room;
        return;
    }
    programme->arcs[programme->problem.arc_count++] = (cf_arc){ edge->tail, edge->head, room };
}

/* The largest flow to revenue, or the origins less the largest flow anywhere else. */
static double by_simplex(struct programme *programme, const cf_flow *flow, int s, bool all,
                         int last, bool min, unsigned seed)
{
    *programme = (struct programme){ .supplied = 0 };
    programme->problem = (cf_flow_problem){ .vertex_count = flow->vertex_count,
                                            .supply = programme->supply,
                                            .sink = programme->sink,
                                            .arcs = programme->arcs };
    cr_assert(flow->vertex_count <= MOST_VERTICES && flow->edge_count <= MOST_ARCS);
    for (int e = 0; e < flow->edge_count; e++)
        add_edge(programme, flow, &flow->edges[e], s, all, last, min);
    for (int v = 0; min && v < flow->vertex_count; v++) {
        if (cf_flow_period(flow, v) <= last && !cf_flow_counts_as(flow, v, s))
            programme->sink[v] += flow->balances[v].bounded ? flow->balances[v].kept : INFINITY;
    }
    cr_assert_eq((int)oracle_simplex(&programme->problem, programme->source_side), (int)CF_OK,
                 "seed %u: GLPK", seed);
    return min ? cf_cut_rest(&programme->problem, programme->source_side)
               : cf_cut_value(&programme->problem, programme->source_side);
}

static void expect_bounds(const struct asking *asking, const cf_flow *flow, int s)
{
    static struct programme programme;
    double *min = calloc((size_t)flow->period_count, sizeof *min);
    double *max = calloc((size_t)flow->period_count, sizeof *max);
    bool all = asking->options.origin_all;

    cr_assert_eq((int)cf_bound_periods(flow, s, all, min, max), (int)CF_OK);
    for (int p = 0; p < flow->period_count; p += 1 + flow->period_count / 4) {
        double least = by_simplex(&programme, flow, s, all, p, true, asking->random.seed);
        double most = by_simplex(&programme, flow, s, all, p, false, asking->random.seed);

        cr_assert(fabs(min[p] - least) <= 1e-9 * programme.supplied &&
                      fabs(max[p] - most) <= 1e-9 * programme.supplied,
                  "seed %u (%s, %s), supplier %d, period %d: %.17g to %.17g, by simplex %.17g to "
                  "%.17g",
                  asking->random.seed, asking->kind, asking->carry, s, p, min[p], max[p], least,
                  most);
    }
    free(min);
    free(max);
}

LAW(bounds_are_optima_of_linear_programmes)
{
    struct asking asking;
    cf_view *view = NULL;
    cf_periods *periods = NULL;
    cf_timed_flow *timed = NULL;

    if (seed % 3 != 0 && getenv("CIRCFIN_SEED") == NULL)
        return; /* simplex takes its time */
    open_asking(&asking, seed, &plainly);
    asking.options.window_from = asking.options.window_to = CF_NO_DAY;
    cr_assert_eq((int)cf_view_new(&view, asking.scenario, &asking.options, NULL), (int)CF_OK);
    cr_assert_eq((int)cf_periods_new(&periods, view, seed % 2 ? CF_YEAR : CF_QUARTER, CF_NO_DAY,
                                     CF_NO_DAY, NULL),
                 (int)CF_OK);
    cr_assert_eq((int)cf_timed_flow_new(&timed, view, periods, (cf_carry)(seed / 6 % 3)),
                 (int)CF_OK);
    for (int s = 0; s < view->entity_count; s++)
        expect_bounds(&asking, timed->flow, s);
    cf_timed_flow_free(timed);
    cf_periods_free(periods);
    cf_view_free(view);
    close_asking(&asking);
}
