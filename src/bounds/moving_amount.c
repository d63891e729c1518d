/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bound at another amount of one payment, and how far its marginal holds.
 *
 * With the amount t of one payment in motion, the value of each cut is a line, and the largest
 * flow is the least of these lines: concave and piecewise linear. Its next kink is found by
 * Newton's method on cuts (W. Dinkelbach, 1967, https://doi.org/10.1287/mnsc.13.7.492): start far
 * out, and go back to where the line of the cut found there meets the line of now, until no cut is
 * below the line of now.
 *
 *      t0 ──────────► t3 ◄────────── t2 ◄────────────────── t1
 *      now,           cut 3 meets    cut 2 meets cut 1,     far out:
 *      on cut 1       cut 1, and     but cut 3 is           cut 2 is smallest
 *                     nothing is     smaller here
 *                     smaller: the
 *                     kink
 *
 * What payer and payee can keep follows t, but never below 0. That cuts the axis into at most three
 * regimes, which are searched one after the other.
 */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bounds/moving_bound.h"

/* One amount t in motion: its edge has amount t, and what payer and payee can keep follows. */
struct motion {
    cf_moving_bound *bound;
    int edge;
    int arc;                      /* of the edge; -1: it does not matter */
    int payer_place, payee_place; /* -1: what they keep does not matter */
    double now;
    cf_sum payer_rest, payee_rest; /* what they would have left if the amount were 0 */
    double payer_until;            /* the payer keeps something while t is below this */
    double payee_from;             /* the payee does while t is above this */
    double payer_out, payee_out;   /* all that they pay now */
    double payer_near, payee_near; /* by which two sides of a balance differ that are the same */
    double far;                    /* beyond this only cuts of the last slope are left */
};

/* Where a vertex keeps what its stated funds leave. */
static int bounded_place(const cf_moving_bound *bound, int vertex)
{
    return bound->bound == CF_MEASURE_MIN && bound->flow->balances[vertex].bounded
               ? cf_between_place(&bound->between, vertex)
               : -1;
}

