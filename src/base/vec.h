/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_VEC_H
#define CIRCFIN_BASE_VEC_H

/*
 * Arrays that grow at their end, of any type:
 *
 *     struct { struct row *at; int count, room; } rows = { 0 };
 *
 *     if (!cf_vec_push(&rows, (struct row){ .day = 3 }))
 *         return CF_NO_MEMORY;
 *     free(rows.at);
 *
 * A vec is any struct with these three members; all zero is an empty one. CF_VEC declares one as a
 * member of another struct.
 */

#include <stdbool.h>
#include <stddef.h>

#define CF_VEC(type)                                                                               \
    struct {                                                                                       \
        type *at;                                                                                  \
        int count, room;                                                                           \
    }

/** Makes room for `needed` items in all. False when memory ran out; the vec stays as it is.
 *  Time: O(1) an item on average. */
#define cf_vec_reserve(vec, needed)                                                                \
    ((vec)->at = cf_vec_grow((vec)->at, &(vec)->room, (needed), sizeof *(vec)->at),                \
     (vec)->room >= (needed))

/** Appends one item. False when memory ran out; the vec stays as it is. */
#define cf_vec_push(vec, ...)                                                                      \
    (cf_vec_reserve((vec), (vec)->count + 1L) ? ((vec)->at[(vec)->count++] = (__VA_ARGS__), true)  \
                                              : false)

/** The array, moved where it had to grow; `*room` says whether it did. For the macros above. */
void *cf_vec_grow(void *at, int *room, long needed, size_t item_size);

#endif
