/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/cuts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"

cf_status cf_cuts_new(cf_cuts *out, const cf_flow *flow, cf_bound bound)
{
    int arcs = flow->edge_count + flow->vertex_count;
    size_t room = (size_t)arcs + 1;
    cf_status status;

    *out = (cf_cuts){ .flow = flow,
                      .bound = bound,
                      .slot_arc = calloc(room, sizeof *out->slot_arc),
                      .kept_arc = calloc(room, sizeof *out->kept_arc),
                      .moving = calloc(room, sizeof *out->moving),
                      .arcs = calloc(room, sizeof *out->arcs) };
    status = cf_residual_new(&out->residual, flow->vertex_count, arcs);
    if (status == CF_OK && (out->slot_arc == NULL || out->kept_arc == NULL || out->moving == NULL ||
                            out->arcs == NULL))
        status = CF_NO_MEMORY;
    if (status != CF_OK)
        cf_cuts_free(out);
    return status;
}

void cf_cuts_free(cf_cuts *cuts)
{
    cf_residual_free(&cuts->residual);
    free(cuts->slot_arc);
    free(cuts->kept_arc);
    free(cuts->moving);
    free(cuts->arcs);
    *cuts = (cf_cuts){ 0 };
}

/* ---- the programme ---- */

static int arc_of(cf_cuts *cuts, const cf_edge *slot)
{
    const cf_flow *flow = cuts->flow;
    cf_residual *residual = &cuts->residual;
    int tail = slot->tail, head = slot->head;

    if (cf_flow_counts_as(flow, tail, cuts->supplier)) {
        if (tail != cuts->supplier || !(slot->capital || cuts->origin_all))
            return -1;
        tail = residual->source;
    }
    if (cf_flow_counts_as(flow, head, cuts->supplier)) {
        bool revenue = head == cuts->supplier && !slot->capital;

        if (revenue != (cuts->bound == CF_BOUND_MAX))
            return -1;
        head = residual->target;
    }
    return cf_residual_add(residual, tail, head, slot->amount);
}

/* What a vertex can keep is a sink of the lower bound; tied money keeps nothing. */
static int kept_arc_of(cf_cuts *cuts, int vertex)
{
    const cf_balance *balance = &cuts->flow->balances[vertex];

    if (cuts->bound != CF_BOUND_MIN || vertex >= cuts->flow->network->node_count ||
        vertex == cuts->supplier)
        return -1;
    return cf_residual_add(&cuts->residual, vertex, cuts->residual.target,
                           balance->bounded ? balance->kept : (double)INFINITY);
}

void cf_cuts_prepare(cf_cuts *cuts, int supplier, bool origin_all)
{
    cf_residual *residual = &cuts->residual;

    cuts->supplier = supplier;
    cuts->origin_all = origin_all;
    cf_residual_clear(residual);
    for (int i = 0; i < cuts->flow->edge_count; i++)
        cuts->slot_arc[i] = arc_of(cuts, &cuts->flow->edges[i]);
    for (int v = 0; v < cuts->flow->vertex_count; v++)
        cuts->kept_arc[v] = kept_arc_of(cuts, v);
    cf_residual_link(residual);
    cf_residual_solve(residual);
    memcpy(cuts->arcs, residual->arcs, (size_t)residual->arc_count * sizeof *cuts->arcs);
    cuts->value = cf_cuts_value(cuts);
    cuts->far = 0.0;
    for (int i = 0; i < residual->arc_count; i++)
        cuts->far += isinf(residual->arcs[i].capacity) ? 0.0 : 4.0 * residual->arcs[i].capacity;
}

