/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_DATUM_READ_H
#define CIRCFIN_SCENARIO_DATUM_READ_H

#include "scenario/datum.h"

/**
 * A JSON text as a value. The text must have been walked over by cf_scan_next() without a flaw, and
 * its numbers must fit into doubles: nothing of that is looked at again.
 *
 * @param doubled  set where an object has a key twice; the last value counts
 * @return a value in `arena`; NULL when memory ran out
 *
 * Time and memory: O(size).
 */
cf_datum *cf_datum_read(cf_arena *arena, const char *text, size_t size, bool *doubled);

#endif
