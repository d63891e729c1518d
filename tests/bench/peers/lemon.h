/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_PEERS_LEMON_H
#define CIRCFIN_BENCH_PEERS_LEMON_H

#ifdef __cplusplus
extern "C" {
#endif

/** The size of the largest circulation; `tails` in ascending order. Only where LEMON is installed
 *  (CIRCFIN_LEMON). */
double lemon_circulation(int vertices, int arcs, const int *tails, const int *heads,
                         const long long *capacities);

#ifdef __cplusplus
}
#endif

#endif
