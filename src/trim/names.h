/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_NAMES_H
#define CIRCFIN_TRIM_NAMES_H

/* The names of entities, numbered from 0 in the order in which they first come. */

#include "base/vec.h"
#include "circfin/diag.h"
#include "trim/memory.h"

typedef struct cf_names {
    const char **at; /* by number */
    uint32_t *hashes;
    uint32_t *slots; /* number + 1, by hash; 0: free */
    size_t count, room, slot_room;
    CF_VEC(char *) chunks; /* of text */
    size_t left;           /* in the last one */
    size_t bytes;          /* of memory, all together */
    uint64_t seed;
} cf_names; /* all zero has none */

/**
 * The number of a name, which is added where it is new.
 *
 * @param text  without a NUL in it
 * @return CF_OK or CF_NO_MEMORY
 * Time: O(length) on average. Memory: some 30 bytes beside the text.
 */
CF_NODISCARD cf_status cf_names_add(cf_names *names, const char *text, size_t length,
                                    uint32_t *number);

void cf_names_free(cf_names *names);

#endif
