/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays that grow at their end: room doubles, so that an item costs O(1) on average. */
#include "base/vec.h"

#include <limits.h>
#include <stdlib.h>

void *cf_vec_grow(void *at, int *room, long needed, size_t item_size)
{
    enum { FEWEST = 8 };
    int wanted = *room > INT_MAX / 2 ? INT_MAX : 2 * *room;
    void *grown;

    if (needed <= *room || needed > INT_MAX)
        return at;
    if (wanted < FEWEST)
        wanted = FEWEST;
    if (wanted < needed)
        wanted = (int)needed;
    if ((size_t)wanted > (size_t)-1 / item_size)
        return at;
    grown = realloc(at, (size_t)wanted * item_size);
    if (grown == NULL)
        return at;
    *room = wanted;
    return grown;
}
