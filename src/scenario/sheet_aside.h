/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_ASIDE_H
#define CIRCFIN_SCENARIO_SHEET_ASIDE_H

/*
 * What belongs to a row as a whole, once its cells are read: an id where there is no column of
 * ids, a relation, the currency of the amount, a relation's own word as instrument, and payer and
 * payee in their places:
 *
 *   debtor, creditor     the debtor pays; a loan or investment runs from the creditor
 *   lender, borrower     the lender pays; repayment and interest run from the borrower
 */

#include "scenario/sheet.h"

/** Completes sheet->json, the row that was sought. False when memory ran out. */
bool cf_sheet_complete(cf_sheet *sheet, int row);

#endif
