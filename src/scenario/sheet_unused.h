/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_UNUSED_H
#define CIRCFIN_SCENARIO_SHEET_UNUSED_H

#include "scenario/sheet.h"

/**
 * Reports columns that stand for nothing, but look like amounts, dates or parties: the first rows
 * show it.
 *
 * @return CF_OK (though there may be errors) or CF_NO_MEMORY
 *
 * Time: O(columns), and as many rows.
 */
CF_NODISCARD cf_status cf_sheet_refuse_unused(cf_sheet *sheet);

#endif
