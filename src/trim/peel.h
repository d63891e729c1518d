/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_PEEL_H
#define CIRCFIN_TRIM_PEEL_H

/*
 * Finds what can lie on a loop or between loops: round by round, all entities that nobody pays or
 * that pay nobody are dropped, until every one that is left is paid and pays.
 */

#include "base/vec.h"
#include "circfin/progress.h"
#include "trim/edges.h"

/** Of one round: dropped because nobody pays them, or because they pay nobody. */
typedef struct cf_round {
    size_t no_way_in, no_way_out;
} cf_round;

typedef struct cf_peeled {
    bool *kept; /* by entity */
    CF_VEC(cf_round) rounds;
} cf_peeled;

/**
 * @param memory    bytes that it may take for edges
 * @param progress  or NULL
 * @param[out] out  to be freed with cf_peeled_free() whatever the status
 * @return CF_OK, CF_IO (reported) or CF_NO_MEMORY
 *
 * Time: O(entities + edges) once the edges that are left fit into memory, 8 bytes each and 16 for
 * each entity; before, one pass over all edges a round.
 */
CF_NODISCARD cf_status cf_peel(cf_peeled *out, const cf_edges *edges, size_t entities,
                               size_t memory, const cf_progress *progress, cf_diags *diags);
void cf_peeled_free(cf_peeled *peeled);

/** Reports how many edges or bytes have been read. */
void cf_trim_tell(const cf_progress *progress, double done, double total, const char *unit);

#endif
