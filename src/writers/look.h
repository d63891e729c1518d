/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_LOOK_H
#define CIRCFIN_WRITERS_LOOK_H

/* How people see the values of one column: the same number of decimals for all of them. */

#include "circfin/report.h"

typedef struct cf_look {
    cf_kind kind;
    int decimals; /* of money and plain numbers */
    int columns;  /* of a full bar, or of a course */
} cf_look;

enum { CF_CELL_SIZE = 512 }; /* bytes of a printed cell, with its NUL; longer texts are cut */

cf_look cf_look_of_column(const cf_table *table, int column);
cf_look cf_look_of_value(cf_kind kind, const cf_cell *cell);

bool cf_look_is_text(cf_look look);
bool cf_look_is_drawn(cf_look look); /* as wide as there is room: a bar or a course */

/** The cell in printable UTF-8. */
void cf_look_print(char text[static CF_CELL_SIZE], cf_look look, const cf_cell *cell);

#endif
