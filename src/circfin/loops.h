/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_H
#define CIRCFIN_LOOPS_H

/*
 * Advanced tier. Loops: cycles of deals on which money can go round.
 *
 * Payments of one class (capital, trade or service) from one payer to one payee are one hop. A loop
 * is a simple cycle of nodes with one hop chosen for each step; a financing loop has at least one
 * capital hop and at least one trade hop, whether hops of service are on it or not.
 */

#include "circfin/flow.h"
#include "circfin/progress.h"

CF_PUBLIC

/** All payments of one class from one payer to one payee. */
typedef struct cf_hop {
    int tail, head; /* nodes */
    cf_class carries;
    bool open;           /* none of its payments has a known amount */
    double amount;       /* their sum; 0 where open */
    const int *payments; /* in network order */
    int payment_count;
} cf_hop;

/** The hops of a flow. Never changes once made; several threads may use it at once. */
typedef struct cf_hops cf_hops;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK; keeps nothing of the flow
 * @param flow      with its earmarks placed: through-flows follow them; components are not needed
 * @param rank      rank[node]: its place in the order of ids (a permutation of the nodes), which
 *                  says where a loop starts and how ties are ordered; NULL: the nodes' numbers
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(payments + nodes); the ties among t tied payments are sorted, O(t log t). Memory: O(nodes
 * + payments), about 100 bytes a payment.
 */
CF_NODISCARD cf_status cf_hops_new(cf_hops **out, const cf_flow *flow, const int *rank);
void cf_hops_free(cf_hops *hops); /* NULL is allowed */
int cf_hops_count(const cf_hops *hops);
const cf_hop *cf_hops_at(const cf_hops *hops, int hop);

typedef enum cf_loop_kind {
    CF_LOOPS_FINANCING, /* capital and trade, perhaps service */
    CF_LOOPS_TRADE,     /* trade hops only */
    CF_LOOPS_CAPITAL,   /* capital hops only */
    CF_LOOPS_ALL,
    CF_LOOP_KIND_COUNT
} cf_loop_kind;
extern const char *const cf_loop_kind_names[CF_LOOP_KIND_COUNT]; /* "financing", ... */

/**
 * Loops in the order of time. A loop counts if, from one of its capital hops on (without capital:
 * from any hop), one payment can be chosen of each hop, all dated, whose days do not fall along the
 * way round, and whose last day is at most `within` days after the first. Amounts and through-flows
 * stay those of all payments.
 */
typedef struct cf_loop_order {
    const cf_day *days; /* of each payment of the network; CF_NO_DAY: undated. Borrowed */
    int within;         /* days; -1: any number */
} cf_loop_order;

/** Which loops, and when to stop. All zero but `through` = -1 is every financing loop. */
typedef struct cf_loop_limits {
    cf_loop_kind kind;
    int max_length;    /* in hops, at least 2; 0: any */
    double min_amount; /* hops below it are not used; above 0: nor are open ones */
    int through;       /* the node that every loop runs through; -1: any */
    double most;       /* stop after so many loops; 0: never. One thread then, in order of paths */
    double seconds;    /* stop after this time; 0: never */
    int threads;       /* 0: one for each processor; at most 256 */
    const cf_progress *progress; /* or NULL */
    const cf_loop_order *order;  /* or NULL: whatever the days are */
} cf_loop_limits;

/** A loop. Its arrays live only as long as the call that hands it out, or as its list. */
typedef struct cf_loop {
    const int *hops; /* from the payer of the first one round to itself */
    int length;
    bool capital, trade, service; /* what its hops are; the first two: a financing loop */
    bool quantified;              /* every hop has a known amount */
    double amount;       /* of its smallest hop: no more can go round; 0 where not quantified */
    int supplier;        /* whose money `through_flow` is, and where the loop starts; -1: none */
    double through_flow; /* pro rata money that takes exactly this way */
    cf_day first_day, last_day; /* under `order`: of the choice of payments with the least time
                                   between them; of several such, the earliest. Else CF_NO_DAY */
} cf_loop;

