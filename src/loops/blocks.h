/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_BLOCKS_H
#define CIRCFIN_LOOPS_BLOCKS_H

/*
 * Where loops can be: hops that pass the filters, cut into blocks.
 *
 *   hops ─filter─► steps ─► strong components ─► blocks ─► cf_loop_block
 *
 * A step is a pair of entities with the hops between them, one to three. A simple cycle stays
 * inside one strong component, and inside it in one block (a part that no single entity cuts in
 * two), so each block is searched on its own and steps belong to one block only.
 */

#include "loops/hops.h"

typedef struct cf_step {
    int tail, head;                       /* vertices of the block */
    int hop;                              /* its first; the others follow, by the names of their */
                                          /* classes */
    unsigned char has;                    /* CF_HAS_ of its hops */
    unsigned char known;                  /* CF_HAS_ of those with a known amount */
    unsigned char choices, known_choices; /* how many hops, and how many with a known amount */
    unsigned char stride; /* from one of its hops to the next; 2: the one between does not pass */
} cf_step;

typedef struct cf_loop_block {
    int vertex_count, step_count;
    const int *rank;             /* of a vertex: ascending */
    const int *start;            /* steps of vertex v: steps[start[v]] ... */
    const cf_step *steps;        /* NULL where single ones are only counted */
    const int *in_start, *in_at; /* steps by head */

    /* Columns of `steps`, close together: a search reads nothing more often. */
    const int *heads, *in_tails; /* the latter in the order of in_at */
    const unsigned char *has, *in_has;
    bool has_both;         /* capital and trade */
    bool is_single;        /* every step is one hop of a known amount: */
    const int *hops;       /* that hop */
    const double *amounts; /* and its amount; both NULL where loops are only counted */

    /* Roots. Root r is searched among the vertices whose number lies in its tree: the strong
     * component of r once all roots before it are gone, or, for short loops, what is left then. */
    const int *roots; /* in the order to take them */
    int root_count;
    const int *number, *tree_size; /* of a vertex; the tree of r: number[r] and what follows */
    bool
        is_sorted; /* steps of a vertex, in both directions, by the number of the other end, largest
                    * first: behind one below the root's number, none is in the root's tree */
} cf_loop_block;

typedef struct cf_loop_blocks {
    cf_arena arena;
    const cf_loop_block *blocks;
    int block_count;
    int most_vertices, most_steps; /* of one block */
    unsigned needs;                /* what every loop must have */
    bool by_rank;
    bool are_short; /* one sorted block, and `needs` is 0 whatever a loop must have */
} cf_loop_blocks;

typedef struct cf_loop_rules {
    cf_loop_kind kind;
    double min_amount;
    int through;     /* node; -1: any */
    bool quantified; /* hops with a known amount only */
    bool open;       /* loops with an open hop only */
    bool by_rank;    /* whole components instead of blocks, roots by rank: in the order of paths */
    int longest;     /* loops; 0: any */
    bool count_only; /* no figures, so that no hops and amounts are listed */
    const bool *allowed; /* of a hop; NULL: every one is. Only for cf_trimmed_new() */
} cf_loop_rules;

/** Up to this length loops are short: they stay near their root, so that neither components nor
 *  blocks are needed to find them. */
enum { CF_SHORT_LOOP = 6 };

/** Time: O(hops log nodes); for short loops O(hops + nodes). Memory: O(nodes + hops). Free *out
 *  whatever the status. */
CF_NODISCARD cf_status cf_loop_blocks_new(cf_loop_blocks *out, const cf_hops *hops,
                                          const cf_loop_rules *rules);
void cf_loop_blocks_free(cf_loop_blocks *blocks);

/* ---- root_order.c ---- */

/** Fills in roots, number and tree_size. Roots come by rank, or those of many steps first; where
 *  `needs` holds capital and trade only payers of the rarer one are roots. */
CF_NODISCARD cf_status cf_loop_block_order_roots(cf_loop_block *block, cf_arena *arena,
                                                 unsigned needs, bool by_rank);

/** What decides the order of roots; vertices 0 .. vertex_count - 1. */
typedef struct cf_root_choice {
    const int *degree;         /* of a vertex: its steps, either way */
    const unsigned char *pays; /* CF_HAS_ of the steps that it is the tail of */
    int vertex_count, step_count;
    int trade_count, capital_count; /* steps that have one */
    unsigned needs;
} cf_root_choice;

/** Vertices in the order of roots, into order[vertex_count]; the first *candidates can be roots.
 *  Time: O(vertices + largest degree). */
CF_NODISCARD cf_status cf_root_choice_order(const cf_root_choice *choice, int *order,
                                            int *candidates);

/* ---- trim.c ---- */

/** Hops that pass the filters, without most of those that cannot be on a loop. */
typedef struct cf_trimmed {
    const cf_hops *hops;
    const cf_loop_rules *rules;
    bool *is_there;  /* by rank */
    bool *is_usable; /* of a hop; NULL: every one is */
} cf_trimmed;

/** Time: O(nodes + hops). Free *out whatever the status. */
CF_NODISCARD cf_status cf_trimmed_new(cf_trimmed *out, const cf_hops *hops,
                                      const cf_loop_rules *rules);
void cf_trimmed_free(cf_trimmed *trimmed);

/** Whether a hop whose tail is there is left. */
static inline bool cf_trimmed_has(const cf_trimmed *trimmed, int hop)
{
    return trimmed->is_there[trimmed->hops->heads[hop]] &&
           (trimmed->is_usable == NULL || trimmed->is_usable[hop]);
}

/** Adds a hop to a step, after those before it. */
void cf_step_add(cf_step *step, const cf_trimmed *trimmed, int hop);

/* ---- short_loops.c ---- */

/** Makes one sorted block, with its roots.
 *  @param needs  as in cf_loop_block_order_roots()
 *  Time: O(nodes + hops). */
CF_NODISCARD cf_status cf_loop_block_short(cf_loop_block *out, cf_arena *arena,
                                           const cf_trimmed *trimmed, unsigned needs);

#endif
