/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the first K of any number of loops: a heap whose top is the loop to drop next. */
#include "loops/top_k.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"

typedef struct cf_top_loop kept;

static inline bool ranks_after(const kept *a, const kept *b)
{
    return cf_loop_compare(a->hops, &a->loop, &b->loop) > 0;
}

CF_HEAP(heap, kept, ranks_after)

void cf_top_k_begin(cf_top_k *out, const cf_hops *hops, long most)
{
    *out = (cf_top_k){ .hops = hops, .most = most };
}

void cf_top_k_free(cf_top_k *best)
{
    for (int i = 0; i < best->loops.count; i++)
        free((int *)best->loops.at[i].loop.hops);
    free(best->loops.at);
    *best = (cf_top_k){ .most = 0 };
}

static bool is_full(const cf_top_k *best)
{
    return best->most > 0 && best->loops.count == best->most;
}

const cf_loop *cf_top_k_last(const cf_top_k *best)
{
    return is_full(best) ? &best->loops.at[0].loop : NULL;
}

cf_status cf_top_k_offer(cf_top_k *best, const cf_loop *loop)
{
    size_t size = (size_t)loop->length * sizeof *loop->hops;
    kept copy = { *loop, best->hops };
    int *hops;

    if (is_full(best) && cf_loop_compare(best->hops, loop, &best->loops.at[0].loop) >= 0)
        return CF_OK;
    if (!is_full(best) && !cf_vec_reserve(&best->loops, best->loops.count + 1L))
        return CF_NO_MEMORY;
    hops = malloc(size);
    if (hops == NULL)
        return CF_NO_MEMORY;
    memcpy(hops, loop->hops, size);
    copy.loop.hops = hops;
    if (is_full(best)) {
        free((int *)best->loops.at[0].loop.hops);
        heap_sink(best->loops.at, best->loops.count, 0, copy);
    } else if (best->most > 0) {
        heap_push(best->loops.at, &best->loops.count, copy);
    } else {
        best->loops.at[best->loops.count++] = copy; /* put in order at the end */
    }
    return CF_OK;
}

void cf_top_k_cut(cf_top_k *best, int most)
{
    kept *loops = best->loops.at;
    int count = best->loops.count;

    if (count <= most)
        return;
    for (int i = most / 2; i-- > 0;)
        heap_sink(loops, most, i, loops[i]);
    for (int i = most; i < count; i++) {
        kept next = loops[i];

        if (ranks_after(&loops[0], &next)) {
            free((int *)loops[0].loop.hops);
            heap_sink(loops, most, 0, next);
        } else {
            free((int *)next.loop.hops);
        }
    }
    best->loops.count = most;
}

static bool goes_on(const cf_top_k *best, int count)
{
    const int often = 4096;
    const cf_progress_state state = {
        .done = best->loops.count - count, .total = best->loops.count, .unit = "loops", .found = -1
    };

    return count % often != 0 || best->progress == NULL ||
           best->progress->step(best->progress->payload, &state);
}

/* Heap sort: the last in rank order goes to the end, and so on. False where it was stopped: those
 * at the end are the last of all, in order. */
static bool sort_kept(cf_top_k *best, int *sorted)
{
    kept *loops = best->loops.at;
    int count = best->loops.count;
    bool good = true;

    *sorted = 0;
    for (int i = count / 2; good && i-- > 0;) {
        heap_sink(loops, count, i, loops[i]);
        good = goes_on(best, i);
    }
    while (good && count > 1) {
        kept last = heap_pop(loops, &count);

        loops[count] = last;
        ++*sorted;
        good = goes_on(best, count);
    }
    return good;
}

/* What has been put at the end goes, and of the others the first ones stay. */
static void sort_few(cf_top_k *best, int sorted)
{
    while (sorted-- > 0)
        free((int *)best->loops.at[--best->loops.count].loop.hops);
    cf_top_k_cut(best, CF_TOP_K_WHEN_STOPPED);
    best->progress = NULL;
    (void)sort_kept(best, &sorted);
}

cf_status cf_top_k_take(cf_top_k *best, cf_loop **loops, long *count)
{
    cf_loop *all;
    int sorted;

    if (best->loops.count == 0)
        return CF_OK;
    all = realloc(*loops, (size_t)(*count + best->loops.count) * sizeof *all);
    if (all == NULL)
        return CF_NO_MEMORY;
    if (!sort_kept(best, &sorted))
        sort_few(best, sorted);
    for (int i = 0; i < best->loops.count; i++)
        all[(*count)++] = best->loops.at[i].loop;
    *loops = all;
    best->loops.count = 0;
    return CF_OK;
}
