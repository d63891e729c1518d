/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/grid_flow.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/*
 * Half arcs in pairs: 2i runs from tail to head of arc i, 2i + 1 back. Arcs: first one from the
 * source to each vertex, then one from each vertex to the target, then the programme's.
 */
struct cf_grid_flow {
    int vertex_count, half_count; /* with source and target */
    int *start, *at;              /* half arcs by the vertex that they leave */
    int *head;                    /* of a half arc */
    int64_t *room;                /* of a half arc: what still fits through it */
    int *layer, *queue, *next;    /* of a vertex; `next`: the place in at[] to try first */
    int *path;                    /* half arcs from the source on */
};

static int source_of(const cf_grid_flow *grid)
{
    return grid->vertex_count - 2;
}

static int target_of(const cf_grid_flow *grid)
{
    return grid->vertex_count - 1;
}

static void list_heads(cf_grid_flow *grid, const cf_programme *programme)
{
    int n = programme->vertex_count;

    for (int v = 0; v < n; v++) {
        grid->head[2 * v] = v;
        grid->head[2 * v + 1] = source_of(grid);
        grid->head[2 * (n + v)] = target_of(grid);
        grid->head[2 * (n + v) + 1] = v;
    }
    for (int i = 0; i < programme->arc_count; i++) {
        grid->head[2 * (2 * n + i)] = programme->arcs[i].head;
        grid->head[2 * (2 * n + i) + 1] = programme->arcs[i].tail;
    }
}

/* A half arc leaves the vertex that its twin leads to. */
static void list_by_vertex(cf_grid_flow *grid)
{
    for (int h = 0; h < grid->half_count; h++)
        grid->start[grid->head[h ^ 1] + 2]++;
    for (int v = 2; v <= grid->vertex_count; v++)
        grid->start[v] += grid->start[v - 1];
    for (int h = 0; h < grid->half_count; h++)
        grid->at[grid->start[grid->head[h ^ 1] + 1]++] = h;
}

cf_status cf_grid_flow_new(cf_grid_flow **out, const cf_programme *programme)
{
    cf_grid_flow *grid = calloc(1, sizeof *grid);
    size_t vertices = (size_t)programme->vertex_count + 2;
    size_t halves = 2 * (2 * (size_t)programme->vertex_count + (size_t)programme->arc_count) + 1;

    *out = NULL;
    if (grid == NULL)
        return CF_NO_MEMORY;
    grid->vertex_count = programme->vertex_count + 2;
    grid->half_count = 2 * (2 * programme->vertex_count + programme->arc_count);
    grid->start = calloc(vertices + 2, sizeof *grid->start);
    grid->at = calloc(halves, sizeof *grid->at);
    grid->head = calloc(halves, sizeof *grid->head);
    grid->room = calloc(halves, sizeof *grid->room);
    grid->layer = calloc(vertices, sizeof *grid->layer);
    grid->queue = calloc(vertices, sizeof *grid->queue);
    grid->next = calloc(vertices, sizeof *grid->next);
    grid->path = calloc(vertices, sizeof *grid->path);
    if (grid->start == NULL || grid->at == NULL || grid->head == NULL || grid->room == NULL ||
        grid->layer == NULL || grid->queue == NULL || grid->next == NULL || grid->path == NULL) {
        cf_grid_flow_free(grid);
        return CF_NO_MEMORY;
    }
    list_heads(grid, programme);
    list_by_vertex(grid);
    *out = grid;
    return CF_OK;
}

void cf_grid_flow_free(cf_grid_flow *grid)
{
    if (grid == NULL)
        return;
    free(grid->start);
    free(grid->at);
    free(grid->head);
    free(grid->room);
    free(grid->layer);
    free(grid->queue);
    free(grid->next);
    free(grid->path);
    free(grid);
}

/* ---- blocking flows ---- */

/* Whether the target can still be reached; layers count the half arcs from the source. */
static bool find_layers(cf_grid_flow *grid)
{
    int queued = 1;

    for (int v = 0; v < grid->vertex_count; v++)
        grid->layer[v] = -1;
    grid->layer[source_of(grid)] = 0;
    grid->queue[0] = source_of(grid);
    for (int i = 0; i < queued; i++) {
        int v = grid->queue[i];

        for (int k = grid->start[v]; k < grid->start[v + 1]; k++) {
            int h = grid->at[k], to = grid->head[h];

            if (grid->room[h] == 0 || grid->layer[to] >= 0)
                continue;
            grid->layer[to] = grid->layer[v] + 1;
            grid->queue[queued++] = to;
            if (to == target_of(grid)) /* all that a shortest way can use has its layer */
                return true;
        }
    }
    return false;
}

