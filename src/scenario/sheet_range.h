/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_RANGE_H
#define CIRCFIN_SCENARIO_SHEET_RANGE_H

/* Amount, low and high: what their headings say together. */

#include "scenario/sheet.h"

/** Makes "Base", "Central" and "Most likely" the amount of deals that have a low and a high, and no
 *  amount, where they hold numbers. The header was sought, and is sought again. */
void cf_sheet_settle_range(cf_sheet *sheet);

/** Gives those of one figure that state no unit or currency that of the others, of the amount
 *  first. Time: O(columns^2). */
void cf_sheet_share_units(cf_sheet *sheet);

#endif
