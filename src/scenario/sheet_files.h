/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_FILES_H
#define CIRCFIN_SCENARIO_SHEET_FILES_H

#include "circfin/sheets.h"

/** The files of a scenario. NULL: there is none. */
typedef struct cf_sheet_files {
    char *deals, *entities, *settings;
    char *entities_beside, *settings_beside; /* lie there, but are not read */
    char *name;                              /* what the scenario is called by default */
} cf_sheet_files;

/** Chooses what is asked for, or lies in the folder or beside deals.csv. Free *out with
 *  cf_sheet_files_free() whatever the status. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_files_choose(cf_sheet_files *out, const cf_sheets *sheets);

/** Warns of what lies beside the deals and is not read. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_files_warn(const cf_sheet_files *files, cf_diags *diags);

void cf_sheet_files_free(cf_sheet_files *files);

#endif
