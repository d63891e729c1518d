/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SURVEY_H
#define CIRCFIN_SCENARIO_SURVEY_H

/*
 * What one pass over the deals of a scenario finds, so that what is probably wrong is looked for
 * closely only where there may be any.
 *
 *   survey.c  the pass
 *   twins.c   the same deal twice
 *   sizes.c   amounts of another unit
 */

#include <stdint.h>

#include "base/vec.h"
#include "scenario/tree.h"

/* ---- amounts ---- */

enum { CF_EXPONENTS = 2048 };

/** How many amounts there are of each binary exponent, and the ends of these. */
typedef struct cf_sizes {
    int count;
    struct {
        int count;
        double least, most;
    } of[CF_EXPONENTS];
} cf_sizes;

/** What lies between is of one unit. */
typedef struct cf_unit_limits {
    double low, high; /* at most, or at least: of another unit */
    double median;    /* of the others, the lower one of two: one of them */
} cf_unit_limits;

/** Amounts of 0 and below do not count. */
void cf_sizes_add(cf_sizes *sizes, double amount);

/** Whether one amount is CF_UNIT_GAP times the next smaller one or more. Time: O(1). */
bool cf_sizes_has_gap(const cf_sizes *sizes);

/**
 * Finds amounts that are probably of another unit than the others: those above a gap of 10^3 that
 * are 10^5 times the median of those below it or more (10^6 times where they are as many as those),
 * and those below such a gap that are fewer than the others and at most 10^-6 of their median.
 *
 * @param amounts  all of them, above 0; gets sorted
 *
 * Time: O(n log n).
 */
cf_unit_limits cf_sizes_limits(double *amounts, int count);

/* ---- the same deal twice ---- */

typedef struct cf_twin {
    int late, early; /* deals */
} cf_twin;

/** Finds deals that have payer, payee, class, amount, currency and all dates of an earlier one,
 * where neither is a part of the other or replaces it. Without any date, the instrument must be the
 * same, too, and there must be few deals: in long lists equal amounts are ordinary.
 *
 *  Time: O(n) on average. Memory: 12 to 24 bytes a deal. */
typedef struct cf_twins {
    CF_VEC(cf_twin) list; /* in the order of the later one */
    struct cf_twin_slot *slots;
    size_t mask;
    bool few;        /* deals: those without a date count, too */
    int waiting[16]; /* deals that are looked up together: their places are on the way to the cache
                      */
    uint32_t tags[16];
    int waiting_count;
} cf_twins;

CF_NODISCARD bool cf_twins_start(cf_twins *twins, int deals); /* false: out of memory */
CF_NODISCARD bool cf_twins_add(cf_twins *twins, const cf_deal *deals, int index);
CF_NODISCARD bool cf_twins_end(cf_twins *twins, const cf_deal *deals);
void cf_twins_free(cf_twins *twins);

/* ---- the whole ---- */

typedef struct cf_survey {
    cf_sizes amounts; /* of deals, in the currency of the scenario */
    cf_twins twins;
    int unquantified;
    double largest;          /* amount, in the currency of the deal */
    int longest_days;        /* from the start to the end of a deal */
    cf_day earliest, latest; /* of all dates of deals; CF_NO_DAY: none */
    unsigned char *roles;    /* by entity: CF_ROLE_... */
    int *investments;        /* ... and its first one, where it invests */
} cf_survey;

enum { CF_ROLE_NAMED = 1, CF_ROLE_INVESTS = 2, CF_ROLE_IS_PAID = 4 };

/** @return owned by the caller; NULL with the reader's status set when memory ran out.
 *  Time: O(n) on average. */
cf_survey *cf_survey_new(cf_reader *reader);
void cf_survey_free(cf_survey *survey);

#endif
