/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_THROUGH_FLOW_H
#define CIRCFIN_LOOPS_THROUGH_FLOW_H

/*
 * From a cycle of steps to loops: every combination of hops, where it starts, and its through-flow;
 * and the rank order of loops.
 *
 *     s ─ 30, capital ─► lab ─ 20, trade ─► s       passing: 0.4 of lab's money goes on by its hop
 *                                                   through-flow: 30 * 0.4 = 12, of supplier s
 */

#include "loops/search.h"

/** Memory in which one loop after the other is made. */
typedef struct cf_loop_maker {
    const cf_hops *hops;
    cf_loop_kind kind;
    bool open_only;
    const cf_step **steps;
    int *chosen, *turned; /* hops; the latter rotated to where the loop starts */
    double *passing, *scores;
} cf_loop_maker;

CF_NODISCARD cf_status cf_loop_maker_new(cf_loop_maker *out, const cf_hops *hops, cf_loop_kind kind,
                                         bool open_only);
void cf_loop_maker_free(cf_loop_maker *maker);

/** Visits every loop of the cycle that the search has just closed; false where visit returned it.
 */
bool cf_loop_make_all(cf_loop_maker *maker, const cf_search *search, int closing,
                      cf_loop_visitor *visit, void *payload);

/** Adds what a hop carries to the classes of a loop. */
void cf_loop_add_class(cf_loop *loop, const cf_hop *hop);

/** The loop of maker->chosen[0 .. length-1], which may start anywhere. Time: O(length). */
cf_loop cf_loop_make(cf_loop_maker *maker, int length);

/** Rank order: negative where a comes first. Never 0 for two different loops. */
int cf_loop_compare(const cf_hops *hops, const cf_loop *a, const cf_loop *b);

/** A through-flow rounded to so many bits. Rounded to CF_LOOP_BITS (12 digits) it decides the rank:
 *  equal ones are ties. Below CF_LOOP_TINY, where doubles lose digits, it counts as 0. */
double cf_loop_key(double through, int bits);
enum { CF_LOOP_BITS = 40 };
#define CF_LOOP_TINY 1e-290

#endif
