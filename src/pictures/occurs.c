/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pictures/occurs.h"

bool cf_occurs_class(const cf_picture *picture, bool capital)
{
    for (int i = 0; i < picture->edge_count; i++) {
        if (picture->edges[i].capital == capital)
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

bool cf_occurs_supplier(const cf_picture *picture, int supplier)
{
    for (int i = 0; i < picture->edge_count; i++) {
        const cf_picture_edge *edge = &picture->edges[i];

        if (edge->strand_count > 0 && edge->strands[0].supplier == supplier)
            return true;
    }
    return false;
}
