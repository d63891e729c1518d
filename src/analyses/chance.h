/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_CHANCE_H
#define CIRCFIN_ANALYSES_CHANCE_H

/* The parts of `chance`:
 *
 *   chance.c          its row among the analyses, options
 *   chance_shuffle.c  payees permuted: at random
 *   chance_exact.c    ... or all permutations, each with its probability
 *   chance_draws.c    draws, on all processors → statistics of every draw
 *   chance_table.c    statistics → tables `chance` and `histogram`
 *   chance_digest.c   what a person reads first
 */

#include <stdint.h>

#include "circfin/analysis.h"
#include "circfin/flow.h"

/* What is asked of every network. */
enum {
    STATISTIC_CIRCULARITY, /* the largest circulation over the sum of all deals */
    STATISTIC_LOOPBACK,    /* what comes back to suppliers pro rata, over all capital */
    STATISTIC_LOOPS,       /* financing loops of up to CF_CHANCE_LENGTH hops */
    STATISTICS
};
enum { CF_CHANCE_LENGTH = 5 };

/** The name of a statistic in tables, and in words. */
extern const char *const cf_chance_names[STATISTICS], *const cf_chance_words[STATISTICS];

/* ---- payees permuted ---- */

/** Payments whose payees are permuted among each other: those of capital, those of trade. */
enum { CF_SHUFFLE_CAPITAL, CF_SHUFFLE_TRADE, CF_SHUFFLE_SERVICE, CF_SHUFFLE_CLASSES };

typedef struct cf_shuffle_part {
    int count;
    int *payments;        /* of the network, in its order */
    int *payers, *payees; /* of each of them, as they are */

    /* After cf_shuffle_enumerate(): every arrangement that can be drawn. */
    int row_count;
    int *rows;             /* row r: payees rows[r * count] ... */
    double *probabilities; /* of each row; together 1 */
} cf_shuffle_part;

typedef struct cf_shuffle {
    cf_shuffle_part parts[CF_SHUFFLE_CLASSES];
} cf_shuffle;

/** @param[out] out  free with cf_shuffle_free() whatever the status
 *  @return CF_OK or CF_NO_MEMORY. Time and memory: O(payments). */
CF_NODISCARD cf_status cf_shuffle_new(cf_shuffle *out, const cf_network *network);
void cf_shuffle_free(cf_shuffle *shuffle);

/**
 * Sets the payees of a draw: those of each class in an order in which each is as likely. A payment
 * that then pays its own payer swaps payees with a random one of its part, so that neither of the
 * two does; the first that fits where CF_SHUFFLE_TRIES fail. There always is one: if a is the payer
 * and, after the permutation, the payee, no more than `count` payments have a as payer or as payee,
 * and this one counts twice.
 *
 * @param payments  a copy of those of the network
 * Time: O(payments) on average. Allocates nothing.
 */
void cf_shuffle_draw(const cf_shuffle *shuffle, uint64_t seed, uint64_t draw, cf_payment *payments);

enum { CF_SHUFFLE_TRIES = 1000 };

/** How many different orders of payees there are, those of the classes multiplied: permutations in
 *  which equal payees only change places are one. Infinite beyond 2^53. Time: O(payments log
 *  payments); NaN where memory ran out. */
double cf_shuffle_count(const cf_shuffle *shuffle);

/**
 * Lists every arrangement that a draw can have, with its probability: all orders are equally
 * likely, and a payment that pays its own payer swaps with each one that fits, as likely with one
 * as with another. So these are the arrangements and probabilities of cf_shuffle_draw().
 *
 * Time: O(orders × payments) and, for orders in which somebody pays itself, up to O(payments^2 log
 * orders) each. Memory: 4 bytes for each order and payment.
 */
CF_NODISCARD cf_status cf_shuffle_enumerate(cf_shuffle *shuffle);

/** Whether a list of so many orders has a size that memory is meant for: 2^25 payees. */
bool cf_shuffle_is_short(const cf_shuffle *shuffle, double orders);

/** Afterwards: how many combinations of arrangements there are; the probability of one, and its
 *  payees. */
size_t cf_shuffle_size(const cf_shuffle *shuffle);
double cf_shuffle_probability(const cf_shuffle *shuffle, size_t index);
void cf_shuffle_show(const cf_shuffle *shuffle, size_t index, cf_payment *payments);

/* ---- the analysis ---- */

/** What is said of one statistic; NaN: unknown. */
typedef struct cf_chance_summary {
    double observed, mean, deviation, p;
    double least, most; /* of the draws */
    double below;       /* share of the draws that are less than observed */
} cf_chance_summary;

typedef struct cf_chance {
    const cf_request *request;
    const cf_view *view;
    cf_payment *payments; /* of known amount above 0 */
    cf_network network;   /* of these */
    cf_shuffle shuffle;
    double wanted, seed; /* --draws, --seed */
    double threads;      /* --threads; 0: all */
    double orders;       /* different orders of payees */
    bool exact;          /* each of them once */
    size_t room, done;   /* draws */
    uint32_t *order;     /* exact: in which they are taken, so that the first are a sample */
    double *values;      /* of draw n: values[statistic * room + n] */
    double gross, capital;
    double observed[STATISTICS];
    cf_chance_summary summaries[STATISTICS];
} cf_chance;

/** Whether every arrangement was measured. */
bool cf_chance_is_whole(const cf_chance *chance);

/** The weight of draw n: 1; where exact, its probability. */
double cf_chance_weight(const cf_chance *chance, size_t draw);

/** Measures the network as it is, then the draws, or as many as the time allows.
 *  @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_chance_run(cf_chance *chance);

/** Fills in the summaries. Time: O(draws). */
void cf_chance_summarise(cf_chance *chance);

/** Values as close to the observed one as rounding allows count as equal. */
double cf_chance_tolerance(double observed);

/** Where the draws of a statistic lie, in equal parts from `from` on; whole numbers are centred in
 *  them. `at` is the part in which the observed value lies. */
enum { CF_CHANCE_BINS = 40 };
typedef struct cf_chance_bins {
    int count, at;
    double from, width;
    double share[CF_CHANCE_BINS]; /* of the draws; together 1 */
} cf_chance_bins;

/** @param most  at most so many parts, up to CF_CHANCE_BINS. `count` is 0 where nothing is known.
 */
void cf_chance_count(cf_chance_bins *out, const cf_chance *chance, int statistic, int most);

extern const cf_columns cf_chance_columns, cf_chance_histogram_columns;

CF_NODISCARD cf_status cf_chance_fill(cf_report *report, const cf_chance *chance);
CF_NODISCARD cf_status cf_chance_fill_histogram(cf_report *report, const cf_chance *chance);
CF_NODISCARD cf_status cf_chance_write_digest(cf_report *report, const cf_chance *chance);

#endif
