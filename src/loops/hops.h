/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_HOPS_H
#define CIRCFIN_LOOPS_HOPS_H

/* Hops, and the part of what one brings that goes on by the next. */

#include "base/arena.h"
#include "circfin/loops.h"

/** Money that hop i ties to its next hop: z / a_i. */
typedef struct cf_tied_share {
    int next;
    double share;
} cf_tied_share;

/** Sets of what a loop needs, and of what a hop has. */
enum {
    CF_HAS_TRADE = 1,
    CF_HAS_CAPITAL = 2,
    CF_HAS_OPEN = 4,
    CF_HAS_THROUGH = 8,
    CF_HAS_SERVICE = 16, /* no loop needs it */
    CF_HAS_BOTH = CF_HAS_TRADE | CF_HAS_CAPITAL
};

static inline bool cf_has_both(unsigned has)
{
    return (has & CF_HAS_BOTH) == CF_HAS_BOTH;
}

struct cf_hops {
    cf_arena arena;
    int node_count, hop_count;
    bool has_service;         /* a hop of it: financing loops may be without a supplier then */
    const int *rank;          /* of a node */
    const int *node;          /* of a rank */
    const cf_hop *hops;       /* by rank of tail, rank of head, name of class */
    const int *start;         /* hops that the node of rank r pays: start[r] ... */
    const int *heads;         /* of a hop: rank of its head */
    const unsigned char *has; /* of a hop: CF_HAS_ of its class, and CF_HAS_OPEN */
    const double *fresh;      /* g / T'_tail: the part that a hop takes of what its tail mixes */
    const double *loose;   /* (a - p) / a: the part of a hop that its head mixes; 1 if not tied */
    const int *tied_start; /* tied money of hop i: tied[tied_start[i]] ... */
    const cf_tied_share *tied;
};

/** The part of what hop `from` carries that goes on by hop `next`, which its head pays. */
double cf_hops_passing(const cf_hops *hops, int from, int next);

#endif