/** How many loops there are. Beyond 2^53 the last digits are rounded; beyond 1e308 infinite. */
typedef struct cf_loop_count {
    double found, financing, unquantified;
    bool complete; /* false: a limit, the time or `progress` ended the search */
} cf_loop_count;

/** Called for each loop, never by two threads at once, but perhaps by another than the calling one.
 *  Returning false stops the search. */
typedef bool cf_loop_visitor(const cf_loop *loop, void *payload);

/**
 * Visits every loop within the limits, in no promised order unless limits->threads is 1: then
 * the order is the same for the same input.
 *
 * A loop starts at the supplier of its through-flow; without one, at its first node by rank.
 *
 * @param count  how many were visited; may be NULL
 * @return CF_OK, also where the search was stopped; CF_NO_MEMORY
 *
 * Time: O((nodes + hops) * (loops + 1) + hops log nodes) without max_length; with it, times
 * max_length. Up to six hops, components are not computed first, and a search costs what lies
 * within half of max_length of its root: in practice O(nodes + hops) for three hops. For financing
 * loops and `through` that is what is measured, not what is proved: whether a cycle through two
 * given edges exists is NP-complete (S. Fortune, J. Hopcroft, J. Wyllie, 1980,
 * https://doi.org/10.1016/0304-3975(80)90009-2). Memory: O(nodes + hops) a thread; no recursion.
 *
 * Method: D. B. Johnson (1975), https://doi.org/10.1137/0204007, with lower bounds on the distance
 * home in place of blocked marks, after A. Gupta and T. Suzumura (2021),
 * https://arxiv.org/abs/2105.10094. The bounds are a consistent potential at every step, so none is
 * ever too high and no loop is lost. Roots come in an order that breaks up components early, each
 * within its strong component among the roots that are left. src/loops/README.md explains it.
 *
 * Under limits->order the search sets out from the days of each capital hop (of each hop, for loops
 * without capital) and follows later payments only, after R. Kumar and T. Calders (2018),
 * https://doi.org/10.14778/3236187.3236197, and J. Blanusa, P. Ienne, K. Atasu (2022),
 * https://doi.org/10.1145/3490148.3538585. Time: O(payments log payments), and for each such hop
 * what lies within the days allowed: for loops of up to six hops, on at most half of the way out
 * and half of the way home. Memory: 60 bytes a dated payment, and a thread up to 64 bytes a node.
 */
CF_NODISCARD cf_status cf_loops_each(const cf_hops *hops, const cf_loop_limits *limits,
                                     cf_loop_visitor *visit, void *payload, cf_loop_count *count);

/** Counts without working out figures; parallel hops multiply instead of being walked again. */
CF_NODISCARD cf_status cf_loops_count(const cf_hops *hops, const cf_loop_limits *limits,
                                      cf_loop_count *count);

/** Loops in rank order. */
typedef struct cf_loop_list {
    cf_loop *loops;
    long loop_count;
    cf_loop_count count; /* of all that pass the limits; NaN where there are too many, or they are
                            too long, to be counted in a fraction of a second */
} cf_loop_list;

/** No more than this many are counted before they are ranked. */
#define CF_LOOPS_COUNTED 1e6

/**
 * The loops within the limits, ranked: those with a through-flow by it, then the other
 * quantified ones, all by amount, then unquantified ones; ties by the ids on the path, then by
 * the names of the classes. Through-flows that agree in 12 digits are ties.
 *
 * @param top  how many; 0: all. Where more than CF_LOOPS_COUNTED pass the limits, they are not
 *             enumerated: a branch and bound search finds the first ones, with the same result.
 * @param[out] out  free with cf_loop_list_free; empty unless CF_OK
 *
 * Time: as cf_loops_each for all; else that of CF_LOOPS_COUNTED loops and of the bounded search.
 */
CF_NODISCARD cf_status cf_loops_ranked(cf_loop_list *out, const cf_hops *hops,
                                       const cf_loop_limits *limits, long top);
void cf_loop_list_free(cf_loop_list *list);

CF_PUBLIC_END

#endif
