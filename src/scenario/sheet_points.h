/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_POINTS_H
#define CIRCFIN_SCENARIO_SHEET_POINTS_H

/*
 * Numbers that can be read in two ways: 12.750 is 12.75 where the point is the decimal sign, and
 * 12750 where a comma is. A column is in doubt if all its numbers can be read both ways, one of
 * them as two numbers, and the separator of the file is not the comma, which a decimal comma
 * rules out.
 */

#include "scenario/sheet.h"

/** Notes a number of the row that was sought, or each one of a schedule. Does nothing where the
 *  decimal sign is given. */
void cf_sheet_note_number(cf_sheet *sheet, int row, int column, const char *text);

/** Adds what was noted of other rows of the column. */
void cf_sheet_join_points(cf_sheet_point *point, const cf_sheet_point *other);

/** Warns of the columns in doubt, with both readings. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_warn_of_points(cf_sheet *sheet);

#endif
