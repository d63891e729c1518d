/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strong components, in topological order: money loops only inside one. */
#include "network/build.h"

#include <stdlib.h>

#include "network/igraph.h"

/* igraph's numbering of the components, in no promised order. */
static cf_status number_components(int *component, int *count, const cf_flow *flow)
{
    igraph_error_handler_t *before = cf_igraph_enter();
    igraph_vector_int_t ends, membership, sizes;
    igraph_t graph;
    igraph_integer_t found = 0;
    igraph_error_t error;

    error = igraph_vector_int_init(&ends, 2 * (igraph_integer_t)flow->edge_count);
    if (error != IGRAPH_SUCCESS)
        goto leave;
    for (int i = 0; i < flow->edge_count; i++) {
        VECTOR(ends)[2 * i] = flow->edges[i].tail;
        VECTOR(ends)[2 * i + 1] = flow->edges[i].head;
    }
    error = igraph_create(&graph, &ends, flow->vertex_count, IGRAPH_DIRECTED);
    igraph_vector_int_destroy(&ends);
    if (error != IGRAPH_SUCCESS)
        goto leave;
    error = igraph_vector_int_init(&membership, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_vector_int_init(&sizes, 0);
        if (error == IGRAPH_SUCCESS) {
            error = igraph_connected_components(&graph, &membership, &sizes, &found, IGRAPH_STRONG);
            for (int i = 0; error == IGRAPH_SUCCESS && i < flow->vertex_count; i++)
                component[i] = (int)VECTOR(membership)[i];
            igraph_vector_int_destroy(&sizes);
        }
        igraph_vector_int_destroy(&membership);
    }
    igraph_destroy(&graph);
    *count = (int)found;

leave:
    cf_igraph_leave(before);
    return cf_igraph_status(error);
}

static int component_key(const void *items, int item)
{
    return ((const int *)items)[item];
}

/* Kahn's order on the components: rank[c] counts those that can only come earlier. */
static cf_status rank_components(int *rank, const int *component, int count, const cf_flow *flow,
                                 cf_arena *arena)
{
    int *waiting = calloc((size_t)count + 1, sizeof *waiting); /* edges from unranked ones */
    int *queue = calloc((size_t)count + 1, sizeof *queue);
    cf_adjacency members;
    cf_status status = CF_NO_MEMORY;
    int queued = 0;

    if (waiting == NULL || queue == NULL)
        goto out;
    status = cf_adjacency_new(&members, arena, count, flow->vertex_count, component_key, component);
    if (status != CF_OK)
        goto out;
    for (int i = 0; i < flow->edge_count; i++) {
        if (component[flow->edges[i].tail] != component[flow->edges[i].head])
            waiting[component[flow->edges[i].head]]++;
    }
    for (int c = 0; c < count; c++) {
        if (waiting[c] == 0)
            queue[queued++] = c;
    }
    for (int next = 0; next < queued; next++) {
        int c = queue[next];

        rank[c] = next;
        for (int m = members.start[c]; m < members.start[c + 1]; m++) {
            int v = members.at[m];

            for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
                int to = component[flow->edges[flow->out_edges.at[k]].head];

                if (to != c && --waiting[to] == 0)
                    queue[queued++] = to;
            }
        }
    }

out:
    free(waiting);
    free(queue);
    return status;
}

cf_status cf_flow_find_components(cf_flow_build *build)
{
    cf_flow *flow = &build->flow;
    size_t size = (size_t)flow->vertex_count;
    int *component = cf_arena_new(&build->arena, size, sizeof *component);
    int *rank = NULL;
    cf_adjacency members;
    cf_status status = CF_NO_MEMORY;

    if (component == NULL)
        goto out;
    status = number_components(component, &flow->component_count, flow);
    if (status != CF_OK)
        goto out;
    rank = calloc((size_t)flow->component_count + 1, sizeof *rank);
    status = CF_NO_MEMORY;
    if (rank == NULL)
        goto out;
    status = rank_components(rank, component, flow->component_count, flow, &build->arena);
    if (status != CF_OK)
        goto out;
    for (int v = 0; v < flow->vertex_count; v++)
        component[v] = rank[component[v]];
    flow->component = component;
    status = cf_adjacency_new(&members, &build->arena, flow->component_count, flow->vertex_count,
                              component_key, component);
    flow->component_start = members.start;
    flow->component_vertices = members.at;

out:
    free(rank);
    return status;
}
