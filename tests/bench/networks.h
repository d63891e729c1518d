/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_NETWORKS_H
#define CIRCFIN_BENCH_NETWORKS_H

/* Random networks: the same seed gives the same network on every machine. */

#include "circfin/flow.h"

typedef struct random_network {
    cf_network network; /* first */
    cf_node *nodes;
    cf_payment *payments;
} random_network;

/**
 * One strong component: a ring through all nodes, and payments between random ones. Four in ten
 * are capital; amounts run evenly through three decades; half of the nodes state their funds.
 * One payment in `open_every` has no amount (0: none).
 */
void random_network_make(random_network *out, int nodes, int payments, int open_every,
                         unsigned long long seed);
void random_network_free(random_network *network);

/** Its flow, without earmarks (there are none). To be freed. */
cf_flow *flow_of(const random_network *network);

#endif
