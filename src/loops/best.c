/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/best.h"

#include <stdlib.h>
#include <string.h>

void cf_best_begin(cf_best *out, const cf_hops *hops, long most)
{
    *out = (cf_best){ .hops = hops, .most = most };
}

void cf_best_free(cf_best *best)
{
    for (long i = 0; i < best->count; i++)
        free((int *)best->loops[i].hops);
    free(best->loops);
    *best = (cf_best){ .count = 0 };
}

static bool comes_before(const cf_best *best, const cf_loop *a, const cf_loop *b)
{
    return cf_loop_compare(best->hops, a, b) < 0;
}

/* Puts a loop into the hole at `at`, below which everything is in order. */
static void sink(cf_best *best, long at, cf_loop loop)
{
    for (;;) {
        long child = 2 * at + 1;

        if (child >= best->count)
            break;
        if (child + 1 < best->count &&
            comes_before(best, &best->loops[child], &best->loops[child + 1]))
            child++;
        if (!comes_before(best, &loop, &best->loops[child]))
            break;
        best->loops[at] = best->loops[child];
        at = child;
    }
    best->loops[at] = loop;
}

static void rise(cf_best *best, long at, cf_loop loop)
{
    while (at > 0 && comes_before(best, &best->loops[(at - 1) / 2], &loop)) {
        best->loops[at] = best->loops[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    best->loops[at] = loop;
}

static cf_status grow(cf_best *best)
{
    long room = best->room == 0 ? 64 : best->room + best->room / 2;
    cf_loop *loops = realloc(best->loops, (size_t)room * sizeof *loops);

    if (loops == NULL)
        return CF_NO_MEMORY;
    best->loops = loops;
    best->room = room;
    return CF_OK;
}

static bool is_full(const cf_best *best)
{
    return best->most > 0 && best->count == best->most;
}

const cf_loop *cf_best_last(const cf_best *best)
{
    return is_full(best) ? &best->loops[0] : NULL;
}

cf_status cf_best_offer(cf_best *best, const cf_loop *loop)
{
    size_t size = (size_t)loop->length * sizeof *loop->hops;
    cf_loop copy = *loop;
    int *hops;

    if (is_full(best) && !comes_before(best, loop, &best->loops[0]))
        return CF_OK;
    if (best->count == best->room && !is_full(best) && grow(best) != CF_OK)
        return CF_NO_MEMORY;
    hops = malloc(size);
    if (hops == NULL)
        return CF_NO_MEMORY;
    memcpy(hops, loop->hops, size);
    copy.hops = hops;
    if (is_full(best)) {
        free((int *)best->loops[0].hops);
        sink(best, 0, copy);
    } else if (best->most > 0) {
        rise(best, best->count++, copy);
    } else {
        best->loops[best->count++] = copy; /* a heap only where some are to go */
    }
    return CF_OK;
}

/* Heap sort: the last in rank order goes to the end, and so on. */
static void sort(cf_best *best)
{
    long count = best->count;

    for (long i = count / 2; i-- > 0;)
        sink(best, i, best->loops[i]);
    while (best->count > 1) {
        cf_loop last = best->loops[0], moved = best->loops[best->count - 1];

        best->count--;
        sink(best, 0, moved);
        best->loops[best->count] = last;
    }
    best->count = count;
}

cf_status cf_best_take(cf_best *best, cf_loop **loops, long *count)
{
    cf_loop *all;

    if (best->count == 0)
        return CF_OK;
    all = realloc(*loops, (size_t)(*count + best->count) * sizeof *all);
    if (all == NULL)
        return CF_NO_MEMORY;
    sort(best);
    memcpy(all + *count, best->loops, (size_t)best->count * sizeof *all);
    *loops = all;
    *count += best->count;
    best->count = 0;
    return CF_OK;
}
