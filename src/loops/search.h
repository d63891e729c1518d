/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_SEARCH_H
#define CIRCFIN_LOOPS_SEARCH_H

/*
 * The loops of one root, by one thread: a depth-first search that extends a path from the root and
 * closes it wherever a step leads home.
 *
 * distance[need][v] is a lower bound on the number of steps from v home to the root that avoid the
 * path and bring what the loop still needs (a capital step, a trade step, ...). A step is taken
 * only if the distance of its head fits into what is left of the longest length. The bounds start
 * as the true distances on the root's component. When v leaves the path without a loop within its
 * budget b, distance[v] rises to b + 1; when it leaves after a loop, bounds that v's place on the
 * path had raised are lowered again. At every moment
 *
 *     distance[need][v] <= 1 + distance[need without what v→w has][w]   for all w off the path
 *
 * which makes the bounds a consistent potential: none exceeds the true distance, so the pruning
 * loses no loop. README.md has an example.
 */

#include "loops/blocks.h"

/** Part of a root's search: the path so far, then a range of steps to try next. */
typedef struct cf_search_part {
    const cf_loop_block *block;
    int root;
    int *steps; /* owned */
    int step_count;
    int from, to;
} cf_search_part;

typedef struct cf_search_frame {
    int vertex, step; /* the step that led here */
    int next, end;    /* steps still to try */
    int budget;       /* steps left for the way home */
    unsigned need;
    unsigned has;  /* CF_HAS_ of the steps so far */
    bool has_loop; /* a loop was found from here, or may be by the worker that took a part */
} cf_search_frame;

/** Numbers of combinations of hops. */
typedef struct cf_search_ways {
    double all, no_capital, no_trade, neither;
} cf_search_ways;

/** Of the path to a frame: those of any hops, and of those with known amounts. */
typedef struct cf_search_choices {
    cf_search_ways any, known;
} cf_search_choices;

/** Of the path to a frame, where steps are single hops. */
typedef struct cf_search_smallest {
    double amount;    /* of the smallest hop */
    int first, least; /* the vertex of the lowest rank: at which frame, and its rank */
} cf_search_smallest;

/** The same where there are hops of capital and of trade: of the hop that led to the frame, and of
 * the path up to it. A supplier receives trade and pays capital. Whether the root is one is known
 * only when the loop is closed, so it does not count here. */
typedef struct cf_search_figures {
    double amount;
    double passing;        /* part of the hop before that goes on by this one */
    double through;        /* money that arrives here from the last supplier, or from the root */
    int nothing;           /* hops so far that pass nothing on */
    int supplier, earlier; /* the last one and that before, as numbers of hops; 0: none */
    unsigned has;          /* CF_HAS_ of the hop */
} cf_search_figures;

typedef struct cf_search cf_search;
struct cf_search {
    const cf_hops *hops;
    const cf_loop_blocks *blocks;
    cf_loop_kind kind;
    bool open_only; /* count only loops with an open hop */
    int max_length; /* 0: any */

    /** Called for each cycle of steps; false stops. NULL: only counted. The cycle is that of
     *  frames[1..depth], then `closing`. */
    bool (*on_cycle)(cf_search *search, int closing, void *payload);
    /** Called instead where the figures of the loop are known already; `handed` counts the calls.
     */
    cf_loop_visitor *on_loop;
    void *on_loop_payload;
    long long handed;
    /** Called now and then; false stops. */
    bool (*pulse)(cf_search *search, void *payload);
    void *payload;
    double found, financing, unquantified; /* so far */
    double walked;                         /* steps taken, at the last pulse */

    const cf_loop_block *block;
    int root, depth, cost; /* cost: of a step; 0 without a longest length */
    int near_steps;        /* if above 0, only distances up to here are found; see search.c */
    bool mixed_only;       /* count financing loops only, which the path need not bring about */
    int raised;            /* distances above the shortest */
    bool stopped;
    long long single, single_mixed; /* loops of single hops, not yet in `found` */
    cf_search_frame *frames;
    cf_search_choices *choices; /* by frame, where not all steps are single */
    cf_search_figures *figures;
    cf_search_smallest *smallest; /* by frame, where they are and on_cycle is set */
    int *path;                    /* the same: hops so far, with room for twice as many */
    int *distance, *shortest;     /* by need, then vertex; the latter with an empty path */
    int *home;                    /* the step from a vertex to the root, or -1 */
    int *from_root;               /* steps from the root, as far as needed; 0: farther */
    int *waiters; /* without a longest length: how many blocked tails wait for this one */
    bool *on_path, *queued;
    int *queue, *reached, *seen;
    int queue_count, reached_count, seen_count, pulse_count;
    int payer_count; /* of `reached`: the first so many pay the root */
};

/** Allocates the arrays; the caller fills in the members above `block`. */
CF_NODISCARD cf_status cf_search_new(cf_search *search, const cf_loop_blocks *blocks);
void cf_search_free(cf_search *search);

/** Searches a root, or a part of one. */
void cf_search_root(cf_search *search, const cf_loop_block *block, int root);
void cf_search_part_run(cf_search *search, const cf_search_part *part);

/** Splits off what is likely to be the largest piece left of the running search: the untried steps
 *  nearest to the root. False where there is none, or no memory. */
bool cf_search_give(cf_search *search, cf_search_part *part);

#endif
