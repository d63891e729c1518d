/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The derivative of the pro rata loop-back by a payment, and its value at another amount, by the
 * adjoint of the linear system: see the header. */
#include "pro_rata/derivative.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "pro_rata/sweeps.h"

enum { MOST_EFFECTS = 64, MOST_BYTES = 8 << 20 };

cf_status cf_derivative_new(cf_derivative *out, const cf_rates *rates, cf_trace *trace)
{
    size_t vertices = (size_t)rates->flow->vertex_count + 1;
    size_t room = MOST_BYTES / (vertices * sizeof(double));

    *out = (cf_derivative){ .flow = rates->flow,
                            .rates = rates,
                            .trace = trace,
                            .back = calloc(vertices, sizeof *out->back),
                            .effects = calloc(MOST_EFFECTS, sizeof *out->effects),
                            .effects_room = room > MOST_EFFECTS ? MOST_EFFECTS
                                            : room < 2          ? 2
                                                                : (int)room,
                            .everyone = calloc(vertices, sizeof *out->everyone) };
    if (out->back == NULL || out->effects == NULL || out->everyone == NULL) {
        cf_derivative_free(out);
        return CF_NO_MEMORY;
    }
    for (int v = 0; v < rates->flow->vertex_count; v++)
        out->everyone[v] = v;
    return CF_OK;
}

void cf_derivative_free(cf_derivative *derivative)
{
    for (int i = 0; derivative->effects != NULL && i < MOST_EFFECTS; i++)
        free(derivative->effects[i].at);
    free(derivative->effects);
    free(derivative->everyone);
    free(derivative->back);
    *derivative = (cf_derivative){ 0 };
}

cf_status cf_derivative_prepare(cf_derivative *derivative, int supplier, bool origin_all)
{
    cf_status status = cf_trace_supplier(derivative->trace, supplier, origin_all);

    derivative->supplier = supplier;
    derivative->origin_all = origin_all;
    derivative->effects_count = 0;
    if (status == CF_OK)
        status = cf_trace_all_return_shares(derivative->trace, derivative->back);
    return status;
}

/* Nothing passes here now: what begins to is a first drop, of a mix of its own. */
static bool is_dry(const cf_derivative *derivative, int vertex)
{
    return !(cf_money_of(derivative->flow, vertex) > 0);
}

static double mix_of(const cf_derivative *derivative, int vertex)
{
    return is_dry(derivative, vertex) ? 0.0 : cf_trace_mix(derivative->trace, vertex);
}

/* The coloured part of another unit on a slot. */
static double colour_of(const cf_derivative *derivative, const cf_edge *slot)
{
    if (slot->tail == derivative->supplier)
        return cf_flow_is_origin(slot, slot->tail, derivative->origin_all) ? 1.0 : 0.0;
    if (cf_flow_counts_as(derivative->flow, slot->tail, derivative->supplier))
        return 0.0;
    return mix_of(derivative, slot->tail);
}

/* g: what comes back of a coloured unit on a slot that leads to where money passes now. */
static double back_on(const cf_derivative *derivative, const cf_edge *slot)
{
    if (slot->head == derivative->supplier)
        return slot->carries == CF_TRADE ? 1.0 : 0.0;
    if (cf_flow_counts_as(derivative->flow, slot->head, derivative->supplier) ||
        is_dry(derivative, slot->head))
        return 0.0;
    return derivative->back[slot->head];
}

/* h of a dry vertex, by what begins to leave it: that leads to wet ones only. */
static double back_of_dry(const cf_derivative *derivative, const cf_rates *change, int vertex)
{
    const cf_flow *flow = derivative->flow;
    double money = change->at[vertex].money;
    cf_sum sum = { 0 };

    if (!(money > 0) || cf_flow_counts_as(flow, vertex, derivative->supplier))
        return 0.0;
    for (int k = flow->out_edges.start[vertex]; k < flow->out_edges.start[vertex + 1]; k++) {
        int slot = flow->out_edges.at[k];

        cf_sum_add_product(&sum, change->rate[slot] / money,
                           back_on(derivative, &flow->edges[slot]));
    }
    return cf_sum_value(sum);
}

double cf_derivative_rate(const cf_derivative *derivative, const cf_rates *change)
{
    const cf_flow *flow = derivative->flow;
    cf_sum sum = { 0 };

    for (int i = 0; i < change->changed_count; i++) {
        const cf_edge *slot = &flow->edges[change->changed[i]];
        double rate = change->rate[change->changed[i]], colour = colour_of(derivative, slot);
        bool dry = slot->head != derivative->supplier && is_dry(derivative, slot->head);

        if (colour > 0)
            cf_sum_add_product(&sum, rate * colour,
                               dry ? back_of_dry(derivative, change, slot->head)
                                   : back_on(derivative, slot));
    }
    for (int i = 0; i < change->touched_count; i++) {
        int v = change->touched[i];

        if (!cf_flow_counts_as(flow, v, derivative->supplier) && !is_dry(derivative, v))
            cf_sum_add_product(&sum, -change->at[v].money * mix_of(derivative, v),
                               derivative->back[v]);
    }
    return cf_sum_value(sum);
}