/* As cf_cut_value() and cf_cut_rest() have it: a sum of amounts. */
double cf_cuts_value(const cf_cuts *cuts)
{
    const cf_residual *residual = &cuts->residual;
    double sign = cuts->bound == CF_BOUND_MIN ? -1.0 : 1.0;
    cf_sum sum = { 0 }, supplied = { 0 };
    double value;

    for (int i = 0; i < residual->arc_count; i++) {
        const cf_residual_arc *arc = &residual->arcs[i];

        if (arc->tail == residual->source) {
            cf_sum_add(&supplied, arc->capacity);
            if (cuts->bound == CF_BOUND_MIN)
                cf_sum_add(&sum, arc->capacity);
        }
        if (residual->from_source[arc->tail] && !residual->from_source[arc->head])
            cf_sum_add(&sum, sign * arc->capacity);
    }
    value = cf_sum_value(sum);
    return value > CF_ROUNDING * cf_sum_value(supplied) ? value : 0.0;
}

/* ---- small changes ---- */

static void add_moving(cf_cuts *cuts, int *count, int arc, double rate)
{
    if (arc >= 0 && rate != 0)
        cuts->moving[(*count)++] = (cf_moving_arc){ arc, rate };
}

cf_status cf_cuts_rate(cf_cuts *cuts, const cf_rates *change, double *rate)
{
    int count = 0;
    double invested = 0.0, largest;
    cf_status status;

    for (int i = 0; i < change->changed_count; i++) {
        int slot = change->changed[i], arc = cuts->slot_arc[slot];

        add_moving(cuts, &count, arc, change->rate[slot]);
        if (arc >= 0 && cuts->residual.arcs[arc].tail == cuts->residual.source)
            invested += change->rate[slot];
    }
    for (int i = 0; i < change->touched_count; i++)
        add_moving(cuts, &count, cuts->kept_arc[change->touched[i]],
                   change->at[change->touched[i]].kept);
    status = cf_residual_rate(&cuts->residual, cuts->moving, count, &largest);
    *rate = cuts->bound == CF_BOUND_MIN ? invested - largest : largest;
    return status;
}

/* ---- large changes ---- */

/* One amount t in motion: its own arc has capacity t, and what payer and payee can keep follows,
 * never below 0. */
struct motion {
    cf_cuts *cuts;
    int arc, payer_kept, payee_kept; /* -1: does not matter */
    bool origin;                     /* the arc leaves the source */
    double now;
    cf_sum payer_rest, payee_rest; /* what they would have left if the amount were 0 */
    double payer_until;            /* the payer keeps something while t is below this */
    double payee_from;             /* the payee does while t is above this */
    double payer_out, payee_out;   /* all that they pay now */
    double payer_near, payee_near; /* by which two sides of a balance differ that are the same */
    double far;                    /* beyond this only cuts of the last slope are left */
};

static int bounded_arc(const cf_cuts *cuts, int vertex)
{
    return cuts->flow->balances[vertex].bounded ? cuts->kept_arc[vertex] : -1;
}

/* Stated funds and what comes in, less what goes out, but for one payment. */
static cf_sum rest_without(const cf_cuts *cuts, int vertex, int payment)
{
    const cf_flow *flow = cuts->flow;
    cf_sum sum = { 0 };

    if (vertex >= flow->network->node_count)
        return sum;
    cf_sum_add(&sum, flow->network->nodes[vertex].funds);
    for (int k = flow->in_edges.start[vertex]; k < flow->in_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        cf_sum_add(&sum, edge->payment == payment ? 0.0 : edge->amount);
    }
    for (int k = flow->out_edges.start[vertex]; k < flow->out_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        cf_sum_add(&sum, edge->payment == payment ? 0.0 : -edge->amount);
    }
    return sum;
}

static struct motion motion_of(cf_cuts *cuts, int payment)
{
    const cf_edge *slot = &cuts->flow->edges[payment];
    int arc = cuts->slot_arc[payment];
    struct motion motion = {
        .cuts = cuts,
        .arc = arc,
        .payer_kept = bounded_arc(cuts, slot->tail),
        .payee_kept = bounded_arc(cuts, slot->head),
        .origin = arc >= 0 && cuts->residual.arcs[arc].tail == cuts->residual.source,
        .now = slot->amount,
        .payer_out = cuts->flow->balances[slot->tail].out,
        .payee_out = cuts->flow->balances[slot->head].out,
        .payer_rest = rest_without(cuts, slot->tail, payment),
        .payee_rest = rest_without(cuts, slot->head, payment),
    };

