/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SIMULATE_H
#define CIRCFIN_ANALYSES_SIMULATE_H

/* The parts of `simulate`:
 *
 *   simulate.c          its row among the analyses, options
 *   simulate_draws.c    draws, on all processors → values of every draw, sums of the sources
 *   simulate_table.c    values → table `simulate`
 *   simulate_sources.c  sums → table `sources`
 *   simulate_densities.c  values → table `densities`
 *   simulate_part.c     a part of the draws into a file; simulate_merge.c: parts put together
 *   simulate_csv.c      every draw as a row, for --draws-out
 *   simulate_digest.c   what a person reads first
 */

#include "base/exact_sum.h"
#include "circfin/analysis.h"
#include "circfin/draws.h"

#define CF_MOST_DRAWS 1e9

/* The values of a supplier in a draw. */
enum {
    VALUE_MIN,
    VALUE_PRO_RATA,
    VALUE_MAX,
    VALUE_EXPOSURE, /* NaN: no revenue */
    VALUE_INVESTED,
    VALUES
};
extern const char *const cf_simulate_measures[VALUES];

/* Those whose spread is divided among sources; exposure is 0 where there is no revenue. */
enum { DIVIDED_PRO_RATA, DIVIDED_EXPOSURE, DIVIDED };
extern const int cf_simulate_divided[DIVIDED]; /* VALUE_... */

/** Of one source and one value, over all draws: g = f(B) (f(AB) − f(A)) and h = (f(A) − f(AB))² /
 * 2, whose means over the variance are the first-order and the total index. */
typedef struct cf_source_sums {
    cf_exact_sum first, first_squares; /* of g */
    cf_exact_sum total, total_squares; /* of h */
} cf_source_sums;

/** Sums by source and supplier; NULL where all are 0. */
typedef struct cf_spread_sums {
    cf_source_sums **at;   /* at[source * suppliers + supplier]: DIVIDED of them, or NULL */
    int *used, used_count; /* which are there */
} cf_spread_sums;

typedef struct cf_simulation {
    const cf_request *request;
    const cf_view *view; /* every deal that a draw can have */
    cf_view_network *network;
    cf_draw_options options;
    cf_draws *draws;
    double threads;        /* --threads; 0: all */
    double above;          /* --above; NaN: not asked for */
    double all, from, to;  /* draws from ≤ n < to of 0 .. all - 1 */
    int *suppliers, count; /* entities that can be one, in file order */
    bool *listed;          /* of each: it is a supplier in a draw */
    size_t done;           /* draws from `from` on that are there */
    size_t room;           /* to - from */
    double *values;        /* of draw n: values[(supplier * VALUES + value) * room + n - from] */
    double *gross;         /* [room] */
    bool divides;          /* the spread is to be divided among sources */
    double *others;        /* set B: others[(supplier * DIVIDED + divided) * room + n - from] */
    cf_spread_sums sums;
} cf_simulation;

/** Draws from .. to - 1, or as many as the time allows; `done` says how many.
 *  @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_simulate_run(cf_simulation *simulation);
void cf_simulate_free(cf_simulation *simulation); /* what the run has made */

/** Room for all draws, as a run makes it. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_simulate_make_room(cf_simulation *simulation);

/** Adds to the sums of a pair: DIVIDED times first, its squares, total, its squares.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_simulate_add_sums(cf_spread_sums *to, int pair, const cf_exact_sum *sums);

/** The values of a supplier over all draws: [done] of them. */
static inline const double *cf_simulate_values(const cf_simulation *simulation, int supplier,
                                               int value)
{
    return &simulation->values[((size_t)supplier * VALUES + (size_t)value) * simulation->room];
}

/* ---- results ---- */

/** What is said of one figure over its draws; NaN: unknown. */
typedef struct cf_summary {
    double mean, error, deviation;
    double p05, p25, p50, p75, p95;
    double above, no_revenue; /* of exposures */
} cf_summary;

/** Summaries of all suppliers: [supplier * VALUES + value], and that of gross behind them; owned by
 *  the caller. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_simulate_summarise(cf_summary **out, const cf_simulation *simulation);

/** The listed suppliers, largest mean pro rata first, ties by id; *count of them. Owned by the
 *  caller; NULL when memory ran out. */
int *cf_simulate_order(const cf_simulation *simulation, const cf_summary *summaries, int *count);

extern const cf_columns cf_simulate_columns, cf_simulate_source_columns,
    cf_simulate_density_columns;

CF_NODISCARD cf_status cf_simulate_fill(cf_report *report, const cf_simulation *simulation,
                                        const cf_summary *summaries, const int *order, int count);
CF_NODISCARD cf_status cf_simulate_fill_sources(cf_report *report, const cf_simulation *simulation,
                                                const int *order, int count);

CF_NODISCARD cf_status cf_simulate_fill_densities(cf_report *report,
                                                  const cf_simulation *simulation, const int *order,
                                                  int count);

/** The indices of a source; NaN where nothing is spread. */
typedef struct cf_source_index {
    double first, first_error, total, total_error;
} cf_source_index;

/** The variance of a value over both sets of draws. Time: O(draws). */
double cf_simulate_variance(const cf_simulation *simulation, int supplier, int divided);
cf_source_index cf_simulate_index(const cf_simulation *simulation, int source, int supplier,
                                  int divided, double variance);

/** "market", "deal:x": the name of a source. It lives as long as the report; NULL when memory ran
 *  out. */
const char *cf_simulate_source_name(cf_report *report, const cf_simulation *simulation, int source);

/** Writes every draw into a file. @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_simulate_write_draws(const cf_simulation *simulation, const int *order,
                                               int count, const char *file, cf_diags *diags);

CF_NODISCARD cf_status cf_simulate_write_digest(cf_report *report, const cf_simulation *simulation,
                                                const cf_summary *summaries, const int *order,
                                                int count);

#endif
