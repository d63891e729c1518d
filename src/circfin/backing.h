/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BACKING_H
#define CIRCFIN_BACKING_H

/* Advanced tier. Who backs how much of which capital, while amounts change (cf_view_backing() is
 * the same once). A guarantee stays what it is: of a deal twice as large, it backs half the share.
 */

#include "circfin/view.h"

CF_PUBLIC

typedef struct cf_backing cf_backing;

/** @param view  borrowed; must outlive *out. @param joint as for cf_view_backing()
 *  @param[out] out  owned by the caller; NULL unless CF_OK
 *  @return CF_OK or CF_NO_MEMORY. Time and memory: O(deals + backings). */
CF_NODISCARD cf_status cf_backing_new(cf_backing **out, const cf_view *view, bool joint);
void cf_backing_free(cf_backing *backing); /* NULL is allowed */

/** The parts by supplier, then in the order of deals: all that there can be, with shares of 0 where
 *  a deal has no amount. Borrowed. */
const cf_backed_part *cf_backing_parts(const cf_backing *backing, int *count);

/** What is due on a deal of the view becomes another amount, and its full amount moves with it;
 *  the shares follow with cf_backing_share_out(). */
void cf_backing_set_due(cf_backing *backing, int view_deal, double due);

/** Works out the shares of all parts. Time: O(deals + backings). */
void cf_backing_share_out(cf_backing *backing);

CF_PUBLIC_END

#endif
