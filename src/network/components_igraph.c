/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strong components of a new flow, by igraph; in no promised order. */
#include "network/build.h"
#include "network/igraph.h"

/* place[v]: the number of a vertex among those that money reaches or leaves, or -1; in a file with
 * many entities that no deal names, igraph sees few of them. */
static int number_linked(int *place, const cf_flow *flow)
{
    int linked = 0;

    for (int v = 0; v < flow->vertex_count; v++)
        place[v] = -1;
    for (int i = 0; i < flow->edge_count; i++) {
        if (flow->edges[i].amount > 0)
            place[flow->edges[i].tail] = place[flow->edges[i].head] = 0;
    }
    for (int v = 0; v < flow->vertex_count; v++) {
        if (place[v] == 0)
            place[v] = linked++;
    }
    return linked;
}

static igraph_error_t list_ends(igraph_vector_int_t *ends, const cf_flow *flow, const int *place)
{
    igraph_error_t error = igraph_vector_int_init(ends, 2 * (igraph_integer_t)flow->edge_count);
    igraph_integer_t count = 0;

    if (error != IGRAPH_SUCCESS)
        return error;
    for (int i = 0; i < flow->edge_count; i++) {
        if (!(flow->edges[i].amount > 0))
            continue;
        VECTOR(*ends)[count++] = place[flow->edges[i].tail];
        VECTOR(*ends)[count++] = place[flow->edges[i].head];
    }
    return igraph_vector_int_resize(ends, count); /* smaller: cannot fail */
}

/* A vertex without money is a component by itself, behind the others. component[] begins as the
 * places of number_linked(). */
cf_status cf_flow_number_components(int *component, int *count, const cf_flow *flow)
{
    int linked = number_linked(component, flow), alone = 0;
    igraph_error_handler_t *before = cf_igraph_enter();
    igraph_vector_int_t ends, membership, sizes;
    igraph_t graph;
    igraph_integer_t found = 0;
    igraph_error_t error;

    error = list_ends(&ends, flow, component);
    if (error != IGRAPH_SUCCESS)
        goto leave;
    error = igraph_create(&graph, &ends, linked, IGRAPH_DIRECTED);
    igraph_vector_int_destroy(&ends);
    if (error != IGRAPH_SUCCESS)
        goto leave;
    error = igraph_vector_int_init(&membership, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_vector_int_init(&sizes, 0);
        if (error == IGRAPH_SUCCESS) {
            error = igraph_connected_components(&graph, &membership, &sizes, &found, IGRAPH_STRONG);
            for (int v = 0; error == IGRAPH_SUCCESS && v < flow->vertex_count; v++)
                component[v] =
                    component[v] < 0 ? (int)found + alone++ : (int)VECTOR(membership)[component[v]];
            igraph_vector_int_destroy(&sizes);
        }
        igraph_vector_int_destroy(&membership);
    }
    igraph_destroy(&graph);
    *count = (int)found + alone;

leave:
    cf_igraph_leave(before);
    return cf_igraph_status(error);
}
