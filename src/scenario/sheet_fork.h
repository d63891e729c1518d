/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_FORK_H
#define CIRCFIN_SCENARIO_SHEET_FORK_H

/* The rows of a spreadsheet for several threads: these are the functions of cf_rows. A fork shares
 * text and header with its sheet, and has its own room for the row that it reads. */

#include "scenario/sheet.h"

cf_rows *cf_sheet_fork(const cf_rows *rows, bool *problem);

/** The sheet also learns what the fork noted of its numbers: see sheet_points.h. */
void cf_sheet_join(cf_rows *rows, cf_rows *fork);
void cf_sheet_keep(cf_rows *fork, bool keep);
void cf_sheet_pass(cf_rows *rows, int end);

#endif
