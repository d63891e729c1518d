/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Strong components in topological order: money goes round only inside one. igraph finds those of a
 * new flow (components_igraph.c). While amounts change in place they are found again on the flow
 * itself, without a copy of the graph and without igraph's lock, by R. E. Tarjan (1972),
 * https://doi.org/10.1137/0201010.
 *
 * Both number them as they please, so they get new numbers, in Kahn's order from those by their
 * first vertices: which is the same whoever found them.
 */
#include <stdlib.h>
#include <string.h>

#include "network/build.h"

/* Of a vertex, unless said otherwise. */
struct search {
    const cf_flow *flow;
    int *component;      /* the result; -1: not known yet */
    int count;           /* components */
    int *number;         /* 1, 2 ... in the order of discovery; 0: not discovered yet */
    int *low;            /* the least number known to be reachable and without a component */
    int *next;           /* the edge to follow next */
    int *path, length;   /* from the root of the search to where it is */
    int *stack, waiting; /* vertices without a component */
    int discovered;
};

static void discover(struct search *search, int v)
{
    search->number[v] = search->low[v] = ++search->discovered;
    search->next[v] = search->flow->out_edges.start[v];
    search->path[search->length++] = v;
    search->stack[search->waiting++] = v;
}

static void follow_next_edge(struct search *search, int v)
{
    const cf_flow *flow = search->flow;
    const cf_edge *edge = &flow->edges[flow->out_edges.at[search->next[v]++]];
    int w = edge->head;

    if (!(edge->amount > 0))
        return;
    if (search->number[w] == 0)
        discover(search, w);
    else if (search->component[w] < 0 && search->number[w] < search->low[v])
        search->low[v] = search->number[w];
}

/* All edges of v have been followed. */
static void go_back(struct search *search, int v)
{
    int member, before = --search->length > 0 ? search->path[search->length - 1] : v;

    if (search->low[v] < search->low[before])
        search->low[before] = search->low[v];
    if (search->low[v] < search->number[v])
        return;
    do {
        member = search->stack[--search->waiting];
        search->component[member] = search->count;
    } while (member != v);
    search->count++;
}

static void search_from(struct search *search, int root)
{
    discover(search, root);
    while (search->length > 0) {
        int v = search->path[search->length - 1];

        if (search->next[v] < search->flow->out_edges.start[v + 1])
            follow_next_edge(search, v);
        else
            go_back(search, v);
    }
}

cf_status cf_flow_search_components(int *component, int *count, const cf_flow *flow)
{
    size_t size = (size_t)flow->vertex_count;
    int *scratch = calloc(5 * size + 1, sizeof *scratch);
    struct search search = { .flow = flow, .component = component, .number = scratch };

    if (scratch == NULL)
        return CF_NO_MEMORY;
    search.low = scratch + size;
    search.next = scratch + 2 * size;
    search.path = scratch + 3 * size;
    search.stack = scratch + 4 * size;
    for (int v = 0; v < flow->vertex_count; v++)
        component[v] = -1;
    for (int v = 0; v < flow->vertex_count; v++) {
        if (search.number[v] == 0)
            search_from(&search, v);
    }
    *count = search.count;
    free(scratch);
    return CF_OK;
}

/* ---- their order ---- */

/* Component 0 is that of vertex 0, and so on. */
static void number_by_first_vertex(cf_flow_build *build, int *number)
{
    int count = 0;

    for (int c = 0; c < build->flow.component_count; c++)
        number[c] = -1;
    for (int v = 0; v < build->flow.vertex_count; v++) {
        int *of = &number[build->component[v]];

        if (*of < 0)
            *of = count++;
        build->component[v] = *of;
    }
}

/* Lists the vertices by component: a counting sort, two places ahead. */
static void list_members(cf_flow_build *build)
{
    const cf_flow *flow = &build->flow;
    int *start = build->component_start;

    memset(start, 0, ((size_t)flow->vertex_count + 2) * sizeof *start);
    for (int v = 0; v < flow->vertex_count; v++)
        start[build->component[v] + 2]++;
    for (int c = 2; c <= flow->component_count; c++)
        start[c] += start[c - 1];
    for (int v = 0; v < flow->vertex_count; v++)
        build->component_vertices[start[build->component[v] + 1]++] = v;
}

static const cf_edge *out_edge(const cf_flow *flow, int k)
{
    return &flow->edges[flow->out_edges.at[k]];
}

/* Kahn's order on the components: rank[c] counts those that can only come earlier. `waiting[c]`
 * counts the edges from components without a rank. */
static void rank_components(const cf_flow_build *build, int *rank, int *waiting, int *queue)
{
    const cf_flow *flow = &build->flow;
    const int *component = build->component;
    int queued = 0;

    for (int i = 0; i < flow->edge_count; i++) {
        int to = component[flow->edges[i].head];

        waiting[to] += flow->edges[i].amount > 0 && component[flow->edges[i].tail] != to;
    }
    for (int c = 0; c < flow->component_count; c++) {
        if (waiting[c] == 0)
            queue[queued++] = c;
    }
    for (int next = 0; next < queued; next++) {
        int c = queue[next];

        rank[c] = next;
        for (int m = build->component_start[c]; m < build->component_start[c + 1]; m++) {
            int v = build->component_vertices[m];

            for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
                int to = component[out_edge(flow, k)->head];

                if (out_edge(flow, k)->amount > 0 && to != c && --waiting[to] == 0)
                    queue[queued++] = to;
            }
        }
    }
}

/* `scratch` has room for three numbers a vertex, and is 0. */
static void order_components(cf_flow_build *build, int *scratch)
{
    size_t size = (size_t)build->flow.vertex_count;

    number_by_first_vertex(build, scratch);
    list_members(build);
    rank_components(build, scratch, scratch + size, scratch + 2 * size);
    for (int v = 0; v < build->flow.vertex_count; v++)
        build->component[v] = scratch[build->component[v]];
    list_members(build);
}

static cf_status order_found(cf_flow_build *build)
{
    int *scratch = calloc(3 * (size_t)build->flow.vertex_count + 1, sizeof *scratch);

    if (scratch == NULL)
        return CF_NO_MEMORY;
    order_components(build, scratch);
    free(scratch);
    return CF_OK;
}

cf_status cf_flow_find_components(cf_flow_build *build)
{
    cf_flow *flow = &build->flow;
    cf_status status = cf_flow_number_components(build->component, &flow->component_count, flow);

    return status == CF_OK ? order_found(build) : status;
}

cf_status cf_flow_find_components_again(cf_flow_build *build)
{
    cf_flow *flow = &build->flow;
    cf_status status = CF_OK;

    if (build->regrouped)
        status = cf_flow_search_components(build->component, &flow->component_count, flow);
    return status == CF_OK ? order_found(build) : status;
}
