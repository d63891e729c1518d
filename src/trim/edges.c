/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From payments to edges: sorts runs, merges them, and adds up entries of one key. */
#include "trim/edges.h"

#include <stdlib.h>

#include "base/sum.h"
#include "trim/entry_file.h"

enum {
    LEAST = 2048,    /* entries in memory */
    SORTING = 2,     /* copies of an entry while it is sorted */
    AT_ONCE = 128,   /* runs that are merged together */
    BLOCK = 1 << 14, /* entries that a reader gets at once */
    FIRST_ROOM = 1 << 10
};

/* ---- runs ---- */

void cf_sorter_begin(cf_sorter *out, size_t memory, cf_diags *diags)
{
    *out = (cf_sorter){ .most = memory / (SORTING * sizeof(cf_edge_entry)), .diags = diags };
    if (out->most < LEAST)
        out->most = LEAST;
}

static cf_status write_run(cf_sorter *sorter)
{
    cf_sorted_run run = { .count = sorter->count };
    cf_status status = cf_entries_sort(sorter->at, sorter->count);

    if (status == CF_OK)
        status = cf_entry_file_open(&sorter->file, sorter->diags);
    run.from = sorter->file.count;
    if (status == CF_OK)
        status = cf_entry_file_write(&sorter->file, sorter->at, sorter->count, sorter->diags);
    if (status == CF_OK && !cf_vec_push(&sorter->runs, run))
        status = CF_NO_MEMORY;
    sorter->count = 0;
    return status;
}

static cf_status make_room(cf_sorter *sorter)
{
    size_t room = sorter->room == 0 ? FIRST_ROOM : 2 * sorter->room;
    cf_edge_entry *at;

    if (sorter->count == sorter->most)
        return write_run(sorter);
    if (room > sorter->most)
        room = sorter->most;
    at = realloc(sorter->at, room * sizeof *at);
    if (at == NULL)
        return CF_NO_MEMORY;
    sorter->at = at;
    sorter->room = room;
    return CF_OK;
}

cf_status cf_sorter_add(cf_sorter *sorter, cf_edge_entry entry)
{
    cf_status status = sorter->count < sorter->room ? CF_OK : make_room(sorter);

    if (status == CF_OK)
        sorter->at[sorter->count++] = entry;
    return status;
}

void cf_sorter_free(cf_sorter *sorter)
{
    free(sorter->at);
    free(sorter->runs.at);
    cf_entry_file_free(&sorter->file);
    *sorter = (cf_sorter){ .at = NULL };
}

/* ---- added up ---- */

static size_t add_up(cf_edge_entry *entries, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count;) {
        uint64_t key = entries[i].key;
        cf_sum sum = { 0 };

        for (; i < count && entries[i].key == key; i++)
            cf_sum_add(&sum, entries[i].amount);
        entries[kept++] = (cf_edge_entry){ key, cf_sum_value(sum) };
    }
    return kept;
}

/* Merges each group of neighbouring runs into one, so that fewer are left. */
static cf_status merge_some(cf_sorter *sorter)
{
    cf_entry_file merged = { .descriptor = -1 };
    cf_status status = cf_entry_file_open(&merged, sorter->diags);
    int kept = 0;

    for (int i = 0; i < sorter->runs.count && status == CF_OK; i += AT_ONCE) {
        int count = sorter->runs.count - i < AT_ONCE ? sorter->runs.count - i : AT_ONCE;
        cf_sorted_run run = { .from = merged.count };

        status = cf_entries_merge(&merged, &sorter->file, sorter->runs.at + i, count, sorter->most,
                                  false, sorter->diags);
        run.count = merged.count - run.from;
        sorter->runs.at[kept++] = run;
    }
    sorter->runs.count = kept;
    cf_entry_file_free(&sorter->file);
    sorter->file = merged;
    return status;
}

cf_status cf_sorter_finish(cf_sorter *sorter, cf_edges *out)
{
    cf_status status = CF_OK;

    *out = (cf_edges){ .file = { .descriptor = -1 } };
    if (sorter->runs.count == 0) {
        status = cf_entries_sort(sorter->at, sorter->count);
        out->at = sorter->at;
        out->count = status == CF_OK ? add_up(sorter->at, sorter->count) : 0;
        sorter->at = NULL;
        return status;
    }
    status = write_run(sorter);
    free(sorter->at);
    sorter->at = NULL;
    sorter->room = 0;
    while (status == CF_OK && sorter->runs.count > AT_ONCE)
        status = merge_some(sorter);
    if (status == CF_OK)
        status = cf_entry_file_open(&out->file, sorter->diags);
    if (status == CF_OK)
        status = cf_entries_merge(&out->file, &sorter->file, sorter->runs.at, sorter->runs.count,
                                  sorter->most, true, sorter->diags);
    cf_entry_file_free(&sorter->file);
    out->count = out->file.count;
    return status;
}

void cf_edges_free(cf_edges *edges)
{
    free(edges->at);
    cf_entry_file_free(&edges->file);
    *edges = (cf_edges){ .at = NULL };
}

/* ---- reading them ---- */

cf_status cf_edge_reader_begin(cf_edge_reader *out, const cf_edges *edges, cf_diags *diags)
{
    *out = (cf_edge_reader){ .edges = edges, .diags = diags };
    if (edges->file.temporary.path == NULL)
        return CF_OK;
    out->buffer = malloc(BLOCK * sizeof *out->buffer);
    return out->buffer == NULL ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_edge_reader_next(cf_edge_reader *reader, const cf_edge_entry **block, size_t *count)
{
    const cf_edges *edges = reader->edges;
    size_t left = edges->count - reader->next, from = reader->next;

    *count = left < BLOCK ? left : BLOCK;
    reader->next += *count;
    if (reader->buffer == NULL) {
        *block = *count == 0 ? NULL : edges->at + from;
        return CF_OK;
    }
    *block = reader->buffer;
    return cf_entry_file_read(&edges->file, reader->buffer, from, *count, reader->diags);
}

void cf_edge_reader_end(cf_edge_reader *reader)
{
    free(reader->buffer);
    *reader = (cf_edge_reader){ .edges = NULL };
}
