/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simple cycles, counted by igraph, where the installed one has them: from 0.10.16 on. */
#include "oracles/oracles.h"

#ifdef CIRCFIN_IGRAPH_CYCLES

#include <igraph.h>

static igraph_error_t count_cycle(const igraph_vector_int_t *vertices,
                                  const igraph_vector_int_t *edges, void *count)
{
    (void)vertices;
    (void)edges;
    ++*(double *)count;
    return IGRAPH_SUCCESS;
}

cf_status oracle_count_cycles(const int *ends, int arc_count, int vertex_count, int max_length,
                              double *count)
{
    igraph_vector_int_t pairs;
    igraph_t graph;
    igraph_error_t error = igraph_vector_int_init(&pairs, 2 * (igraph_integer_t)arc_count);

    *count = 0;
    if (error != IGRAPH_SUCCESS)
        return CF_NO_MEMORY;
    for (int i = 0; i < 2 * arc_count; i++)
        VECTOR(pairs)[i] = ends[i];
    error = igraph_create(&graph, &pairs, vertex_count, IGRAPH_DIRECTED);
    igraph_vector_int_destroy(&pairs);
    if (error != IGRAPH_SUCCESS)
        return CF_NO_MEMORY;
    error = igraph_simple_cycles_callback(&graph, IGRAPH_OUT, -1, max_length > 0 ? max_length : -1,
                                          count_cycle, count);
    igraph_destroy(&graph);
    return error == IGRAPH_SUCCESS ? CF_OK : CF_SOLVER;
}

#endif
