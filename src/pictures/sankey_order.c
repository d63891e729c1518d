/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 1 of a Sankey diagram: ranks the entities so that as little money as possible returns, a
 * weighted feedback arc set. Exact for small components, else by Eades, Lin, Smyth (1993) and
 * improvement; see sankey.h. */
#include <float.h>
#include <stdlib.h>

#include "base/tolerance.h"
#include "pictures/sankey.h"

enum { EXACT = 16, MOST_ROUNDS = 20 };
#define HAIR 1e-9 /* of all money: avoids returning an edge without an amount */
#define BIAS 1e-6 /* of an edge's amount */

/* Capital of a supplier weighs a little more, that of the first supplier most, so that ties are
 * broken in favour of returning revenue. */
double cf_sankey_weight(const cf_picture *picture, const cf_picture_edge *edge)
{
    int supplier = picture->entities[edge->payer].supplier;
    double bias = edge->carries == CF_CAPITAL && supplier >= 0 ? BIAS / (1.0 + supplier) : 0.0;

    return edge->amount * (1.0 + bias);
}

/* ---- the graph, with edges listed at both ends ---- */

typedef struct order_edge {
    int other;
    bool leaves; /* else it enters */
    double weight;
} order_edge;

typedef struct order_graph {
    int count;
    int *start; /* by vertex, and one more */
    order_edge *edges;
    double *in, *out; /* weights of edges from and to vertices without a place */
    int *ins, *outs;
    bool *placed;
    int *sequence, *rank;
} order_graph;

static bool allocate_order_graph(order_graph *graph, const cf_picture *picture, cf_arena *arena)
{
    size_t count = (size_t)picture->entity_count;

    graph->count = picture->entity_count;
    graph->start = cf_arena_new(arena, count + 1, sizeof *graph->start);
    graph->edges = cf_arena_new(arena, 2 * (size_t)picture->edge_count, sizeof *graph->edges);
    graph->in = cf_arena_new(arena, count, sizeof *graph->in);
    graph->out = cf_arena_new(arena, count, sizeof *graph->out);
    graph->ins = cf_arena_new(arena, count, sizeof *graph->ins);
    graph->outs = cf_arena_new(arena, count, sizeof *graph->outs);
    graph->placed = cf_arena_new(arena, count, sizeof *graph->placed);
    graph->sequence = cf_arena_new(arena, count, sizeof *graph->sequence);
    graph->rank = cf_arena_new(arena, count, sizeof *graph->rank);
    return graph->start != NULL && graph->edges != NULL && graph->in != NULL &&
           graph->out != NULL && graph->ins != NULL && graph->outs != NULL &&
           graph->placed != NULL && graph->sequence != NULL && graph->rank != NULL;
}

static void fill_order_graph(order_graph *graph, const cf_picture *picture)
{
    double all = 0.0;

    for (int e = 0; e < picture->edge_count; e++) {
        graph->outs[picture->edges[e].payer]++;
        graph->ins[picture->edges[e].payee]++;
        all += picture->edges[e].amount;
    }
    for (int v = 0; v < graph->count; v++)
        graph->start[v + 1] = graph->start[v] + graph->outs[v] + graph->ins[v];
    for (int e = 0; e < picture->edge_count; e++) {
        const cf_picture_edge *edge = &picture->edges[e];
        double hair = all > 0 ? all * HAIR / picture->edge_count : 1.0;
        double weight = cf_sankey_weight(picture, edge) + hair;

        graph->edges[graph->start[edge->payer]++] = (order_edge){ edge->payee, true, weight };
        graph->edges[graph->start[edge->payee]++] = (order_edge){ edge->payer, false, weight };
        graph->out[edge->payer] += weight;
        graph->in[edge->payee] += weight;
    }
    for (int v = graph->count; v > 0; v--)
        graph->start[v] = graph->start[v - 1];
    graph->start[0] = 0;
}

/* ---- Eades, Lin and Smyth: sources go left, sinks go right ---- */

typedef struct ends {
    int left, right; /* the free part of the sequence */
} ends;

static void put(order_graph *graph, int v, int place)
{
    graph->placed[v] = true;
    graph->sequence[place] = v;
    for (int k = graph->start[v]; k < graph->start[v + 1]; k++) {
        const order_edge *edge = &graph->edges[k];

        if (edge->leaves) {
            graph->ins[edge->other]--;
            graph->in[edge->other] -= edge->weight;
        } else {
            graph->outs[edge->other]--;
            graph->out[edge->other] -= edge->weight;
        }
    }
}

static void peel(order_graph *graph, ends *free_part)
{
    bool again = true;

    while (again) {
        again = false;
        for (int v = 0; v < graph->count; v++) {
            if (graph->placed[v] || (graph->ins[v] > 0 && graph->outs[v] > 0))
                continue;
            put(graph, v, graph->ins[v] == 0 ? free_part->left++ : --free_part->right);
            again = true;
        }
    }
}

static int most_giving(const order_graph *graph)
{
    int best = -1;

    for (int v = 0; v < graph->count; v++) {
        if (!graph->placed[v] &&
            (best < 0 || graph->out[v] - graph->in[v] > graph->out[best] - graph->in[best]))
            best = v;
    }
    return best;
}

/* ---- exact for few vertices: the cheapest order of every subset, by dynamic programming ---- */

