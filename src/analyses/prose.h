/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_PROSE_H
#define CIRCFIN_ANALYSES_PROSE_H

/* Paragraphs of a digest, piece by piece. */

#include "base/buffer.h"
#include "circfin/report.h"
#include "circfin/view.h"

/** A paragraph that grows. cf_prose_end() reports a lack of memory, so one check is enough. */
typedef struct cf_prose {
    cf_report *report;
    cf_buffer text;
} cf_prose;

void cf_prose_add(cf_prose *prose, const char *more); /* NULL: memory ran out */
void cf_prose_money(cf_prose *prose, const char *before, double amount);
void cf_prose_share(cf_prose *prose, const char *before, double share, const char *after);
/** The same for bounds, which are rounded so that they stay bounds. */
void cf_prose_bound(cf_prose *prose, const char *before, double amount, cf_rounding rounding);
void cf_prose_share_bound(cf_prose *prose, const char *before, double share, cf_rounding rounding,
                          const char *after);
void cf_prose_count(cf_prose *prose, const char *before, double count); /* "1,234" */

/** Adds the paragraph to the digest and begins the next. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_prose_end(cf_prose *prose, int level);
void cf_prose_free(cf_prose *prose);
/** Adds the paragraph and frees it. */
CF_NODISCARD cf_status cf_prose_finish(cf_prose *prose, int level);

/** The scenario's name, and which of its deals count. The paragraph goes on. */
void cf_prose_view(cf_prose *prose, const cf_view *view);

/** How loop-back is measured: weights, and which money is followed. The paragraph goes on. */
void cf_prose_measure(cf_prose *prose, const cf_view *view);

/** "USD bn" */
void cf_prose_unit(cf_prose *prose, const cf_scenario *scenario);

/** "3 more suppliers: --verbose, or --format csv.", below a table that shows the first ones.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_further_suppliers(cf_report *report, int count, bool verbose_helps);

#endif
