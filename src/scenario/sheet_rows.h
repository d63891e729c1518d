/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_ROWS_H
#define CIRCFIN_SCENARIO_SHEET_ROWS_H

#include "scenario/sheet.h"

/**
 * A row in JSON form, as cf_rows wants it: sheet->rows.at. A cell that cannot be read is `false`,
 * and is reported the first time; that time rows are read in order.
 */
json_t *cf_sheet_json(cf_rows *rows, int index);

/** Sets the value at the end of `keys`, making the objects on the way where they are missing; takes
 *  the value over. False when memory ran out. */
bool cf_json_put(json_t *object, const char *const keys[CF_MOST_KEYS], json_t *value);

/** The column of the row that was sought with the value to which these keys lead; -1: none. */
int cf_sheet_find(cf_sheet *sheet, const char *const *keys, int key_count);

#endif
