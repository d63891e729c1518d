/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SIMULATE_PART_H
#define CIRCFIN_ANALYSES_SIMULATE_PART_H

/*
 * A part of the draws in a file:
 *
 *     magic, order of bytes, version            text and numbers of fixed size
 *     checksum of what parts must share         of version, options and scenario
 *     options, file name, scenario, warnings    texts, each behind its length
 *     from, count, all; suppliers, sources      numbers of 64 bits
 *     listed, values, gross, others             one column after the other; others: unless
 *                                               --no-sources
 *     sums that are there: pair, digits
 *     checksum of all bytes before
 *
 * Numbers are as they are in memory; the order of bytes says whether they can be read here.
 */

#include "analyses/simulate.h"
#include "base/sha256.h"
#include "circfin/parts.h"

enum { CF_PART_MAGIC = 16 };
extern const char cf_part_magic[CF_PART_MAGIC + 1];
#define CF_PART_ORDER 0x0102030405060708u

/** Whether a part keeps an option of this name: those of the view, and those that decide draws. */
bool cf_part_keeps(const char *name);

/** Whether a part with these options has what the sources need: not with --no-sources. */
bool cf_part_divides(const char *options);

/** What a part has beside its draws. */
typedef struct cf_part_head {
    char *version, *options, *file, *scenario,
        *warnings; /* texts; of a part that was read, owned */
    double from, all;
    uint64_t count, suppliers, sources; /* count: draws */
} cf_part_head;

/** One part in memory. */
typedef struct cf_draw_part {
    const char *name; /* of its file */
    unsigned char *bytes;
    size_t size;
    size_t body; /* where `listed` begins */
    char checksum[65];
    bool divides; /* it has what the sources need */
    cf_part_head head;
} cf_draw_part;

struct cf_draw_parts {
    cf_draw_part *at; /* by their draws */
    int count;
    cf_scenario *scenario;
    cf_param *options;
    int option_count;
};

/** What parts of one run share, as a checksum. */
void cf_part_checksum(char text[static CF_SHA256_TEXT], const cf_part_head *head);

/** Writes the draws of a simulation. @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_simulate_write_part(const cf_simulation *simulation, const char *warnings,
                                              cf_diags *diags);

/** Takes the draws of parts in place of running. @return CF_OK, CF_BAD_INPUT (told in diags) or
 *  CF_NO_MEMORY */
CF_NODISCARD cf_status cf_simulate_take_parts(cf_simulation *simulation, const cf_draw_parts *parts,
                                              cf_diags *diags);

/** The warnings of reading that the parts have with them, a line each. Borrowed. */
const char *cf_draw_parts_warnings(const cf_draw_parts *parts);

#endif
