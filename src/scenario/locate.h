/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_LOCATE_H
#define CIRCFIN_SCENARIO_LOCATE_H

/* Lines and columns for problems that were reported by JSON pointer. */

#include "base/diags.h"

/**
 * Fills in the places of all problems of the open file that have a pointer, in one walk over its
 * text, which must be JSON. Of a key that is there twice, the last counts, as it does for
 * the reader. Afterwards the pointers are printable and cut to a sensible length.
 *
 * @return CF_OK or CF_NO_MEMORY
 *
 * Where a key is reported to be doubled, its last value is the one.
 *
 * Time: O(size of the text up to the last place + size of all pointers).
 */
CF_NODISCARD cf_status cf_locate(cf_diags *diags, const char *text, size_t size);

#endif
