/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The time-expanded flow. Which edges can be there is known from the amounts of the periods; what
 * they carry follows one period after the other, because what an entity or a pool carries on
 * depends on all that came before:
 *
 *   fill       what lies in pools is placed on purchases (earmarks.c, on the network of the view)
 *   set        the edges of the period get their amounts
 *   balance    what each entity has and keeps (balances.c), and so what it carries
 *
 * The same walk over the edges is taken three times: to count them, to lay them out and to set
 * them.
 */
#include <stdlib.h>
#include <string.h>

#include "circfin/periods.h"
#include "network/build.h"

const char *const cf_carry_names[CF_CARRY_COUNT] = { "auto", "all", "none" };

/* The money of one tied payment; it has a vertex in each period from `first` to `end`. */
struct pool {
    int payment;             /* of the network of the view */
    int edge;                /* of the filling flow: the first of its edges */
    int first, last, end;    /* first payment; last amount of a listed purchase; last of either */
    int vertex;              /* in period `first` */
    double waiting, content; /* what waited, and with what is paid in now */
};

enum walk { COUNT, LAY_OUT, SET };

struct timed_build {
    cf_timed_flow timed; /* first: the caller's pointer is this one */
    cf_arena arena;
    const cf_view *view;
    const cf_periods *periods;
    cf_carry carry;

    cf_view_network *base; /* the network of the view ... */
    cf_network now;        /* ... with the amounts of one period, those of pools instead of tied */
    cf_payment *payments_now;
    cf_flow_build *filling; /* places tied money of a period */
    struct pool *pools;
    int pool_count;

    cf_network network; /* time-expanded; its payment e is edge e of the flow */
    cf_node *nodes;
    cf_payment *payments;
    cf_flow_build *build;
    cf_cash *cash;
    enum walk walk;
    int next_edge;
};

static int nodes_of(const struct timed_build *timed)
{
    return timed->view->entity_count;
}

static double amount_in(const struct timed_build *timed, int payment, int period)
{
    const cf_view *view = timed->view;
    size_t deals = (size_t)view->scenario->deal_count;
    int deal = view->deals[timed->base->view_deal[payment]].deal;

    return timed->periods->amounts[(size_t)period * deals + (size_t)deal];
}

/* ---- the walk over the edges ---- */

static void step(struct timed_build *timed, const cf_payment *edge)
{
    int e = timed->next_edge++;

    if (timed->walk == LAY_OUT)
        timed->payments[e] = *edge;
    else if (timed->walk == SET)
        cf_flow_set_edge(timed->build, e, edge->amount);
}

/* Of a payment that is tied, only the part that its pool got on the way is elsewhere. */
static void walk_payments(struct timed_build *timed, int period)
{
    const cf_flow_build *filling = timed->filling;
    int shift = period * nodes_of(timed);

    for (int i = 0; i < timed->now.payment_count; i++) {
        cf_payment edge = timed->base->network.payments[i];
        double amount = amount_in(timed, i, period);

        if (!(amount > 0) || edge.earmark_count > 0)
            continue;
        edge.payer += shift;
        edge.payee += shift;
        edge.amount = filling->is_linked[i] ? filling->edges[i].amount : amount;
        step(timed, &edge);
    }
}

static void walk_pool(struct timed_build *timed, const struct pool *pool, int period)
{
    const cf_payment *tied = &timed->base->network.payments[pool->payment];
    const cf_edge *filled = timed->filling->edges;
    int vertex = pool->vertex + period - pool->first, shift = period * nodes_of(timed);
    double left = filled[pool->payment].amount;
    bool waits = period < pool->last;
    cf_payment into = { .payer = tied->payer + shift, .payee = vertex, .carries = CF_CAPITAL };
    cf_payment on = { .payer = vertex, .payee = tied->payee + shift, .carries = CF_CAPITAL };
    cf_payment wait = { .payer = vertex, .payee = vertex + 1, .carries = CF_CAPITAL };

    into.amount = amount_in(timed, pool->payment, period);
    on.amount = waits ? 0.0 : left;
    wait.amount = waits ? left : 0.0;
    step(timed, &into);
    for (int k = 0; k < tied->earmark_count; k++) {
        int purchase = tied->earmark[k];
        cf_payment placed = { .payer = vertex,
                              .payee = timed->base->network.payments[purchase].payee + shift,
                              .amount = filled[pool->edge + 1 + k].amount };

        if (amount_in(timed, purchase, period) > 0)
            step(timed, &placed);
    }
    step(timed, &on);
    if (waits)
        step(timed, &wait);
}

