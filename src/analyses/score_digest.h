/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SCORE_DIGEST_H
#define CIRCFIN_ANALYSES_SCORE_DIGEST_H

/* Pieces of the digest of `score`. */

#include "analyses/prose.h"
#include "analyses/score.h"

typedef struct cf_digest_part {
    const char *name;
    double amount;
} cf_digest_part;

/** Adds the largest parts by name, then the number and the sum of the others. Sorts the parts. */
void cf_digest_add_parts(cf_prose *text, cf_digest_part *parts, int count, const char *others);

/** Capital of the chosen suppliers that the view leaves out, and why. */
CF_NODISCARD cf_status cf_digest_write_beside(const cf_score *score, cf_report *report);

/** Suppliers of whose figure reported revenue makes much of a difference. */
CF_NODISCARD cf_status cf_digest_write_dilution(const cf_score *score, cf_report *report);

/** What one supplier stands behind; nothing where that is nothing. */
CF_NODISCARD cf_status cf_digest_write_support(const cf_score *score, cf_report *report,
                                               int supplier);

#endif
