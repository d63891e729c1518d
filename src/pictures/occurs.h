/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_OCCURS_H
#define CIRCFIN_PICTURES_OCCURS_H

/* What a picture shows, so that its legend explains this and nothing else. Time: O(edges),
 * unless said otherwise. */

#include "circfin/picture.h"

bool cf_occurs_class(const cf_picture *picture, bool capital);

/** The set of all CF_FORM_ of its edges. */
unsigned cf_occurs_forms(const cf_picture *picture);

/** The part of an edge that comes round to the supplier of its largest strand, 0..1; 0 where it is
 *  less than half a percent, which no picture can show. Time: O(1). */
double cf_occurs_share(const cf_picture_edge *edge);

/** Whether some edge shows what comes round to this supplier: only the largest strand is shown. */
bool cf_occurs_supplier(const cf_picture *picture, int supplier);

/** The supplier, if any, whose colour an entity has: its own where money comes round to it; else
 *  -1. */
int cf_occurs_colour(const cf_picture *picture, const cf_picture_entity *entity);

#endif