static void walk_period(struct timed_build *timed, int period)
{
    walk_payments(timed, period);
    for (int t = 0; t < timed->pool_count; t++) {
        const struct pool *pool = &timed->pools[t];

        if (period >= pool->first && period <= pool->end)
            walk_pool(timed, pool, period);
    }
}

/* From this period to the next, where there is one. */
static void walk_carried(struct timed_build *timed, int period)
{
    int nodes = nodes_of(timed);

    if (timed->carry == CF_CARRY_NONE || period + 1 == timed->periods->count)
        return;
    for (int u = 0; u < nodes; u++) {
        int vertex = period * nodes + u;
        cf_payment edge = { .payer = vertex,
                            .payee = vertex + nodes,
                            .carries = CF_CAPITAL,
                            .open = !timed->view->entities[u].funds_known,
                            .amount = timed->cash[vertex].carried_out };

        step(timed, &edge);
    }
}

static void walk_all(struct timed_build *timed, enum walk walk)
{
    timed->walk = walk;
    timed->next_edge = 0;
    for (int p = 0; p < timed->periods->count; p++) {
        walk_period(timed, p);
        walk_carried(timed, p);
    }
}

/* ---- pools ---- */

static void set_pool_periods(struct timed_build *timed, struct pool *pool)
{
    const cf_payment *tied = &timed->base->network.payments[pool->payment];

    pool->first = timed->periods->count;
    pool->last = pool->end = -1;
    for (int p = timed->periods->count - 1; p >= 0; p--) {
        if (amount_in(timed, pool->payment, p) > 0) {
            pool->first = p;
            pool->end = pool->end < 0 ? p : pool->end;
        }
        for (int k = 0; pool->last < 0 && k < tied->earmark_count; k++)
            pool->last = amount_in(timed, tied->earmark[k], p) > 0 ? p : -1;
    }
    if (pool->end >= 0 && pool->last > pool->end)
        pool->end = pool->last;
}

/* *vertices: of the whole flow. */
static cf_status list_pools(struct timed_build *timed, int *vertices)
{
    const cf_flow *filling = &timed->filling->flow;

    *vertices = timed->periods->count * nodes_of(timed);
    timed->pool_count = filling->tied_count;
    timed->pools = cf_arena_new(&timed->arena, (size_t)timed->pool_count, sizeof *timed->pools);
    if (timed->pools == NULL)
        return CF_NO_MEMORY;
    for (int t = 0; t < timed->pool_count; t++) {
        struct pool *pool = &timed->pools[t];

        pool->payment = filling->tied[t];
        pool->edge = filling->into[t];
        set_pool_periods(timed, pool);
        pool->vertex = *vertices;
        *vertices += pool->end < pool->first ? 0 : pool->end - pool->first + 1;
    }
    return CF_OK;
}

static cf_status describe_pools(struct timed_build *timed, int vertices)
{
    int first = timed->periods->count * nodes_of(timed);
    cf_pool *pools = cf_arena_new(&timed->arena, (size_t)(vertices - first), sizeof *pools);

    if (pools == NULL)
        return CF_NO_MEMORY;
    for (int t = 0; t < timed->pool_count; t++) {
        const struct pool *pool = &timed->pools[t];

        for (int p = pool->first; p <= pool->end; p++) {
            int place = pool->vertex + p - pool->first - first;

            pools[place].payee = timed->base->network.payments[pool->payment].payee;
            pools[place].period = p;
        }
    }
    timed->build->flow.pools = pools;
    return CF_OK;
}

