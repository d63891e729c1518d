/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/loops/large_network.h"

#include <stdlib.h>

#include "unit/testlib.h"

void graph_open(large_network *out, int nodes, int room)
{
    *out = (large_network){ .room = room };
    out->nodes = calloc((size_t)nodes, sizeof *out->nodes);
    out->payments = calloc((size_t)room, sizeof *out->payments);
    cr_assert(out->nodes != NULL && out->payments != NULL);
    out->network = (cf_network){ out->nodes, nodes, out->payments, 0 };
}

void graph_pay(large_network *graph, int payer, int payee, bool capital, double amount)
{
    cr_assert_lt(graph->network.payment_count, graph->room);
    graph->payments[graph->network.payment_count++] =
        (cf_payment){ .payer = payer,
                      .payee = payee,
                      .carries = capital ? CF_CAPITAL : CF_TRADE,
                      .open = amount <= 0,
                      .amount = amount };
}

void graph_finish(large_network *graph)
{
    assert_ok(cf_flow_new(&graph->flow, &graph->network, true));
    assert_ok(cf_hops_new(&graph->hops, graph->flow, NULL));
}

void graph_close(large_network *graph)
{
    cf_hops_free(graph->hops);
    cf_flow_free(graph->flow);
    free(graph->nodes);
    free(graph->payments);
}

void graph_complete(large_network *out, int nodes)
{
    graph_open(out, nodes, nodes * nodes);

    for (int i = 0; i < nodes; i++)
        for (int j = 0; j < nodes; j++)
            if (i != j)
                graph_pay(out, i, j, i % 2 == 0, 1);
    graph_finish(out);
}

void graph_diamonds(large_network *out, int count)
{
    graph_open(out, 3 * count, 4 * count);

    for (int i = 0; i < count; i++) {
        for (int side = 1; side <= 2; side++) {
            graph_pay(out, 3 * i, 3 * i + side, i == 0, 1);
            graph_pay(out, 3 * i + side, 3 * ((i + 1) % count), false, 1);
        }
    }
    graph_finish(out);
}

cf_loop_limits loop_limits_for(cf_loop_kind kind)
{
    return (cf_loop_limits){ .kind = kind, .through = -1, .threads = 1 };
}

cf_loop_count graph_count_loops(const large_network *graph, cf_loop_limits limits)
{
    cf_loop_count count;

    assert_ok(cf_loops_count(graph->hops, &limits, &count));
    return count;
}

double graph_loops_found(const large_network *graph, cf_loop_kind kind, int max_length)
{
    cf_loop_limits limits = loop_limits_for(kind);

    limits.max_length = max_length;
    return graph_count_loops(graph, limits).found;
}