/* The payment by itself adds at most what it brings back; what its two ends have changes by no
 * more than the payment does. */
double cf_derivative_limit(const cf_derivative *derivative, int payment)
{
    const cf_edge *slot = &derivative->flow->edges[payment];

    if (is_dry(derivative, slot->tail) || is_dry(derivative, slot->head))
        return (double)INFINITY;
    return fmax(colour_of(derivative, slot) * back_on(derivative, slot),
                mix_of(derivative, slot->tail) * derivative->back[slot->tail] +
                    mix_of(derivative, slot->head) * derivative->back[slot->head]);
}

/* ---- large changes ---- */

/* What a node has, as balances.c has it, when sums of its payments change by so much. */
static double money_at(const cf_rates *rates, int node, double in_more, double out_more,
                       double trade_more)
{
    const cf_node *of = &rates->flow->network->nodes[node];
    double in = rates->flow->balances[node].in + in_more;
    double out = rates->flow->balances[node].out + out_more;
    double have =
        of->funds_known ? of->funds : cf_excess(of->revenue, rates->trade_in[node] + trade_more);

    return in + fmax(cf_excess(out, in), have);
}

/* One end of the payment: u or v. */
struct end {
    int vertex;
    bool moves;  /* coloured money passes and comes back */
    double more; /* dT */
    double back; /* h before */
};

/* Replaces the least recently used one. */
static cf_effects *room_for_effects(cf_derivative *derivative)
{
    cf_effects *oldest = &derivative->effects[0];

    if (derivative->effects_count < derivative->effects_room)
        return &derivative->effects[derivative->effects_count++];
    for (int i = 1; i < derivative->effects_count; i++) {
        if (derivative->effects[i].asked < oldest->asked)
            oldest = &derivative->effects[i];
    }
    return oldest;
}

/* How h of each vertex changes as `vertex` pays the supplier more; NULL on failure. */
static cf_status find_effects(const double **out, cf_derivative *derivative, int vertex)
{
    size_t vertices = (size_t)derivative->flow->vertex_count;
    cf_effects *effects = NULL;
    cf_status status = CF_OK;

    for (int i = 0; i < derivative->effects_count; i++) {
        if (derivative->effects[i].vertex == vertex)
            effects = &derivative->effects[i];
    }
    if (effects == NULL) {
        effects = room_for_effects(derivative);
        effects->vertex = -1;
        if (effects->at == NULL)
            effects->at = calloc(vertices + 1, sizeof *effects->at);
        status = effects->at == NULL
                     ? CF_NO_MEMORY
                     : cf_trace_return_effects(derivative->trace, vertex, derivative->everyone,
                                               (int)vertices, effects->at);
        if (status == CF_OK)
            effects->vertex = vertex;
    }
    effects->asked = ++derivative->asked;
    *out = effects->at;
    return status;
}

/* Who pays a vertex, the supplier aside. */
struct payers {
    int only; /* -1: none; where there are `several`, one of them */
    bool several;
    double amount; /* all that it pays the vertex */
};

static struct payers payers_of(const cf_derivative *derivative, int vertex)
{
    const cf_flow *flow = derivative->flow;
    struct payers payers = { .only = -1 };
    cf_sum amount = { 0 };

    for (int k = flow->in_edges.start[vertex];
         k < flow->in_edges.start[vertex + 1] && !payers.several; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (!(edge->amount > 0) || cf_flow_counts_as(flow, edge->tail, derivative->supplier))
            continue;
        payers.several = payers.several || (payers.only >= 0 && payers.only != edge->tail);
        payers.only = edge->tail;
        cf_sum_add(&amount, edge->amount);
    }
    payers.amount = cf_sum_value(amount);
    return payers;
}

/*
 * How h at both ends changes as `vertex` pays the supplier more. With D the diagonal matrix of what
 * vertices have and A that of payments, the effects are Z = (D − A)⁻¹, so Z D = I + Z A: the column
 * of a vertex with a single payer is the payer's column times what it pays, plus 1 at the vertex
 * itself, divided by what the vertex has. No digit is lost, and no solve is needed.
 */
static cf_status find_end_effects(double out[2], cf_derivative *derivative, int vertex,
                                  const struct end *ends)
{
    struct payers payers = payers_of(derivative, vertex);
    const double *at = NULL;
    cf_status status = CF_OK;

    if (payers.several || payers.only >= 0)
        status = find_effects(&at, derivative, payers.several ? vertex : payers.only);
    for (int j = 0; status == CF_OK && j < 2; j++) {
        double own = ends[j].vertex == vertex ? 1.0 : 0.0;

        out[j] = payers.several ? at[ends[j].vertex]
                                : (own + (at != NULL ? payers.amount * at[ends[j].vertex] : 0.0)) /
                                      cf_money_of(derivative->flow, vertex);
    }
    return status;
}

