/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_TABLES_H
#define CIRCFIN_GRAPH_FILES_TABLES_H

/*
 * What the child process answers: records, each a letter, its text and a NUL.
 *
 *   s, n, e   settings, nodes and edges as CSV
 *   v, a      places of nodes and edges, as numbers
 *   w         a remark of igraph's
 *   x         igraph cannot read the file: why
 *   u         a node that the file does not list: the place of an edge, and the id of the node
 *   d         a node is listed twice
 */

#include <igraph.h>
#include <stdio.h>

#include "graph_files/prepare.h"

/** Writes the tables of a graph that igraph has read. For the child process. */
void cf_graph_put_tables(FILE *out, const cf_graph_draft *draft, const igraph_t *graph);

#endif
