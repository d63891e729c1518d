/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_OCCURS_H
#define CIRCFIN_PICTURES_OCCURS_H

/* What a picture shows, for its legend. Time: O(edges) unless noted. */

#include "base/buffer.h"
#include "circfin/picture.h"

bool cf_occurs_class(const cf_picture *picture, cf_class class);

/** The set of all CF_FORM_ of its edges. */
unsigned cf_occurs_forms(const cf_picture *picture);

/** The part of an edge, 0..1, that loops back to the supplier of its largest strand; 0 below half a
 *  percent, which is too little to draw. Time: O(1). */
double cf_occurs_share(const cf_picture_edge *edge);

/** Whether any edge shows money of this supplier; edges show only their largest strand. */
bool cf_occurs_supplier(const cf_picture *picture, int supplier);

/** The colour of an entity, if money loops back to it, else -1. */
int cf_occurs_colour(const cf_picture *picture, const cf_picture_entity *entity);

/** Adds "comes round to Nvidia" of the colour of a supplier, with all others that share it; false
 * where the colour is not seen, or an earlier supplier named it. Time: O(suppliers edges). */
bool cf_occurs_named(cf_buffer *words, const cf_picture *picture, int supplier);

#endif
