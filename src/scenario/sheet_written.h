/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_WRITTEN_H
#define CIRCFIN_SCENARIO_SHEET_WRITTEN_H

/* Cells as people write them, see data/README.md. */

#include "scenario/cells.h"
#include "scenario/sheet.h"

/**
 * Reads a cell of the row that was sought: as it stands where it has the form of the file format,
 * else by what it is likely to mean.
 *
 * @param text  in the arena of the row; is changed
 * @param flaw  says what is wrong, where something is
 * @param done  nothing is to be put in the place of the cell: it says that nothing is known, or
 *              what it says has been put elsewhere
 * @return the value; NULL when memory ran out
 */
const cf_datum *cf_sheet_written(cf_sheet *sheet, int row, int column, char *text,
                                 cf_cell_flaw *flaw, bool *done);

#endif
