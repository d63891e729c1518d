/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_ENUMERATE_H
#define CIRCFIN_LOOPS_ENUMERATE_H

/* Every loop, root by root, on several threads: visited or counted. */

#include "loops/through_flow.h"

typedef struct cf_enumeration {
    const cf_hops *hops;
    const cf_loop_rules *rules;
    const cf_loop_limits *limits; /* `most` without a visitor: stop soon after so many */
    double most_walked;           /* give up after so many steps; 0: never */
    cf_loop_visitor *visit;       /* NULL: count only */
    void *payload;
} cf_enumeration;

CF_NODISCARD cf_status cf_enumerate(const cf_enumeration *wanted, cf_loop_count *count);

#endif
