/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SCORE_FOLLOW_H
#define CIRCFIN_ANALYSES_SCORE_FOLLOW_H

/* score: what following one supplier's money gives. */

#include "analyses/score.h"

/** Scratch for one supplier at a time, on one thread. */
typedef struct cf_follower cf_follower;

/** @param own  make a trace of its own, for a further thread; else use that of score->world */
CF_NODISCARD cf_status cf_follower_new(cf_follower **out, const cf_score *score, bool own);
void cf_follower_free(cf_follower *follower); /* NULL is allowed */

/** Money on a deal of the view that comes back to the supplier. */
typedef struct cf_looping_part {
    int deal;
    double amount;
} cf_looping_part;

typedef struct cf_followed {
    const cf_exposure *exposure; /* borrowed */
    cf_money_parts routes, rests, cross;
    CF_VEC(cf_looping_part) looping;
} cf_followed;

enum {
    CF_FOLLOW_ROUTES = 1,
    CF_FOLLOW_RESTS = 2,
    CF_FOLLOW_CROSS = 4,
    CF_FOLLOW_LOOPING = 8,
    CF_FOLLOW_FOLD = 16, /* add up small rows: always in cross, elsewhere if there are many rows */
};

/**
 * @param exposure  of the supplier; must outlive the result
 * @param what      CF_FOLLOW_...
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: a trace of the supplier; for looping one solve more in its strong component, for routes one
 * for each of its last payers or each of its investees, whichever are fewer.
 */
CF_NODISCARD cf_status cf_follow(cf_followed **out, cf_follower *follower,
                                 const cf_exposure *exposure, unsigned what);
void cf_followed_free(cf_followed *followed); /* NULL is allowed */

#endif
