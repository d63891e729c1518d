/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DRAWS_H
#define CIRCFIN_DRAWS_H

/*
 * Advanced tier. Draws of a view: which deals happen, at which amounts, with which funds and
 * revenue.
 *
 *     cf_draws_new(&draws, view, &options);             what can be drawn, shared by threads
 *     cf_draw_bench_new(&bench, draws, network);        a what-if, for one thread
 *     cf_draw_bench_begin(bench, n);
 *     cf_draw_bench_show(bench, CF_DRAW_A, CF_NO_SOURCE);
 *     cf_what_if_measure(&loopback, cf_draw_bench_what_if(bench), supplier, ...);
 *
 * Every deal of known amount has a standard normal x = sqrt(a) M + sqrt(b) P + sqrt(1 - a - b) e, M
 * common to all, P to the deals of one payer, e its own. With u = Φ(x), it happens where u ≥ 1 - p,
 * and its amount is then the quantile of its range at (u - (1 - p)) / p. Funds and revenue with
 * ranges have a normal each. M, each P, each e and each of these are the sources of the spread.
 * A source's number in a draw depends on the seed, the draw and its own place in the file alone.
 */

#include <stdint.h>

#include "circfin/what_if.h"

CF_PUBLIC

/** How an amount is spread over its range. */
typedef enum cf_spread { CF_TRIANGULAR, CF_UNIFORM, CF_PERT, CF_SPREAD_COUNT } cf_spread;
extern const char *const cf_spread_names[CF_SPREAD_COUNT + 1]; /* NULL at the end */

typedef struct cf_draw_options {
    uint64_t seed;
    double market, payer; /* a and b: 0 or more, together at most 1 */
    cf_spread spread;
} cf_draw_options;

typedef enum cf_source_kind {
    CF_SOURCE_MARKET, /* M */
    CF_SOURCE_PAYER,  /* P of an entity of the view */
    CF_SOURCE_DEAL,   /* e of a deal of the scenario */
    CF_SOURCE_FUNDS,  /* of an entity of the scenario */
    CF_SOURCE_REVENUE
} cf_source_kind;

/** A source that decides something: its weight is not 0, and what it moves is not certain. */
typedef struct cf_draw_source {
    cf_source_kind kind;
    int index; /* of the payer, deal or entity; 0 for the market */
} cf_draw_source;

/** The view that draws need: in the case `high`, at face weights and with deals of amount 0, so
 *  that it has every deal that a draw can have, and refuses amounts that would overflow. */
static inline cf_view_options cf_view_options_for_draws(cf_view_options options)
{
    options.which = CF_CASE_HIGH;
    options.probability_weights = false;
    options.empty = true;
    options.joint_count = 0;
    return options;
}

typedef struct cf_draws cf_draws;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK; several threads may use it at once
 * @param view      borrowed; must outlive *out. Take it with cf_view_options_for_draws().
 * @return CF_OK, CF_NO_MEMORY, or CF_BAD_OPTION in a build without draws. Time and memory:
 * O(entities + deals + references).
 */
CF_NODISCARD cf_status cf_draws_new(cf_draws **out, const cf_view *view,
                                    const cf_draw_options *options);
void cf_draws_free(cf_draws *draws); /* NULL is allowed */

/** The sources by kind, then in file order. */
int cf_draws_source_count(const cf_draws *draws);
cf_draw_source cf_draws_source(const cf_draws *draws, int source);

/** A thread's workbench. */
typedef struct cf_draw_bench cf_draw_bench;

/** @param network  of the view; borrowed, as `draws` is: both must outlive *out */
CF_NODISCARD cf_status cf_draw_bench_new(cf_draw_bench **out, const cf_draws *draws,
                                         const cf_view_network *network);
void cf_draw_bench_free(cf_draw_bench *bench); /* NULL is allowed */

/** Two independent sets of draws. */
typedef enum cf_draw_set { CF_DRAW_A, CF_DRAW_B, CF_DRAW_SETS } cf_draw_set;
enum { CF_NO_SOURCE = -1 };

/** Draws all sources, for both sets. Time: O(sources). */
void cf_draw_bench_begin(cf_draw_bench *bench, uint64_t draw);

/** Shows a set of this draw in the what-if.
 *  @param other  a source that is taken from the other set, or CF_NO_SOURCE
 *  Time: O(deals + entities). Allocates nothing. */
void cf_draw_bench_show(cf_draw_bench *bench, cf_draw_set set, int other);

/** The what-if with what was shown. Borrowed: change nothing in it. */
cf_what_if *cf_draw_bench_what_if(const cf_draw_bench *bench);

/** Whether a deal of the scenario happens in what was shown. Those that do not count, and those
 *  whose amount is unknown, as `requires` has it. */
bool cf_draw_bench_happens(const cf_draw_bench *bench, int deal);

CF_PUBLIC_END

#endif
