/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Guarantees. Each offers the same part of every shortfall that it covers, as much as its amount
 * allows; where several offer more than a shortfall, each gives its share of it. What is called
 * becomes due from the guarantor to the creditor, not to the estate of the debtor.
 */
#include <math.h>

#include "base/sum.h"
#include "clearing/settling.h"

static double shortfall(const cf_settling *settling, int due)
{
    return cf_excess(settling->amounts[due], settling->paid[due]);
}

/* The part of each shortfall that a guarantee can pay. */
static double part_offered(const cf_settling *settling, const cf_guarantee *guarantee)
{
    cf_sum sum = { 0 };
    double all;

    for (int i = 0; i < guarantee->covered_count; i++)
        cf_sum_add(&sum, shortfall(settling, guarantee->covered[i]));
    all = cf_sum_value(sum);
    return all > guarantee->amount ? guarantee->amount / all : 1.0;
}

bool cf_guarantees_call(cf_settling *settling)
{
    const cf_obligations *obligations = settling->obligations;
    cf_due *dues = &settling->dues[obligations->due_count];
    bool called = false;

    for (int d = 0; d < obligations->due_count; d++)
        settling->offered[d] = 0.0;
    for (int c = 0; c < settling->call_count; c++) {
        cf_call *call = &settling->calls[c];
        const cf_guarantee *guarantee = &obligations->guarantees[call->guarantee];
        bool first = c == 0 || settling->calls[c - 1].guarantee != call->guarantee;

        call->called = first ? part_offered(settling, guarantee) : settling->calls[c - 1].called;
        settling->offered[call->due] += call->called;
    }
    for (int c = 0; c < settling->call_count; c++) {
        cf_call *call = &settling->calls[c];
        int guarantor = dues[c].payer;

        call->called *= shortfall(settling, call->due) / fmax(1.0, settling->offered[call->due]);
        settling->amounts[obligations->due_count + c] = call->called;
        settling->cash[guarantor] += call->called * settling->strain.backing[guarantor];
        called |= call->called > 0;
    }
    return called;
}

void cf_guarantees_give_back(cf_settling *settling)
{
    for (int c = 0; c < settling->call_count; c++) {
        cf_call *call = &settling->calls[c];
        double by_guarantors = settling->offered[call->due];
        double excess =
            cf_excess(settling->paid[call->due] + by_guarantors, settling->amounts[call->due]);

        if (call->paid > 0)
            call->returned = fmin(excess, by_guarantors) * (call->paid / by_guarantors);
    }
}
