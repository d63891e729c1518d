/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_NETWORKS_H
#define CIRCFIN_BENCH_NETWORKS_H

/* Random networks: the same seed gives the same network on every machine. */

#include <stdio.h>

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

/** As a scenario. Returns the sum of its amounts. */
double network_write_scenario(FILE *out, const cf_network *network);

/** As a table of deals (CSV), announced on up to 3,360 days, without what the entities state. */
void network_write_sheet(FILE *out, const cf_network *network);

/** Who pays whom, each pair once: the numbers of nodes and pairs, then the pairs in order.
 *  Returns the number of pairs. */
int network_write_edges(FILE *out, const cf_network *network);

/** Random numbers: the state to begin with; from 0 to below 1; whole ones from 0 to limit - 1. */
unsigned long long seeded(unsigned long long seed);
double uniform(unsigned long long *state);
int below(unsigned long long *state, int limit);

#endif
