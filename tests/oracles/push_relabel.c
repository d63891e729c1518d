/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow problems solved by igraph's push-relabel: A. V. Goldberg, R. E. Tarjan (1988),
 * https://doi.org/10.1145/48014.61051. */
#include <math.h>
#include <stdlib.h>

#include "oracles/oracles.h"
#include "network/igraph.h"

/* Capacities beyond the sum of all supplies never bind. Cut off at twice that sum, infinite ones
 * become finite and still are in no smallest cut. */
static double limit(double capacity, double most)
{
    return fmin(capacity, 2.0 * most);
}

struct lists {
    igraph_vector_int_t ends;
    igraph_vector_t capacities;
};

static igraph_error_t add(struct lists *lists, igraph_integer_t tail, igraph_integer_t head,
                          double capacity)
{
    igraph_error_t error;

    if (!(capacity > 0))
        return IGRAPH_SUCCESS;
    error = igraph_vector_int_push_back(&lists->ends, tail);
    if (error == IGRAPH_SUCCESS)
        error = igraph_vector_int_push_back(&lists->ends, head);
    if (error == IGRAPH_SUCCESS)
        error = igraph_vector_push_back(&lists->capacities, capacity);
    return error;
}

static igraph_error_t list_arcs(struct lists *lists, const cf_flow_problem *problem, double most)
{
    igraph_integer_t source = problem->vertex_count, target = source + 1;
    igraph_error_t error = IGRAPH_SUCCESS;

    for (int v = 0; error == IGRAPH_SUCCESS && v < problem->vertex_count; v++) {
        double straight = cf_problem_straight(problem, v);

        error = add(lists, source, v, problem->supply[v] - straight);
        if (error == IGRAPH_SUCCESS)
            error = add(lists, v, target, limit(problem->sink[v] - straight, most));
    }
    for (int i = 0; error == IGRAPH_SUCCESS && i < problem->arc_count; i++) {
        const cf_arc *arc = &problem->arcs[i];

        error = add(lists, arc->tail, arc->head, limit(arc->capacity, most));
    }
    return error;
}

static igraph_error_t find_cut(const struct lists *lists, const cf_flow_problem *problem,
                               bool *source_side)
{
    igraph_integer_t source = problem->vertex_count, target = source + 1;
    igraph_vector_int_t side;
    igraph_t graph;
    igraph_real_t value;
    igraph_error_t error = igraph_create(&graph, &lists->ends, target + 1, IGRAPH_DIRECTED);

    if (error != IGRAPH_SUCCESS)
        return error;
    error = igraph_vector_int_init(&side, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_maxflow(&graph, &value, NULL, NULL, &side, NULL, source, target,
                               &lists->capacities, NULL);
        for (igraph_integer_t i = 0; error == IGRAPH_SUCCESS && i < igraph_vector_int_size(&side);
             i++) {
            if (VECTOR(side)[i] < problem->vertex_count)
                source_side[VECTOR(side)[i]] = true;
        }
        igraph_vector_int_destroy(&side);
    }
    igraph_destroy(&graph);
    return error;
}

cf_status oracle_push_relabel(const cf_flow_problem *problem, bool *source_side)
{
    igraph_error_handler_t *before;
    struct lists lists;
    double most = 0.0;
    igraph_error_t error;

    if (cf_problem_is_settled(problem, source_side))
        return CF_OK;
    before = cf_igraph_enter();
    error = igraph_vector_int_init(&lists.ends, 0);
    for (int v = 0; v < problem->vertex_count; v++) {
        source_side[v] = false;
        most += problem->supply[v] - cf_problem_straight(problem, v);
    }
    if (error != IGRAPH_SUCCESS)
        goto leave;
    error = igraph_vector_init(&lists.capacities, 0);
    if (error == IGRAPH_SUCCESS) {
        error = list_arcs(&lists, problem, most);
        if (error == IGRAPH_SUCCESS)
            error = find_cut(&lists, problem, source_side);
        igraph_vector_destroy(&lists.capacities);
    }
    igraph_vector_int_destroy(&lists.ends);

leave:
    cf_igraph_leave(before);
    return cf_igraph_status(error);
}
