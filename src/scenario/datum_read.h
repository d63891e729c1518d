/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_DATUM_READ_H
#define CIRCFIN_SCENARIO_DATUM_READ_H

#include "scenario/datum.h"

/**
 * Reads a JSON text as a value. cf_scan_next() must have found it to be without a flaw, with
 * numbers that fit into doubles: this is not checked again.
 *
 * @param doubled  set if an object has a key twice; the last value counts
 * @return a value in `arena`; NULL when memory ran out
 *
 * Time and memory: O(size).
 */
cf_datum *cf_datum_read(cf_arena *arena, const char *text, size_t size, bool *doubled);

#endif
