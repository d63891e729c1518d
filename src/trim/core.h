/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_CORE_H
#define CIRCFIN_TRIM_CORE_H

/*
 * The core while it is made:
 *
 *   trim.c      the order of work: read, sort, peel, write
 *   core.c      sums over all edges, and the deals and entities of the core
 *   manifest.c  counts, sums and checksums of the file, the core and the rest
 */

#include <stdio.h>

#include "base/sum.h"
#include "circfin/trim.h"
#include "scenario/payments.h"
#include "trim/names.h"
#include "trim/peel.h"

/** Sums over the entities that are kept, or over those that were dropped. */
typedef struct cf_tally {
    size_t entities, suppliers;    /* suppliers: capital out and trade in */
    size_t edges, open;            /* among them; open: of unknown amount */
    cf_sum inside[CF_CLASS_COUNT]; /* among them */
    cf_sum in, out;                /* from and to the others */
    cf_sum throughflow, funds;
} cf_tally;

typedef struct cf_core {
    cf_names names;
    cf_edges edges;
    cf_peeled peeled;
    cf_tally kept, dropped;
    size_t payments, unquantified; /* that count */
    size_t open_left_out;          /* edges of unknown amount between kept and dropped */
    double rows, to_self, zero;
    double source_bytes;
    char source_hash[CF_SHA256_TEXT];
    size_t deals, entities;         /* of the core, as written */
    cf_sum gross, throughflow;      /* of the core, as it is scored */
    cf_sum classes[CF_CLASS_COUNT]; /* of the whole */
    const cf_scenario *settings;
    const cf_progress *progress;
    cf_diags *diags;

    /* by entity of the whole, see core.c */
    cf_sum *in;
    double *out;
    unsigned char *traits;
} cf_core;

/** The sum over all classes. */
double cf_class_sum(const cf_sum sums[static CF_CLASS_COUNT]);

/** Adds up all edges while it writes deals.csv. @return CF_OK, CF_IO or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_core_put_deals(cf_core *core, FILE *out);

/** Writes entities.csv; after the deals. */
void cf_core_put_entities(cf_core *core, FILE *out);

/** Writes manifest.json. @param names  of the other files; @param paths  where they are now
 *  @return CF_OK, CF_IO (errno is set) */
CF_NODISCARD cf_status cf_core_put_manifest(const cf_core *core, FILE *out, const char *source,
                                            const char *const *names, const char *const *paths,
                                            int count);

#endif
