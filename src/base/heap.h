/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_HEAP_H
#define CIRCFIN_BASE_HEAP_H

/*
 * Binary heaps of any type, in an array that the caller owns: J. W. J. Williams (1964), Algorithm
 * 232, https://doi.org/10.1145/512274.512284. Item 0 is the top; items 2i+1 and 2i+2 hang below
 * item i, and none comes before the item that it hangs from.
 *
 *            0
 *        1       2          static inline bool is_nearer(const struct place *a,
 *      3   4   5   6                                     const struct place *b)
 *                           { return a->distance < b->distance; }
 *                           CF_HEAP(queue, struct place, is_nearer)
 *
 *     queue_push(places, &count, (struct place){ 0.5, v });
 *     while (count > 0)
 *         nearest = queue_pop(places, &count);
 *
 * The functions are static and inline, so that a comparison costs no call.
 */

#include <stdbool.h>

/**
 * Defines NAME_rise, NAME_sink, NAME_push and NAME_pop for items of `type`. `is_before` takes two
 * pointers to items and says whether the first must lie above the second; a tie is false.
 *
 * NAME_rise and NAME_sink put an item into the hole at `at`, above or below which there is room for
 * it to move. NAME_push needs room for one item more. Time: O(log count) each.
 */
#define CF_HEAP(name, type, is_before)                                                             \
    static inline void name##_rise(type *items, int at, type item)                                 \
    {                                                                                              \
        for (; at > 0 && is_before(&item, &items[(at - 1) / 2]); at = (at - 1) / 2)                \
            items[at] = items[(at - 1) / 2];                                                       \
        items[at] = item;                                                                          \
    }                                                                                              \
                                                                                                   \
    static inline void name##_sink(type *items, int count, int at, type item)                      \
    {                                                                                              \
        while (at < count / 2) {                                                                   \
            int child = 2 * at + 1;                                                                \
                                                                                                   \
            if (child + 1 < count && is_before(&items[child + 1], &items[child]))                  \
                child++;                                                                           \
            if (!is_before(&items[child], &item))                                                  \
                break;                                                                             \
            items[at] = items[child];                                                              \
            at = child;                                                                            \
        }                                                                                          \
        items[at] = item;                                                                          \
    }                                                                                              \
                                                                                                   \
    static inline void name##_push(type *items, int *count, type item)                             \
    {                                                                                              \
        name##_rise(items, (*count)++, item);                                                      \
    }                                                                                              \
                                                                                                   \
    static inline type name##_pop(type *items, int *count)                                         \
    {                                                                                              \
        type top = items[0];                                                                       \
                                                                                                   \
        (*count)--;                                                                                \
        if (*count > 0)                                                                            \
            name##_sink(items, *count, 0, items[*count]);                                          \
        return top;                                                                                \
    }

#endif
