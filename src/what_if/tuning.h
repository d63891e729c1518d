/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_TUNING_H
#define CIRCFIN_WHAT_IF_TUNING_H

/*
 * A flow whose amounts follow its network's, as long as the same edges are there. Every amount and
 * balance is the one that cf_flow_new() would give, to the last bit: it is made by the same code
 * from the same numbers.
 */

#include "circfin/flow.h"

typedef struct cf_tuning cf_tuning;

/** `network` is borrowed and must outlive *out; its amounts and funds may change, nothing else. */
CF_NODISCARD cf_status cf_tuning_new(cf_tuning **out, const cf_network *network);
void cf_tuning_free(cf_tuning *tuning); /* NULL is allowed */

const cf_flow *cf_tuning_flow(const cf_tuning *tuning);

/** Payments and nodes of the network that changed since the last call. */
typedef struct cf_changes {
    const int *payments, *nodes;
    int payment_count, node_count;
} cf_changes;

/**
 * Takes changes over.
 *
 * @param[out] fits  false: an edge appeared or vanished, and the tuning has to be made anew
 * @return CF_OK or CF_NO_MEMORY; after that, too, it has to be made anew
 *
 * Time: the changes, the edges of the vertices that they touch, and all earmarks where one of
 * them is touched.
 */
CF_NODISCARD cf_status cf_tuning_apply(cf_tuning *tuning, const cf_changes *changes, bool *fits);

/** The vertices whose edges or balances the last cf_tuning_apply() changed. */
const int *cf_tuning_touched(const cf_tuning *tuning, int *count);

#endif
