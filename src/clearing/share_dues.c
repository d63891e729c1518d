/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dues that are a share of others: what was paid of these says how much of the share is due. */
#include <math.h>

#include "base/sum.h"
#include "clearing/settling.h"

/* A share has come to rest when it moves by no more than this part of its amount. */
#define AT_REST 1e-13

void cf_shares_at_full(cf_settling *settling)
{
    const cf_obligations *obligations = settling->obligations;

    for (int d = 0; d < obligations->due_count; d++)
        settling->amounts[d] = obligations->dues[d].amount * settling->strain.factors[d];
}

/* By its payer and by guarantors, of what the due was before any shock. */
static double part_paid(const cf_settling *settling, int due)
{
    double amount = due < 0 ? 0.0 : settling->obligations->dues[due].amount;

    return amount > 0 ? fmin(1.0, (settling->paid[due] + settling->offered[due]) / amount) : 1.0;
}

bool cf_shares_follow(cf_settling *settling)
{
    const cf_obligations *obligations = settling->obligations;
    bool moved = false;

    for (int s = 0; s < obligations->share_count; s++) {
        const cf_share_due *share = &obligations->shares[s];
        double full = obligations->dues[share->due].amount * settling->strain.factors[share->due];
        double *due = &settling->amounts[share->due];
        cf_sum part = { 0 };
        double now;

        for (int i = 0; i < share->of_count; i++)
            cf_sum_add_product(&part, share->of[i].weight, part_paid(settling, share->of[i].due));
        now = full * cf_sum_value(part);
        if (!(*due - now > AT_REST * full)) /* else less would be due than was paid */
            continue;
        *due = now;
        moved = true;
    }
    return moved;
}
