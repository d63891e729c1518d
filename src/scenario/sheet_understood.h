/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_UNDERSTOOD_H
#define CIRCFIN_SCENARIO_SHEET_UNDERSTOOD_H

/* Counts what was understood, and tells it once for each kind. */

#include "scenario/sheet.h"

/** Counts a cell of the row that was sought, the first time that it is read. `as` is what it is
 *  taken as. */
void cf_sheet_say(cf_sheet *sheet, int row, int column, cf_understanding kind, const char *text,
                  const char *as);

/** Room for the counts. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_listen(cf_sheet *sheet);

/** Adds what a fork counted in the part that it has read, or forgets it. */
void cf_sheet_settle(cf_sheet *fork, bool keep);

/** Adds the counts of a fork. */
void cf_sheet_join_said(cf_sheet *sheet, const cf_sheet *fork);

/** Forgets all counts. */
void cf_sheet_unsay(cf_sheet *sheet);

/** Warns of what was understood: headings, then cells by kind. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_tell_understood(cf_sheet *sheet);

/** Adds what was made of the columns. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_explain(cf_explained *explained, cf_sheet *sheet);

/** The unit of ten to this power, such as "bn"; NULL where it has none. */
const char *cf_power_name(int power);

#endif
