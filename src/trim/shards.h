/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_SHARDS_H
#define CIRCFIN_TRIM_SHARDS_H

/*
 * A manifest in memory, and the results that are combined:
 *
 *   shards.c       opens a manifest, and scores its shards
 *   shard_sums.c   checks that sums add up
 *   shard_parts.c  turns a result in JSON back into a report
 *   shard_merge.c  combines reports
 */

#include "circfin/shards.h"
#include "scenario/datum.h"

typedef struct cf_shard_file {
    const char *name, *sha256;
} cf_shard_file;

/** What one shard counts: see src/trim/README.md. Texts are the manifest's. */
typedef struct cf_shard {
    const char *folder, *name;
    double entities, suppliers, inside, in, out, throughflow, funds;
    double scored_entities, scored_deals, scored_gross, scored_throughflow;
    const cf_datum *files; /* borrowed */
    const char *result;    /* the one that was merged, or NULL */
} cf_shard;

struct cf_shards {
    char *folder, *file; /* of the manifest */
    cf_arena arena;
    cf_datum *json;
    cf_scenario *head; /* without deals: name, currency and unit */
    cf_shard rest;     /* what is in no shard */
    double entities, payments, unquantified, gross, capital, trade, service;
    double throughflow, funds, suppliers;
    cf_shard *at;
    int count;
};

/** Reports sums of the manifest that differ. @return CF_OK, CF_BAD_INPUT or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shards_check_sums(const cf_shards *shards, cf_diags *diags);

/** Reports what of a result differs from its shard. @return as above */
CF_NODISCARD cf_status cf_shard_check(const cf_shard *shard, const cf_report *part,
                                      const char *result, cf_diags *diags);

/** Reports an error of a manifest or of a result. @return CF_BAD_INPUT or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shards_refuse(cf_diags *diags, cf_code code, const char *hint,
                                        const char *format, ...) CF_PRINTF(4, 5);

/** A result of score in JSON as a report; *name is that of its scenario.
 *  @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT (reported) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shard_part(cf_report **out, const char **name, const cf_shards *shards,
                                     const char *result, cf_diags *diags);

/** Reports that become one. */
typedef struct cf_merge cf_merge;
CF_NODISCARD cf_status cf_merge_new(cf_merge **out, const cf_shards *shards);

/** Adds the report of a shard; all of its texts are copied. `result` is its name in messages.
 *  @return CF_OK, CF_NO_MEMORY, or CF_BAD_INPUT where it has another view than those before */
CF_NODISCARD cf_status cf_merge_add(cf_merge *merge, const cf_shard *shard, const cf_report *part,
                                    const char *result, cf_diags *diags);

/** The result, in the order of score, whatever the order of the shards. */
CF_NODISCARD cf_status cf_merge_finish(cf_report **out, cf_merge *merge);
void cf_merge_free(cf_merge *merge);

#endif
