/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_STRONG_H
#define CIRCFIN_NETWORK_STRONG_H

/* Strong components of a plain list of arcs, over and over: without igraph's lock and copies. */

#include "circfin/diag.h"

typedef struct cf_strong {
    int *start, *heads;       /* arcs by tail */
    int *stack, *path, *next; /* of the depth-first search */
    int *number, *low;
} cf_strong;

/** Room for graphs of up to so many vertices and arcs. Free in each case. */
CF_NODISCARD cf_status cf_strong_new(cf_strong *out, int vertices, int arcs);
void cf_strong_free(cf_strong *strong);

/**
 * component[v], from 0, of the vertices 0 .. vertices-1; returns how many there are.
 * R. Tarjan (1972), https://doi.org/10.1137/0201010, without recursion.
 */
int cf_strong_find(cf_strong *strong, int *component, int vertices, const int *tails,
                   const int *heads, int arcs);

#endif
