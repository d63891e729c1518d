/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_SEARCH_H
#define CIRCFIN_LOOPS_SEARCH_H

/*
 * The search for the loops of one root, by one thread.
 *
 * A depth-first search from the root. bar[need][v] is a lower bound on the steps from v home to
 * the root that avoid the way so far and bring what the loop still needs (a capital step, a trade
 * step, ...). The bars start as distances on the whole graph. When v is left without a loop within
 * its budget b, its bar rises to b + 1; when v is left otherwise, bars that rested on its being
 * blocked are lowered. At every step
 *
 *     bar[need][v] <= 1 + bar[need without what v→w has][w]     for all w that are not on the way
 *
 * so bars never pass the true distance, and pruning by them loses nothing.
 */

#include "loops/blocks.h"

/** Part of a root's search: the steps so far, then a range of steps to try next. */
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
    int budget;       /* steps that are left for the way home */
    unsigned need;
    unsigned every; /* CF_HAS_ of every step so far */
    bool ended;     /* a loop was found from here, or may be by somebody else */
} cf_search_frame;

/** Of the way to a frame: combinations of hops; of those with a known amount. */
typedef struct cf_search_ways {
    double ways, sure;
    unsigned every, every_sure;
} cf_search_ways;

/** Of the way to a frame, where steps are single hops. */
typedef struct cf_search_told {
    double amount;    /* of the smallest hop */
    int first, least; /* the vertex of the lowest number: at which frame, and its number */
} cf_search_told;

/** The same where there are hops of both classes: of the hop that led to the frame, and of the way
 *  up to it. A supplier gets trade and pays capital. Whether the root is one is known only when the
 *  loop is closed, so that it does not count here. */
typedef struct cf_search_figures {
    double amount;
    double passing;        /* from the hop before to this one */
    double through;        /* what gets here from the last supplier, or from the root */
    int nothing;           /* hops so far that pass nothing on */
    int supplier, earlier; /* the last one and that before, as numbers of hops; 0: none */
    bool capital;
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
    bool (*take)(cf_search *search, int closing, void *payload);
    /** Called instead where the loop has all its figures; `handed` is how often. */
    cf_loop_visitor *take_loop;
    void *take_loop_payload;
    long long handed;
    /** Called now and then; false stops. */
    bool (*pulse)(cf_search *search, void *payload);
    void *payload;
    double found, financing, unquantified; /* so far */
    double walked;                         /* steps taken, at the last pulse */

    const cf_loop_block *block;
    int root, depth, cost; /* cost: of a step, 0 where lengths do not matter */
    int raised;            /* bars above their start */
    bool stopped;
    long long single, single_mixed; /* loops of single hops, not yet in `found` */
    cf_search_frame *frames;
    cf_search_ways *ways; /* by frame, where not all steps are single */
    cf_search_figures *figures;
    cf_search_told *told; /* by frame, where they are and `take` is set */
    int *way;             /* the same: hops so far, with room for twice as many */
    int *bar, *base;      /* by need, then vertex */
    int *home;            /* step from a vertex to the root, or -1 */
    int *ahead;           /* steps from the root, as far as needed; 0: farther */
    int *resting;         /* where lengths do not matter: how many bars are kept up for this one */
    bool *on_way, *queued;
    int *queue, *reached, *seen;
    int queue_count, reached_count, seen_count, pulse_count;
};

/** Sets up the room; the other members above the line are the caller's to fill in. */
CF_NODISCARD cf_status cf_search_new(cf_search *search, const cf_loop_blocks *blocks);
void cf_search_free(cf_search *search);

/** Searches a root, or a part of one. */
void cf_search_root(cf_search *search, const cf_loop_block *block, int root);
void cf_search_part_run(cf_search *search, const cf_search_part *part);

/** Gives away what is likely to be the largest piece left of the running search; false where there
 *  is none, or no memory to tell it. */
bool cf_search_give(cf_search *search, cf_search_part *part);

#endif
