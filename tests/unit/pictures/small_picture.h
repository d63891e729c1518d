/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_SMALL_PICTURE_H
#define CIRCFIN_UNIT_SMALL_PICTURE_H

/* Pictures to lay out, without a scenario. */

#include "../testlib.h"
#include "pictures/sankey.h"

typedef struct small_picture {
    cf_picture picture;
    cf_picture_entity *entities;
    cf_picture_edge *edges;
    cf_picture_supplier *suppliers;
    char (*names)[NAME_SIZE];
} small_picture;

/** The picture of a network as network_from() reads it; to be freed. Suppliers are those that
 *  invest and sell, in the order of the text; what an entity needs comes from outside. */
void picture_from(small_picture *out, const char *text);

/** One of so many entities and edges, whose amounts lie far apart; some are open. */
void random_picture(small_picture *out, unsigned seed, int entities, int edges);

void small_picture_free(small_picture *picture);

/** What runs back where entities stand in this order. */
double money_back(const cf_picture *picture, const int *rank);

/** A layout in a box of the usual size; arena to be freed. */
cf_sankey laid_out(const cf_picture *picture, cf_arena *arena);
extern const cf_sankey_box usual_box;

#endif
