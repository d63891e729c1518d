/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_CHILD_H
#define CIRCFIN_GRAPH_FILES_CHILD_H

/* igraph in a child process: its attribute table and its error handler are those of the whole
 * process, and files may make it crash. */

#include "base/child.h"
#include "graph_files/prepare.h"

/**
 * Has igraph read a copy of a graph file.
 *
 * @param[out] answer  the records of tables.h, owned by the caller; NULL unless CF_CHILD_DONE
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_graph_run_reader(char **answer, size_t *size, cf_child_end *end,
                                           const cf_graph_draft *draft, const char *copy,
                                           size_t copy_size);

#endif
