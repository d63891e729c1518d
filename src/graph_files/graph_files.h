/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_GRAPH_FILES_H
#define CIRCFIN_GRAPH_FILES_GRAPH_FILES_H

/*
 * What a graph file of another program says: GraphML, GML and Pajek, read and written by igraph.
 *
 *     text ─prepare─► copy ── child: igraph ── tables as CSV, places ─► cf_graph_file
 *
 *   graphml.c, gml.c, pajek.c   make a copy of the text for igraph, and refuse what igraph would
 *                               leave out or change without a word
 *   child.c                     igraph itself, in a child process
 *   columns.c                   the attributes of vertices and edges as columns
 *   tables.c                    vertices as rows of entities, edges as rows of deals
 *   places.c                    where a cell stands in the text
 *   read.c                      the whole
 *
 * A vertex is an entity; an edge is a deal, whose money runs from source to target. Attributes are
 * columns with the name of the attribute as heading, so what reads spreadsheets reads graphs.
 * Values reach it as they are written: in the copy every one is a text, so igraph neither rounds a
 * number nor fills a gap. Files may be hostile: igraph sees them only in a child process, with
 * limits on time and memory, where it can open no file.
 */

#include "base/graph_content.h"
#include "circfin/diag.h"

/** The largest file, in bytes. */
#define CF_GRAPH_MOST_BYTES ((size_t)256000000)

enum { CF_GRAPH_MESSAGE = 400, CF_GRAPH_MOST_REMARKS = 8 };

/** Why a file cannot be read. */
typedef struct cf_graph_problem {
    cf_code code;
    size_t from, to; /* bytes of the text; both 0 for the whole file */
    char message[CF_GRAPH_MESSAGE];
    char hint[CF_GRAPH_MESSAGE]; /* "" for none */
} cf_graph_problem;

typedef enum cf_graph_file_part {
    CF_GRAPH_FILE_SETTINGS, /* key,value: what the graph itself says of the scenario */
    CF_GRAPH_FILE_NODES,
    CF_GRAPH_FILE_EDGES,
    CF_GRAPH_FILE_PARTS
} cf_graph_file_part;

/** A part of a graph as the text of a CSV file. */
typedef struct cf_graph_csv {
    const char *text; /* "": there is nothing to say */
    size_t size;
    size_t *places; /* by row without the header: where its element begins; NULL: not known */
    int row_count;
} cf_graph_csv;

typedef struct cf_graph_file {
    cf_graph_format format;
    const char *source; /* the text of the file, borrowed */
    size_t source_size;
    cf_graph_csv parts[CF_GRAPH_FILE_PARTS];
    const char *remarks[CF_GRAPH_MOST_REMARKS]; /* what was left out, in words */
    int remark_count;
    char *bytes; /* of all of these texts */
} cf_graph_file;

/**
 * Reads a graph.
 *
 * @param[out] out      owned by the caller; NULL unless CF_OK
 * @param text          UTF-8 without a NUL, with a NUL behind it; must outlive *out
 * @param[out] problem  what is wrong, if CF_BAD_INPUT
 * @return CF_OK, CF_BAD_INPUT or CF_NO_MEMORY
 *
 * Time: O(size). Memory: some 40 bytes for each of the file, most of it in the child.
 */
CF_NODISCARD cf_status cf_graph_file_read(cf_graph_file **out, const char *text, size_t size,
                                          cf_graph_format format, cf_graph_problem *problem);
void cf_graph_file_free(cf_graph_file *graph); /* NULL is allowed */

/** Where a cell of a table stands in the file: its value, or what can be said of it. Row 0 is the
 *  header. */
void cf_graph_file_place(const cf_graph_file *graph, cf_graph_file_part part, int row, int column,
                         size_t *from, size_t *to);

#endif
