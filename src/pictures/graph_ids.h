/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_GRAPH_IDS_H
#define CIRCFIN_PICTURES_GRAPH_IDS_H

/* The numbers by which Graphviz knows what has a name. Its own are addresses of the names, and it
 * sorts ways of equal length by them: the same graph would be drawn otherwise from run to run.
 * These count. */

#include <gvc.h>

#include "base/arena.h"
#include "base/map.h"

/** For agopen(graph, kind, &ids.disciplines); must outlive the graph. */
typedef struct cf_graph_ids {
    Agdisc_t disciplines; /* first: Graphviz hands it back */
    cf_map numbers;       /* by name */
    cf_arena texts;
    char **names; /* by number */
    int room;
    IDTYPE next_nameless;
} cf_graph_ids;

cf_graph_ids cf_graph_ids_begin(void);
void cf_graph_ids_free(cf_graph_ids *ids);

#endif
