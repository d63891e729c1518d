/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_NOBODY_H
#define CIRCFIN_ANALYSES_NOBODY_H

#include "circfin/report.h"
#include "circfin/view.h"

/**
 * What to say where no entity of a view both invests and has revenue: the sentence that says so,
 * then why, and what to do about it. Other views and --origin all are named only where they do show
 * a supplier; names only where two differ in case, spaces, punctuation or legal form alone.
 *
 * @return a text that lives as long as the report; NULL when memory ran out
 *
 * Time: that of a few views, and O(entities log entities).
 */
const char *cf_nobody_text(cf_report *report, const char *sentence, const cf_view *view);

#endif
