/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_MONEY_H
#define CIRCFIN_BASE_MONEY_H

/* Numbers for people, in running text, labels and charts. */

enum { CF_MONEY_SIZE = 400 };

/** "12.3", "1,234": three significant digits or all of the integer part, without zeros at the
 *  end; "unknown" for NaN and infinity. */
void cf_money_text(char text[static CF_MONEY_SIZE], double amount);

/** "34.5 %" of a fraction; "unknown" for NaN and infinity. */
void cf_share_text(char text[static CF_MONEY_SIZE], double share);

#endif
