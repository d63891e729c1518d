/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_ROWS_H
#define CIRCFIN_SCENARIO_SHEET_ROWS_H

#include "scenario/sheet.h"

/**
 * A row in JSON form, as cf_rows wants it: sheet->rows.at. Cells that cannot be read are told the
 * first time, and are `false`; rows are to be asked for in order that time.
 */
json_t *cf_sheet_json(cf_rows *rows, int index);

/** Sets the value at the end of `keys`, with objects on the way made where they are missing; takes
 *  the value over. False when memory ran out. */
bool cf_json_put(json_t *object, const char *const keys[3], json_t *value);

/** Where in the row that was sought the value stands to which these keys lead; -1: nowhere. */
int cf_sheet_find(cf_sheet *sheet, const char *const *keys, int key_count);

#endif
