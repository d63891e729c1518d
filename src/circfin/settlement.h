/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SETTLEMENT_H
#define CIRCFIN_SETTLEMENT_H

/*
 * Advanced tier. Clearing (circfin/clearing.h) where some dues are a share of what is paid of
 * others, and guarantors pay creditors what their debtors owe.
 *
 *   all dues ──clear──► shares of what was paid fall ──clear──► ... until dues stay
 *        │                                                            │
 *        └──── what guarantors owe creditors of unpaid dues ◄─ calls ─┘  once; then the same again
 *
 * What a creditor has then been paid beyond its due goes back to the guarantors.
 */

#include "circfin/clearing.h"
#include "circfin/view.h"

CF_PUBLIC

/** One of the dues that another one is a share of. */
typedef struct cf_share_base {
    int due;       /* -1: none of these dues; counts as paid in full */
    double weight; /* those of one share add up to 1 */
} cf_share_base;

/** A due that follows what is paid of others: at most its own amount times the weighted mean of
 *  the parts of these that are paid. */
typedef struct cf_share_due {
    int due;
    const cf_share_base *of;
    int of_count;
} cf_share_due;

/** A promise to pay what a debtor does not, up to an amount. */
typedef struct cf_guarantee {
    int guarantor;
    double amount;
    const int *covered; /* dues that the guarantor neither pays nor receives */
    int covered_count;
} cf_guarantee;

/** Who owes whom what, and who stands in for whom; all borrowed. */
typedef struct cf_obligations {
    int entity_count;
    const cf_due *dues; /* their amounts are those before any shock */
    int due_count;
    const cf_share_due *shares;
    int share_count;
    const cf_guarantee *guarantees;
    int guarantee_count;
} cf_obligations;

/** What a shock makes of them. Arrays are by entity and by due. */
typedef struct cf_strain {
    const double *cash;    /* after the shock; INFINITY: pays whatever is due */
    const bool *hit;       /* pays nothing */
    const double *factors; /* on the amount that is due */
    const double *backing; /* of a guarantor: how much its cash rises for each unit called, 0 where
                              its funds are known */
    cf_default_cost left;
} cf_strain;

/** A guarantee called for one due. */
typedef struct cf_call {
    int guarantee, due;
    double called, paid; /* by the guarantor to the creditor of the due */
    double returned;     /* of what was paid, by the creditor, which had more than its due */
} cf_call;

typedef struct cf_settlement {
    const double *cash;   /* by entity: what it had, backing included */
    const double *due;    /* by due: shares as they ended */
    const double *paid;   /* by due, by its payer */
    const int *round;     /* by entity: as cf_clearing_round() has it, in the last clearing */
    const cf_call *calls; /* each guarantee with each due that it covers, in order */
    int call_count;
    bool settled; /* false: shares still moved when the limit of clearings was reached */
} cf_settlement;

/** A workbench, for one thread; any number may share the obligations. */
typedef struct cf_settling cf_settling;

/**
 * @param[out] out     owned by the caller; NULL unless CF_OK
 * @param obligations  borrowed, with all that it points to; must outlive *out
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time and memory: those of cf_clearing_new(), with a due for each covered one of each guarantee.
 */
CF_NODISCARD cf_status cf_settling_new(cf_settling **out, const cf_obligations *obligations);
void cf_settling_free(cf_settling *settling); /* NULL is allowed */

/**
 * Settles all dues under a strain.
 *
 * @param[out] out  good until the next run or until the workbench is freed
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: one clearing without shares and guarantees; with shares, as many as they need to stay
 * within 1 part in 10^13, some tens; with guarantees that are called, twice that.
 */
CF_NODISCARD cf_status cf_settling_run(cf_settlement *out, cf_settling *settling,
                                       const cf_strain *strain);

/* ---- the dues of a view ---- */

/** The deals of a view as dues, without guarantees. */
typedef struct cf_view_dues {
    cf_obligations owed;
    const int *view_deal; /* of a due: index in view->deals */
    const int *due_of;    /* of a deal of the scenario, or -1 */
    const int *const *of; /* of a share: the deals of the scenario that owed.shares[].of are */
} cf_view_dues;

/**
 * @param all       a due for each deal of the view, in its order, as it was before anything was cut
 *                  (0 where its amount is not known); else only for those with an amount, at that
 * @param[out] out  owned by the caller; NULL unless CF_OK; keeps nothing of the view
 * @return CF_OK or CF_NO_MEMORY. Time and memory: O(deals of the scenario + shares).
 */
CF_NODISCARD cf_status cf_view_dues_new(cf_view_dues **out, const cf_view *view, bool all);
void cf_view_dues_free(cf_view_dues *dues); /* NULL is allowed */

/** Who pays how much where nobody is helped: a settlement without shocks, without costs of default
 *  and without guarantees. For one thread. */
typedef struct cf_payout cf_payout;

/** @param owed  borrowed, with all that it points to; must outlive *out. Its amounts and weights
 *               may change between runs. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_payout_new(cf_payout **out, const cf_obligations *owed);
void cf_payout_free(cf_payout *payout); /* NULL is allowed */

/**
 * @param[out] paid  of each due, 0 .. its amount; good until the next run
 * @param cash       by entity, 0 or more; INFINITY: pays whatever is due
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER. Time: that of cf_settling_run().
 */
CF_NODISCARD cf_status cf_payout_run(const double **paid, cf_payout *payout, const double *cash);

/** What is paid of each deal of a view if an entity whose funds are stated has no others:
 *  paid[deal_count]. Entities whose funds are not stated pay in full. */
CF_NODISCARD cf_status cf_view_paid(double *paid, const cf_view *view);

CF_PUBLIC_END

#endif
