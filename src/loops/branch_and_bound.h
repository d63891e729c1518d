/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_BRANCH_AND_BOUND_H
#define CIRCFIN_LOOPS_BRANCH_AND_BOUND_H

/*
 * The loops of largest through-flow, without enumerating all: branch and bound, after A. H. Land,
 * A. G. Doig (1960), https://doi.org/10.2307/1910129.
 *
 *     threshold: 12          supplier ── 40 ──► a ── 0.5 ──► b ── ... ──► supplier
 *                                    money at b: 20,  upper[b] = 0.4:  20 * 0.4 = 8 < 12, give b up
 *
 * A depth-first search from the supplier carries the money that arrives at the end of its path.
 * upper[v] is an upper bound on the part of the money at v that comes home to the supplier as
 * revenue along one path off the path so far: at first, that of the best path in the whole block. A
 * path is given up once its money times upper is less than what the last of the best loops has. As
 * the distances of search.h rise, upper falls where a search from v has failed, and rises again
 * when what blocked it has left the path, so that at every moment
 *
 *     upper[v] >= share of v→w * upper[w]     for all w off the path
 *
 *   upper_bounds.c       upper, and the bounds on amounts and lengths
 *   branch_and_bound.c   the search from one supplier
 *   suppliers.c          all suppliers, on several threads
 */

#include "loops/top_k.h"

/** A hop inside a block. */
typedef struct cf_hop_arc {
    int hop, tail, head;
    double share; /* the largest part of its tail's money that goes on by it, whatever hop brought
                     it */
} cf_hop_arc;

typedef struct cf_hop_graph {
    const cf_loop_block *block;
    const int *start; /* arcs of vertex v: arcs[start[v]] ... */
    const cf_hop_arc *arcs;
    const int *in_start, *in_at;
    int through; /* vertex; -1: none */
} cf_hop_graph;

/** What a loop has to exceed: the last of the best so far. */
typedef struct cf_threshold {
    double through; /* -1: there is room for any */
    double amount;
    int *ranks; /* of its path */
    int length;
} cf_threshold;

typedef struct cf_bounded_frame {
    int vertex, hop, next, end;
    double money, amount;
    bool has_loop;
    bool by_path;        /* every loop from here has a through-flow of 0 */
    unsigned char layer; /* 1: the loop must still pass through the wanted node */
} cf_bounded_frame;

typedef struct cf_bounded cf_bounded;
struct cf_bounded {
    const cf_hops *hops;
    int max_length; /* 0: any */
    cf_loop_maker *maker;
    /** Called with each loop of the supplier that is not worse than the threshold; false stops. */
    cf_loop_visitor *found;
    /** Called now and then; false stops. */
    bool (*pulse)(void *payload);
    /** Updates the threshold. */
    void (*refresh)(cf_threshold *threshold, void *payload);
    void *payload;
    cf_threshold threshold;

    const cf_hop_graph *graph;
    int root, layers, depth, lowered, pulses;
    bool stopped, bounded;
    double most;  /* that can leave the supplier by one hop */
    double slack; /* by which products of the same shares in another order may differ */
    double near;  /* through-flows that differ by more than this part are no ties */
    int bits;     /* to compare through-flows in, once there are too many ties */
    bool patient; /* there are not too many yet */
    int pulse_count;
    cf_bounded_frame *frames;
    double *upper,
        *largest;    /* by layer, then vertex; -1: no way home. The latter with an empty path */
    double *widest;  /* of a vertex: the smallest hop of its widest way home; -1: not known yet */
    int *steps_home; /* with a longest length */
    int *order;      /* arcs of each vertex, the most promising first */
    bool *ordered, *on_path, *queued;
    int *queue, *reached;
    int queue_count, reached_count;
    struct cf_heap_entry *heap;
    int heap_count;
    bool has_widest;
};

CF_NODISCARD cf_status cf_bounded_new(cf_bounded *search, const cf_loop_blocks *blocks,
                                      int most_arcs);
void cf_bounded_free(cf_bounded *search);
void cf_bounded_run(cf_bounded *search, const cf_hop_graph *graph, int supplier);

/* ---- upper_bounds.c ---- */

int cf_bounded_place(const cf_bounded *search, int layer, int vertex);
/** The layer of a path that is extended to this vertex: layer 1 ends at the wanted node. */
int cf_bounded_layer(const cf_bounded *search, int layer, int vertex);

/** An upper bound on a through-flow against the threshold: less, a tie at best, perhaps more. */
typedef enum cf_verdict { CF_LESS, CF_TIE, CF_MORE } cf_verdict;
cf_verdict cf_bounded_compare(const cf_bounded *search, double most);
bool cf_bounded_is_too_little(const cf_bounded *search, double most);
void cf_bounded_choose_digits(cf_bounded *search);

/** Computes largest[] and upper[] of every vertex from which the root can be reached. */
void cf_upper_bounds_find(cf_bounded *search);
/** Computes steps_home[], over arcs of any share. */
void cf_upper_bounds_count_steps(cf_bounded *search);
/** Computes widest[]. */
void cf_upper_bounds_find_widest(cf_bounded *search);

/** A vertex enters the path, or leaves it: upper is updated. */
void cf_upper_bounds_enter(cf_bounded *search, int vertex);
void cf_upper_bounds_leave(cf_bounded *search, const cf_bounded_frame *frame);

/* ---- suppliers.c ---- */

/**
 * Offers to `best` at least every loop with a through-flow that is among its first best->most.
 *
 * @param known  a loop that is no better than the last of those wanted; NULL: none is known
 * @param[out] complete  false: stopped by the limits
 */
CF_NODISCARD cf_status cf_loops_bounded(cf_top_k *best, const cf_loop *known,
                                        const cf_loop_limits *limits, bool *complete);

#endif
