/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_MANIFEST_H
#define CIRCFIN_TRIM_MANIFEST_H

/* What writers and readers of a manifest share. */

#include "circfin/sheets.h"

#define CF_MANIFEST_SCHEMA "circfin.manifest/1"

/** The settings of spreadsheets as a scenario without deals: the same rules and messages. */
CF_NODISCARD cf_status cf_head_read(cf_scenario **out, const cf_sheets *settings, cf_diags *diags);

#endif
