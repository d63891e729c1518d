/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_BLOCKS_H
#define CIRCFIN_LOOPS_BLOCKS_H

/*
 * Where loops can be: hops that pass the filters, cut into blocks.
 *
 *   hops ─filter─► steps ─► strong components ─► blocks ─► cf_loop_block
 *
 * A step is a pair of entities with the hops between them, one or two. A simple cycle stays inside
 * one strong component, and inside it in one block (a part that no single entity cuts in two), so
 * each block is searched on its own and steps belong to one block only.
 */

#include "loops/hops.h"

/** What a loop needs and what a step can give, as sets. */
enum { CF_HAS_TRADE = 1, CF_HAS_CAPITAL = 2, CF_HAS_OPEN = 4, CF_HAS_THROUGH = 8 };

typedef struct cf_step {
    int tail, head;             /* vertices of the block */
    int capital, trade;         /* hops; -1: none */
    unsigned has;               /* CF_HAS_ of its hops */
    unsigned known;             /* CF_HAS_ of those with a known amount */
    int choices, known_choices; /* how many hops it has, and how many with a known amount */
} cf_step;

typedef struct cf_loop_block {
    int vertex_count, step_count;
    const int *rank;  /* of a vertex: ascending */
    const int *start; /* steps of vertex v: steps[start[v]] ... by head */
    const cf_step *steps;
    const int *in_start, *in_at; /* steps by head */

    /* Columns of `steps`, close together: a search reads nothing more often. */
    const int *heads, *in_tails; /* the latter in the order of in_at */
    const unsigned char *has, *in_has;
    bool has_both;         /* classes */
    bool is_single;        /* every step is one hop of a known amount: */
    const int *hops;       /* that hop */
    const double *amounts; /* and its amount */

    /* Roots. Root r is searched among the vertices whose number lies in its tree: the strong
     * component of r once all roots before it are gone. */
    const int *roots; /* in the order to take them */
    int root_count;
    const int *number, *tree_size; /* of a vertex; the tree of r: number[r] and what follows */
} cf_loop_block;

typedef struct cf_loop_blocks {
    cf_arena arena;
    const cf_loop_block *blocks;
    int block_count;
    int most_vertices, most_steps; /* of one block */
    unsigned needs;                /* what every loop must have */
    bool by_rank;
} cf_loop_blocks;

typedef struct cf_loop_rules {
    cf_loop_kind kind;
    double min_amount;
    int through;     /* node; -1: any */
    bool quantified; /* hops with a known amount only */
    bool open;       /* loops with an open hop only */
    bool by_rank;    /* whole components instead of blocks, roots by rank: in the order of paths */
} cf_loop_rules;

/** Time: O(hops log nodes). Memory: O(nodes + hops). Free in each case. */
CF_NODISCARD cf_status cf_loop_blocks_new(cf_loop_blocks *out, const cf_hops *hops,
                                          const cf_loop_rules *rules);
void cf_loop_blocks_free(cf_loop_blocks *blocks);

/* ---- root_order.c ---- */

/** Fills in roots, number and tree_size. Roots come by rank, or those of many steps first; where
 *  `needs` holds both classes only payers of the rarer one are roots. */
CF_NODISCARD cf_status cf_loop_block_order_roots(cf_loop_block *block, cf_arena *arena,
                                                 unsigned needs, bool by_rank);

#endif
