/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest circulation, one strong component at a time:
 *
 *   max Σ y_e   with   in = out at every vertex,   0 ≤ y_e ≤ a_e
 *
 * by the primal-dual method: L. R. Ford, D. R. Fulkerson (1962), Flows in
 * Networks, III.11. With a price at every vertex, an arc has the profit 1 −
 * price_tail + price_head. Arcs with a profit are full, arcs with a loss empty;
 * at first all prices are 0 and all arcs full. Some vertices then receive more
 * than they pay, others less. What is too much moves, over arcs that make
 * neither profit nor loss, to where it lacks (E. A. Dinic 1970), and prices
 * fall until all has moved.
 *
 * Prices are whole numbers, and the amounts are put on a grid of whole numbers,
 * so that the method ends and no tolerance is needed. Only the prices leave it:
 * Σ a_e max(0, profit_e) is the value.
 */
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/sum.h"
#include "circfin/bounds.h"

struct arc {
    int tail, head; /* by place in the component */
    double amount;
    int64_t capacity, flow; /* on the grid */
};

struct entry { /* of the heap */
    int distance, vertex;
};

struct part { /* one strong component */
    int vertex_count, arc_count;
    struct arc *arcs;
    int *start, *at; /* moves by vertex: e is the arc e that it pays on, ~e one
                        that pays it */
    int *price;
    int64_t *excess; /* what a vertex receives less what it pays */
    int *level;      /* steps, or distance, from the vertices that receive too much */
    int *next;       /* the move to try next */
    int *queue, *path;
    struct entry *heap;
    int heap_count;
};

enum { GRID_BITS = 61, FAR = INT_MAX };

/* ---- moves: paying more on an arc, or being paid less ---- */

static int other_end(const struct part *part, int move)
{
    return move >= 0 ? part->arcs[move].head : part->arcs[~move].tail;
}

static int this_end(const struct part *part, int move)
{
    return move >= 0 ? part->arcs[move].tail : part->arcs[~move].head;
}

static int64_t room(const struct part *part, int move)
{
    return move >= 0 ? part->arcs[move].capacity - part->arcs[move].flow : part->arcs[~move].flow;
}

static int profit(const struct part *part, int arc)
{
    return 1 - part->price[part->arcs[arc].tail] + part->price[part->arcs[arc].head];
}

/* What a move costs per unit: never less than 0, for arcs with a profit have no
 * room. */
static int cost(const struct part *part, int move)
{
    return abs(profit(part, move >= 0 ? move : ~move));
}

/* ---- moving what is too much, at no cost ---- */

static bool find_levels(struct part *part)
{
    int queued = 0;
    bool found = false;

    for (int v = 0; v < part->vertex_count; v++) {
        part->next[v] = part->start[v];
        part->level[v] = part->excess[v] > 0 ? 0 : -1;
        if (part->excess[v] > 0)
            part->queue[queued++] = v;
    }
    for (int i = 0; i < queued; i++) {
        int v = part->queue[i];

        found = found || part->excess[v] < 0;
        for (int k = part->start[v]; k < part->start[v + 1]; k++) {
            int move = part->at[k], to = other_end(part, move);

            if (part->level[to] >= 0 || room(part, move) == 0 || cost(part, move) != 0)
                continue;
            part->level[to] = part->level[v] + 1;
            part->queue[queued++] = to;
        }
    }
    return found;
}

static bool can_go_on(struct part *part, int vertex)
{
    for (; part->next[vertex] < part->start[vertex + 1]; part->next[vertex]++) {
        int move = part->at[part->next[vertex]];

        if (room(part, move) > 0 && cost(part, move) == 0 &&
            part->level[other_end(part, move)] == part->level[vertex] + 1)
            return true;
    }
    return false;
}

/* A way to a vertex that receives too little; returns its length, or -1. */
static int find_path(struct part *part, int source)
{
    int length = 0, v = source;

    while (part->excess[v] >= 0) {
        if (can_go_on(part, v)) {
            part->path[length++] = part->at[part->next[v]];
            v = other_end(part, part->path[length - 1]);
        } else if (length == 0) {
            return -1;
        } else {
            v = this_end(part, part->path[--length]);
            part->next[v]++;
        }
    }
    return length;
}

