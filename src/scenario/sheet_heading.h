/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_HEADING_H
#define CIRCFIN_SCENARIO_SHEET_HEADING_H

/*
 * Which columns the headings of a spreadsheet stand for:
 *
 *   1. names of columns
 *   2. what --map says
 *   3. aliases, for columns that are not there yet: two for one column are an error
 */

#include "scenario/sheet.h"

/** Whether a heading is known, by name, map or alias. NULL is not. `asked` may be NULL. */
bool cf_sheet_knows_heading(const cf_sheet_kind *kind, const cf_sheets *asked, const char *heading);

/** Whether a heading of the file is the one that --map is about. The header is sought. False also
 *  when memory ran out. */
bool cf_sheet_has_mapped(cf_sheet *sheet, const char *map);

/** Warns of a column that stands for nothing; the header was sought. @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sheet_warn_unknown(cf_sheet *sheet, int column);

/** Sets the uses of the columns of the row that was sought. @return CF_OK (though there may be
 *  errors) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_use_headings(cf_sheet *sheet);

/** Reports columns that must be there and are not. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_check_needed(cf_sheet *sheet, const cf_sheet_spot *header);

#endif