    motion.payer_near = CF_SAME_AMOUNT * motion.payer_out;
    motion.payee_near = CF_SAME_AMOUNT * motion.payee_out;
    motion.payer_until = cf_sum_value(motion.payer_rest);
    motion.payee_from = -cf_sum_value(motion.payee_rest);
    motion.far =
        cuts->far + 4.0 * (motion.now + fabs(motion.payer_until) + fabs(motion.payee_from) + 1.0);
    return motion;
}

/* As balances.c has it: what is within the tolerance of all that is paid out is nothing. */
static double kept_of(cf_sum rest, double moved, double out)
{
    double left;

    cf_sum_add(&rest, moved);
    left = cf_sum_value(rest);
    return cf_excess(out + fmax(left, 0.0), out) > 0 ? left : 0.0;
}

static void move_to(const struct motion *motion, double t)
{
    cf_residual *residual = &motion->cuts->residual;

    if (motion->arc >= 0)
        cf_residual_set(residual, motion->arc, t);
    if (motion->payer_kept >= 0)
        cf_residual_set(residual, motion->payer_kept,
                        kept_of(motion->payer_rest, -t, motion->payer_out - motion->now + t));
    if (motion->payee_kept >= 0)
        cf_residual_set(residual, motion->payee_kept,
                        kept_of(motion->payee_rest, t, motion->payee_out));
    cf_residual_solve(residual);
}

static void restore(cf_cuts *cuts)
{
    memcpy(cuts->residual.arcs, cuts->arcs, (size_t)cuts->residual.arc_count * sizeof *cuts->arcs);
    cf_residual_solve(&cuts->residual);
}

double cf_cuts_value_at(cf_cuts *cuts, int payment, double amount)
{
    struct motion motion = motion_of(cuts, payment);
    double value;

    move_to(&motion, amount);
    value = cf_cuts_value(cuts);
    restore(cuts);
    return value;
}

/* ---- how far a marginal stays ---- */

/* Within a regime what payer and payee can keep is a straight line, so that the largest flow is the
 * least of as many lines as there are cuts. */
struct line {
    double at_zero, slope;
};

/* The line of the cut that the last solve found, in the regime around t. */
static struct line cut_line(const struct motion *motion, double t)
{
    const cf_residual *residual = &motion->cuts->residual;
    cf_sum sum = { 0 };
    double slope = 0.0;

    for (int i = 0; i < residual->arc_count; i++) {
        const cf_residual_arc *arc = &residual->arcs[i];

        if (!residual->from_source[arc->tail] || residual->from_source[arc->head])
            continue;
        if (i == motion->arc) {
            slope += 1.0;
        } else if (i == motion->payer_kept) {
            slope -= t < motion->payer_until ? 1.0 : 0.0;
            cf_sum_add(&sum, t < motion->payer_until ? motion->payer_until : 0.0);
        } else if (i == motion->payee_kept) {
            slope += t > motion->payee_from ? 1.0 : 0.0;
            cf_sum_add(&sum, t > motion->payee_from ? -motion->payee_from : 0.0);
        } else {
            cf_sum_add(&sum, arc->capacity);
        }
    }
    return (struct line){ cf_sum_value(sum), slope };
}

static bool is_beyond(double a, double b, double direction)
{
    return direction * (a - b) > 0 && !cf_same(a, b);
}

/* A balance tips where its two sides are the same amount, beside which the deal may be tiny. */
static bool is_at_tip(double tip, double t, double near)
{
    return fabs(tip - t) <= near || cf_same(tip, t);
}

