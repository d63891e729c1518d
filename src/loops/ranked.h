/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_RANKED_H
#define CIRCFIN_LOOPS_RANKED_H

#include "circfin/loops.h"

/** cf_loops_ranked() that enumerates only up to `counted` loops: 0 takes the bounded search. */
CF_NODISCARD cf_status cf_loops_ranked_within(cf_loop_list *out, const cf_hops *hops,
                                              const cf_loop_limits *limits, long top,
                                              double counted);

#endif
