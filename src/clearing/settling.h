/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLEARING_SETTLING_H
#define CIRCFIN_CLEARING_SETTLING_H

/* The workbench of a settlement. Behind the dues of the obligations stands one for each call. */

#include "circfin/settlement.h"

struct cf_settling {
    const cf_obligations *obligations;
    cf_due *dues;
    int due_count, call_count;
    cf_clearing *clearing;
    cf_strain strain;
    double *cash, *amounts, *paid, *offered;
    int *round;
    cf_call *calls;
    bool settled;
};

/** What is due before anybody fails: shares at full, and calls as they are. */
void cf_shares_at_full(cf_settling *settling);

/** Lets dues that are shares fall with what was paid. Returns whether any moved. */
bool cf_shares_follow(cf_settling *settling);

/** Calls the guarantees for what was not paid. Returns whether any was called. */
bool cf_guarantees_call(cf_settling *settling);

/** Gives back what creditors were paid beyond their due. */
void cf_guarantees_give_back(cf_settling *settling);

#endif
