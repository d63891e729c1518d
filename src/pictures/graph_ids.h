/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_GRAPH_IDS_H
#define CIRCFIN_PICTURES_GRAPH_IDS_H

/* Ids of named objects for Graphviz. By default they are addresses, and Graphviz breaks ties by
 * them, so that a drawing would differ from run to run. These are counted. */

#include <gvc.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

/** For agopen(graph, kind, &ids.disciplines); must outlive the graph. */
typedef struct cf_graph_ids {
    Agdisc_t disciplines; /* first: Graphviz passes it back */
    cf_map numbers;       /* by name */
    cf_arena texts;
    CF_VEC(char *) names; /* by number */
    IDTYPE next_nameless;
} cf_graph_ids;

cf_graph_ids cf_graph_ids_begin(void);
void cf_graph_ids_free(cf_graph_ids *ids);

#endif
