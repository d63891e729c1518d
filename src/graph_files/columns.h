/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_COLUMNS_H
#define CIRCFIN_GRAPH_FILES_COLUMNS_H

/* The attributes of vertices, of edges or of a graph as columns. For the child process, which ends
 * when memory runs out. */

#include <igraph.h>

#include "base/vec.h"
#include "graph_files/graph_files.h"

/** An attribute of igraph's. */
typedef struct cf_graph_source {
    const char *name;
    igraph_attribute_type_t type;
    int next; /* another one that has the same heading; -1: none */
} cf_graph_source;

typedef struct cf_graph_column {
    char *heading;
    int first; /* of its sources */
} cf_graph_column;

typedef enum cf_graph_of { CF_GRAPH_ALL, CF_GRAPH_VERTEX, CF_GRAPH_EDGE } cf_graph_of;

typedef struct cf_graph_columns_of {
    const igraph_t *graph;
    cf_graph_of of;
    int count; /* of vertices or edges; 1 of the graph itself */
    igraph_strvector_t names;
    igraph_vector_int_t types;
    CF_VEC(cf_graph_source) sources;
    CF_VEC(cf_graph_column) columns;
    int id, mark; /* columns, or -1: the id that the format gives an element, and its place */
} cf_graph_columns_of;

/** Takes memory for good. */
void cf_graph_find_columns(cf_graph_columns_of *out, const igraph_t *graph, cf_graph_of of);

/** Whether two headings have the same letters and digits, capitals or not: outside_funds,
 *  outsideFunds and "Outside funds" are one. */
bool cf_graph_is_heading(const char *heading, const char *word);

/** The column with this heading; -1: none. */
int cf_graph_find_column(const cf_graph_columns_of *columns, const char *heading);

/** What an element has there, without the spaces that lay out the file; "" for
 *  nothing. *room is for numbers.
 *  *length gets the number of bytes. */
const char *cf_graph_value(const cf_graph_columns_of *columns, int column, int row, char room[32],
                           size_t *length);

/** Whether every element has a value, and no two have the same. Time: O(n log n). */
bool cf_graph_is_unique(const cf_graph_columns_of *columns, int column);

/** Memory for good, zeroed. */
void *cf_graph_take(size_t count, size_t size);

#endif
