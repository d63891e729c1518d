/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SHARDS_H
#define CIRCFIN_SHARDS_H

/*
 * Advanced tier. A network in shards: scenarios that hold its strong components, with what runs
 * between each entity and the others folded into one payer and one payee. A manifest says what they
 * add up to. circfin trim writes one shard; src/examples/cluster/ writes many.
 *
 *     cf_shards_open ─► cf_shards_score: every shard, here
 *                    └► cf_shards_merge: results that were computed elsewhere
 */

#include "circfin/analysis.h"

CF_PUBLIC

typedef struct cf_shards cf_shards;

/**
 * Reads manifest.json in a folder, and checks that its sums add up.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param folder    borrowed; a name that ends in .json is that of the manifest itself
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT (all reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_shards_open(cf_shards **out, const char *folder, cf_diags *diags);
void cf_shards_free(cf_shards *shards); /* NULL is allowed */

/**
 * Runs `score` on every shard and puts the results together: the table `suppliers` in the order of
 * score, and the figures of the whole. Checks the checksums of the files first.
 *
 * @param request   scenario is ignored; --joint and --supplier are refused
 * @param[out] out  owned by the caller; NULL unless CF_OK; `shards` must outlive it
 * @return as cf_analysis_run(), cf_sheets_read() and above
 */
CF_NODISCARD cf_status cf_shards_score(cf_report **out, cf_shards *shards,
                                       const cf_request *request, cf_diags *diags);

/**
 * The same from results of `score` in JSON, one for each shard, in any order. Refuses them where
 * one is missing, comes twice, or is not what the manifest says.
 */
CF_NODISCARD cf_status cf_shards_merge(cf_report **out, cf_shards *shards,
                                       const char *const *results, int count, cf_diags *diags);

CF_PUBLIC_END

#endif
