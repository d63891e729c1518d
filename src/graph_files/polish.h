/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_POLISH_H
#define CIRCFIN_GRAPH_FILES_POLISH_H

#include "graph_files/write.h"

enum { CF_GRAPH_MOST_NAMES = 64 };

/** Writes a value as igraph is to get it, without what the format cannot hold. */
void cf_graph_put_value(FILE *out, cf_graph_format format, const char *value);

/** The name of an attribute in a format: GML has letters and digits only, so outside_funds is
 *  outsideFunds. */
void cf_graph_put_name(char out[static 64], cf_graph_format format, const char *name);

/** Writes what igraph wrote, with exact numbers and without empty values. False when memory ran
 *  out. */
bool cf_graph_polish(FILE *out, const cf_graph_writing *writing, const char *text);

#endif
