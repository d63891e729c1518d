/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_H
#define CIRCFIN_TRIM_H

/* Advanced tier. The part of a file of payments that can take part in a loop, for files that are
 * too large for memory. */

#include "circfin/input.h"
#include "circfin/progress.h"

CF_PUBLIC

/** The entities of a core that stand for what was left out. */
#define CF_PAYERS_LEFT_OUT "(payers left out)"
#define CF_PAYEES_LEFT_OUT "(payees left out)"

typedef struct cf_trim_request {
    const char *file;      /* CSV with the columns relation, payer, payee and amount; "-": stdin */
    const cf_input *input; /* its settings; the currency is required */
    double memory;         /* bytes, of which half are for sorting payments */
    const cf_progress *progress; /* or NULL; it cannot stop the run: see cf_cleanup() */
} cf_trim_request;

/** Counts and sums for a closing line; the manifest has more. */
typedef struct cf_trim_summary {
    double payments, entities; /* of the file, without payments of amount 0 */
    double core_entities;      /* of these, those that are kept */
    double core_deals;         /* as written, including those for what was left out */
    double gross, core_gross;  /* core_gross: between entities that are kept */
} cf_trim_summary;

/**
 * Writes the core of a file of payments into a folder: deals.csv, entities.csv and scenario.csv,
 * which every command reads as a scenario, and manifest.json. src/trim/README.md says which
 * figures of the core are those of the whole, and why.
 *
 * Parallel payments are added up. Entities that nobody pays or that pay nobody are dropped, round
 * by round. What a kept entity receives from and pays to dropped ones becomes one deal for each
 * class, paid by "(payers left out)" or to "(payees left out)". So kept entities have the inflow,
 * outflow, outside funds and throughflow that they have in the whole file. All files are written,
 * or none; the same payments give the same bytes, whatever the memory.
 *
 * @param[out] out  zero unless CF_OK
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT, CF_BAD_OPTION (all reported in diags) or
 *         CF_NO_MEMORY
 *
 * Time: O(payments), 1 to 2 microseconds each. Memory: request->memory, and at least some 100
 * bytes for each entity. Disk: 16 to 32 bytes a payment in the folder for temporary files.
 */
CF_NODISCARD cf_status cf_trim(cf_trim_summary *out, const cf_trim_request *request,
                               const char *folder, cf_diags *diags);

CF_PUBLIC_END

#endif