/* Everything that lies in pools is placed on the purchases of this period. */
static void fill_pools(struct timed_build *timed, int period)
{
    for (int i = 0; timed->pool_count > 0 && i < timed->now.payment_count; i++)
        timed->payments_now[i].amount = amount_in(timed, i, period);
    for (int t = 0; t < timed->pool_count; t++) {
        struct pool *pool = &timed->pools[t];

        pool->content = pool->waiting + timed->payments_now[pool->payment].amount;
        timed->payments_now[pool->payment].amount = pool->content;
    }
    if (timed->pool_count > 0)
        cf_flow_place_earmarks(timed->filling);
}

/* ---- balances ---- */

static void add_deals(struct timed_build *timed, int period)
{
    int shift = period * nodes_of(timed);

    for (int i = 0; i < timed->now.payment_count; i++) {
        const cf_payment *payment = &timed->base->network.payments[i];
        double amount = amount_in(timed, i, period);

        timed->cash[payment->payer + shift].out += amount;
        timed->cash[payment->payee + shift].in += amount;
        if (payment->carries == CF_CAPITAL)
            timed->cash[payment->payee + shift].capital_in += amount;
        if (payment->carries == CF_SERVICE)
            timed->cash[payment->payee + shift].service_in += amount;
    }
    for (int t = 0; t < timed->pool_count; t++) {
        struct pool *pool = &timed->pools[t];
        int payee = timed->base->network.payments[pool->payment].payee;

        timed->cash[payee + shift].waiting_in += pool->waiting;
        pool->waiting = period < pool->last ? timed->filling->edges[pool->payment].amount : 0.0;
    }
}

/* Capital and service of capital that it has received in this period, tied money that passes it by
 * left aside. */
static double capital_into(const cf_flow *flow, int vertex)
{
    cf_sum sum = { 0 };

    for (int k = flow->in_edges.start[vertex]; k < flow->in_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->carries != CF_TRADE &&
            !cf_flow_is_node(flow, edge->tail, vertex % flow->period_nodes))
            cf_sum_add(&sum, edge->amount);
    }
    return cf_sum_value(sum);
}

/* Who reports revenue spends what the period earned first, then capital. */
static double carried_on(const struct timed_build *timed, int entity, const cf_balance *balance,
                         double not_earned)
{
    double earned = cf_excess(balance->in + balance->funds, not_earned);

    if (timed->carry == CF_CARRY_NONE)
        return 0.0;
    if (timed->carry == CF_CARRY_ALL || !timed->view->entities[entity].revenue_known)
        return balance->kept;
    return fmin(balance->kept, cf_excess(not_earned, cf_excess(balance->out, earned)));
}

static void balance_period(struct timed_build *timed, int period)
{
    int nodes = nodes_of(timed);

    for (int u = 0; u < nodes; u++) {
        int vertex = period * nodes + u;
        const cf_balance *balance = &timed->build->balances[vertex];
        cf_cash *cash = &timed->cash[vertex];

        cf_flow_balance_vertex(timed->build, vertex);
        cash->carried_in = period == 0 ? 0.0 : timed->cash[vertex - nodes].carried_out;
        cash->funds = balance->funds;
        cash->assumed = balance->assumed;
        cash->gap = balance->gap;
        cash->kept = balance->kept;
        cash->carried_out = carried_on(
            timed, u, balance, capital_into(&timed->build->flow, vertex) + cash->carried_in);
    }
}

/* ---- all together ---- */

static cf_status open_base(struct timed_build *timed)
{
    cf_status status = cf_view_network_new(&timed->base, timed->view, false);
    size_t payments;

    if (status != CF_OK)
        return status;
    payments = (size_t)timed->base->network.payment_count;
    timed->payments_now = cf_arena_new(&timed->arena, payments, sizeof *timed->payments_now);
    if (timed->payments_now == NULL)
        return CF_NO_MEMORY;
    timed->now = timed->base->network;
    timed->now.payments = timed->payments_now;
    memcpy(timed->payments_now, timed->base->network.payments,
           payments * sizeof *timed->payments_now);
    return cf_flow_lay_out(&timed->filling, &timed->now, true);
}

