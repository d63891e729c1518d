/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_PLACES_H
#define CIRCFIN_SCENARIO_SHEET_PLACES_H

/* Lines and columns for problems of spreadsheets that were reported by JSON pointer. */

#include "scenario/sheet_entities.h"
#include "scenario/settings.h"

/** Fills in the places of all problems of the open files that have none. @return CF_OK or
 *  CF_NO_MEMORY. Time: O(problems, and the files once). */
CF_NODISCARD cf_status cf_sheets_locate(cf_diags *diags, cf_settings *settings,
                                        cf_sheet_entities *named);

#endif
