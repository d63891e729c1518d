/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_BENCH_H
#define CIRCFIN_BENCH_BENCH_H

/* The benchmarks; each prints its lines. */

void bench_circulation(void);
void bench_bounds(void);
void bench_pro_rata(void);
void bench_forwarding(void);
void bench_score(void);
void bench_sweep(void);
void bench_drivers(void);
void bench_loops(void);
void bench_in_order(void);
void bench_timeline(void);
void bench_vintages(void);
void bench_sheets(void);
void bench_scale(void);

#endif