typedef struct small_core {
    int count;
    int vertex[EXACT];
    double weight[EXACT][EXACT]; /* from, to */
} small_core;

static void take_core(small_core *core, const order_graph *graph)
{
    *core = (small_core){ 0 };
    for (int v = 0; v < graph->count; v++) {
        if (!graph->placed[v])
            core->vertex[core->count++] = v;
    }
    for (int i = 0; i < core->count; i++) {
        int v = core->vertex[i];

        for (int k = graph->start[v]; k < graph->start[v + 1]; k++) {
            for (int j = 0; graph->edges[k].leaves && j < core->count; j++) {
                if (core->vertex[j] == graph->edges[k].other)
                    core->weight[i][j] += graph->edges[k].weight;
            }
        }
    }
}

/* The weight that returns if `next` directly follows the vertices of `set`. */
static double runs_back(const small_core *core, unsigned set, int next)
{
    double back = 0.0;

    for (int j = 0; j < core->count; j++) {
        if (set >> j & 1u)
            back += core->weight[next][j];
    }
    return back;
}

static bool solve_core(order_graph *graph, ends *free_part, cf_arena *arena)
{
    small_core core;
    size_t sets;
    double *cost;
    signed char *last;

    take_core(&core, graph);
    sets = (size_t)1 << core.count;
    cost = cf_arena_new(arena, sets, sizeof *cost);
    last = cf_arena_new(arena, sets, sizeof *last);
    if (cost == NULL || last == NULL)
        return false;
    for (size_t set = 1; set < sets; set++)
        cost[set] = DBL_MAX;
    for (unsigned set = 0; set + 1 < sets; set++) {
        for (int v = 0; v < core.count; v++) {
            unsigned more = set | 1u << v;
            double with = more == set ? DBL_MAX : cost[set] + runs_back(&core, set, v);

            if (more != set && with < cost[more]) {
                cost[more] = with;
                last[more] = (signed char)v;
            }
        }
    }
    for (size_t set = sets - 1; set > 0; set &= ~((size_t)1 << last[set]))
        put(graph, core.vertex[last[set]], --free_part->right);
    return true;
}

/* ---- improvement: moves one vertex at a time ---- */

typedef struct turn {
    int rank;
    double change; /* of the returning weight, for a vertex that passes it from left to right */
} turn;

static int by_rank(const void *a, const void *b)
{
    return ((const turn *)a)->rank - ((const turn *)b)->rank;
}

/* The best rank for v among the others, or -1 if it is already best. */
static int better_rank(const order_graph *graph, int v, turn *turns)
{
    int count = graph->start[v + 1] - graph->start[v], best_rank = 0;
    double back = 0.0, best = 0.0, here = 0.0, all = 0.0;

    for (int k = 0; k < count; k++) {
        const order_edge *edge = &graph->edges[graph->start[v] + k];

        turns[k].rank = graph->rank[edge->other];
        turns[k].change = edge->leaves ? edge->weight : -edge->weight;
        all += edge->weight;
    }
    qsort(turns, (size_t)count, sizeof *turns, by_rank);
    for (int k = 0; k < count; k++) {
        back += turns[k].change;
        if (turns[k].rank < graph->rank[v])
            here = back;
        if (k + 1 < count && turns[k + 1].rank == turns[k].rank)
            continue;
        if (back < best) {
            best = back;
            best_rank = turns[k].rank + 1;
        }
    }
    if (best >= here - CF_SAME_AMOUNT * all)
        return -1;
    return best_rank > graph->rank[v] ? best_rank - 1 : best_rank;
}

static void move_vertex(order_graph *graph, int v, int to)
{
    int at = graph->rank[v], step = to > at ? 1 : -1;

    for (; at != to; at += step) {
        graph->sequence[at] = graph->sequence[at + step];
        graph->rank[graph->sequence[at]] = at;
    }
    graph->sequence[to] = v;
    graph->rank[v] = to;
}

static bool improve(order_graph *graph, cf_arena *arena)
{
    turn *turns = cf_arena_new(arena, (size_t)graph->start[graph->count], sizeof *turns);
    bool moved = true;

    for (int round = 0; turns != NULL && moved && round < MOST_ROUNDS; round++) {
        moved = false;
        for (int v = 0; v < graph->count; v++) {
            int rank = better_rank(graph, v, turns);

            if (rank >= 0)
                move_vertex(graph, v, rank);
            moved = moved || rank >= 0;
        }
    }
    return turns != NULL;
}

/* ---- all together ---- */

cf_status cf_sankey_order(int **rank, const cf_picture *picture, cf_arena *arena)
{
    order_graph graph = { 0 };
    ends free_part = { 0, picture->entity_count };

    *rank = NULL;
    if (!allocate_order_graph(&graph, picture, arena))
        return CF_NO_MEMORY;
    fill_order_graph(&graph, picture);
    for (;;) {
        peel(&graph, &free_part);
        if (free_part.left == free_part.right)
            break;
        if (free_part.right - free_part.left > EXACT)
            put(&graph, most_giving(&graph), free_part.left++);
        else if (!solve_core(&graph, &free_part, arena))
            return CF_NO_MEMORY;
    }
    for (int place = 0; place < graph.count; place++)
        graph.rank[graph.sequence[place]] = place;
    if (!improve(&graph, arena))
        return CF_NO_MEMORY;
    *rank = graph.rank;
    return CF_OK;
}
