/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SHARDS_H
#define CIRCFIN_SHARDS_H

/*
 * Advanced tier. A network divided into shards: scenarios that each hold some of its strong
 * components, in which one payer and one payee stand for all other entities. A manifest says what
 * they add up to. circfin trim writes one shard; src/examples/cluster/ writes many.
 *
 *     cf_shards_open ─► cf_shards_score: scores every shard here
 *                    └► cf_shards_merge: combines results that were computed elsewhere
 */

#include "circfin/analysis.h"

CF_PUBLIC

typedef struct cf_shards cf_shards;

/**
 * Reads manifest.json in a folder, and checks that its sums add up.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param folder    borrowed; or the manifest itself, if the name ends in .json
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT (all reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_shards_open(cf_shards **out, const char *folder, cf_diags *diags);
void cf_shards_free(cf_shards *shards); /* NULL is allowed */

/**
 * Runs `score` on every shard and combines the results: the table `suppliers` in the order of
 * score, and the figures of the whole. Verifies the checksums of the files first.
 *
 * @param request   scenario is ignored; --joint and --supplier are refused
 * @param[out] out  owned by the caller; NULL unless CF_OK; `shards` must outlive it
 * @return as cf_analysis_run(), cf_sheets_read() and cf_shards_open()
 *
 * Time and memory: those of `score` for one shard after the other, and the table of suppliers.
 */
CF_NODISCARD cf_status cf_shards_score(cf_report **out, cf_shards *shards,
                                       const cf_request *request, cf_diags *diags);

/**
 * The same from results of `score` in JSON, one for each shard, in any order. Refuses them if one
 * is missing, is given twice, or does not match the manifest.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; `shards` must outlive it
 * @return as cf_shards_open()
 *
 * Time: O(size of the results). Memory: three times their size.
 */
CF_NODISCARD cf_status cf_shards_merge(cf_report **out, cf_shards *shards,
                                       const char *const *results, int count, cf_diags *diags);

CF_PUBLIC_END

#endif
