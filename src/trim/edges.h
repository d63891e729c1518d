/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_EDGES_H
#define CIRCFIN_TRIM_EDGES_H

/*
 * Payments sorted and added up, in memory while they fit, else on disk:
 *
 *   cf_sorter_add ─► full: sorted, a run on disk ─► cf_sorter_finish merges the runs ─► cf_edges
 *
 * Equal keys keep the order in which they came, and are added in it, so sums do not depend on how
 * much fits into memory.
 */

#include "base/files.h"
#include "base/vec.h"
#include "circfin/scenario.h"
#include "trim/memory.h"

/** What one entity pays another: 16 bytes. */
typedef struct cf_edge_entry {
    uint64_t key;  /* payer, payee and what it is: see cf_entry_key() */
    double amount; /* 0 where it is unknown */
} cf_edge_entry;

static inline uint64_t cf_entry_key(uint32_t payer, uint32_t payee, cf_class class, bool open)
{
    return (uint64_t)payer << 32 | (uint64_t)payee << 3 | (uint64_t) class << 1 | (uint64_t)open;
}

static inline uint32_t cf_entry_payer(cf_edge_entry entry)
{
    return (uint32_t)(entry.key >> 32);
}

static inline uint32_t cf_entry_payee(cf_edge_entry entry)
{
    return (uint32_t)entry.key >> 3;
}

static inline cf_class cf_entry_class(cf_edge_entry entry)
{
    return (cf_class)(entry.key >> 1 & 3);
}

static inline bool cf_entry_open(cf_edge_entry entry)
{
    return (entry.key & 1) != 0;
}

/** Entries of a temporary file, one part after the other. */
typedef struct cf_entry_file {
    cf_temporary temporary;
    int descriptor; /* -1: not open */
    size_t count;   /* written */
} cf_entry_file;

typedef struct cf_sorted_run {
    size_t from, count;
} cf_sorted_run;

typedef struct cf_sorter {
    cf_edge_entry *at;
    size_t count, room, most; /* most: so many are sorted in memory */
    cf_entry_file file;
    CF_VEC(cf_sorted_run) runs; /* in the file */
    cf_diags *diags;
} cf_sorter;

/** Sorted by key, each key once. */
typedef struct cf_edges {
    cf_edge_entry *at; /* NULL: they are in the file */
    size_t count;
    cf_entry_file file;
} cf_edges;

/** @param memory  bytes that it may take; at least 64 KiB are used. Free with cf_sorter_free(). */
void cf_sorter_begin(cf_sorter *out, size_t memory, cf_diags *diags);

/** @return CF_OK, CF_NO_MEMORY, or CF_IO where the disk is full (reported in diags) */
CF_NODISCARD cf_status cf_sorter_add(cf_sorter *sorter, cf_edge_entry entry);

/** Hands all entries over to *out, to be freed whatever the status. @return as cf_sorter_add()
 *  Time: O(n log runs). Disk: 16 bytes a payment, twice while runs are merged. */
CF_NODISCARD cf_status cf_sorter_finish(cf_sorter *sorter, cf_edges *out);
void cf_sorter_free(cf_sorter *sorter);

/** Reads the edges in order. */
typedef struct cf_edge_reader {
    const cf_edges *edges;
    size_t next;
    cf_edge_entry *buffer;
    cf_diags *diags;
} cf_edge_reader;

CF_NODISCARD cf_status cf_edge_reader_begin(cf_edge_reader *out, const cf_edges *edges,
                                            cf_diags *diags);

/** The next few thousand edges; *count is 0 at the end. @return CF_OK or CF_IO (reported) */
CF_NODISCARD cf_status cf_edge_reader_next(cf_edge_reader *reader, const cf_edge_entry **block,
                                           size_t *count);
void cf_edge_reader_end(cf_edge_reader *reader);

void cf_edges_free(cf_edges *edges);

#endif
