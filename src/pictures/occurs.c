/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds which forms, classes and suppliers a picture shows, so that its legend lists only these. */
#include "pictures/occurs.h"

#include <math.h>
#include <stdio.h>

#include "pictures/words.h"

#define LEAST_SHARE 0.005

bool cf_occurs_class(const cf_picture *picture, cf_class class)
{
    for (int i = 0; i < picture->edge_count; i++) {
        if (picture->edges[i].carries == class)
            return true;
    }
    return false;
}

unsigned cf_occurs_forms(const cf_picture *picture)
{
    unsigned forms = 0;

    for (int i = 0; i < picture->edge_count; i++)
        forms |= picture->edges[i].form;
    return forms;
}

double cf_occurs_share(const cf_picture_edge *edge)
{
    double share;

    if (edge->strand_count == 0 || edge->amount <= 0.0)
        return 0.0;
    share = fmin(1.0, edge->strands[0].amount / edge->amount);
    return share >= LEAST_SHARE ? share : 0.0;
}

bool cf_occurs_supplier(const cf_picture *picture, int supplier)
{
    for (int i = 0; i < picture->edge_count; i++) {
        const cf_picture_edge *edge = &picture->edges[i];

        if (cf_occurs_share(edge) > 0.0 && edge->strands[0].supplier == supplier)
            return true;
    }
    return false;
}

int cf_occurs_colour(const cf_picture *picture, const cf_picture_entity *entity)
{
    if (entity->supplier < 0 || !(picture->suppliers[entity->supplier].loopback_pro_rata > 0.0))
        return -1;
    return picture->suppliers[entity->supplier].colour;
}

/* Whether a supplier's colour is seen: on an edge, or on itself. */
static bool is_seen(const cf_picture *picture, int supplier)
{
    return cf_occurs_supplier(picture, supplier) ||
           picture->suppliers[supplier].loopback_pro_rata > 0.0;
}

bool cf_occurs_named(cf_buffer *words, const cf_picture *picture, int supplier)
{
    enum { NAMED = 3 };
    int colour = picture->suppliers[supplier].colour, count = 0;
    char more[32];

    if (!is_seen(picture, supplier))
        return false;
    for (int s = 0; s < picture->supplier_count; s++) {
        if (picture->suppliers[s].colour != colour || !is_seen(picture, s))
            continue;
        if (count == 0 && s < supplier)
            return false; /* named before */
        if (count++ < NAMED) {
            cf_buffer_add(words, count == 1 ? "comes round to " : ", ");
            cf_words_name(words, picture->entities[picture->suppliers[s].entity].name);
        }
    }
    snprintf(more, sizeof more, " and %d more", count - NAMED);
    cf_buffer_add(words, count > NAMED ? more : "");
    return true;
}