static void move_along_path(struct part *part, int source, int length)
{
    int target = other_end(part, part->path[length - 1]);
    int64_t most = part->excess[source];

    if (-part->excess[target] < most)
        most = -part->excess[target];
    for (int i = 0; i < length; i++) {
        if (room(part, part->path[i]) < most)
            most = room(part, part->path[i]);
    }
    for (int i = 0; i < length; i++) {
        int move = part->path[i];

        part->arcs[move >= 0 ? move : ~move].flow += move >= 0 ? most : -most;
    }
    part->excess[source] -= most;
    part->excess[target] += most;
}

static void move_at_no_cost(struct part *part)
{
    while (find_levels(part)) {
        for (int v = 0; v < part->vertex_count; v++) {
            while (part->excess[v] > 0) {
                int length = find_path(part, v);

                if (length < 0)
                    break;
                move_along_path(part, v, length);
            }
        }
    }
}

/* ---- prices: Dijkstra's distances, with a binary heap ---- */

static void heap_add(struct part *part, int distance, int vertex)
{
    int i = part->heap_count++;

    for (; i > 0 && part->heap[(i - 1) / 2].distance > distance; i = (i - 1) / 2)
        part->heap[i] = part->heap[(i - 1) / 2];
    part->heap[i] = (struct entry){ distance, vertex };
}

static struct entry heap_take(struct part *part)
{
    struct entry first = part->heap[0], last = part->heap[--part->heap_count];
    int i = 0;

    for (int child = 1; child < part->heap_count; child = 2 * i + 1) {
        if (child + 1 < part->heap_count &&
            part->heap[child + 1].distance < part->heap[child].distance)
            child++;
        if (part->heap[child].distance >= last.distance)
            break;
        part->heap[i] = part->heap[child];
        i = child;
    }
    part->heap[i] = last;
    return first;
}

/* The cost of the cheapest way from a vertex with too much to one with too
 * little, or FAR. */
static int find_distances(struct part *part)
{
    part->heap_count = 0;
    for (int v = 0; v < part->vertex_count; v++) {
        part->level[v] = part->excess[v] > 0 ? 0 : FAR;
        if (part->excess[v] > 0)
            heap_add(part, 0, v);
    }
    while (part->heap_count > 0) {
        struct entry nearest = heap_take(part);
        int v = nearest.vertex;

        if (part->excess[v] < 0)
            return nearest.distance;
        for (int k = part->start[v]; nearest.distance == part->level[v] && k < part->start[v + 1];
             k++) {
            int move = part->at[k], to = other_end(part, move);

            if (room(part, move) == 0 || nearest.distance + cost(part, move) >= part->level[to])
                continue;
            part->level[to] = nearest.distance + cost(part, move);
            heap_add(part, part->level[to], to);
        }
    }
    return FAR;
}

/* Lets prices fall until something can move at no cost; false where nothing is
 * left to move. */
static bool lower_prices(struct part *part)
{
    int nearest = find_distances(part);

    for (int v = 0; nearest < FAR && v < part->vertex_count; v++) {
        if (part->level[v] < nearest)
            part->price[v] -= nearest - part->level[v];
    }
    return nearest < FAR;
}

/* ---- one component ---- */

static double largest(const struct part *part)
{
    double most = 0.0;

    for (int i = 0; i < part->arc_count; i++)
        most = fmax(most, part->arcs[i].amount);
    return most;
}

/* For any prices this is no less than the largest circulation. */
static double dual_value(const struct part *part)
{
    cf_sum sum = { 0 };

    for (int i = 0; i < part->arc_count; i++) {
        if (profit(part, i) > 0)
            cf_sum_add_product(&sum, part->arcs[i].amount, profit(part, i));
    }
    return cf_sum_value(sum);
}

static void fill_all_arcs(struct part *part)
{
    double sum = 0.0;
    int exponent;

    for (int i = 0; i < part->arc_count; i++)
        sum += part->arcs[i].amount;
    (void)frexp(sum, &exponent);
    for (int v = 0; v < part->vertex_count; v++)
        part->price[v] = 0, part->excess[v] = 0;
    for (int i = 0; i < part->arc_count; i++) {
        struct arc *arc = &part->arcs[i];

        arc->capacity = arc->flow = (int64_t)ldexp(arc->amount, GRID_BITS - exponent);
        part->excess[arc->head] += arc->flow;
        part->excess[arc->tail] -= arc->flow;
    }
}

