/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_ROWS_H
#define CIRCFIN_SCENARIO_SHEET_ROWS_H

#include "scenario/sheet.h"

/**
 * The object that a row stands for; this is sheet->rows.at of cf_rows. A cell that cannot be read
 * becomes `false` and is reported the first time, when rows are read in order.
 */
const cf_datum *cf_sheet_json(cf_rows *rows, int index);

/** The column of the row that was sought with the value to which these keys lead; -1: none. */
int cf_sheet_find(cf_sheet *sheet, const char *const *keys, int key_count);

#endif
