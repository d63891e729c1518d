/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every vertex receives, pays, has from outside and keeps. */
#include "network/build.h"

#include "base/sum.h"

static void add_edges(cf_sum *sum, const cf_flow *flow, const cf_adjacency *edges, int vertex,
                      double sign)
{
    for (int k = edges->start[vertex]; k < edges->start[vertex + 1]; k++)
        cf_sum_add(sum, sign * flow->edges[edges->at[k]].amount);
}

static double sum_of(const cf_flow *flow, const cf_adjacency *edges, int vertex)
{
    cf_sum sum = { 0 };

    add_edges(&sum, flow, edges, vertex, 1.0);
    return cf_sum_value(sum);
}

static double trade_into(const cf_flow *flow, int vertex)
{
    cf_sum sum = { 0 };

    for (int k = flow->in_edges.start[vertex]; k < flow->in_edges.start[vertex + 1]; k++) {
        if (flow->edges[flow->in_edges.at[k]].carries == CF_TRADE)
            cf_sum_add(&sum, flow->edges[flow->in_edges.at[k]].amount);
    }
    return cf_sum_value(sum);
}

/* funds + in − out, to the last digit even where they are large. */
static double difference(const cf_flow *flow, int vertex, double funds)
{
    cf_sum sum = { 0 };

    cf_sum_add(&sum, funds);
    add_edges(&sum, flow, &flow->in_edges, vertex, 1.0);
    add_edges(&sum, flow, &flow->out_edges, vertex, -1.0);
    return cf_sum_value(sum);
}

/*
 * need n = out − in; funds F = max(n, stated), or max(n, revenue − trade in), or n; kept is what
 * of in + F is not paid out.
 */
static void balance_node(cf_flow_build *build, int vertex)
{
    const cf_node *node = &build->flow.network->nodes[vertex];
    cf_balance *balance = &build->balances[vertex];
    bool even = cf_same(balance->in, balance->out);
    double need = even ? 0.0 : fmax(-difference(&build->flow, vertex, 0.0), 0.0);
    double have = node->funds_known ? node->funds
                                    : cf_excess(node->revenue, trade_into(&build->flow, vertex));

    balance->bounded = node->funds_known;
    balance->gap = node->funds_known ? cf_excess(need, have) : 0.0;
    balance->funds = need > have ? need : have;
    balance->assumed = node->funds_known ? balance->gap : balance->funds;
    balance->kept = cf_same(balance->in + balance->funds, balance->out)
                        ? 0.0
                        : fmax(difference(&build->flow, vertex, balance->funds), 0.0);
}

/* No vertex of the component keeps anything or pays one outside, and yet money comes in. */
static bool has_no_way_out(const cf_flow_build *build, int component)
{
    const cf_flow *flow = &build->flow;
    bool receives = false;

    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++) {
        int v = flow->component_vertices[m];

        if (build->balances[v].kept > 0)
            return false;
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (edge->amount > 0 && flow->component[edge->head] != component)
                return false;
        }
        receives = receives || build->balances[v].funds > 0;
        for (int k = flow->in_edges.start[v]; !receives && k < flow->in_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

            receives = edge->amount > 0 && flow->component[edge->tail] != component;
        }
    }
    return receives;
}

/* A circuit closed only by the tolerance: here it may not hide what is left over at its vertices,
 * or what comes in would have nowhere to go. */
static void open_component(cf_flow_build *build, int component)
{
    const cf_flow *flow = &build->flow;

    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++) {
        int v = flow->component_vertices[m];

        build->balances[v].kept = fmax(difference(flow, v, build->balances[v].funds), 0.0);
    }
}

void cf_flow_balance_vertex(cf_flow_build *build, int vertex)
{
    const cf_flow *flow = &build->flow;

    build->balances[vertex] = (cf_balance){ .in = sum_of(flow, &flow->in_edges, vertex),
                                            .out = sum_of(flow, &flow->out_edges, vertex) };
    if (vertex < flow->network->node_count)
        balance_node(build, vertex);
    else
        build->balances[vertex].bounded = true;
}

bool cf_flow_balance_component(cf_flow_build *build, int component)
{
    bool closed = has_no_way_out(build, component);

    if (closed)
        open_component(build, component);
    return closed;
}

void cf_flow_balance(cf_flow_build *build)
{
    for (int v = 0; v < build->flow.vertex_count; v++)
        cf_flow_balance_vertex(build, v);
    for (int c = 0; c < build->flow.component_count; c++)
        build->opened[c] = cf_flow_balance_component(build, c);
}
