/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_GRAPH_CONTENT_H
#define CIRCFIN_BASE_GRAPH_CONTENT_H

/* Which files are graphs of other programs, by their first bytes or their names. */

#include <stdbool.h>
#include <stddef.h>

typedef enum cf_graph_format { CF_NO_GRAPH, CF_GRAPHML, CF_GML, CF_PAJEK } cf_graph_format;

/** What a file with these first bytes is. A byte order mark may come first. Time: O(size). */
cf_graph_format cf_graph_format_of(const char *bytes, size_t size);

/** What a file is by the ending of its name, in any letters: .graphml, .gml or .net. */
cf_graph_format cf_graph_format_of_name(const char *file);

#endif
