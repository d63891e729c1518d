/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every vertex receives, pays, has from outside and keeps. */
#include "flow/build.h"

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
        if (!flow->edges[flow->in_edges.at[k]].capital)
            cf_sum_add(&sum, flow->edges[flow->in_edges.at[k]].amount);
    }
    return cf_sum_value(sum);
}

/* in − out, to the last digit even where the two are large; 0 where they are the same amount. */
static double surplus_of(const cf_flow *flow, int vertex, const cf_balance *balance)
{
    cf_sum sum = { 0 };

    if (cf_same(balance->in, balance->out))
        return 0.0;
    add_edges(&sum, flow, &flow->in_edges, vertex, 1.0);
    add_edges(&sum, flow, &flow->out_edges, vertex, -1.0);
    return cf_sum_value(sum);
}

/*
 * need n = out − in; funds F = max(n, stated), or max(n, revenue − trade in), or n; kept is what
 * of in + F is not paid out, written so that nothing large is subtracted from itself.
 */
static void balance_node(cf_flow_build *build, int vertex)
{
    const cf_node *node = &build->flow.network->nodes[vertex];
    cf_balance *balance = &build->balances[vertex];
    double surplus = surplus_of(&build->flow, vertex, balance);
    double need = fmax(-surplus, 0.0);
    double have = node->funds_known ? node->funds
                                    : cf_excess(node->revenue, trade_into(&build->flow, vertex));

    balance->bounded = node->funds_known;
    balance->gap = node->funds_known ? cf_excess(need, have) : 0.0;
    balance->funds = need > have ? need : have;
    balance->assumed = node->funds_known ? balance->gap : balance->funds;
    balance->kept = fmax(surplus, 0.0) + cf_excess(have, need);
    if (balance->kept <= CF_SAME_AMOUNT * (balance->in + balance->funds))
        balance->kept = 0.0;
}

/*
 * A component that keeps nothing and passes nothing on, but receives, or has funds: its sums
 * missed by less than the tolerance. What comes in stays where it comes in, or it would have
 * nowhere to go.
 */
static void open_closed_component(cf_flow_build *build, int component)
{
    const cf_flow *flow = &build->flow;
    int first = flow->component_start[component], past = flow->component_start[component + 1];

    for (int pass = 0; pass < 2; pass++) { /* first look, then mend */
        for (int m = first; m < past; m++) {
            int v = flow->component_vertices[m];

            if (pass == 0 && build->balances[v].kept > 0)
                return;
            for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
                if (pass == 0 &&
                    flow->component[flow->edges[flow->out_edges.at[k]].head] != component)
                    return;
            }
            if (pass == 1)
                build->balances[v].kept += build->balances[v].funds;
            for (int k = flow->in_edges.start[v]; pass == 1 && k < flow->in_edges.start[v + 1];
                 k++) {
                const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

                if (flow->component[edge->tail] != component)
                    build->balances[v].kept += edge->amount;
            }
        }
    }
}

void cf_flow_balance(cf_flow_build *build)
{
    const cf_flow *flow = &build->flow;

    for (int v = 0; v < flow->vertex_count; v++) {
        build->balances[v].in = sum_of(flow, &flow->in_edges, v);
        build->balances[v].out = sum_of(flow, &flow->out_edges, v);
        if (v < flow->network->node_count)
            balance_node(build, v);
        else
            build->balances[v].bounded = true;
    }
    for (int c = 0; c < flow->component_count; c++)
        open_closed_component(build, c);
}
