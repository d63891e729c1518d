/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_ENTRY_FILE_H
#define CIRCFIN_TRIM_ENTRY_FILE_H

/* Entries on disk. Each function returns CF_OK, CF_NO_MEMORY, or CF_IO (reported in diags). */

#include "trim/edges.h"

/** Makes the temporary file if there is none. */
CF_NODISCARD cf_status cf_entry_file_open(cf_entry_file *file, cf_diags *diags);

/** Adds entries at the end. */
CF_NODISCARD cf_status cf_entry_file_write(cf_entry_file *file, const cf_edge_entry *entries,
                                           size_t count, cf_diags *diags);

CF_NODISCARD cf_status cf_entry_file_read(const cf_entry_file *file, cf_edge_entry *entries,
                                          size_t from, size_t count, cf_diags *diags);

/** Closes and removes it, if there is one. */
void cf_entry_file_free(cf_entry_file *file);

/** Sorts by key; equal keys keep their order. @return CF_OK or CF_NO_MEMORY
 *  Time: O(n) for each 11 bits in which keys differ. Memory: as much again. */
CF_NODISCARD cf_status cf_entries_sort(cf_edge_entry *entries, size_t count);

/** Merges runs of a file that follow each other, and adds up what has the same key.
 *  @param room  entries that may be in memory */
CF_NODISCARD cf_status cf_entries_merge(cf_entry_file *out, const cf_entry_file *file,
                                        const cf_sorted_run *runs, int run_count, size_t room,
                                        bool add_up, cf_diags *diags);

#endif
