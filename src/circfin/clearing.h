/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLEARING_H
#define CIRCFIN_CLEARING_H

/*
 * Advanced tier. Who can pay, if not everybody can?
 *
 * Entities owe each other money, have cash, and pay out of that and of what they are paid. An
 * entity *fails* where what is due exceeds both by more than 1 part in 10^12. It then pays what it
 * has, one rank after the other, and within a rank in proportion to what is due:
 *
 *     L. Eisenberg, T. H. Noe (2001), https://doi.org/10.1287/mnsc.47.2.236.9835
 *     H. Elsinger (2009), "Financial Networks, Cross Holdings, and Limited Liability" (ranks)
 *     L. C. G. Rogers, L. A. M. Veraart (2013), https://doi.org/10.1287/mnsc.1120.1569 (costs)
 *
 * The payments are the greatest that are consistent. A workbench belongs to one thread; any number
 * of them may share one array of dues.
 */

#include "circfin/diag.h"

CF_PUBLIC

/** What one entity owes another. */
typedef struct cf_due {
    int payer, payee; /* entities, never the same */
    double amount;    /* 0 or more, finite */
    int rank;         /* smaller ones are paid first; dues of one rank in proportion */
} cf_due;

/** What is left of a failing entity's cash, and of what it is paid; each 0..1, 1: no costs. */
typedef struct cf_default_cost {
    double cash, receipts;
} cf_default_cost;

/** Who pays what. Arrays are by entity and by due. */
typedef struct cf_clearing_case {
    const double *cash;    /* 0 or more; INFINITY: pays whatever is due */
    const bool *hit;       /* pays nothing, whatever it has; NULL: nobody */
    const double *amounts; /* of the dues, instead of their own; NULL: their own */
    cf_default_cost left;
} cf_clearing_case;

typedef struct cf_clearing cf_clearing;

/**
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param dues      borrowed; must outlive *out
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(entities + dues), and a sort of each payer's dues by rank. Memory: 32 bytes a due, 120 an
 * entity.
 */
CF_NODISCARD cf_status cf_clearing_new(cf_clearing **out, int entity_count, const cf_due *dues,
                                       int due_count);
void cf_clearing_free(cf_clearing *clearing); /* NULL is allowed */

/**
 * Finds the greatest payments, exactly: not by passing payments on until they hardly move, but by
 * Newton's method from above. Round by round, those who cannot pay although all others do fail,
 * then those who cannot pay once these fall short, and so on; in each round, the rank in which the
 * money of each failing entity runs out is guessed from above, which leaves a linear system for
 * each circuit of failing entities.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: each round costs what its newly failing entities can reach by way of failing ones: the
 * dues into these, and a system for each circuit. Below 500 dues a circuit is eliminated, without a
 * subtraction; a larger one is swept some tens of times, or factorised where money leaves it
 * slowly.
 */
CF_NODISCARD cf_status cf_clearing_run(cf_clearing *clearing, const cf_clearing_case *of);

/** What is paid of a due, in the last run. */
double cf_clearing_paid(const cf_clearing *clearing, int due);

/** When an entity failed, in the last run: CF_NEVER_FAILS, 0 where it was hit, else the round. */
enum { CF_NEVER_FAILS = -1 };
int cf_clearing_round(const cf_clearing *clearing, int entity);

CF_PUBLIC_END

#endif
