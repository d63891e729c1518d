/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_BOUND_H
#define CIRCFIN_LOOPS_BOUND_H

/*
 * One supplier's loops of large through-flow.
 *
 * hope[v] is an upper bound on the part of the money at v that can come home to the supplier as
 * revenue along one way that avoids the way so far: at first the best way on the whole graph. The
 * money on the way times hope is what a loop can have at most. As in loop_search.h, hope sinks
 * where a search from v has failed and rises again where what blocked it has gone, such that
 * always
 *
 *     hope[v] >= share of v→w * hope[w]     for all w that are not on the way
 *
 *   loop_hope.c     hope
 *   loop_bound.c    the walk
 *   loop_through.c  suppliers, threads
 */

#include "loops/best.h"

/** A hop inside a block. */
typedef struct cf_branch {
    int hop, tail, head;
    double share; /* no more of what its tail has goes on by it, wherever it came from */
} cf_branch;

typedef struct cf_branches {
    const cf_loop_block *block;
    const int *start; /* branches of a vertex: branches[start[v]] ... */
    const cf_branch *branches;
    const int *in_start, *in_at;
    int through; /* vertex; -1: none */
} cf_branches;

/** What a loop has to beat: the last of the best. */
typedef struct cf_mark {
    double through; /* -1: there is room for any */
    double amount;
    int *ranks; /* of its path */
    int length;
} cf_mark;

typedef struct cf_bound_frame {
    int vertex, hop, next, end;
    double money, amount;
    bool ended;
    bool by_path;        /* whatever comes of it has a through-flow of 0 */
    unsigned char layer; /* 1: still has to run through the wanted node */
} cf_bound_frame;

typedef struct cf_bound_search cf_bound_search;
struct cf_bound_search {
    const cf_hops *hops;
    int max_length; /* 0: any */
    cf_loop_maker *maker;
    /** Called with each loop of the supplier that is not worse than the mark; false stops. */
    cf_loop_visitor *found;
    /** Called now and then; false stops. */
    bool (*pulse)(void *payload);
    /** Brings the mark up to date. */
    void (*refresh)(cf_mark *mark, void *payload);
    void *payload;
    cf_mark mark;

    const cf_branches *graph;
    int root, layers, depth, sunk, pulses;
    bool stopped, bounded;
    double most;  /* that can leave the supplier by one hop */
    double slack; /* by which products of the same shares may differ */
    double near;  /* by which through-flows differ that may be ties */
    int bits;     /* in which they are compared once there are too many ties */
    bool patient; /* that is not so yet */
    int pulse_count;
    cf_bound_frame *frames;
    double *hope, *base; /* by layer, then vertex; -1: no way */
    double *widest;  /* of a vertex: the largest smallest hop on a way home; -1: not known yet */
    int *steps_home; /* where lengths matter */
    int *order;      /* branches by what they promise */
    bool *ordered, *on_way, *queued;
    int *queue, *reached;
    int queue_count, reached_count;
    struct cf_heap_entry *heap;
    int heap_count;
    bool wide;
};

CF_NODISCARD cf_status cf_bound_search_new(cf_bound_search *search, const cf_loop_blocks *blocks,
                                           int most_branches);
void cf_bound_search_free(cf_bound_search *search);
void cf_bound_search_run(cf_bound_search *search, const cf_branches *graph, int supplier);

/* ---- loop_hope.c ---- */

int cf_bound_place(const cf_bound_search *search, int layer, int vertex);
/** The layer of a way that comes to this vertex: the wanted node is what layer 1 waits for. */
int cf_bound_layer(const cf_bound_search *search, int layer, int vertex);

/** What at most gets home, against the mark: less, as much at best, perhaps more. */
typedef enum cf_verdict { CF_LESS, CF_TIE, CF_MORE } cf_verdict;
cf_verdict cf_bound_compare(const cf_bound_search *search, double most);
bool cf_bound_is_hopeless(const cf_bound_search *search, double most);
void cf_bound_choose_digits(cf_bound_search *search);

/** Works out base[] and hope[] of everything that reaches the root. */
void cf_bound_look_home(cf_bound_search *search);
/** steps_home[]: on any branches that end as revenue. */
void cf_bound_count_steps(cf_bound_search *search);
/** widest[] */
void cf_bound_find_widest(cf_bound_search *search);

/** While a vertex is on the way, it blocks; when it is left, hope is put right again. */
void cf_bound_block(cf_bound_search *search, int vertex);
void cf_bound_unblock(cf_bound_search *search, const cf_bound_frame *frame);

#endif
