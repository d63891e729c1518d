/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_LOOPS_LARGE_NETWORK_H
#define UNIT_LOOPS_LARGE_NETWORK_H

/* Networks of any size for the tests of loops, built payment by payment. */

#include "circfin/loops.h"

typedef struct large_network {
    cf_network network;
    cf_node *nodes;
    cf_payment *payments;
    int room;
    cf_flow *flow;
    cf_hops *hops;
} large_network;

/** The flow refers to the network, so a network stays where it is. */
void graph_open(large_network *out, int nodes, int room);
void graph_pay(large_network *graph, int payer, int payee, bool capital, double amount);
void graph_finish(large_network *graph);
void graph_close(large_network *graph);
/** Everybody pays everybody. Where the payer's number is even, as an investment. */
void graph_complete(large_network *out, int nodes);
/** Diamonds in a ring: 2^diamonds loops, one investment on each. */
void graph_diamonds(large_network *out, int count);
cf_loop_limits loop_limits_for(cf_loop_kind kind);
cf_loop_count graph_count_loops(const large_network *graph, cf_loop_limits limits);
double graph_loops_found(const large_network *graph, cf_loop_kind kind, int max_length);

#endif
