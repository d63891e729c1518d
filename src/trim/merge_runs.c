/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorts entries in memory by digits, the last one first, and merges sorted runs of a file with a
 * heap: Knuth, The Art of Computer Programming 3, 5.2.5 and 5.4.1. */
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "trim/entry_file.h"

/* ---- in memory ---- */

enum { DIGIT = 11, DIGITS = 6, BUCKETS = 1 << DIGIT };

static unsigned digit_of(uint64_t key, int digit)
{
    return (unsigned)(key >> (digit * DIGIT)) & (BUCKETS - 1);
}

/* Turns counts into where each bucket begins. False where all are in one bucket. */
static bool start_buckets(size_t *counts, size_t all)
{
    size_t at = 0;

    for (int i = 0; i < BUCKETS; i++) {
        size_t count = counts[i];

        if (count == all)
            return false;
        counts[i] = at;
        at += count;
    }
    return true;
}

cf_status cf_entries_sort(cf_edge_entry *entries, size_t count)
{
    size_t(*counts)[BUCKETS] = calloc(DIGITS, sizeof *counts);
    cf_edge_entry *spare = malloc((count + 1) * sizeof *spare), *from = entries, *to = spare;

    for (size_t i = 0; counts != NULL && i < count; i++)
        for (int d = 0; d < DIGITS; d++)
            counts[d][digit_of(entries[i].key, d)]++;
    for (int d = 0; counts != NULL && spare != NULL && d < DIGITS && count > 0; d++) {
        cf_edge_entry *swap = to;

        if (!start_buckets(counts[d], count))
            continue;
        for (size_t i = 0; i < count; i++)
            to[counts[d][digit_of(from[i].key, d)]++] = from[i];
        to = from;
        from = swap;
    }
    if (counts != NULL && spare != NULL && from != entries)
        memcpy(entries, from, count * sizeof *entries);
    cf_status status = counts == NULL || spare == NULL ? CF_NO_MEMORY : CF_OK;

    free(counts);
    free(spare);
    return status;
}

/* ---- on disk ---- */

/* A run, a part of it in memory. */
struct source {
    cf_sorted_run run; /* what is still on disk */
    cf_edge_entry *part;
    size_t at, count;
    int order;
};

/* What is merged: a heap of the runs that are not used up, and what is written. */
struct merge {
    const cf_entry_file *file;
    cf_entry_file *out;
    struct source *sources;
    struct source **heap;
    int heap_count;
    size_t room; /* of a part */
    cf_edge_entry *parts, *ready;
    size_t ready_count;
    cf_diags *diags;
};

static bool comes_first(const struct source *a, const struct source *b)
{
    uint64_t left = a->part[a->at].key, right = b->part[b->at].key;

    return left < right || (left == right && a->order < b->order);
}

static void sift(struct merge *merge, int at)
{
    struct source *moving = merge->heap[at];

    for (int child = 2 * at + 1; child < merge->heap_count; child = 2 * at + 1) {
        if (child + 1 < merge->heap_count &&
            comes_first(merge->heap[child + 1], merge->heap[child]))
            child++;
        if (!comes_first(merge->heap[child], moving))
            break;
        merge->heap[at] = merge->heap[child];
        at = child;
    }
    merge->heap[at] = moving;
}

static cf_status fill(struct merge *merge, struct source *source)
{
    size_t count = source->run.count < merge->room ? source->run.count : merge->room;
    cf_status status =
        cf_entry_file_read(merge->file, source->part, source->run.from, count, merge->diags);

    source->at = 0;
    source->count = count;
    source->run.from += count;
    source->run.count -= count;
    return status;
}

/* The least entry of all runs; false where none is left. */
static cf_status take(struct merge *merge, cf_edge_entry *out, bool *there)
{
    struct source *source;
    cf_status status = CF_OK;

    *there = merge->heap_count > 0;
    if (!*there)
        return CF_OK;
    source = merge->heap[0];
    *out = source->part[source->at++];
    if (source->at == source->count && source->run.count > 0)
        status = fill(merge, source);
    else if (source->at == source->count)
        merge->heap[0] = merge->heap[--merge->heap_count];
    if (merge->heap_count > 0)
        sift(merge, 0);
    return status;
}

static cf_status flush(struct merge *merge)
{
    cf_status status =
        cf_entry_file_write(merge->out, merge->ready, merge->ready_count, merge->diags);

    merge->ready_count = 0;
    return status;
}

static cf_status put(struct merge *merge, cf_edge_entry entry)
{
    merge->ready[merge->ready_count++] = entry;
    return merge->ready_count == merge->room ? flush(merge) : CF_OK;
}

static cf_status run_merge(struct merge *merge, bool add_up)
{
    cf_edge_entry last, entry;
    bool there;
    cf_sum sum = { 0 };
    cf_status status = take(merge, &last, &there);

    if (!there)
        return status;
    cf_sum_add(&sum, last.amount);
    while (status == CF_OK) {
        status = take(merge, &entry, &there);
        if (status == CF_OK && there && add_up && entry.key == last.key) {
            cf_sum_add(&sum, entry.amount);
            continue;
        }
        if (status == CF_OK)
            status = put(merge, (cf_edge_entry){ last.key, cf_sum_value(sum) });
        if (!there)
            break;
        last = entry;
        sum = (cf_sum){ .total = entry.amount };
    }
    return status == CF_OK ? flush(merge) : status;
}

static cf_status open_merge(struct merge *merge, const cf_sorted_run *runs, int count)
{
    cf_status status = CF_OK;

    merge->sources = calloc((size_t)count + 1, sizeof *merge->sources);
    merge->heap = calloc((size_t)count + 1, sizeof(struct source *));
    merge->parts = malloc(((size_t)count + 1) * merge->room * sizeof *merge->parts);
    if (merge->sources == NULL || merge->heap == NULL || merge->parts == NULL)
        return CF_NO_MEMORY;
    merge->ready = merge->parts + (size_t)count * merge->room;
    for (int i = 0; i < count && status == CF_OK; i++) {
        merge->sources[i] = (struct source){ .run = runs[i],
                                             .part = merge->parts + (size_t)i * merge->room,
                                             .order = i };
        status = fill(merge, &merge->sources[i]);
        merge->heap[merge->heap_count++] = &merge->sources[i];
    }
    for (int at = merge->heap_count / 2 - 1; at >= 0 && status == CF_OK; at--)
        sift(merge, at);
    return status;
}

cf_status cf_entries_merge(cf_entry_file *out, const cf_entry_file *file, const cf_sorted_run *runs,
                           int run_count, size_t room, bool add_up, cf_diags *diags)
{
    struct merge merge = { .file = file, .out = out, .diags = diags };
    cf_status status;

    merge.room = room / ((size_t)run_count + 1);
    merge.room = merge.room < 256 ? 256 : merge.room > 65536 ? 65536 : merge.room;
    status = open_merge(&merge, runs, run_count);
    if (status == CF_OK)
        status = run_merge(&merge, add_up);
    free(merge.sources);
    free(merge.heap);
    free(merge.parts);
    return status;
}
