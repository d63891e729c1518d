/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_GRAPH_LIBRARY_H
#define CIRCFIN_PICTURES_GRAPH_LIBRARY_H

/* Graphviz, loaded when a graph is laid out. */

#include <gvc.h>

#include "base/library.h"

#define GRAPH_FUNCTIONS(FUNCTION)                                                                  \
    FUNCTION(Agdirected)                                                                           \
    FUNCTION(agopen)                                                                               \
    FUNCTION(agclose)                                                                              \
    FUNCTION(agsubg)                                                                               \
    FUNCTION(agnode)                                                                               \
    FUNCTION(agedge)                                                                               \
    FUNCTION(agsafeset)                                                                            \
    FUNCTION(gvContext)                                                                            \
    FUNCTION(gvFreeContext)                                                                        \
    FUNCTION(gvLayout)                                                                             \
    FUNCTION(gvFreeLayout)

typedef struct cf_graph_library {
    GRAPH_FUNCTIONS(CF_LIBRARY_POINTER)
} cf_graph_library;

#endif