/* Stated funds and what comes in, less what goes out, but for one payment. */
static cf_sum rest_without(const cf_flow *flow, int vertex, int payment)
{
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

static struct motion motion_of(cf_moving_bound *bound, int payment)
{
    const cf_flow *flow = bound->flow;
    const cf_edge *edge = &flow->edges[payment];
    struct motion motion = {
        .bound = bound,
        .edge = payment,
        .arc = bound->edge_arc[payment],
        .payer_place = bounded_place(bound, edge->tail),
        .payee_place = bounded_place(bound, edge->head),
        .now = edge->amount,
        .payer_out = flow->balances[edge->tail].out,
        .payee_out = flow->balances[edge->head].out,
    };

    if (motion.payer_place >= 0)
        motion.payer_rest = rest_without(flow, edge->tail, payment);
    if (motion.payee_place >= 0)
        motion.payee_rest = rest_without(flow, edge->head, payment);
    motion.payer_near = CF_SAME_AMOUNT * motion.payer_out;
    motion.payee_near = CF_SAME_AMOUNT * motion.payee_out;
    motion.payer_until = cf_sum_value(motion.payer_rest);
    motion.payee_from = -cf_sum_value(motion.payee_rest);
    motion.far =
        bound->far + 4.0 * (motion.now + fabs(motion.payer_until) + fabs(motion.payee_from) + 1.0);
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

/* The arcs that move, changed to the amounts of now. */
static void refresh(const struct motion *motion, bool solve)
{
    cf_moving_bound *bound = motion->bound;
    const int n = bound->between.size;
    const int arcs[] = { motion->arc, motion->payer_place < 0 ? -1 : n + motion->payer_place,
                         motion->payee_place < 0 ? -1 : n + motion->payee_place };

    for (int i = 0; i < 3; i++) {
        if (arcs[i] >= 0)
            cf_moving_bound_refresh(bound, arcs[i]);
    }
    for (int i = 0; solve && i < 3; i++) {
        if (arcs[i] >= 0)
            cf_moving_cut_change(&bound->moving, arcs[i]);
    }
}

static double payer_keeps(const struct motion *motion, double t)
{
    return kept_of(motion->payer_rest, -t, motion->payer_out - motion->now + t);
}

static double payee_keeps(const struct motion *motion, double t)
{
    return kept_of(motion->payee_rest, t, motion->payee_out);
}

static void move_to(const struct motion *motion, double t)
{
    cf_moving_bound *bound = motion->bound;

    bound->moved_edge = motion->edge;
    bound->moved_amount = t;
    if (motion->payer_place >= 0)
        bound->kept[motion->payer_place] = payer_keeps(motion, t);
    if (motion->payee_place >= 0)
        bound->kept[motion->payee_place] = payee_keeps(motion, t);
    refresh(motion, true);
    cf_moving_cut_solve_again(&bound->moving);
}

static void restore(const struct motion *motion)
{
    cf_moving_bound *bound = motion->bound;
    const cf_edge *edge = &bound->flow->edges[motion->edge];

    bound->moved_edge = -1;
    if (motion->payer_place >= 0)
        bound->kept[motion->payer_place] = bound->flow->balances[edge->tail].kept;
    if (motion->payee_place >= 0)
        bound->kept[motion->payee_place] = bound->flow->balances[edge->head].kept;
    refresh(motion, false);
    cf_moving_cut_restore(&bound->moving);
}

/* Whether no arc whose capacity t changes becomes full: then nothing else changes. */
static bool moves_nothing(const struct motion *motion, double t)
{
    const cf_moving_bound *bound = motion->bound;
    int n = bound->between.size, payer = motion->payer_place, payee = motion->payee_place;
    const int arcs[] = { motion->arc, payer < 0 ? -1 : n + payer, payee < 0 ? -1 : n + payee };
    const double more[] = { t - motion->now,
                            payer < 0 ? 0.0 : payer_keeps(motion, t) - bound->kept[payer],
                            payee < 0 ? 0.0 : payee_keeps(motion, t) - bound->kept[payee] };

    for (int i = 0; i < 3; i++) {
        double all = 0.0; /* of all changes at the same arc */

        for (int j = 0; j < 3; j++)
            all += arcs[j] == arcs[i] ? more[j] : 0.0;
        if (arcs[i] >= 0 && !cf_moving_cut_keeps_room(&bound->moving, arcs[i], all))
            return false;
    }
    return true;
}

double cf_moving_bound_value_at(cf_moving_bound *bound, int payment, double amount)
{
    struct motion motion = motion_of(bound, payment);
    double value;

    if (moves_nothing(&motion, amount))
        return bound->value;
    move_to(&motion, amount);
    value = cf_moving_bound_now(bound);
    restore(&motion);
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
    const cf_moving_bound *bound = motion->bound;
    int n = bound->between.size, payer = motion->payer_place, payee = motion->payee_place;
    cf_sum sum = { 0 };
    double slope = 0.0;

    cf_moving_bound_add_cut(bound, &sum, 1.0, motion->edge, payer, payee);
    if (motion->arc >= 0 && cf_moving_bound_crosses(bound, motion->arc))
        slope += 1.0;
    if (payer >= 0 && cf_moving_bound_crosses(bound, n + payer)) {
        slope -= t < motion->payer_until ? 1.0 : 0.0;
        cf_sum_add(&sum, t < motion->payer_until ? motion->payer_until : 0.0);
    }
    if (payee >= 0 && cf_moving_bound_crosses(bound, n + payee)) {
        slope += t > motion->payee_from ? 1.0 : 0.0;
        cf_sum_add(&sum, t > motion->payee_from ? -motion->payee_from : 0.0);
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

    if (motion->payer_place >= 0 && !is_at_tip(until, t, motion->payer_near) &&
        is_beyond(until, t, direction) && is_beyond(end, until, direction))
        end = until;
    if (motion->payee_place >= 0 && !is_at_tip(from, t, motion->payee_near) &&
        is_beyond(from, t, direction) && is_beyond(end, from, direction))
        end = from;
    return end;
}

static int add_arc(cf_moving_arc *arcs, int count, int arc, double rate)
{
    if (rate != 0)
        arcs[count++] = (cf_moving_arc){ arc, rate };
    return count;
}

/* The slope of the largest flow from t on, in a direction; for the state last solved, at t. */
static cf_status slope_from(const struct motion *motion, double t, double direction, double *slope)
{
    cf_moving_bound *bound = motion->bound;
    bool payer_moves = is_at_tip(motion->payer_until, t, motion->payer_near)
                           ? direction < 0
                           : motion->payer_until > t;
    bool payee_moves = is_at_tip(motion->payee_from, t, motion->payee_near)
                           ? direction > 0
                           : t > motion->payee_from;
    cf_moving_arc arcs[3];
    int count = 0, n = bound->between.size;
    cf_status status;

    if (motion->arc >= 0)
        count = add_arc(arcs, count, motion->arc, direction);
    if (motion->payer_place >= 0 && payer_moves)
        count = add_arc(arcs, count, n + motion->payer_place, -direction);
    if (motion->payee_place >= 0 && payee_moves)
        count = add_arc(arcs, count, n + motion->payee_place, direction);
    status = cf_moving_cut_rate(&bound->moving, arcs, count, slope);
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
static bool is_idle(const struct motion *motion, double direction)
{
    const cf_moving_cut *moving = &motion->bound->moving;
    int arc = motion->arc;

    if (motion->payer_place >= 0 || motion->payee_place >= 0)
        return false;
    if (arc < 0)
        return true;
    return arc >= motion->bound->between.size &&
           (direction > 0 ? !cf_moving_cut_is_full(moving, arc)
                          : cf_moving_cut_is_empty(moving, arc));
}

cf_status cf_moving_bound_valid(cf_moving_bound *bound, int payment, double direction,
                                double marginal, double *until)
{
    struct motion motion = motion_of(bound, payment);
    bool origin = motion.arc >= 0 && motion.arc < bound->between.size;
    double slope = bound->bound == CF_MEASURE_MAX ? marginal : (origin ? 1.0 : 0.0) - marginal;
    double beyond = slope, t = motion.now;
    cf_status status = CF_OK;

    *until = direction > 0 ? (double)NAN : 0.0;
    if (is_idle(&motion, direction))
        return CF_OK;
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
    restore(&motion);
    return status;
}
