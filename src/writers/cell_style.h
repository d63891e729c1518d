/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_CELL_STYLE_H
#define CIRCFIN_WRITERS_CELL_STYLE_H

/* How people see the values of one column: the same number of decimals for all of them. */

#include "circfin/report.h"

typedef struct cf_cell_style {
    cf_kind kind;
    int decimals; /* of money and plain numbers */
    int columns;  /* of a full bar, or of a course */
} cf_cell_style;

enum { CF_CELL_SIZE = 512 }; /* bytes of a printed cell, with its NUL; longer texts are cut */

cf_cell_style cf_cell_style_of_column(const cf_table *table, int column);
cf_cell_style cf_cell_style_of_value(cf_kind kind, const cf_cell *cell);

bool cf_cell_style_is_text(cf_cell_style style);
bool cf_cell_style_is_drawn(cf_cell_style style); /* as wide as there is room: a bar or a course */

/** The cell in printable UTF-8. */
void cf_cell_print(char text[static CF_CELL_SIZE], cf_cell_style style, const cf_cell *cell);

#endif
