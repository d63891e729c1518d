/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_WRITE_H
#define CIRCFIN_GRAPH_FILES_WRITE_H

/*
 * Writes graphs with igraph, in a child process, since igraph's table of attributes is that of the
 * whole process.
 *
 *     rows ── child: igraph ── text ─polish─► bytes
 *
 * igraph writes 15 digits of a number, which are not enough to read the same one back; all of GML's
 * characters as they are, though the format is ASCII; and values that are not known as empty texts.
 * So it gets numbers as texts, and polish.c takes off the quotes.
 */

#include <stdbool.h>
#include <stdio.h>

#include "base/graph_content.h"
#include "circfin/diag.h"

typedef enum cf_graph_written { CF_GRAPH_TEXT, CF_GRAPH_NUMBER, CF_GRAPH_FLAG } cf_graph_written;

/** An attribute: a name of lower-case letters, digits and _. */
typedef struct cf_graph_name {
    const char *name;
    cf_graph_written kind;
} cf_graph_name;

/** A graph, its vertices or its edges. */
typedef struct cf_graph_side {
    int count; /* rows: 1 for the graph */
    int name_count;
    const cf_graph_name *names;
} cf_graph_side;

enum { CF_GRAPH_OF_ALL, CF_GRAPH_OF_VERTICES, CF_GRAPH_OF_EDGES, CF_GRAPH_SIDES };

/** What is to be written; for Pajek, vertices have the attribute "id", and edges "weight" and
 *  "label", and for GML vertices have no attribute "id". */
typedef struct cf_graph_writing {
    cf_graph_format format;
    cf_graph_side sides[CF_GRAPH_SIDES];
    void *context;
    /** Fills in the values of a row: numbers as decimals, flags as the format has them, "" for what
     * is not known. They live until the next row. False when memory ran out. */
    bool (*row)(void *context, int side, int row, const char **values);
    void (*ends)(void *context, int edge, int *source, int *target);
} cf_graph_writing;

/**
 * Writes a graph.
 *
 * @return CF_OK, CF_NO_MEMORY, or CF_SOLVER if igraph refuses
 *
 * Time: O(rows * attributes^2). Memory: twice the text, and the graph, for a while.
 */
CF_NODISCARD cf_status cf_graph_file_write(FILE *out, const cf_graph_writing *writing);

#endif
