/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_CELLS_H
#define CIRCFIN_SCENARIO_CELLS_H

/* From the text of a cell to the value that it would be in JSON. */

#include "scenario/columns.h"
#include "scenario/tree.h"

/** Why a cell is not what it should be. */
typedef struct cf_cell_flaw {
    cf_code code;       /* 0: nothing is wrong */
    const char *should; /* "a number" */
    cf_shown hint;      /* "" for none */
} cf_cell_flaw;

/**
 * Reads the text of a cell, which is not empty.
 *
 * @param arena    gets the value
 * @param text     ends with a NUL; is changed, and must live as long as the value
 * @param decimal  see cf_reading
 * @param flaw     says what is wrong, where something is: the value is then `false`
 * @return a new value; NULL when memory ran out
 */
cf_datum *cf_cell_value(cf_arena *arena, cf_cell_kind kind, char *text, char decimal,
                        cf_cell_flaw *flaw);

#endif
