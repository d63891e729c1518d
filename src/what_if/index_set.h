/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_INDEX_SET_H
#define CIRCFIN_WHAT_IF_INDEX_SET_H

/* Indices that changed, each once. */

#include <stdlib.h>

#include "circfin/diag.h"

struct index_set {
    int *list, count;
    bool *is_in;
};

static inline cf_status index_set_new(struct index_set *set, int size)
{
    set->list = calloc((size_t)size + 1, sizeof *set->list);
    set->is_in = calloc((size_t)size + 1, sizeof *set->is_in);
    return set->list == NULL || set->is_in == NULL ? CF_NO_MEMORY : CF_OK;
}

static inline void index_set_add(struct index_set *set, int index)
{
    if (!set->is_in[index])
        set->list[set->count++] = index;
    set->is_in[index] = true;
}

static inline void index_set_clear(struct index_set *set)
{
    while (set->count > 0)
        set->is_in[set->list[--set->count]] = false;
}

static inline void index_set_free(struct index_set *set)
{
    free(set->list);
    free(set->is_in);
}

#endif