static void fill_nodes(struct timed_build *timed)
{
    const cf_view *view = timed->view;

    for (int v = 0; v < timed->network.node_count; v++)
        timed->nodes[v] = (cf_node){ .funds_known = true }; /* pools */
    for (int v = 0; v < timed->periods->count * nodes_of(timed); v++) {
        bool known = view->entities[v % nodes_of(timed)].funds_known;

        timed->nodes[v] = (cf_node){ .funds_known = known,
                                     .funds = known ? timed->periods->funds[v] : 0.0,
                                     .revenue = timed->periods->revenue[v] };
    }
}

static cf_status lay_out(struct timed_build *timed)
{
    int vertices = 0;
    cf_status status = list_pools(timed, &vertices);

    if (status != CF_OK)
        return status;
    timed->cash = cf_arena_new(&timed->arena, (size_t)vertices, sizeof *timed->cash);
    timed->nodes = cf_arena_new(&timed->arena, (size_t)vertices, sizeof *timed->nodes);
    if (timed->cash == NULL || timed->nodes == NULL)
        return CF_NO_MEMORY;
    walk_all(timed, COUNT);
    timed->payments =
        cf_arena_new(&timed->arena, (size_t)timed->next_edge, sizeof *timed->payments);
    if (timed->payments == NULL)
        return CF_NO_MEMORY;
    timed->network = (cf_network){ .nodes = timed->nodes,
                                   .node_count = vertices,
                                   .payments = timed->payments,
                                   .payment_count = timed->next_edge };
    fill_nodes(timed);
    walk_all(timed, LAY_OUT);
    status = cf_flow_lay_out(&timed->build, &timed->network, false);
    if (status != CF_OK)
        return status;
    timed->timed.flow = &timed->build->flow;
    timed->timed.cash = timed->cash;
    timed->build->flow.period_count = timed->periods->count;
    timed->build->flow.period_nodes = nodes_of(timed);
    return describe_pools(timed, vertices);
}

static cf_status run_through(struct timed_build *timed)
{
    cf_status status;

    timed->walk = SET;
    timed->next_edge = 0;
    for (int p = 0; p < timed->periods->count; p++) {
        fill_pools(timed, p);
        walk_period(timed, p);
        add_deals(timed, p);
        balance_period(timed, p);
        walk_carried(timed, p);
    }
    for (int e = 0; e < timed->next_edge; e++)
        timed->payments[e].amount = timed->build->edges[e].amount;
    status = cf_flow_find_components(timed->build);
    if (status == CF_OK)
        cf_flow_balance(timed->build); /* what is carried has left its vertex now */
    return status;
}

cf_status cf_timed_flow_new(cf_timed_flow **out, const cf_view *view, const cf_periods *periods,
                            cf_carry carry)
{
    struct timed_build *timed = calloc(1, sizeof *timed);
    cf_status status;

    *out = NULL;
    if (timed == NULL)
        return CF_NO_MEMORY;
    timed->view = view;
    timed->periods = periods;
    timed->carry = carry;
    status = open_base(timed);
    if (status == CF_OK)
        status = lay_out(timed);
    if (status == CF_OK)
        status = run_through(timed);
    if (timed->filling != NULL)
        cf_flow_free(&timed->filling->flow);
    cf_view_network_free(timed->base);
    timed->filling = NULL;
    timed->base = NULL;
    if (status == CF_OK)
        *out = &timed->timed;
    else
        cf_timed_flow_free(&timed->timed);
    return status;
}

void cf_timed_flow_free(cf_timed_flow *timed)
{
    struct timed_build *build = (struct timed_build *)timed;

    if (build == NULL)
        return;
    if (build->build != NULL)
        cf_flow_free(&build->build->flow);
    cf_arena_free(&build->arena);
    free(build);
}
