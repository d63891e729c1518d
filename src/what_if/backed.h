/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_BACKED_H
#define CIRCFIN_WHAT_IF_BACKED_H

/*
 * Suppliers that back capital of others, each on a network of its own. Of a payment d from u to v,
 * of which s backs the share φ, there are three parts:
 *
 *     u ──(1 − φ) a──► v        as before
 *     s ────── φ a ───► v       money of s
 *     u ────── φ a ───► kept    what u would have mixed into it rests
 *
 * where `kept` is one further node that keeps all. So u has and needs what it did before.
 */

#include "circfin/what_if.h"

typedef struct cf_backed cf_backed;

/** @param network  copied; its payments are the deals of the view
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_backed_new(cf_backed **out, const cf_network *network,
                                     const cf_view *view, bool joint);
void cf_backed_free(cf_backed *backed); /* NULL is allowed */

/** The what-if in which a supplier is measured; NULL: it backs nothing. */
cf_what_if *cf_backed_bench(const cf_backed *backed, int supplier);

/** All of them, 0 .. cf_backed_count() - 1. */
int cf_backed_count(const cf_backed *backed);
cf_what_if *cf_backed_at(const cf_backed *backed, int index);

/** The payment that one of a supplier's network is a part of. */
int cf_backed_payment(const cf_backed *backed, int supplier, int payment);

/** What a payment has is set at once; shares follow what is due with the next share-out. */
void cf_backed_set_amount(cf_backed *backed, int payment, double amount);
void cf_backed_set_due(cf_backed *backed, int payment, double due);

/** Works out who backs what of these payments, if anything that is due has changed. */
void cf_backed_share_out(cf_backed *backed, const cf_payment *payments);

#endif