/* The next half arc from v to the layer behind it with room; -1: there is none left. */
static int step_from(cf_grid_flow *grid, int v)
{
    for (; grid->next[v] < grid->start[v + 1]; grid->next[v]++) {
        int h = grid->at[grid->next[v]];

        if (grid->room[h] > 0 && grid->layer[grid->head[h]] == grid->layer[v] + 1)
            return h;
    }
    return -1;
}

/* Fills the path as far as it goes. Returns the length of it that still has room. */
static int fill_path(cf_grid_flow *grid, int length)
{
    int64_t least = INT64_MAX;
    int narrow = 0;

    for (int i = length - 1; i >= 0; i--) {
        if (grid->room[grid->path[i]] <= least) {
            least = grid->room[grid->path[i]];
            narrow = i;
        }
    }
    for (int i = 0; i < length; i++) {
        grid->room[grid->path[i]] -= least;
        grid->room[grid->path[i] ^ 1] += least;
    }
    return narrow;
}

static void block(cf_grid_flow *grid)
{
    int length = 0;

    for (int v = 0; v < grid->vertex_count; v++)
        grid->next[v] = grid->start[v];
    for (;;) {
        int v = length == 0 ? source_of(grid) : grid->head[grid->path[length - 1]];
        int h;

        if (v == target_of(grid)) {
            length = fill_path(grid, length);
            continue;
        }
        h = step_from(grid, v);
        if (h >= 0) {
            grid->path[length++] = h;
        } else if (length > 0) {
            length--; /* a dead end: not this way again */
            grid->next[grid->head[grid->path[length] ^ 1]]++;
        } else {
            return;
        }
    }
}

/* ---- the grid ---- */

/* More than any flow never binds: cut off at twice that, it is in no smallest cut. */
static int64_t steps(double capacity, double most, int exponent)
{
    return (int64_t)(ldexp(fmin(capacity, 2.0 * most), exponent) + 0.5);
}

static void solve_at(cf_grid_flow *grid, const cf_programme *programme, double most)
{
    const int fine = 60;
    int n = programme->vertex_count, exponent;

    (void)frexp(most, &exponent);
    exponent = fine - exponent;
    for (int h = 1; h < grid->half_count; h += 2)
        grid->room[h] = 0;
    for (int v = 0; v < n; v++) {
        double straight = cf_programme_straight(programme, v);

        grid->room[2 * v] = steps(programme->supply[v] - straight, most, exponent);
        grid->room[2 * (n + v)] = steps(programme->sink[v] - straight, most, exponent);
    }
    for (int i = 0; i < programme->arc_count; i++)
        grid->room[2 * (2 * n + i)] = steps(programme->arcs[i].capacity, most, exponent);
    while (find_layers(grid))
        block(grid);
}

/* No flow is larger than what is supplied, nor than what the sinks take. */
static double most_of(const cf_programme *programme)
{
    double supply = 0.0, sink = 0.0;

    for (int v = 0; v < programme->vertex_count; v++) {
        double straight = cf_programme_straight(programme, v);

        supply += programme->supply[v] - straight;
        sink += programme->sink[v] - straight;
    }
    return fmin(supply, sink);
}

/* The cut's value without what goes straight, which would drown it. */
static double crooked_cut(const cf_programme *programme, const bool *source_side)
{
    double value = 0.0;

    for (int v = 0; v < programme->vertex_count; v++)
        value += (source_side[v] ? programme->sink[v] : programme->supply[v]) -
                 cf_programme_straight(programme, v);
    for (int i = 0; i < programme->arc_count; i++) {
        const cf_arc *arc = &programme->arcs[i];

        if (source_side[arc->tail] && !source_side[arc->head])
            value += arc->capacity;
    }
    return value;
}

void cf_grid_flow_solve(cf_grid_flow *grid, const cf_programme *programme, bool *source_side)
{
    const double far_below = 1e-3;
    double most;

    if (cf_programme_is_settled(programme, source_side))
        return;
    most = most_of(programme);
    /* A result far below the grid's size is found again on its own. */
    while (most > 0) {
        double cut;

        solve_at(grid, programme, most);
        for (int v = 0; v < programme->vertex_count; v++)
            source_side[v] = grid->layer[v] >= 0;
        cut = crooked_cut(programme, source_side);
        if (!(cut < far_below * most))
            return;
        most = cut;
    }
}
