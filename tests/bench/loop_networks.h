/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_LOOP_NETWORKS_H
#define CIRCFIN_BENCH_LOOP_NETWORKS_H

/* Networks to look for loops in. The same name gives the same network on every machine. */

#include "bench/networks.h"

/**
 * @param name  a kind and a number: "complete-9". What kinds there are, loop_networks_describe
 *              tells.
 * @return false where there is no such kind; nothing is to be freed then
 */
bool loop_network_make(random_network *out, const char *name);
void loop_networks_describe(FILE *out);

#endif