/* effects[i][j]: how h at end j changes as end i pays the supplier more. Those of the payee matter
 * only if it has more. */
static cf_status find_both_effects(cf_derivative *derivative, struct end *ends,
                                   double effects[2][2])
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < 2; i++) {
        struct end *end = &ends[i];

        end->back = derivative->back[end->vertex];
        end->moves = end->vertex != derivative->supplier && mix_of(derivative, end->vertex) > 0 &&
                     end->back > 0;
        if (!end->moves || (i == 1 && !(fabs(end->more) > 0)))
            continue;
        status = find_end_effects(effects[i], derivative, end->vertex, ends);
    }
    return status;
}

/*
 * h' at both ends: h'_u = h_u + Z_uu d_u + Z_uv d_v with d_u = da g' − dT_u h'_u, d_v = − dT_v
 * h'_v, two equations for two unknowns. An end that does not move keeps its h, which is 0.
 */
static bool solve_ends(double effects[2][2], const struct end *ends, double more, double goal,
                       double *after)
{
    const struct end *u = &ends[0], *v = &ends[1];
    const double least = 1e-3;
    double uu = effects[0][0], vu = effects[0][1], uv = effects[1][0], vv = effects[1][1];
    double a = 1.0 + uu * u->more, b = uv * v->more - (v->moves ? uu * more : 0.0);
    double c = vu * u->more, d = 1.0 + vv * v->more - (v->moves ? vu * more : 0.0);
    double x = (u->moves ? u->back : 0.0) + uu * more * goal;
    double y = (v->moves ? v->back : 0.0) + vu * more * goal;
    double determinant = a * d - b * c;

    after[0] = (x * d - b * y) / determinant;
    after[1] = (a * y - c * x) / determinant;
    return determinant > least * (fabs(a * d) + fabs(b * c)) && fabs(a) > least && fabs(d) > least;
}

/* Whether the payment is all that the supplier invests, or all that pays it. */
static bool is_the_only_one(const cf_derivative *derivative, int payment)
{
    const cf_flow *flow = derivative->flow;
    int s = derivative->supplier;
    bool other_out = false, other_in = false;

    for (int k = flow->out_edges.start[s]; k < flow->out_edges.start[s + 1] && !other_out; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        other_out = flow->out_edges.at[k] != payment && edge->amount > 0 &&
                    cf_flow_is_origin(edge, s, derivative->origin_all);
    }
    for (int k = flow->in_edges.start[s]; k < flow->in_edges.start[s + 1] && !other_in; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        other_in = flow->in_edges.at[k] != payment && edge->amount > 0 && edge->carries == CF_TRADE;
    }
    return !other_out || !other_in;
}

cf_status cf_derivative_value_at(cf_derivative *derivative, int payment, double amount,
                                 double *value, bool *settled)
{
    const cf_flow *flow = derivative->flow;
    const cf_edge *slot = &flow->edges[payment];
    double more = amount - slot->amount, goal, now = cf_trace_revenue(derivative->trace), after[2];
    double trade = slot->carries == CF_TRADE ? more : 0.0;
    struct end ends[2] = { { .vertex = slot->tail }, { .vertex = slot->head } };
    double effects[2][2] = { { 0.0 } };
    cf_sum sum = { 0 };
    cf_status status;

    *value = 0.0;
    *settled = !(amount > 0) && is_the_only_one(derivative, payment);
    if (*settled)
        return CF_OK;
    for (int i = 0; i < 2; i++)
        ends[i].more = money_at(derivative->rates, ends[i].vertex, i == 1 ? more : 0.0,
                                i == 0 ? more : 0.0, i == 1 ? trade : 0.0) -
                       money_at(derivative->rates, ends[i].vertex, 0.0, 0.0, 0.0);
    status = find_both_effects(derivative, ends, effects);
    goal = slot->head == derivative->supplier && slot->carries == CF_TRADE ? 1.0 : 0.0;
    *settled = solve_ends(effects, ends, more, goal, after);
    cf_sum_add(&sum, now);
    cf_sum_add(&sum, more * colour_of(derivative, slot) * (goal > 0 ? goal : after[1]));
    for (int i = 0; i < 2; i++)
        cf_sum_add(&sum, ends[i].moves
                             ? -ends[i].more * mix_of(derivative, ends[i].vertex) * after[i]
                             : 0.0);
    *value = cf_sum_value(sum);
    *settled = *settled && *value > 1e-6 * now; /* else digits are lost */
    return status;
}