static double solve_part(struct part *part)
{
    const double fine = 1e-3;
    double value = INFINITY;

    /* A value far below the largest amount deserves a finer grid: no arc carries
     * more. */
    do {
        for (int i = 0; i < part->arc_count; i++)
            part->arcs[i].amount = fmin(part->arcs[i].amount, value);
        fill_all_arcs(part);
        while (lower_prices(part))
            move_at_no_cost(part);
        value = dual_value(part);
    } while (value > 0 && value < fine * largest(part));
    return value;
}

/* ---- all components ---- */

static void list_moves(struct part *part)
{
    for (int v = 0; v <= part->vertex_count + 1; v++)
        part->start[v] = 0;
    for (int i = 0; i < part->arc_count; i++) {
        part->start[part->arcs[i].tail + 2]++;
        part->start[part->arcs[i].head + 2]++;
    }
    for (int v = 2; v <= part->vertex_count; v++)
        part->start[v] += part->start[v - 1];
    for (int i = 0; i < part->arc_count; i++) {
        part->at[part->start[part->arcs[i].tail + 1]++] = i;
        part->at[part->start[part->arcs[i].head + 1]++] = ~i;
    }
}

/* Fills the part with component c; `place` is scratch, by vertex of the flow.
 */
static void list_part(struct part *part, const cf_flow *flow, int c, int *place)
{
    int first = flow->component_start[c];

    part->vertex_count = flow->component_start[c + 1] - first;
    part->arc_count = 0;
    for (int i = 0; i < part->vertex_count; i++)
        place[flow->component_vertices[first + i]] = i;
    for (int i = 0; i < part->vertex_count; i++) {
        int v = flow->component_vertices[first + i];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (edge->amount > 0 && flow->component[edge->head] == c)
                part->arcs[part->arc_count++] =
                    (struct arc){ .tail = i, .head = place[edge->head], .amount = edge->amount };
        }
    }
    list_moves(part);
}

static void part_free(struct part *part)
{
    free(part->arcs);
    free(part->start);
    free(part->at);
    free(part->price);
    free(part->excess);
    free(part->level);
    free(part->next);
    free(part->queue);
    free(part->path);
    free(part->heap);
}

/* With room for the largest component that the flow could have. */
static cf_status part_new(struct part *out, const cf_flow *flow)
{
    size_t vertices = (size_t)flow->vertex_count + 3, edges = (size_t)flow->edge_count + 1;

    *out = (struct part){ .arcs = calloc(edges, sizeof *out->arcs),
                          .start = calloc(vertices, sizeof *out->start),
                          .at = calloc(2 * edges, sizeof *out->at),
                          .price = calloc(vertices, sizeof *out->price),
                          .excess = calloc(vertices, sizeof *out->excess),
                          .level = calloc(vertices, sizeof *out->level),
                          .next = calloc(vertices, sizeof *out->next),
                          .queue = calloc(vertices, sizeof *out->queue),
                          .path = calloc(vertices, sizeof *out->path),
                          .heap = calloc(vertices + 2 * edges, sizeof *out->heap) };
    return out->arcs == NULL || out->start == NULL || out->at == NULL || out->price == NULL ||
                   out->excess == NULL || out->level == NULL || out->next == NULL ||
                   out->queue == NULL || out->path == NULL || out->heap == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

cf_status cf_circulation_max(const cf_flow *flow, double *value)
{
    int *place = calloc((size_t)flow->vertex_count + 1, sizeof *place);
    struct part part;
    cf_status status = part_new(&part, flow);
    cf_sum sum = { 0 };

    if (place == NULL)
        status = CF_NO_MEMORY;
    for (int c = 0; status == CF_OK && c < flow->component_count; c++) {
        if (flow->component_start[c + 1] - flow->component_start[c] < 2)
            continue;
        list_part(&part, flow, c, place);
        cf_sum_add(&sum, solve_part(&part));
    }
    *value = status == CF_OK ? cf_sum_value(sum) : 0.0;
    part_free(&part);
    free(place);
    return status;
}
