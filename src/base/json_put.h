/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_JSON_PUT_H
#define CIRCFIN_BASE_JSON_PUT_H

/* Pieces of JSON: texts, keys, values, rows. */

#include <stdio.h>

#include "circfin/report.h"

void cf_put_json_text(FILE *out, const char *text); /* NULL: null */
void cf_put_json_key(FILE *out, const char *before, const char *key);
void cf_put_json_value(FILE *out, cf_kind kind, const cf_cell *cell);

/** One object; the cells lie side by side. */
void cf_put_json_row(FILE *out, const cf_column *columns, int count, const cf_cell *cells);

#endif
