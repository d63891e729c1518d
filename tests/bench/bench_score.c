/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench.h"
void bench_score(void)
{
}
