/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_MAP_H
#define CIRCFIN_BASE_MAP_H

/* Numbers by word: a hash table with open addressing.
 *
 * A key is a pair of a space and a text, so that one map holds many small sets of words, such as
 * the keys of each object of a file.
 */

#include <stddef.h>

#include "circfin/diag.h"

typedef struct cf_map {
    struct cf_map_slot *slots;
    struct cf_map_entry *entries; /* in the order in which they were added */
    size_t count, entry_room;
    size_t room; /* of the slots: 0 or a power of two, at least half as much again as the count */
    size_t seed;
} cf_map; /* all zero is an empty map */

/** The value of a key, or -1. Time: O(length of the text) on average. */
int cf_map_find(const cf_map *map, int space, const char *text, size_t length);

/**
 * Adds a key that is not there yet, with a value of 0 or more.
 *
 * @param text  borrowed; must outlive the map
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_map_add(cf_map *map, int space, const char *text, size_t length,
                                  int value);

/** The same, unless the key is there: *found is then its value, else -1. */
CF_NODISCARD cf_status cf_map_put(cf_map *map, int space, const char *text, size_t length,
                                  int value, int *found);

/** Makes room for `count` keys in all, so that adding them moves nothing.
 *  Memory: 24 bytes a key, and 8 for each of 1.5 to 3 slots. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_map_reserve(cf_map *map, size_t count);

/** Brings the memory where a key would be found into the cache. */
void cf_map_prefetch(const cf_map *map, int space, const char *text, size_t length);

void cf_map_free(cf_map *map); /* leaves an empty map */

#endif