/* Where the regime around t ends. */
static double regime_end(const struct motion *motion, double t, double direction)
{
    double end = direction > 0 ? motion->far : 0.0;
    double until = motion->payer_until, from = motion->payee_from;

    if (motion->payer_kept >= 0 && !is_at_tip(until, t, motion->payer_near) &&
        is_beyond(until, t, direction) && is_beyond(end, until, direction))
        end = until;
    if (motion->payee_kept >= 0 && !is_at_tip(from, t, motion->payee_near) &&
        is_beyond(from, t, direction) && is_beyond(end, from, direction))
        end = from;
    return end;
}

/* The slope of the largest flow from t on, in a direction; for the state last solved, at t. */
static cf_status slope_from(const struct motion *motion, double t, double direction, double *slope)
{
    cf_cuts *cuts = motion->cuts;
    bool payer_moves = is_at_tip(motion->payer_until, t, motion->payer_near)
                           ? direction < 0
                           : motion->payer_until > t;
    bool payee_moves = is_at_tip(motion->payee_from, t, motion->payee_near)
                           ? direction > 0
                           : t > motion->payee_from;
    int count = 0;
    cf_status status;

    add_moving(cuts, &count, motion->arc, direction);
    add_moving(cuts, &count, motion->payer_kept, payer_moves ? -direction : 0.0);
    add_moving(cuts, &count, motion->payee_kept, payee_moves ? direction : 0.0);
    status = cf_residual_rate(&cuts->residual, cuts->moving, count, slope);
    *slope *= direction;
    return status;
}

/*
 * Discrete Newton: from the end of the regime back to where the cut found there meets the line,
 * until the cut found is on the line. Returns where the line ends, at most `end`.
 */
static double follow(const struct motion *motion, struct line line, double from, double end,
                     double direction)
{
    enum { MOST_STEPS = 60 };
    double inside = 0.5 * (from + end), t = end;

    for (int step = 0; step < MOST_STEPS; step++) {
        struct line cut;
        double meeting;

        move_to(motion, t);
        cut = cut_line(motion, inside);
        if (direction * (line.slope - cut.slope) < 0.5) /* slopes are whole */
            return t;
        meeting = (cut.at_zero - line.at_zero) / (line.slope - cut.slope);
        if (!is_beyond(t, meeting, direction))
            return t;
        if (!is_beyond(meeting, from, direction))
            return from;
        t = meeting;
    }
    return t;
}

/* More room where there is some left, and less where none is used, changes nothing at all. */
static bool is_idle(const cf_cuts *cuts, int payment, double direction)
{
    const cf_edge *slot = &cuts->flow->edges[payment];
    int arc = cuts->slot_arc[payment];
    const cf_residual_arc *at = arc < 0 ? NULL : &cuts->residual.arcs[arc];

    if (bounded_arc(cuts, slot->tail) >= 0 || bounded_arc(cuts, slot->head) >= 0 ||
        (at != NULL && at->tail == cuts->residual.source))
        return false;
    return at == NULL || (direction > 0 ? at->flow < at->capacity : !(at->flow > 0));
}

cf_status cf_cuts_valid(cf_cuts *cuts, int payment, double direction, double marginal,
                        double *until)
{
    struct motion motion;
    double slope, beyond, t;
    cf_status status = CF_OK;

    *until = direction > 0 ? (double)NAN : 0.0;
    if (is_idle(cuts, payment, direction))
        return CF_OK;
    motion = motion_of(cuts, payment);
    slope = cuts->bound == CF_BOUND_MAX ? marginal : (motion.origin ? 1.0 : 0.0) - marginal;
    beyond = slope;
    t = motion.now;

    while (status == CF_OK && fabs(beyond - slope) < 0.5) {
        double end = regime_end(&motion, t, direction), inside = 0.5 * (t + end);
        struct line cut = cut_line(&motion, inside);
        struct line line = { cut.at_zero + (cut.slope - slope) * t, slope };

        t = follow(&motion, line, t, end, direction);
        if (is_beyond(end, t, direction) || !(t > 0))
            break;
        if (direction > 0 && end == motion.far) {
            t = (double)NAN;
            break;
        }
        status = slope_from(&motion, t, direction, &beyond);
    }
    *until = t;
    restore(cuts);
    return status;
}
