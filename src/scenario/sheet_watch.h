/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_WATCH_H
#define CIRCFIN_SCENARIO_SHEET_WATCH_H

/*
 * What the cells of a column show together, before any of them is read: which of 03/04/2026 is the
 * month, whether 1,000 is a thousand, which currency and unit $10bn has.
 */

#include "scenario/sheet.h"
#include "scenario/written_money.h"

/** Chooses the columns to look at, once their uses are known. */
void cf_sheet_choose_watched(cf_sheet *sheet);

/** Looks at the row that was sought. Time: O(its length). */
void cf_sheet_watch(cf_sheet *sheet, int row_number);

/** Reports columns whose dates contradict each other. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_judge_dates(cf_sheet *sheet);

/** Reports columns of which some amounts have a unit of their own and others none, where `unit`
 *  says that the scenario has none either. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_judge_units(cf_sheet *sheet);

/** Reports amounts of entities whose heading states another currency than the scenario's: only
 *  deals may have one of their own. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_check_currency(cf_sheet *sheet);

/** The order of day and month in a column. */
cf_date_order cf_sheet_date_order(const cf_sheet *sheet, int column);

/** What commas and points are in a column. */
cf_marks cf_sheet_marks(const cf_sheet *sheet, int column);

/** The currency that headings or all cells state; "" for none. */
const char *cf_sheet_stated_currency(const cf_sheet *sheet);

/** The unit that headings or all cells state, such as "bn"; NULL for none. */
const char *cf_sheet_stated_unit(const cf_sheet *sheet);

#endif
