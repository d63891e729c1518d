/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_GRAPH_SHEET_H
#define CIRCFIN_SCENARIO_GRAPH_SHEET_H

/* Graphs of other programs as spreadsheets: each of their tables is one, and a place in it is the
 * place in the graph. */

#include "graph_files/graph_files.h"
#include "scenario/sheet.h"

/** Whether a file is a graph, by its name or its content; "-" is standard input, of which nothing
 *  is used up. False for what cannot be opened. */
bool cf_sheet_is_graph_file(const char *file);

/** A graph that is open. */
typedef struct cf_sheet_graph {
    cf_graph_file *graph; /* NULL: none is */
    char *text;           /* of the file */
} cf_sheet_graph;

/**
 * Reads a graph; "-" is standard input. What was left out of it is told.
 *
 * @param[out] out  to be freed with cf_sheet_graph_free() whatever the status
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT (reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sheet_graph_open(cf_sheet_graph *out, const char *file, cf_diags *diags);
void cf_sheet_graph_free(cf_sheet_graph *graph);

/** Checks that edges have amounts, and notes which attributes are not used: those of a graph may be
 *  anything, so none of them is an error. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_judge_attributes(cf_sheet *sheet);

#endif
