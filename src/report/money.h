/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_REPORT_MONEY_H
#define CIRCFIN_REPORT_MONEY_H

/* Amounts and shares as people read them, in text, labels and charts. */

#include "circfin/scenario.h"
#include "circfin/text.h"

enum { CF_MONEY_SIZE = 400, CF_UNIT_SIZE = 32 };

/** "12.3", "1,234": three significant digits, or all of the integer part, without trailing zeros;
 *  "unknown" for NaN and infinity. */
void cf_money_text(char text[static CF_MONEY_SIZE], double amount);

/** One of the last digit that cf_money_text() shows: 0.01 of 7.11, 1 of 1,234. */
double cf_money_step(double amount);

/** "34.5 %" of a fraction; "unknown" for NaN and infinity. */
void cf_share_text(char text[static CF_MONEY_SIZE], double share);

/** The same for a bound, which is rounded as it says: the least is never said to be more than it
 *  is, and the most never less. */
void cf_money_bound(char text[static CF_MONEY_SIZE], double amount, cf_rounding rounding);
void cf_share_bound(char text[static CF_MONEY_SIZE], double share, cf_rounding rounding);

/** "USD 12.3 bn" */
void cf_money_with_unit(char text[static CF_MONEY_SIZE + CF_UNIT_SIZE], const cf_scenario *scenario,
                        double amount);

/** The unit of a scenario's amounts: "USD bn", or "USD" where the unit is one. */
void cf_unit_text(char text[static CF_UNIT_SIZE], const cf_scenario *scenario);

#endif
