/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_CELL_STYLE_H
#define CIRCFIN_WRITERS_CELL_STYLE_H

/* How the values of a column are displayed: with the same number of decimals, bounds rounded
 * outwards. */

#include "circfin/report.h"

typedef struct cf_cell_style {
    cf_kind kind;
    int decimals;         /* of money and plain numbers, and of shares in percent */
    int columns;          /* of a full bar, or of a sparkline */
    cf_rounding rounding; /* of cells that have none of their own */
    bool shaded;          /* some cell has a shade, so all leave room for it */
} cf_cell_style;

enum { CF_CELL_SIZE = 512 }; /* bytes of a printed cell, with its NUL; longer texts are cut */

cf_cell_style cf_cell_style_of_column(const cf_table *table, int column);
/** The same for programs that round whatever they show to the nearest: a column of bounds gets the
 *  decimals that it needs so that what they show is still a bound, up to 6 (4 of a percentage). */
cf_cell_style cf_cell_style_for_nearest(const cf_table *table, int column);
cf_cell_style cf_cell_style_of_value(cf_kind kind, const cf_cell *cell);

bool cf_cell_style_is_text(cf_cell_style style);
bool cf_cell_style_is_drawn(cf_cell_style style); /* a bar or a sparkline, as wide as the column */

/** The cell in printable UTF-8. */
void cf_cell_print(char text[static CF_CELL_SIZE], cf_cell_style style, const cf_cell *cell);

#endif
