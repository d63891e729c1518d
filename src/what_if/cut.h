/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_CUT_H
#define CIRCFIN_WHAT_IF_CUT_H

/* What is paid while what is due changes: the dues of a what-if in which nobody fills a gap. */

#include "circfin/flow.h"
#include "circfin/settlement.h"

typedef struct cf_cut cf_cut;

/** @param view  whose deals are the payments, in order; borrowed */
CF_NODISCARD cf_status cf_cut_new(cf_cut **out, const cf_view *view);
void cf_cut_free(cf_cut *cut); /* NULL is allowed */

void cf_cut_set_due(cf_cut *cut, int payment, double amount);
void cf_cut_weigh(cf_cut *cut, const double *full);

/** Something has changed since the last cf_cut_run(), or there was none. */
bool cf_cut_is_stale(const cf_cut *cut);
void cf_cut_touch(cf_cut *cut);

/** What is paid of each payment with the funds of these nodes; good until the next run.
 *  @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_cut_run(const double **paid, cf_cut *cut, const cf_node *nodes);

#endif
